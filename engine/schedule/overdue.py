"""Noticing what does not happen: lists that no longer come, and runs that nobody starts. Pure, like
`engine.schedule.schedule`.

A run that fails says so itself. These are the failures that say nothing, so `opos check`, the mails
and the app ask here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from engine.messages.schedule import Overdue
from engine.model.message import Message
from engine.schedule.schedule import Timetable, is_open, next_due

if TYPE_CHECKING:
    from engine.journal.journal import Run

_GRACE = timedelta(hours=1)
"""After a due time: so long may another run hold the lock, or the machine start."""


def no_new_list(runs: Sequence[Run], days: int, now: datetime, zone: tzinfo) -> Message | None:
    """Whether `days` days (0: never) have passed without an import.

    `runs` are those of one interface, the newest first, back to the last import or further; where
    there is none, the days count from the oldest run. Lists that were fetched since and held
    nothing new are told apart from none.
    """
    if not days or not runs:
        return None
    since, same_list = runs[-1].started_at, False
    for run in runs:
        if run.state == "imported":
            since = run.started_at
            break
        same_list |= (
            run.state == "nothing_to_do" and run.finished is not None and run.finished.files > 0
        )
    passed = (now.astimezone(zone).date() - since.astimezone(zone).date()).days
    if passed < days:
        return None
    code = Overdue.SAME_LIST if same_list else Overdue.NO_LIST
    return Message.of(code, n=passed, day=since.astimezone(zone).date())


def no_run(timetable: Timetable, handled: datetime, now: datetime) -> Message | None:
    """Whether a due time has passed that nothing was started for, though the window was open: then
    cron or the timer is broken.

    `handled` is as in `engine.schedule.schedule.due_now`.
    """
    due = next_due(timetable, handled)
    if due is None or now < due + _GRACE:
        return None
    if not is_open(timetable, due + _GRACE) and now < due + timedelta(days=1):
        return None
    here = due.astimezone(timetable.zone)
    return Message.of(Overdue.NO_RUN, day=here.date(), time=f"{here:%H:%M}")
