"""What does not happen is noticed in time, and not too early."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from engine.common.i18n import render, render_advice
from engine.journal.events import Outcome, RunFinished, RunStarted
from engine.journal.journal import Run
from engine.schedule.overdue import no_new_list, no_run
from engine.schedule.schedule import Timetable
from engine.settings.interface import ScheduleSettings
from engine.settings.model import WindowSettings

BERLIN = ZoneInfo("Europe/Berlin")
STARTED = RunStarted(trigger="cron", dry_run=False, pid=1, host="praxis-1", user="opos", due=None)
NOW = dt.datetime(2026, 11, 20, 7, 0, tzinfo=dt.UTC)
DAILY = Timetable(ScheduleSettings(interval="daily"), None, WindowSettings(), BERLIN)
QUARTERS = Timetable(ScheduleSettings(interval="minutes"), None, WindowSettings(), BERLIN)


def run(days_ago: int, outcome: Outcome | None, files: int = 0) -> Run:
    finished = None if outcome is None else RunFinished(outcome=outcome, exit_code=0, files=files)
    return Run("run", "datev", NOW - dt.timedelta(days=days_ago), STARTED, finished, alive=False)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(dt.UTC)


IDLE = [run(n, "nothing_to_do") for n in range(14)]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([*IDLE, run(14, "imported", 1)], "no_list"),
        ([*IDLE[:13], run(13, "imported", 1)], None),
        ([run(0, "imported", 1), *IDLE[1:]], None),
        ([run(0, "nothing_to_do", 1), *IDLE[1:], run(14, "imported", 1)], "same_list"),
        ([*IDLE, run(14, "imported", 1), run(15, "nothing_to_do", 1)], "no_list"),
        ([*IDLE, run(14, "nothing_to_do")], "no_list"),
        (IDLE, None),
        ([run(0, "failed"), run(1, None), run(20, "imported", 1)], "no_list"),
        ([run(0, "dry_run", 1), run(20, "imported", 1)], "no_list"),
        ([], None),
    ],
)
def test_fourteen_days_without_a_new_list(runs: list[Run], expected: str | None) -> None:
    finding = no_new_list(runs, 14, NOW, BERLIN)
    assert (finding and finding.code.value) == expected
    assert finding is None or render_advice(finding)


def test_nobody_asked() -> None:
    assert no_new_list([run(400, "imported", 1)], 0, NOW, BERLIN) is None


def test_the_days_are_those_of_the_calendar_here() -> None:
    friday_late = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)  # already Saturday in Berlin
    finding = no_new_list([run(1, "imported", 1)], 2, friday_late, BERLIN)
    assert finding is not None
    assert "2 days, since 2026-11-19" in render(finding)


@pytest.mark.parametrize(
    ("timetable", "handled", "now", "expected"),
    [
        (DAILY, "2026-11-19T07:00", "2026-11-20T06:59", False),
        (DAILY, "2026-11-19T07:00", "2026-11-20T07:59", False),
        (DAILY, "2026-11-19T07:00", "2026-11-20T08:00", True),
        (DAILY, "2026-11-20T07:00", "2026-11-20T23:00", False),
        (DAILY, "2026-11-17T07:00", "2026-11-20T03:00", True),
        (QUARTERS, "2026-11-20T11:45", "2026-11-20T12:59", False),
        (QUARTERS, "2026-11-20T11:45", "2026-11-20T13:00", True),
        (QUARTERS, "2026-11-20T11:45", "2026-11-20T23:00", True),
        (QUARTERS, "2026-11-20T22:00", "2026-11-21T06:59", False),
        (
            QUARTERS,
            "2026-11-20T21:45",
            "2026-11-20T23:30",
            False,
        ),  # due at 22:00, and the window closed upon it
        (QUARTERS, "2026-11-20T21:45", "2026-11-21T22:00", True),
    ],
)
def test_a_run_that_nobody_starts(
    timetable: Timetable, handled: str, now: str, expected: bool
) -> None:
    finding = no_run(timetable, at(handled), at(now))
    assert (finding is not None) is expected


def test_it_says_when_it_was_due() -> None:
    finding = no_run(DAILY, at("2026-11-17T07:00"), at("2026-11-20T12:00"))
    assert finding is not None
    assert "2026-11-18 at 07:00" in render(finding)
