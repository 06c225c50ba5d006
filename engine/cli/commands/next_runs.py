"""`opos next`: when each interface runs next, and what stands in its way."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from engine.cli.commands import Answer, Line
from engine.common.i18n import _, format_date
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode, UsageError
from engine.queries.next_runs import all_next_runs
from engine.schedule.schedule import describe
from engine.settings.load import Configuration


def next_runs(configuration: Configuration, n: int) -> Answer:
    """The next `n` runs of each interface. Raises `UsageError` for a number that asks for
    nothing.
    """
    if n < 1:
        raise UsageError(_("-n must be at least 1."))
    zone = ZoneInfo(configuration.settings.timezone)
    for found in all_next_runs(configuration, n, datetime.now(UTC)):
        schedule = describe(found.interface.schedule)
        yield Line(f"{sanitize(found.interface.name)} ({found.name}): {schedule}")
        if found.due is not None:
            yield Line("    " + _("due since {time}").format(time=_moment(found.due, zone)))
        yield from (Line(f"    {obstacle.text}") for obstacle in found.obstacles)
        yield from (Line(f"    {_moment(run, zone)}") for run in found.runs)
        yield Line(
            None,
            {
                "interface": found.name,
                "name": found.interface.name,
                "schedule": schedule,
                "due": found.due,
                "runs": found.runs,
                "obstacles": found.obstacles,
            },
        )
    return ExitCode.OK


def _moment(moment: datetime, zone: tzinfo) -> str:
    here = moment.astimezone(zone)
    weekday = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[here.weekday()]
    return f"{weekday} {format_date(here.date())} {here:%H:%M}"
