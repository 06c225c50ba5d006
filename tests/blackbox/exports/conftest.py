"""A practice with three invoices, and its own program that exports go to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exports.practice_program import PracticeProgram
from tests.factories import item
from tests.practice import Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path)
    practice.hold(item("RE-1"), item("RE-2"), item("RE-3"))
    return practice


@pytest.fixture
def program(practice: Practice) -> PracticeProgram:
    program = PracticeProgram(practice.folder)
    configure(practice, program.export())
    return program


def configure(practice: Practice, *exports: str) -> None:
    text = practice.config.read_text("utf-8").partition("\n[exports.")[0]
    practice.config.write_text("".join([text, *exports]), encoding="utf-8")


def imported(practice: Practice, n: int) -> None:
    """The n-th list: what is open of RE-1."""
    practice.put_list(f"RE-1 {100 - n},00", "RE-2 100,00", "RE-3 100,00", name=f"OPOS_{n}.csv")
    assert practice.run().code in (0, 13)


def in_step(practice: Practice, program: PracticeProgram) -> bool:
    """Whether the program, which knew the three invoices, knows all that the store does."""
    open_cents = sum(each.open for each in practice.items.values())
    return 300_00 + program.balance() == open_cents
