"""What logs have in common: the lines, the search in them, and the line under the cursor in full."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import msgspec
from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from engine.journal import Run
from engine.language import _, ngettext, number
from engine.narration import Level
from engine.plain import plain
from tui_app import commands
from tui_app.screens.lines import LinesScreen
from tui_app.screens.rejected import RejectedScreen
from tui_app.text import clock
from tui_app.widgets.event_list import EventList, Narrowing
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.words import Words

_NEXT_LEVEL = {Level.DETAIL: Level.INFO, Level.INFO: Level.WARNING, Level.WARNING: Level.DETAIL}


class LogScreen(LinesScreen):
    """A subclass says what is read (`follow`), and whether it is one run."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.LOG)
    FILE_NAME = "log"
    ONE_RUN: ClassVar[bool]

    async def follow(self) -> None:
        """Read what is written, and `events.add` it, until there is no more to come."""
        raise NotImplementedError

    @property
    def run_meant(self) -> Run | None:
        """The run that Stop would stop."""
        raise NotImplementedError

    def searched_body(self) -> Iterable[Widget]:
        self.events = EventList(self.opos.zone, one_run=self.ONE_RUN)
        yield Heading(self.events)
        yield self.events
        self._line = Words(id="detail")
        yield self._line

    @property
    def list_searched(self) -> LineList:
        return self.events

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self.follow())

    def is_possible(self, action: str) -> bool:
        if action == "stop":
            return self.run_meant is not None and self.run_meant.alive
        return super().is_possible(action)

    def action_stop(self) -> None:
        if self.run_meant is not None:
            self.ask_to_stop(self.run_meant)

    @on(LineList.Moved)
    def _show_line(self) -> None:
        self._line.say(self.line_told() or self._why_empty())

    def _why_empty(self) -> str:
        if self.events.all:
            return _("No line is like that. Esc shows all, w changes the level.")
        return _("Nothing was written yet.")

    def search_for(self, text: str) -> None:
        self.narrow(self.events.narrowing._replace(words=tuple(text.casefold().split())))

    def action_level(self) -> None:
        self.narrow(self.events.narrowing._replace(at_least=_NEXT_LEVEL[self.events.narrowing.at_least]))

    def narrow(self, narrowing: Narrowing) -> None:
        """Show only some of the lines."""
        self.events.narrowing = narrowing
        self.show_title()
        self.refresh_bindings()

    @property
    def news(self) -> str:
        shown, there = self.events.count, len(self.events.all)
        lines = ngettext("{n} line", "{n} lines", there).format(n=number(there))
        if shown < there:
            lines = _("{shown} of {lines}").format(shown=number(shown), lines=lines)
        levels = {Level.INFO: _("without details"), Level.WARNING: _("only problems")}
        level = levels.get(self.events.narrowing.at_least)
        return f"{lines}, {level}" if level else lines

    def action_problem(self) -> None:
        self.events.next_problem()

    def action_rejected(self) -> None:
        self.app.push_screen(RejectedScreen([line.entry.event for line in self.events.all]))

    def line_told(self) -> str | None:
        line = self.events.chosen
        return line.text if line else None

    def lines_told(self) -> Iterable[str]:
        zone = self.opos.zone
        return (f"{clock(line.entry.at, zone)} {plain(line.entry.interface)} {line.text}" for line in self.events.shown)

    def details_told(self) -> str:
        """The line in words, and below it everything the journal says, under the journal's names."""
        line = self.events.shown[self.events.cursor]
        entry = line.entry
        said = {"at": entry.at.isoformat(), "run": entry.run, **msgspec.to_builtins(entry.event)}
        fields = (f"{name:<16} {plain(str(value))}" for name, value in said.items() if value not in ("", None))
        return "\n".join((line.text, "", *fields))
