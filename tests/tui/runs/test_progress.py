"""Pace and time left, from a run's own entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.journal.events import AnyEvent, Connected, Progress
from engine.journal.journal import JournalEntry
from tui_app.runs.progress import Pace

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


def pace_of(*told: tuple[int, AnyEvent]) -> str:
    pace = Pace()
    for second, event in told:
        pace.add(JournalEntry(NOW + timedelta(seconds=second), "run", "datev", event))
    return str(pace)


def read(done: int, total: int | None = 1000, step: str = "read") -> Progress:
    return Progress(name="OPOS.csv", step=step, done=done, total=total)


def test_nothing_is_known_before_the_first_step() -> None:
    assert pace_of((0, Connected(protocol="ftp", address="x"))) == ""


def test_a_single_step_has_no_pace() -> None:
    assert pace_of((0, read(100))) == "OPOS.csv 10 %"


def test_pace_and_time_left() -> None:
    assert pace_of((0, read(0)), (2, read(200))) == "OPOS.csv 20 %, 100/s, 00:08 left"


def test_where_the_end_is_unknown() -> None:
    assert pace_of((0, read(0, None)), (2, read(2000, None))) == "OPOS.csv 2,000, 1,000/s"


def test_another_step_is_another_pace() -> None:
    assert (
        pace_of(
            (0, read(0)), (2, read(1000)), (3, read(0, step="plan")), (4, read(500, step="plan"))
        )
        == "OPOS.csv 50 %, 500/s, 00:01 left"
    )


def test_a_clock_set_back_divides_nothing_by_zero() -> None:
    assert pace_of((5, read(0)), (5, read(10)), (1, read(20))) == "OPOS.csv 2 %"
