"""One run, line by line: from its beginning, and on as long as it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine import journal
from engine.events import RunFinished, RunStarted
from engine.journal import Run
from engine.language import _
from engine.narration import outcome_word
from tui_app import commands
from tui_app.run_watcher import Tail
from tui_app.screens.base import OposScreen
from tui_app.text import when
from tui_app.widgets.event_list import EventList
from tui_app.widgets.line_list import Heading, LineList


class RunScreen(OposScreen):
    """The log of a run, with the line the cursor is on in full below."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.RUN_LOG)

    def __init__(self, path: Path) -> None:
        """`path` is the run's journal."""
        super().__init__()
        self._path = path
        self._run: Run | None = None

    @property
    def title_text(self) -> str:
        return self._path.stem

    def body(self) -> Iterable[Widget]:
        self._events = EventList(self.opos.zone)
        yield Heading(self._events)
        yield self._events
        yield Static(id="detail")

    def on_mount(self) -> None:
        super().on_mount()
        self._events.focus()
        self.run_worker(self._follow())

    async def _follow(self) -> None:
        """Read a little, let the screen draw, read on; wait only where all is read."""
        tail = Tail(self._path)
        try:
            goes_on = True
            while goes_on or not tail.is_read:
                goes_on = not tail.has_begun or journal.is_alive(self._path)
                entries = tail.read()
                self._events.add(entries)
                if any(isinstance(entry.event, RunStarted | RunFinished) for entry in entries):
                    self._show_state()
                await asyncio.sleep(self.opos.pace if tail.is_read and goes_on else 0)
        finally:
            tail.close()
        self._show_state()

    def _show_state(self) -> None:
        self._run = journal.glance(self._path)
        if self._run is not None:
            now = datetime.now(UTC)
            self.show_title(f"{outcome_word(self._run.state)}, {when(self._run.started_at, self.opos.zone, now)}")
        self.refresh_bindings()

    @on(LineList.Moved)
    def _show_detail(self) -> None:
        lines = self._events.lines
        text = lines[self._events.cursor].text if lines else _("Nothing was written yet.")
        self.query_one("#detail", Static).update(Content(text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "stop" or (self._run is not None and self._run.alive)

    def action_stop(self) -> None:
        if self._run is not None:
            self.ask_to_stop(self._run)

    def action_copy(self) -> None:
        if self._events.lines:
            self.copy(self._events.lines[self._events.cursor].text)
