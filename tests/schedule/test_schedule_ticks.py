"""Ticks over weeks and years by a clock of our own: each due time runs once, a missed one is made
up once.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.schedule.schedule import (
    Handled,
    Timetable,
    after_attempt,
    due_now,
    handled_so_far,
    last_due,
    next_runs,
    retry_now,
    schedule_fingerprint,
)
from engine.settings.interface import ScheduleSettings
from engine.settings.model import WindowSettings

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = dt.timedelta(minutes=1)
DAILY = Timetable(ScheduleSettings(interval="daily"), None, WindowSettings(), BERLIN)
QUARTERS = Timetable(ScheduleSettings(interval="minutes"), None, WindowSettings(), BERLIN)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(dt.UTC)


class Caller:
    """What the command line does on a tick: keep the record, start what is due."""

    def __init__(self, timetable: Timetable, changed: dt.datetime) -> None:
        self.timetable, self.changed, self.active = timetable, changed, True
        self.kept: Handled | None = None
        self.writes = 0
        self.started: list[dt.datetime] = []

    def tick(self, now: dt.datetime) -> None:
        record = handled_so_far(
            self.kept, schedule_fingerprint(self.timetable, active=self.active), self.changed, now
        )
        self._keep(record)
        if self.active and (due := due_now(self.timetable, record.due, now)):
            self.started.append(due)
            self._keep(record._replace(due=due))

    def edit(self, timetable: Timetable, now: dt.datetime) -> None:
        self.timetable, self.changed = timetable, now

    def _keep(self, record: Handled) -> None:
        if record != self.kept:
            self.kept = record
            self.writes += 1


def ticks(caller: Caller, first: dt.datetime, last: dt.datetime) -> None:
    while first <= last:
        caller.tick(first)
        first += MINUTE


@pytest.mark.parametrize("night", ["2026-03-28", "2026-10-24", "2026-12-31"])
@pytest.mark.parametrize("timetable", [DAILY, QUARTERS], ids=["daily", "quarters"])
def test_every_due_time_runs_once(timetable: Timetable, night: str) -> None:
    begin = at(f"{night}T12:01")
    caller = Caller(timetable, begin)
    ticks(caller, begin, begin + dt.timedelta(hours=36))
    expected = [
        due for due in next_runs(timetable, begin, 200) if due <= begin + dt.timedelta(hours=36)
    ]
    assert caller.started == expected
    assert caller.writes == 1 + len(expected)


@given(st.sets(st.integers(0, 5 * 24 * 60), max_size=80), st.sampled_from([DAILY, QUARTERS]))
@settings(max_examples=100, deadline=None)
def test_whenever_cron_comes_nothing_runs_twice_and_one_run_makes_up_for_many(
    minutes: set[int], timetable: Timetable
) -> None:
    begin = at("2026-10-22T05:30")
    caller = Caller(timetable, begin)
    for minute in sorted(minutes):
        now = begin + minute * MINUTE
        before = len(caller.started)
        caller.tick(now)
        caller.tick(now)
        assert len(caller.started) - before in (0, 1)
        if len(caller.started) > before:
            assert caller.started[-1] == last_due(timetable, now)
    assert caller.started == sorted(set(caller.started))


def test_three_days_off_are_made_up_by_one_run() -> None:
    caller = Caller(QUARTERS, at("2026-06-01T05:00"))
    ticks(caller, at("2026-06-01T05:00"), at("2026-06-01T06:00"))
    ticks(caller, at("2026-06-04T09:05"), at("2026-06-04T09:14"))
    assert caller.started == [at("2026-06-01T06:00"), at("2026-06-04T09:00")]


def test_what_was_missed_waits_until_the_window_opens() -> None:
    evening = DAILY._replace(schedule=ScheduleSettings(interval="daily", time=dt.time(21, 0)))
    caller = Caller(evening, at("2026-06-01T12:00"))
    ticks(caller, at("2026-06-01T22:01"), at("2026-06-02T05:59"))
    assert caller.started == []
    caller.tick(at("2026-06-02T06:00"))
    assert caller.started == [at("2026-06-01T21:00")]


def test_a_clock_set_back_runs_nothing_twice() -> None:
    caller = Caller(QUARTERS, at("2026-06-01T05:00"))
    ticks(caller, at("2026-06-01T06:00"), at("2026-06-01T10:00"))
    done = len(caller.started)
    ticks(caller, at("2026-06-01T08:00"), at("2026-06-01T10:14"))
    assert len(caller.started) == done
    caller.tick(at("2026-06-01T10:15"))
    assert caller.started[-1] == at("2026-06-01T10:15")


def test_one_wrong_date_does_not_stop_the_imports_for_years() -> None:
    caller = Caller(DAILY, at("2026-06-01T05:00"))
    caller.tick(at("2031-06-01T07:30"))
    ticks(caller, at("2026-06-01T12:00"), at("2026-06-02T12:00"))
    assert caller.started == [at("2031-06-01T07:00"), at("2026-06-02T07:00")]


def test_a_new_schedule_does_not_fire_for_a_time_before_it() -> None:
    caller = Caller(DAILY, at("2026-06-01T14:00"))
    ticks(caller, at("2026-06-01T14:00"), at("2026-06-01T22:00"))
    assert caller.started == []
    ticks(caller, at("2026-06-02T06:59"), at("2026-06-02T07:00"))
    assert caller.started == [at("2026-06-02T07:00")]


def test_an_edited_schedule_fires_only_for_what_comes_after_the_edit() -> None:
    caller = Caller(DAILY, at("2026-06-01T05:00"))
    ticks(caller, at("2026-06-01T06:59"), at("2026-06-01T14:00"))
    caller.edit(
        DAILY._replace(schedule=ScheduleSettings(interval="daily", time=dt.time(9, 0))),
        at("2026-06-01T14:00"),
    )
    ticks(caller, at("2026-06-01T14:01"), at("2026-06-01T20:00"))
    assert caller.started == [at("2026-06-01T07:00")]


def test_a_schedule_saved_seconds_before_its_time_runs_at_the_next_tick() -> None:
    caller = Caller(DAILY, at("2026-06-01T06:59:50"))
    caller.tick(at("2026-06-01T07:00:01"))
    assert caller.started == [at("2026-06-01T07:00")]


def test_another_edit_of_the_file_forgets_no_missed_run() -> None:
    caller = Caller(DAILY, at("2026-06-01T05:00"))
    caller.tick(at("2026-06-01T05:00"))
    caller.changed = at("2026-06-01T09:00")  # the configuration was broken from 06:50 until then
    caller.tick(at("2026-06-01T09:01"))
    assert caller.started == [at("2026-06-01T07:00")]


def test_an_interface_enabled_again_does_not_make_up_for_its_pause() -> None:
    caller = Caller(DAILY, at("2026-06-01T05:00"))
    caller.active = False
    ticks(caller, at("2026-06-01T05:00"), at("2026-06-01T08:00"))
    caller.active, caller.changed = True, at("2026-06-01T14:00")
    ticks(caller, at("2026-06-01T14:00"), at("2026-06-01T15:00"))
    assert caller.started == []
    assert caller.writes == 2


def test_a_file_from_the_future_is_taken_as_new() -> None:
    caller = Caller(DAILY, at("2027-01-01T00:00"))
    caller.tick(at("2026-06-01T05:00"))
    caller.tick(at("2026-06-01T07:00"))
    assert caller.started == [at("2026-06-01T07:00")]


def test_what_makes_a_schedule_another_one() -> None:
    same = DAILY._replace(
        schedule=ScheduleSettings(interval="daily", every_minutes=5, day="last"),
        window=WindowSettings(latest=dt.time(20, 0)),
    )
    assert schedule_fingerprint(same) == schedule_fingerprint(DAILY)
    others = [
        DAILY._replace(schedule=ScheduleSettings(interval="daily", time=dt.time(7, 1))),
        DAILY._replace(schedule=ScheduleSettings(interval="weekly", weekdays=("mon",))),
        DAILY._replace(schedule=ScheduleSettings(interval="weekly", weekdays=("tue",))),
        DAILY._replace(schedule=ScheduleSettings(interval="monthly", day=2)),
        DAILY._replace(schedule=ScheduleSettings(interval="monthly", day="last")),
        DAILY._replace(start=dt.date(2026, 12, 1)),
        DAILY._replace(zone=ZoneInfo("UTC")),
        QUARTERS,
        QUARTERS._replace(schedule=ScheduleSettings(interval="minutes", every_minutes=5)),
        QUARTERS._replace(schedule=ScheduleSettings(interval="hourly")),
    ]
    prints = {schedule_fingerprint(other) for other in (DAILY, *others)} | {
        schedule_fingerprint(DAILY, active=False)
    }
    assert len(prints) == len(others) + 2


@pytest.mark.parametrize(
    ("schedule", "tries"),
    [
        (ScheduleSettings(interval="daily", retry=15), 4),
        (ScheduleSettings(interval="weekly", retry=90), 4),
        (ScheduleSettings(interval="monthly", retry=1), 4),
        (ScheduleSettings(interval="daily", retry=0), 1),
        (ScheduleSettings(interval="hourly", retry=15), 1),
        (ScheduleSettings(interval="minutes", retry=15), 1),
    ],
)
def test_how_often_a_due_time_is_tried(schedule: ScheduleSettings, tries: int) -> None:
    timetable = DAILY._replace(schedule=schedule)
    due = now = at("2026-11-20T07:00")
    record = Handled("fingerprint", due - dt.timedelta(days=1))
    times = [now]
    while (record := after_attempt(timetable, record, due, now, passing=True)).again:
        assert retry_now(timetable, record, record.again - MINUTE) is None
        now = record.again
        assert retry_now(timetable, record, now) == due
        times.append(now)
    assert len(times) == tries
    steps = {later - earlier for earlier, later in pairwise(times)}
    assert steps <= {schedule.retry * MINUTE}
    assert record == Handled("fingerprint", due)


def test_outside_the_window_nothing_is_tried_again() -> None:
    due = at("2026-11-20T21:55")
    record = after_attempt(DAILY, Handled("", due), due, due, passing=True)
    assert record.again == due + 15 * MINUTE
    assert retry_now(DAILY, record, at("2026-11-20T22:10")) is None
    assert retry_now(DAILY, record, at("2026-11-21T06:00")) == due


def test_success_ends_the_trying() -> None:
    due = at("2026-11-20T07:00")
    record = after_attempt(DAILY, Handled("", due), due, due, passing=True)
    done = after_attempt(DAILY, record, due, due + 15 * MINUTE, passing=False)
    assert done == Handled("", due)
