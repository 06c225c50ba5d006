"""What logs have in common: the lines, the search in them, the line under the cursor in full, copying and saving."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import msgspec
from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.language import _, ngettext, number
from engine.narration import Level
from engine.plain import plain
from tui_app import commands
from tui_app.clipboard import copy
from tui_app.screens.note import Note, Problem
from tui_app.screens.searching import SearchScreen
from tui_app.text import clock
from tui_app.widgets.event_list import EventLine, EventList, Narrowing
from tui_app.widgets.line_list import Heading, LineList

_NEXT_LEVEL = {Level.DETAIL: Level.INFO, Level.INFO: Level.WARNING, Level.WARNING: Level.DETAIL}


class LogScreen(SearchScreen):
    """A subclass says what is read (`follow`), and whether it is one run."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.LOG)
    ONE_RUN: ClassVar[bool]

    async def follow(self) -> None:
        """Read what is written, and `events.add` it, until there is no more to come."""
        raise NotImplementedError

    def searched_body(self) -> Iterable[Widget]:
        self.events = EventList(self.opos.zone, one_run=self.ONE_RUN)
        yield Heading(self.events)
        yield self.events
        yield Static(id="detail")

    @property
    def list_searched(self) -> LineList:
        return self.events

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self.follow())

    @on(LineList.Moved)
    def _show_line(self) -> None:
        line = self.events.chosen
        text = line.text if line else self._why_empty()
        self.query_one("#detail", Static).update(Content(text))

    def _why_empty(self) -> str:
        if self.events.all:
            return _("No line is like that. Esc shows all, w changes the level.")
        return _("Nothing was written yet.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("details", "copy", "copy_all", "save"):
            return self.events.chosen is not None
        return super().check_action(action, parameters)

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

    @on(LineList.Chosen)
    def action_details(self) -> None:
        if line := self.events.chosen:
            self.app.push_screen(Note(_("Line {number}").format(number=number(line.number + 1)), self._details(line)))

    def _details(self, line: EventLine) -> str:
        """The line in words, and below it everything the journal says, under the journal's names."""
        entry = line.entry
        said = {"at": entry.at.isoformat(), "run": entry.run, **msgspec.to_builtins(entry.event)}
        fields = (f"{name:<16} {plain(str(value))}" for name, value in said.items() if value not in ("", None))
        return "\n".join((line.text, "", *fields))

    def action_copy(self) -> None:
        if line := self.events.chosen:
            copy(self, line.text)

    def action_copy_all(self) -> None:
        copy(self, "\n".join(self._lines()))

    def _lines(self) -> Iterator[str]:
        zone = self.opos.zone
        return (f"{clock(line.entry.at, zone)} {plain(line.entry.interface)} {line.text}" for line in self.events.shown)

    def action_save(self) -> None:
        path = Path.cwd() / f"opos-log-{datetime.now(self.opos.zone):%Y%m%d-%H%M%S}.txt"
        try:
            with open(path, "x", encoding="utf-8", opener=_private) as file:
                file.writelines(f"{line}\n" for line in self._lines())
        except OSError as error:
            cause = _("{path} cannot be written: {error}.").format(path=plain(str(path)), error=error.strerror)
            self.app.push_screen(Problem(cause, _("Start opos in a folder of yours.")))
        else:
            self.notify(_("Saved as {path}.").format(path=plain(str(path))), markup=False)


def _private(name: str, flags: int) -> int:
    """Invoices are nobody else's business."""
    return os.open(name, flags, 0o600)
