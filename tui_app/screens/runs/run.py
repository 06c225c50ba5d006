"""The log of one run: from its beginning, and on as long as it goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.events import RunFinished
from engine.journal.journal import Run
from tui_app.runs.runner import StartedRun
from tui_app.screens.runs.log import LogScreen
from tui_app.wording.text import state_word, when


class RunScreen(LogScreen):
    """Whoever started the run, and whether it goes on or was years ago."""

    ONE_RUN = True

    def __init__(self, meant: StartedRun | Path) -> None:
        """`meant` is a run just started, or the journal of any."""
        super().__init__()
        self._meant = meant
        self._run: Run | None = None

    @property
    def title_text(self) -> str:
        if self._run is None:
            return _("Log")
        started = when(self._run.started_at, self.opos.zone, datetime.now(UTC))
        return _("Log of {interface}, {time}").format(
            interface=self.opos.called(self._run.interface), time=started
        )

    @property
    def news(self) -> str:
        return super().news if self._run is None else f"{_state(self._run)}  ·  {super().news}"

    @property
    def goes_on(self) -> bool:
        return self._run is None or self._run.alive

    async def follow(self) -> None:
        path = await self.journal_of(self._meant)
        if path is None:
            await self.rest(0)
            self.dismiss()
            return
        async for entries, more in self.entries_of(path):
            if self._run is None or any(isinstance(entry.event, RunFinished) for entry in entries):
                self._look_at(path)
            self.take(entries, more=more)
        self._look_at(path)
        self.take([], more=False)

    def _look_at(self, path: Path) -> None:
        self._run = journal.glance(path)
        self.show_title()
        self._show_place()
        self.refresh_bindings()

    @property
    def run_meant(self) -> Run | None:
        return self._run


def _state(run: Run) -> str:
    """Return how the run stands, and who decided it where it was not an import."""
    if run.started.act == "import":
        return state_word(run)
    return _("{act} by {user}").format(act=state_word(run), user=sanitize(run.started.user))
