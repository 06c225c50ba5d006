"""Due times: against a peer where it is right, by example where it is not, and by what must hold in
every zone.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.schedule.schedule import (
    Timetable,
    describe,
    due_now,
    is_open,
    last_due,
    next_due,
    next_runs,
)
from engine.settings.interface import ScheduleSettings
from engine.settings.model import WindowSettings

BERLIN = ZoneInfo("Europe/Berlin")
APIA = ZoneInfo("Pacific/Apia")
TEN_YEARS = {"Europe/Berlin": 2024, "UTC": 2024, "Pacific/Apia": 2012}
"""The first of ten years; in Samoa those with summer time, and after the day that it left out."""
SECOND = dt.timedelta(seconds=1)


Schedule = partial(ScheduleSettings, weekdays=("mon", "thu"))
BY_DAY = WindowSettings(dt.time(6, 0), dt.time(21, 59))
ALL_DAY = WindowSettings(dt.time(0, 0), dt.time(23, 59))


def timetable(
    schedule: ScheduleSettings,
    zone: dt.tzinfo = BERLIN,
    window: WindowSettings = ALL_DAY,
    start: dt.date | None = None,
) -> Timetable:
    return Timetable(schedule, start, window, zone)


def wall_clock(due: dt.datetime | None, zone: dt.tzinfo = BERLIN) -> str:
    assert due is not None
    return due.astimezone(zone).isoformat(timespec="minutes")


def utc(text: str, zone: dt.tzinfo = BERLIN) -> dt.datetime:
    """A moment by the wall clock of the zone; an hour that comes twice may bear its offset."""
    moment = dt.datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)


# Against cronsim, the peer
# ---------------------------------------------------------------------------------------------

NUMBER_OF = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 0}


def cron_line(schedule: ScheduleSettings, hours: str) -> str:
    """The same schedule as a crontab line; the hours are those of the window, for the intervals
    that it cuts.
    """
    at = f"{schedule.time.minute} {schedule.time.hour}"
    return {
        "minutes": f"*/{schedule.every_minutes} {hours} * * *",
        "hourly": f"0 {hours} * * *",
        "daily": f"{at} * * *",
        "weekly": f"{at} * * {','.join(str(NUMBER_OF[day]) for day in schedule.weekdays)}",
        "monthly": f"{at} {'L' if schedule.day == 'last' else schedule.day} * *",
    }[schedule.interval]


def peer_runs(
    schedule: ScheduleSettings, hours: str, zone: dt.tzinfo, after: dt.datetime, n: int
) -> list[dt.datetime]:
    line = CronSim(cron_line(schedule, hours), after.astimezone(zone))
    return [due.astimezone(dt.UTC) for due in islice(line, n)]


schedules = st.builds(
    Schedule,
    interval=st.sampled_from(["minutes", "hourly", "daily", "weekly", "monthly"]),
    time=st.times(dt.time(6, 0), dt.time(21, 59)).map(
        lambda time: time.replace(second=0, microsecond=0)
    ),
    every_minutes=st.sampled_from([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30]),
    weekdays=st.sets(st.sampled_from(list(NUMBER_OF)), min_size=1).map(tuple),
    day=st.integers(1, 28) | st.just("last"),
)


@st.composite
def moments(draw: st.DrawFn) -> tuple[ZoneInfo, dt.datetime]:
    zone, year = draw(st.sampled_from(list(TEN_YEARS.items())))
    return (
        ZoneInfo(zone),
        dt.datetime(year, 1, 1, tzinfo=dt.UTC)
        + draw(st.integers(0, 10 * 365 * 24 * 3600)) * SECOND,
    )


@given(schedules, moments())
@settings(max_examples=100, deadline=None)
def test_every_interval_runs_when_cron_would(
    schedule: ScheduleSettings, moment: tuple[ZoneInfo, dt.datetime]
) -> None:
    zone, now = moment
    expected = peer_runs(schedule, "6-21", zone, now, 30)
    plan = timetable(schedule, zone, BY_DAY)
    assert next_runs(plan, now, 30) == expected
    for due, following in pairwise(expected):
        assert last_due(plan, due) == due
        assert last_due(plan, following - SECOND) == due


@pytest.mark.parametrize("zone", TEN_YEARS)
@pytest.mark.parametrize(
    ("schedule", "runs"),
    [(Schedule("daily"), 3650), (Schedule("weekly"), 1040), (Schedule("monthly", day="last"), 120)],
)
def test_ten_years_in_one_piece(schedule: ScheduleSettings, runs: int, zone: str) -> None:
    begin = dt.datetime(TEN_YEARS[zone], 1, 1, tzinfo=dt.UTC)
    schedule = replace(schedule, time=dt.time(21, 45))
    assert next_runs(timetable(schedule, ZoneInfo(zone)), begin, runs) == peer_runs(
        schedule, "*", ZoneInfo(zone), begin, runs
    )


def changes_of_the_clock(zone: str) -> list[dt.datetime]:
    begin = dt.datetime(TEN_YEARS[zone], 1, 1, tzinfo=dt.UTC)
    hours = [begin + n * dt.timedelta(hours=1) for n in range(10 * 366 * 24)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours]
    return [
        hour
        for hour, (before, after) in zip(hours[1:], pairwise(offsets), strict=True)
        if before != after
    ]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Apia"])
@pytest.mark.parametrize(
    "schedule",
    [Schedule("hourly"), Schedule("minutes", every_minutes=30)],
    ids=["hourly", "half-hourly"],
)
def test_steps_neither_stretch_nor_double_when_the_clock_changes(
    schedule: ScheduleSettings, zone: str
) -> None:
    nights = changes_of_the_clock(zone)
    assert len(nights) >= 18
    for night in nights:
        before = night - dt.timedelta(hours=12)
        runs = next_runs(timetable(schedule, ZoneInfo(zone)), before, 48)
        assert runs == peer_runs(schedule, "*", ZoneInfo(zone), before, 48)
        assert len({following - due for due, following in pairwise(runs)}) == 1


# Where the peer is not what we want
# ------------------------------------------------------------------------------------


def test_an_hour_that_is_left_out_shifts_the_run_by_as_much() -> None:
    half_past_two = Schedule("daily", dt.time(2, 30))
    assert (
        wall_clock(next_due(timetable(half_past_two), utc("2026-03-28T12:00")))
        == "2026-03-29T03:30+02:00"
    )  # cronsim: 03:00


@pytest.mark.parametrize(
    "now", ["2026-10-25T02:35+02:00", "2026-10-25T02:15+01:00", "2026-10-25T02:45+01:00"]
)
def test_an_hour_that_comes_twice_counts_the_first_time(now: str) -> None:
    half_past_two = timetable(Schedule("daily", dt.time(2, 30)))
    assert (
        wall_clock(last_due(half_past_two, utc(now))) == "2026-10-25T02:30+02:00"
    )  # cronsim in reverse: the day before
    assert wall_clock(next_due(half_past_two, utc(now))) == "2026-10-26T02:30+01:00"


def test_a_day_that_is_left_out_has_no_run_of_its_own() -> None:
    runs = next_runs(timetable(Schedule("daily"), APIA), utc("2011-12-29T12:00-10:00"), 2)
    assert [wall_clock(due, APIA) for due in runs] == [
        "2011-12-31T07:00+14:00",
        "2012-01-01T07:00+14:00",
    ]  # cronsim: 00:00 too


def test_a_weekday_that_is_left_out_runs_on_the_day_after() -> None:
    fridays = timetable(
        Schedule("weekly", weekdays=("fri",)), APIA
    )  # Friday, 30 December 2011, did not happen
    for after in ("2011-12-29T12:00-10:00", "2011-12-31T06:00+14:00"):
        assert wall_clock(next_due(fridays, utc(after)), APIA) == "2011-12-31T07:00+14:00"
    assert (
        wall_clock(last_due(fridays, utc("2011-12-31T08:00+14:00")), APIA)
        == "2011-12-31T07:00+14:00"
    )


def test_a_window_that_closes_in_the_hour_that_comes_twice_is_open_in_both() -> None:
    half_hours = timetable(
        Schedule("minutes", every_minutes=30), window=WindowSettings(dt.time(1, 0), dt.time(2, 15))
    )
    runs = next_runs(half_hours, utc("2026-10-25T00:00"), 5)
    assert [wall_clock(due)[11:] for due in runs] == [
        "01:00+02:00",
        "01:30+02:00",
        "02:00+02:00",
        "02:00+01:00",
        "01:00+01:00",
    ]


def test_minutes_that_do_not_divide_the_day_begin_anew_each_morning() -> None:
    runs = next_runs(
        timetable(Schedule("minutes", every_minutes=400), window=BY_DAY),
        utc("2026-06-01T00:00"),
        5,
    )
    assert [wall_clock(due)[8:16] for due in runs] == [
        "01T06:00",
        "01T12:40",
        "01T19:20",
        "02T06:00",
        "02T12:40",
    ]


def test_the_last_minute_of_the_window_belongs_to_it() -> None:
    plan = timetable(Schedule("hourly"), window=WindowSettings(dt.time(6, 30), dt.time(22, 30)))
    assert wall_clock(last_due(plan, utc("2026-06-01T23:59"))) == "2026-06-01T22:30+02:00"
    assert is_open(plan, utc("2026-06-01T22:30:59"))
    assert not is_open(plan, utc("2026-06-01T22:31"))
    assert not is_open(plan, utc("2026-06-01T06:29:59"))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2028-01-31T08:00", "2028-02-29"),
        ("2026-02-01T00:00", "2026-02-28"),
        ("2026-12-01T00:00", "2026-12-31"),
    ],
)
def test_the_last_day_of_the_month(after: str, expected: str) -> None:
    assert wall_clock(next_due(timetable(Schedule("monthly", day="last")), utc(after))).startswith(
        expected
    )


def test_nothing_is_due_before_the_start() -> None:
    plan = timetable(Schedule("daily"), start=dt.date(2026, 12, 1))
    assert last_due(plan, utc("2026-12-01T06:59")) is None
    assert wall_clock(last_due(plan, utc("2026-12-01T07:00"))) == "2026-12-01T07:00+01:00"
    assert wall_clock(next_due(plan, utc("2020-01-01T00:00"))) == "2026-12-01T07:00+01:00"
    assert due_now(plan, utc("2000-01-01T00:00"), utc("2026-11-30T12:00")) is None


def test_weekly_on_no_day_never_comes_due() -> None:
    never = timetable(Schedule("weekly", weekdays=()))
    assert next_runs(never, utc("2026-06-01T00:00"), 3) == []
    assert last_due(never, utc("2026-06-01T00:00")) is None


# What must hold in every zone
# ------------------------------------------------------------------------------------------


@given(
    schedules,
    st.sampled_from(sorted(available_timezones())),
    st.integers(0, 100 * 365 * 24 * 3600),
    st.times(),
)
@settings(max_examples=200, deadline=None)
def test_last_and_next_agree_in_every_zone(
    schedule: ScheduleSettings, zone: str, seconds: int, time: dt.time
) -> None:
    plan = timetable(replace(schedule, time=time), ZoneInfo(zone))
    now = dt.datetime(1950, 1, 1, tzinfo=dt.UTC) + seconds * SECOND
    last, following = last_due(plan, now), next_due(plan, now)
    assert last is not None
    assert following is not None
    assert last <= now < following
    assert last_due(plan, following) == following
    assert last_due(plan, following - dt.timedelta(microseconds=1)) == last
    assert next_due(plan, last - dt.timedelta(microseconds=1)) == last


# What a person and a cron line meet
# ------------------------------------------------------------------------------------


def test_a_schedule_in_words() -> None:
    assert describe(Schedule("minutes")) == "every 15 minutes"
    assert describe(Schedule("minutes", every_minutes=1)) == "every minute"
    assert describe(Schedule("hourly")) == "hourly"
    assert describe(Schedule("daily")) == "daily at 07:00"
    assert describe(Schedule("weekly", weekdays=("thu", "mon"))) == "weekly on Mon, Thu at 07:00"
    assert describe(Schedule("monthly", day=28)) == "on day 28 of the month at 07:00"
    assert describe(Schedule("monthly", day="last")) == "on the last day of the month at 07:00"
