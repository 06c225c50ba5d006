"""When each interface runs next by itself, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from engine.common.i18n import _, format_date
from engine.common.sanitize import sanitize
from engine.schedule.due import computer_name, due, timetable_of
from engine.schedule.schedule import is_open, next_runs
from engine.settings.interface import Interface
from engine.settings.load import Configuration
from engine.store.due_records import DueRecords


class Obstacle(msgspec.Struct, frozen=True):
    """Why an interface does not run by itself."""

    code: str
    """For programs, English and stable."""
    text: str


class NextRuns(msgspec.Struct, frozen=True):
    """What is ahead of one interface. All moments are UTC."""

    name: str
    interface: Interface
    due: datetime | None
    """Since when it waits to be run."""
    runs: list[datetime]
    """Empty where it never runs by itself."""
    obstacles: list[Obstacle]


def all_next_runs(configuration: Configuration, n: int, now: datetime) -> Iterator[NextRuns]:
    """The next `n` runs of each interface. Reads only."""
    found = due(configuration, DueRecords(configuration).load(), now)
    for name, interface in configuration.settings.interfaces.items():
        forever = list(never(interface))
        record = found.records[name]
        runs = next_runs(timetable_of(configuration, interface), max(now, record.due), n)
        if record.again is not None and now < record.again:
            runs = sorted({record.again, *runs})[:n]
        runs = [] if forever else runs
        obstacles = forever or list(not_yet(configuration, interface, now))
        yield NextRuns(name, interface, found.times.get(name), runs, obstacles)


def never(interface: Interface) -> Iterator[Obstacle]:
    """Why it does not run here by itself, ever."""
    if not interface.enabled:
        yield Obstacle("disabled", _("It is switched off: enabled = false."))
    elif interface.use == "client":
        yield Obstacle("client", _('It is only started by hand: use = "client".'))
    elif interface.computer.casefold() not in ("", computer_name()):
        text = _("It belongs to the computer {computer}; this is {here}.")
        yield Obstacle(
            "other_computer",
            text.format(computer=sanitize(interface.computer), here=sanitize(computer_name())),
        )


def not_yet(
    configuration: Configuration, interface: Interface, now: datetime
) -> Iterator[Obstacle]:
    """Why it does not run here just now."""
    timetable = timetable_of(configuration, interface)
    if interface.start is not None and now.astimezone(timetable.zone).date() < interface.start:
        text = _("It begins on {day}.").format(day=format_date(interface.start))
        yield Obstacle("not_started", text)
    elif not is_open(timetable, now):
        window = timetable.window
        text = _("Nothing runs now: the window is open from {earliest} to {latest}.")
        yield Obstacle(
            "window",
            text.format(earliest=f"{window.earliest:%H:%M}", latest=f"{window.latest:%H:%M}"),
        )
