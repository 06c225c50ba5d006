"""The log of one run: from its beginning, and on as long as it goes on."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from engine import journal
from engine.events import RunFinished, RunStarted
from engine.journal import Entry, Run
from engine.language import _
from engine.narration import outcome_word
from engine.plain import plain
from tui_app.progress import Pace
from tui_app.run_watcher import Tail
from tui_app.screens.log import LogScreen
from tui_app.text import when


class RunScreen(LogScreen):
    """Whoever started the run, and whether it goes on or was years ago."""

    ONE_RUN = True

    def __init__(self, path: Path) -> None:
        """`path` is the run's journal."""
        super().__init__()
        self._path = path
        self._run: Run | None = None
        self._pace = Pace()

    @property
    def title_text(self) -> str:
        if self._run is None:
            return _("Log")
        started = when(self._run.started_at, self.opos.zone, datetime.now(UTC))
        return _("Log of {interface}, {time}").format(interface=plain(self._run.interface), time=started)

    @property
    def news(self) -> str:
        if self._run is None:
            return super().news
        pace = str(self._pace) if self._run.alive else ""
        return "  ·  ".join(filter(None, (outcome_word(self._run.state), super().news, pace)))

    async def follow(self) -> None:
        """Read a little, let the keys be heard, read on; draw now and then, and wait where all is read."""
        tail = Tail(self._path)
        read: list[Entry] = []
        drawn = 0.0
        try:
            goes_on = True
            while goes_on or not tail.is_read:
                goes_on = not tail.has_begun or journal.is_alive(self._path)
                read += tail.read()
                if read and time.monotonic() - drawn >= self.opos.pace:
                    self._take(read)
                    read, drawn = [], time.monotonic()
                await self.rest(self.opos.pace if tail.is_read and goes_on else 0)
        finally:
            tail.close()
        self._take(read)
        self._look_at_run()

    def _take(self, entries: list[Entry]) -> None:
        for entry in entries:
            self._pace.add(entry)
        self.events.add(entries)
        if self._run is None or any(isinstance(entry.event, RunStarted | RunFinished) for entry in entries):
            self._look_at_run()
        self.show_title()

    def _look_at_run(self) -> None:
        self._run = journal.glance(self._path)
        self.show_title()
        self.refresh_bindings()

    @property
    def run_meant(self) -> Run | None:
        return self._run
