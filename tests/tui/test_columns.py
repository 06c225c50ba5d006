"""Lines drawn into columns."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_app.widgets.columns import highlighted

UNDERLINED = Style(underline=True)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("12 of 12 rows", ("12",), ["12", "12"]),
        ("Rejected: a RECHNUNG", ("rej", "rechnung"), ["Rej", "RECHNUNG"]),
        ("日本 RE-1 日本", ("re-1",), ["RE-1"]),
        ("a.b", (".",), ["."]),
        ("Straße", ("s",), []),
        ("nothing", ("x",), []),
    ],
)
def test_what_was_searched_for_stands_out(
    text: str, words: tuple[str, ...], found: list[str]
) -> None:
    strip = highlighted(Strip([Segment(text[:3]), Segment(text[3:])]), words, UNDERLINED)
    assert strip.text == text
    marked = "".join(
        segment.text if segment.style and segment.style.underline else "|" for segment in strip
    )
    assert [piece for piece in marked.split("|") if piece] == found
