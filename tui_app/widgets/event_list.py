"""The lines of journals, told in words: the newest below, followed while the cursor is on the last one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from engine.journal import Entry
from engine.language import _
from engine.narration import Level, level, tell
from engine.plain import plain
from tui_app.text import LEVEL_SIGNS, clock
from tui_app.widgets.columns import Cell, Column
from tui_app.widgets.line_list import LineList


class EventLine(NamedTuple):
    """An entry of a journal with the words for it."""

    number: int
    """Its place among all lines, from 0."""
    level: Level
    text: str
    entry: Entry

    @property
    def searched(self) -> str:
        return f"{self.entry.interface} {self.text}".casefold()


class Narrowing(NamedTuple):
    """Which lines are wanted."""

    words: tuple[str, ...] = ()
    """Every one must be in the line or its interface's name."""
    at_least: Level = Level.DETAIL
    runs: frozenset[str] | None = None
    """None: all."""

    def admits(self, line: EventLine) -> bool:
        if line.level < self.at_least or (self.runs is not None and line.entry.run not in self.runs):
            return False
        return not self.words or all(word in line.searched for word in self.words)


class EventList(LineList):
    """Shows the events of one run or of many, or those of them that are wanted."""

    def __init__(self, zone: ZoneInfo, *, one_run: bool = False) -> None:
        super().__init__()
        self._zone = zone
        self._one_run = one_run
        self._narrowing = Narrowing()
        self.all: list[EventLine] = []
        self.shown: list[EventLine] = []

    @property
    def columns(self) -> Sequence[Column]:
        interface = () if self._one_run else (Column(_("Interface"), 13, above=60),)
        return (Column(_("Time"), 8), *interface, Column("", 1), Column(_("What happened"), 20, grow=1))

    @property
    def count(self) -> int:
        return len(self.shown)

    @property
    def chosen(self) -> EventLine | None:
        """The line the cursor is on."""
        return self.shown[self.cursor] if self.shown else None

    @property
    def narrowing(self) -> Narrowing:
        """Which lines are shown; setting it keeps the cursor on its line, or on the next that is still there."""
        return self._narrowing

    @narrowing.setter
    def narrowing(self, narrowing: Narrowing) -> None:
        chosen = self.chosen
        self._narrowing = narrowing
        self.shown = [line for line in self.all if narrowing.admits(line)]
        if chosen is None or chosen.number == len(self.all) - 1:
            self.lines_changed(self.count - 1)
        else:
            self.lines_changed(bisect_left(self.shown, chosen.number, key=attrgetter("number")))

    def add(self, entries: Iterable[Entry]) -> None:
        """Append what was written; the view moves only if it is at the end."""
        before = self.count
        for entry in entries:
            line = EventLine(len(self.all), level(entry.event), plain(tell(entry.event), limit=2000), entry)
            self.all.append(line)
            if self._narrowing.admits(line):
                self.shown.append(line)
        if self.count > before:
            self.lines_added(before)

    def next_problem(self) -> None:
        """To the next warning or error below the cursor, from the end on to the first."""
        problems = [at for at, line in enumerate(self.shown) if line.level >= Level.WARNING]
        if problems:
            self.cursor = next((at for at in problems if at > self.cursor), problems[0])

    def cells(self, line: int) -> Sequence[Cell]:
        event = self.shown[line]
        sign, style = LEVEL_SIGNS[event.level]
        interface = () if self._one_run else (Cell(plain(event.entry.interface), "muted"),)
        return (
            Cell(clock(event.entry.at, self._zone), "muted"),
            *interface,
            Cell(sign, style),
            Cell(event.text, style),
        )
