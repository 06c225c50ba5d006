"""The lines of journals, told in words: the newest below, followed while the cursor is on the last
one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal.event_level import Level, level
from engine.journal.event_text import render_event
from engine.journal.events import RunFinished, RunStarted
from engine.journal.journal import JournalEntry
from engine.journal.started_text import started_text
from tui_app.form.ended_text import ended_text
from tui_app.runs.run_names import run_called
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList
from tui_app.wording.text import LEVEL_SIGNS, clock
from tui_app.wording.wanted import Wanted


class EventLine(NamedTuple):
    """An entry of a journal with the words for it."""

    number: int
    """Its place among all lines, from 0."""
    level: Level
    text: str
    searched: str
    """What a search looks at: the interface's name and the text, in small letters."""
    entry: JournalEntry


class Narrowing(NamedTuple):
    """Which lines are wanted."""

    wanted: Wanted = Wanted()
    """What must be in the line or its interface's name, and what must not."""
    at_least: Level = Level.DETAIL
    interface: str = ""
    """Empty: all."""
    runs: frozenset[str] | None = None
    """None: all."""

    def select(self, lines: list[EventLine]) -> list[EventLine]:
        """Return those that are wanted."""
        if self.at_least > Level.DETAIL:
            lines = [line for line in lines if line.level >= self.at_least]
        if self.interface:
            lines = [line for line in lines if line.entry.interface == self.interface]
        if self.runs is not None:
            lines = [line for line in lines if line.entry.run in self.runs]
        return self.wanted.among(lines, attrgetter("searched"))


class EventList(LineList):
    """Shows the events of one run or of many, or those of them that are wanted."""

    def __init__(
        self, zone: ZoneInfo, called: Callable[[str], str], *, one_run: bool = False
    ) -> None:
        """`called` says what people call an interface."""
        super().__init__()
        self._called = called
        self._zone = zone
        self._one_run = one_run
        self._narrowing = Narrowing()
        self._longest_name = 0
        self._seen = 0
        self._drawn = 0
        self.all: list[EventLine] = []
        self.shown: list[EventLine] = []

    @property
    def columns(self) -> Sequence[Column]:
        name = Column(
            _("Interface"),
            13,
            wanted=min(self._longest_name, self.line_width * 3 // 10),
            cut="middle",
        )
        interface = () if self._one_run else (name,)
        return (
            Column(_("Time"), 8),
            *interface,
            Column("", 1),
            Column(_("What happened"), 20, grow=1),
        )

    @property
    def count(self) -> int:
        return len(self.shown)

    @property
    def chosen(self) -> EventLine | None:
        """The line the cursor is on."""
        return self.shown[self.cursor] if self.shown else None

    @property
    def new_below(self) -> int:
        """How many lines came since the cursor left the last one."""
        if self.cursor >= self._drawn - 1:
            self._seen = self._drawn
        return self._drawn - self._seen

    @property
    def narrowing(self) -> Narrowing:
        """Which lines are shown; setting it keeps the cursor on its line, or on the next that is
        still there.
        """
        return self._narrowing

    @narrowing.setter
    def narrowing(self, narrowing: Narrowing) -> None:
        chosen = self.chosen
        self._narrowing = narrowing
        self.shown = narrowing.select(self.all)
        self._seen = self._drawn = self.count
        if chosen is None or chosen.number == len(self.all) - 1:
            self.lines_changed(self.count - 1)
        else:
            self.lines_changed(bisect_left(self.shown, chosen.number, key=attrgetter("number")))

    def add(self, entries: Iterable[JournalEntry], *, alone: bool = False) -> None:
        """Append what was written, and draw it; ends of runs that stand `alone` tell their figures,
        which otherwise a line before does.
        """
        self.take_in(entries, alone=alone)
        self.draw_new()

    def take_in(self, entries: Iterable[JournalEntry], *, alone: bool = False) -> None:
        """Append what was written; it is seen when `draw_new` is called."""
        new = [
            self._line(number, entry, alone=alone)
            for number, entry in enumerate(entries, len(self.all))
        ]
        interfaces = {line.entry.interface for line in new}
        lengths = (cell_len(self._called(interface)) for interface in interfaces)
        self._longest_name = max(self._longest_name, *lengths, 0)
        self.all += new
        self.shown += self._narrowing.select(new)

    def draw_new(self) -> None:
        """Draw what came; the view moves only if it is at the end."""
        if self.count > self._drawn:
            self.lines_added(self._drawn)
            self._drawn = self.count

    def _line(self, number: int, entry: JournalEntry, *, alone: bool) -> EventLine:
        event = entry.event
        match event:
            case RunFinished():
                said = ended_text(event, alone=alone)
            case RunStarted():
                said = started_text(event, lambda run: run_called(run, self._called, self._zone))
            case _:
                said = render_event(event)
        text = sanitize(said, limit=2000)
        return EventLine(
            number,
            level(event),
            text,
            f"{entry.interface} {self._called(entry.interface)} {text}".casefold(),
            entry,
        )

    def next_problem(self, *, back: bool = False) -> bool:
        """Go to the next warning or error; as `next_found`."""
        problems = [at for at, line in enumerate(self.shown) if line.level >= Level.WARNING]
        return self._go_on(problems, back=back)

    def next_found(self, wanted: Wanted, *, back: bool = False) -> bool:
        """Go to the next line below the cursor, or above it, that is wanted; from the end on to the
        first. Return whether there was none before the end.
        """
        found = [at for at, line in enumerate(self.shown) if wanted.is_in(line.searched)]
        return self._go_on(found, back=back)

    def _go_on(self, places: list[int], *, back: bool) -> bool:
        beyond = [at for at in places if (at < self.cursor if back else at > self.cursor)]
        if places:
            self.cursor = (beyond or places)[-1 if back else 0]
        return bool(places) and not beyond

    def line_at(self, place: str) -> int:
        """Return the line of this number, from 1, or the first at this time of day or later."""
        if ":" not in place:
            return int(re.sub(r"\D", "", place)) - 1
        time = place.zfill(len("07:30") if place.count(":") == 1 else len("07:30:00"))
        times = (clock(line.entry.at, self._zone) for line in self.shown)
        return next((at for at, each in enumerate(times) if each >= time), self.count - 1)

    def cells(self, line: int) -> Sequence[StyledCell]:
        event = self.shown[line]
        sign, style = LEVEL_SIGNS[event.level]
        interface = (
            () if self._one_run else (StyledCell(self._called(event.entry.interface), "muted"),)
        )
        return (
            StyledCell(clock(event.entry.at, self._zone), "muted"),
            *interface,
            StyledCell(sign, style),
            StyledCell(event.text, "" if style == "warning" else style),
        )
