"""When an interface runs: what was due last, what is due next, and whether it must run now.

Pure: no clock, no files. Every moment that goes in or comes out is an aware UTC datetime. The
rules:

- A daily, weekly or monthly time is wall-clock time in the zone. An hour that the change to summer
  time leaves out is shifted by as much (02:30 becomes 03:30); an hour that comes twice counts the
  first time. So each day has its run, and one.
- Minutes and hours are counted from the moment the window opens, in elapsed time, and pause when it
  closes. So every day is alike, whatever the interval, and a change of the clock neither stretches
  nor doubles a step.
- What was missed is made up by one run, when the window allows it, however much was missed.
- A daily or rarer run that failed for a cause that may pass is tried again after `retry` minutes,
  three times at most.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.common.i18n import _, ngettext
from engine.settings.interface import ScheduleSettings
from engine.settings.model import WindowSettings

_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)
_FURTHEST = 33
"""Days to look back or ahead: any two runs of a monthly schedule are closer."""
_RETRIES = 3
"""How often a due time is tried again."""
_CLOCK_TOLERANCE = _DAY
"""A record further in the future than this was made by a wrong clock, and must not stop imports
until then.
"""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Timetable(NamedTuple):
    """All that decides when one interface runs by itself."""

    schedule: ScheduleSettings
    start: dt.date | None
    """Not before this day of the zone; None: at once."""
    window: WindowSettings
    zone: dt.tzinfo


class Handled(NamedTuple):
    """What the caller keeps for each interface: whatever was due up to `due` needs no run any
    more.
    """

    fingerprint: str
    """Of the schedule this was kept for."""
    due: dt.datetime
    failed: int = 0
    """How many attempts at `due` failed for a cause that may pass."""
    again: dt.datetime | None = None
    """From when on `due` is tried again; None: it is not."""


def last_due(timetable: Timetable, now: dt.datetime) -> dt.datetime | None:
    """The latest due time not after `now`; None where there was none yet."""
    today = now.astimezone(timetable.zone).date()
    for back in range(_FURTHEST):
        times = _due_times(timetable, today - back * _DAY)
        for place in reversed(range(bisect_right(times, now.timestamp()))):
            if due := _counting(timetable, times[place]):
                return due
    return None


def next_due(timetable: Timetable, after: dt.datetime) -> dt.datetime | None:
    """The earliest due time later than `after`; None for a schedule that never comes due, such as
    weekly on no day.
    """
    return next(_due_after(timetable, after), None)


def next_runs(timetable: Timetable, after: dt.datetime, n: int) -> list[dt.datetime]:
    """The next `n` due times later than `after`."""
    runs: list[dt.datetime] = []
    while len(runs) < n and (due := next_due(timetable, runs[-1] if runs else after)):
        runs.append(due)
    return runs


def due_now(timetable: Timetable, handled: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """The due time that a run shall be started for at `now`, or None.

    `handled` is the due time of the last attempt, whether it succeeded or failed. The caller
    records the answer as handled with that attempt: so two schedulers cannot run it twice, and of
    many missed due times only the last is run. Outside the window nothing is due; what was missed
    then waits until it opens.
    """
    due = last_due(timetable, now)
    if due is None or due <= handled or not is_open(timetable, now):
        return None
    return due


def retry_now(timetable: Timetable, record: Handled, now: dt.datetime) -> dt.datetime | None:
    """The due time that is to be tried again at `now`, or None."""
    if record.again is None or now < record.again or not is_open(timetable, now):
        return None
    return record.due


def after_attempt(
    timetable: Timetable, record: Handled, due: dt.datetime, now: dt.datetime, *, passing: bool
) -> Handled:
    """The record after a run for `due`; `passing`: it failed for a cause that may pass.

    By the minute or the hour the next due time is soon enough.
    """
    done = Handled(record.fingerprint, due)
    failed = 1 + (record.failed if record.due == due else 0)
    schedule = timetable.schedule
    if (
        not passing
        or not schedule.retry
        or schedule.interval in ("minutes", "hourly")
        or failed > _RETRIES
    ):
        return done
    return done._replace(failed=failed, again=now + schedule.retry * _MINUTE)


def is_open(timetable: Timetable, now: dt.datetime) -> bool:
    """Whether the window lets a run start at `now`; its last minute counts whole."""
    wall_clock = now.astimezone(timetable.zone).time().replace(second=0, microsecond=0)
    return timetable.window.earliest <= wall_clock <= timetable.window.latest


def handled_so_far(
    stored: Handled | None, fingerprint: str, changed: dt.datetime, now: dt.datetime
) -> Handled:
    """The record to go by; the caller stores it at once if it differs from `stored`, also for an
    interface that is disabled.

    A schedule that is new, edited or enabled again must not fire for a time before that: whoever
    saves 06:00 at 14:00 means tomorrow. So a record with another fingerprint counts for nothing,
    and what was due before `changed` is settled: the moment the configuration was last changed
    (`st_ctime` of the file, which copying cannot set back). Not the moment of this call: a schedule
    saved at 06:59:50 for 07:00 would then be skipped by the tick of 07:00:01. And not `changed` for
    every record: a configuration broken at 06:50 and mended at 09:00 must make up for what it
    missed.

    A record more than a day in the future comes from a clock that was wrong; it is replaced by
    `now`. Less than that is a clock set back: nothing runs again until the time is reached.
    """
    if stored is None or stored.fingerprint != fingerprint:
        return Handled(fingerprint, min(changed, now))
    if stored.due > now + _CLOCK_TOLERANCE:
        return Handled(fingerprint, now)
    return stored


def schedule_fingerprint(timetable: Timetable, *, active: bool = True) -> str:
    """What makes a schedule another one when it is edited: interval, its own keys, start, zone,
    whether it runs here by itself.

    Not the window: moving it is no reason to forget a run that was missed.
    """
    schedule = timetable.schedule
    own_keys: dict[str, tuple[object, ...]] = {
        "minutes": (schedule.every_minutes,),
        "hourly": (),
        "daily": (schedule.time,),
        "weekly": (schedule.time, *schedule.weekdays),
        "monthly": (schedule.time, schedule.day),
    }
    parts = (
        schedule.interval,
        *own_keys[schedule.interval],
        timetable.start,
        timetable.zone,
        "active" if active else "inactive",
    )
    return " ".join(str(part) for part in parts)


def describe(schedule: ScheduleSettings) -> str:
    """The schedule in words, such as "daily at 07:00"."""
    at = f"{schedule.time:%H:%M}"
    if schedule.interval == "minutes":
        every = schedule.every_minutes
        return ngettext("every minute", "every {minutes} minutes", every).format(minutes=every)
    if schedule.interval == "hourly":
        return _("hourly")
    if schedule.interval == "daily":
        return _("daily at {time}").format(time=at)
    if schedule.interval == "weekly":
        words = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
        week = zip(_WEEKDAYS, words, strict=True)
        days = ", ".join(word for weekday, word in week if weekday in schedule.weekdays)
        return _("weekly on {days} at {time}").format(days=days, time=at)
    if schedule.day == "last":
        return _("on the last day of the month at {time}").format(time=at)
    return _("on day {day} of the month at {time}").format(day=schedule.day, time=at)


def _due_after(timetable: Timetable, after: dt.datetime) -> Iterator[dt.datetime]:
    first = after.astimezone(timetable.zone).date() - _DAY
    if timetable.start is not None:
        first = max(first, timetable.start)
    for ahead in range(_FURTHEST + 1):
        times = _due_times(timetable, first + ahead * _DAY)
        for place in range(bisect_right(times, after.timestamp()), len(times)):
            if due := _counting(timetable, times[place]):
                yield due


def _counting(timetable: Timetable, time: int) -> dt.datetime | None:
    """The moment of this due time; None for a step that a change of the clock moves out of the
    window.
    """
    due = dt.datetime.fromtimestamp(time, dt.UTC)
    is_step = timetable.schedule.interval in ("minutes", "hourly")
    return due if not is_step or is_open(timetable, due) else None


def _due_times(timetable: Timetable, day: dt.date) -> Sequence[int]:
    """Every due time of one day of the zone, in order, in seconds since 1970: of the 1,440 minutes
    of a day none is worked out before it is asked for.
    """
    schedule, start, _window, zone = timetable
    if start is not None and day < start:
        return []
    if schedule.interval == "minutes":
        return _steps(timetable, day, schedule.every_minutes)
    if schedule.interval == "hourly":
        return _steps(timetable, day, 60)
    return [_seconds(day, schedule.time, zone)] if _is_day_of(schedule, day) else []


def _is_day_of(schedule: ScheduleSettings, day: dt.date) -> bool:
    if schedule.interval == "weekly":
        return _WEEKDAYS[day.weekday()] in schedule.weekdays
    if schedule.interval == "monthly":
        return (day + _DAY).day == 1 if schedule.day == "last" else day.day == schedule.day
    return True


def _steps(timetable: Timetable, day: dt.date, minutes: int) -> Sequence[int]:
    opens = _seconds(day, timetable.window.earliest, timetable.zone)
    closes = _seconds(day, timetable.window.latest, timetable.zone, fold=1)
    return range(opens, closes + 1, 60 * minutes)


def _seconds(day: dt.date, time: dt.time, zone: dt.tzinfo, fold: int = 0) -> int:
    return int(dt.datetime.combine(day, time.replace(fold=fold), zone).timestamp())
