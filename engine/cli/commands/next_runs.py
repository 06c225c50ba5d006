"""`opos next`: when each interface runs next, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from engine.cli.commands import Answer, Line
from engine.common.data_folder import DataFolder
from engine.common.i18n import _, format_date
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode, UsageError
from engine.schedule.due import computer_name, due, load_records, timetable_of
from engine.schedule.schedule import describe, is_open
from engine.schedule.schedule import next_runs as scheduled
from engine.settings.interface import Interface
from engine.settings.load import Configuration

Obstacle = tuple[str, str]
"""A code for programs, English and stable; a sentence for people."""


def next_runs(configuration: Configuration, n: int) -> Answer:
    """The next `n` runs of each interface. Reads only; raises `UsageError` for a number that asks
    for nothing.
    """
    if n < 1:
        raise UsageError(_("-n must be at least 1."))
    now = datetime.now(UTC)
    found = due(configuration, load_records(DataFolder(configuration.data_dir).schedule), now)
    for name, interface in configuration.settings.interfaces.items():
        timetable = timetable_of(configuration, interface)
        forever = list(never(interface))
        obstacles = forever or list(not_yet(configuration, interface, now))
        runs = [] if forever else scheduled(timetable, max(now, found.records[name].due), n)
        yield Line(f"{sanitize(interface.name)} ({name}): {describe(interface.schedule)}")
        if name in found.times:
            yield Line(
                "    "
                + _("due since {time}").format(time=_moment(found.times[name], timetable.zone))
            )
        yield from (Line(f"    {text}") for _code, text in obstacles)
        yield from (Line(f"    {_moment(run, timetable.zone)}") for run in runs)
        yield Line(
            None,
            {
                "interface": name,
                "name": interface.name,
                "schedule": describe(interface.schedule),
                "due": found.times.get(name),
                "runs": runs,
                "obstacles": [{"code": code, "text": text} for code, text in obstacles],
            },
        )
    return ExitCode.OK


def never(interface: Interface) -> Iterator[Obstacle]:
    """Why it does not run here by itself, ever."""
    if not interface.enabled:
        yield "disabled", _("It is switched off: enabled = false.")
    elif interface.use == "client":
        yield "client", _('It is only started by hand: use = "client".')
    elif interface.computer.casefold() not in ("", computer_name()):
        text = _("It belongs to the computer {computer}; this is {here}.")
        yield (
            "other_computer",
            text.format(computer=sanitize(interface.computer), here=sanitize(computer_name())),
        )


def not_yet(
    configuration: Configuration, interface: Interface, now: datetime
) -> Iterator[Obstacle]:
    """Why it does not run here just now."""
    timetable = timetable_of(configuration, interface)
    if interface.start is not None and now.astimezone(timetable.zone).date() < interface.start:
        yield "not_started", _("It begins on {day}.").format(day=format_date(interface.start))
    elif not is_open(timetable, now):
        window = timetable.window
        text = _("Nothing runs now: the window is open from {earliest} to {latest}.")
        yield (
            "window",
            text.format(earliest=f"{window.earliest:%H:%M}", latest=f"{window.latest:%H:%M}"),
        )


def _moment(moment: datetime, zone: tzinfo) -> str:
    here = moment.astimezone(zone)
    weekday = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[here.weekday()]
    return f"{weekday} {format_date(here.date())} {here:%H:%M}"
