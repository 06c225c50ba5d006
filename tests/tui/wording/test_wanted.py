"""What the words of a search mean."""

from __future__ import annotations

import pytest

from tui_app.wording.wanted import Wanted


@pytest.mark.parametrize(
    ("typed", "text", "is_wanted"),
    [
        ("", "anything", True),
        ("Müller RE-2", "re-2 müller", True),
        ("müller re-3", "re-2 müller", False),
        ("!warning", "all is well", True),
        ("!warning", "a warning", False),
        ("re !RE-2", "re-1", True),
        ("re !RE-2", "re-2", False),
        ("!", "what is typed next is not known yet", True),
        ("/re-[0-9]+$", "paid: re-12", True),
        ("/re-[0-9]+$", "re-12 is paid", False),
        (r"/\D RE", "1 re", False),
        ("/re (", "/re (", True),
        ("/(a+)+b", "aab", False),
        ("/", "from /srv", True),
    ],
)
def test_words_must_be_there_and_some_must_not_or_a_pattern_fits(
    typed: str, text: str, is_wanted: bool
) -> None:
    wanted = Wanted.typed(typed)
    assert wanted.is_in(text) == is_wanted
    assert wanted.among([text], str) == [text] * is_wanted
