"""Small pictures: what they say, without colours, on any terminal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import RunFinished
from engine.journal.journal import Run, newest
from engine.model.money import Money
from tests.tui.conftest import FAILED, write_run
from tui_app.wording.sparkline import height_bar, run_line, run_line_meaning


def imported(cents: int) -> RunFinished:
    return RunFinished(outcome="imported", exit_code=0, settled_amount=Money(cents))


@pytest.fixture
def runs(data: DataFolder) -> list[Run]:
    """The oldest first."""
    held = RunFinished(outcome="held", exit_code=8, settled_amount=Money(999999_00))
    ends = [
        imported(0),
        FAILED,
        held,
        imported(500_00),
        RunFinished(outcome="nothing_to_do", exit_code=0),
        imported(1000_00),
    ]
    for days, end in enumerate(reversed(ends)):
        write_run(data, "datev", end, ago=timedelta(days=days))
    return list(newest(data.journals, "datev"))[::-1]


def test_a_run_is_as_high_as_what_it_settled_or_the_sign_of_what_came_instead(
    runs: list[Run],
) -> None:
    assert run_line(runs) == "▁x!▅·▇", "what is held settles nothing"
    assert run_line([]) == ""


@pytest.mark.parametrize("term", ["linux", "vt100"])
def test_digits_stand_for_heights_where_the_terminal_has_no_blocks(
    runs: list[Run], term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", term)
    assert run_line(runs) == "1x!5·7"
    assert run_line_meaning().sign == "147"
    assert height_bar(50, 100, 10) == "#####"


def test_a_bar_is_seen_if_there_is_anything() -> None:
    assert height_bar(1, 1_000_000, 10) == "▇"
    assert height_bar(0, 1_000_000, 10) == ""
    assert height_bar(0, 0, 10) == ""
