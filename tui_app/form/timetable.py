"""When interfaces will run, as the form that is being edited says it."""

from __future__ import annotations

from datetime import datetime

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.queries.next_runs import never, not_yet
from engine.schedule.due import timetable_of
from engine.schedule.schedule import describe, next_runs
from engine.settings.load import Configuration
from tui_app.wording.text import when

_RUNS_TOLD = 5
_BY_THE_CLOCK = ("daily", "weekly", "monthly")


def schedule_text(configuration: Configuration, name: str, now: datetime) -> str:
    """Return when this interface runs by itself: how often, the next times, what stands in its
    way.
    """
    interface = configuration.settings.interfaces[name]
    if whys := [obstacle.text for obstacle in never(interface)]:
        return _("Nothing runs by itself: {why}").format(why=" ".join(whys))
    timetable = timetable_of(configuration, interface)
    runs = next_runs(timetable, now, _RUNS_TOLD)
    text = _("It runs {schedule}. Next: {runs}.").format(
        schedule=describe(interface.schedule),
        runs=", ".join(when(due, timetable.zone, now) for due in runs) or "–",
    )
    here = [due.astimezone(timetable.zone).time() for due in runs]
    if interface.schedule.interval in _BY_THE_CLOCK and any(
        time != interface.schedule.time for time in here
    ):
        text += " " + _("Where the change to summer time leaves the hour out, it is an hour later.")
    here_and_now = not_yet(configuration, interface, now)
    return " ".join([text, *(obstacle.text for obstacle in here_and_now)])


def window_text(configuration: Configuration, now: datetime) -> str:
    """Return when each interface runs next within this window."""
    texts = []
    for name, interface in configuration.settings.interfaces.items():
        timetable = timetable_of(configuration, interface)
        if not any(never(interface)) and (runs := next_runs(timetable, now, 1)):
            texts.append(f"{sanitize(name)} {when(runs[0], timetable.zone, now)}")
    return _("Next: {runs}.").format(runs=", ".join(texts)) if texts else ""
