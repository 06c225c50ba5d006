"""`opos next`: when each interface runs next, and what stands in its way."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime, tzinfo

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration, zone_of
from engine.cli.printer import Printer
from engine.common.i18n import _, format_date
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode, UsageError
from engine.queries.next_runs import all_next_runs
from engine.schedule.schedule import describe


def add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "-n",
        type=int,
        default=5,
        metavar="N",
        dest="runs",
        help=_("so many runs of each; default: 5"),
    )


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print the next runs of each interface. Reads only; raises `UsageError` for a number that asks
    for nothing.
    """
    configuration = asked_configuration(options)
    if options.runs < 1:
        raise UsageError(_("-n must be at least 1."))
    zone = zone_of(configuration)
    for found in all_next_runs(configuration, options.runs, datetime.now(UTC)):
        schedule = describe(found.interface.schedule)
        printer.line(f"{sanitize(found.interface.name)} ({found.name}): {schedule}")
        if found.due is not None:
            text = _("due since {time}").format(time=_moment(found.due, zone))
            printer.line(f"    {text}")
        for obstacle in found.obstacles:
            printer.line(f"    {obstacle.text}")
        for moment in found.runs:
            printer.line(f"    {_moment(moment, zone)}")
        record = {
            "interface": found.name,
            "name": found.interface.name,
            "schedule": schedule,
            "due": found.due,
            "runs": found.runs,
            "obstacles": found.obstacles,
        }
        printer.line(None, record)
    return ExitCode.OK


def _moment(moment: datetime, zone: tzinfo) -> str:
    here = moment.astimezone(zone)
    weekday = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[here.weekday()]
    return f"{weekday} {format_date(here.date())} {here:%H:%M}"
