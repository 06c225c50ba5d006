"""The lines of journals, told in words: the newest below, followed while the cursor is on the last one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
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

    at: datetime
    interface: str
    level: Level
    text: str
    entry: Entry


def told(entry: Entry) -> EventLine:
    """The entry in words, safe for a terminal."""
    return EventLine(entry.at, plain(entry.interface), level(entry.event), plain(tell(entry.event), limit=2000), entry)


class EventList(LineList):
    """Shows events of one run or of many."""

    def __init__(self, zone: ZoneInfo, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._zone = zone
        self.lines: list[EventLine] = []

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("Time"), 8),
            Column(_("Interface"), 12, above=60),
            Column("", 1),
            Column(_("What happened"), 20, grow=1),
        )

    @property
    def count(self) -> int:
        return len(self.lines)

    def cells(self, line: int) -> Sequence[Cell]:
        event = self.lines[line]
        sign, style = LEVEL_SIGNS[event.level]
        return (
            Cell(clock(event.at, self._zone), "muted"),
            Cell(event.interface, "muted"),
            Cell(sign, style),
            Cell(event.text, style),
        )

    def add(self, entries: Iterable[Entry]) -> None:
        """Append what was written; the view moves only if it is at the end."""
        follows = self.at_end
        self.lines += map(told, entries)
        if follows:
            self.set_reactive(LineList.cursor, max(0, self.count - 1))
        self.lines_changed()
        if follows:
            self.scroll_end(animate=False, immediate=True, x_axis=False)
