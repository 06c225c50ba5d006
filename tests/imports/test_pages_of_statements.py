"""A bank statement whose pages come in files of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories import item
from tests.imports.test_clearing_run import configure, opens
from tests.lists.payments.making import Entry, camt
from tests.lists.payments.test_pages import message
from tests.practice import Answer, Practice

FIRST, SECOND = (
    message(1, Entry(paid=60_00, text="RE-1"), 1_000_00, None),
    message(2, Entry(paid=20_00, text="RE-2"), None, 1_080_00),
)
OTHER_END = message(2, Entry(paid=20_00, text="RE-2"), None, 1_070_00)


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    made = Practice(tmp_path)
    configure(made)
    made.hold(item("RE-1"), item("RE-2"))
    return made


def run(practice: Practice, *files: bytes) -> Answer:
    for number, content in enumerate(files):
        (practice.uploads / f"camt-{number}.xml").write_bytes(content)
    return practice.opos("--headless", "-i", "bank", "--json")


@pytest.mark.parametrize("files", [(FIRST, SECOND), (SECOND, camt(), FIRST)])
def test_pages_of_one_run_are_judged_together(practice: Practice, files: tuple[bytes, ...]) -> None:
    answer = run(practice, *files)
    assert (answer.code, opens(practice)) == (0, {"RE-1": 40_00, "RE-2": 80_00})
    assert len(answer.events("committed")) == len(files)
    assert not [*practice.uploads.iterdir()]


@pytest.mark.parametrize(
    ("files", "missing"),
    [((FIRST,), 2), ((SECOND,), 1), ((FIRST, SECOND.replace(b"<PgNb>2", b"<PgNb>3")), 2)],
)
def test_a_page_is_held_until_the_others_came(
    practice: Practice, files: tuple[bytes, ...], missing: int
) -> None:
    answer = run(practice, *files)
    assert (answer.code, opens(practice)) == (8, {"RE-1": 100_00, "RE-2": 100_00})
    assert f"page {missing} is missing" in answer.out


@pytest.mark.parametrize("files", [(FIRST, OTHER_END), (FIRST, FIRST + b" ", SECOND)])
def test_pages_that_do_not_add_up_are_held(practice: Practice, files: tuple[bytes, ...]) -> None:
    answer = run(practice, *files)
    assert (answer.code, opens(practice)) == (8, {"RE-1": 100_00, "RE-2": 100_00})
    assert "do not add up" in answer.out


def test_a_page_that_cannot_be_read_is_refused_and_the_other_held(practice: Practice) -> None:
    answer = run(practice, FIRST, SECOND[:-20])
    assert (answer.code, opens(practice)["RE-1"]) == (8, 100_00)
    assert len(answer.events("file_refused")) == 1
