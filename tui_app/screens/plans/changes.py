"""What a run changed, or would have: invoice by invoice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar

from textual.binding import BindingType

from engine.common.i18n import _
from engine.journal.event_text import render_finished
from engine.journal.events import ItemPlanned
from engine.journal.journal import Run
from engine.journal.started_text import decision_text
from engine.queries.run_changes import run_items
from engine.store.opening import open_store
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.platform.background import in_background
from tui_app.runs.run_names import run_called
from tui_app.screens.base.run_links import RunPlace
from tui_app.screens.plans.plan import PlanScreen
from tui_app.wording.text import state_word, when


class ChangesScreen(PlanScreen):
    """Read from the store, for what was done, and from the journal, for what was only planned."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.CHANGES_SCREEN)
    FILE_NAME = "changes"

    def __init__(self, run: Run, place: RunPlace) -> None:
        """The cursor begins at `place`."""
        super().__init__()
        self._run = run
        self._place = place
        self._undone_by: str | None = None

    @property
    def title_text(self) -> str:
        return _("Invoices of {interface}, {time}").format(
            interface=self.opos.called(self._run.interface),
            time=when(self._run.started_at, self.opos.zone, datetime.now(UTC)),
        )

    @property
    def state(self) -> str:
        if self._undone_by is None:
            return ""
        return _("taken back") if self._undone_by else state_word(self._run)

    @property
    def run_linked(self) -> Run:
        return self._run

    @property
    def undone_by(self) -> str:
        return self._undone_by or ""

    def on_mount(self) -> None:
        self.run_worker(self._read())

    async def _read(self) -> None:
        self.items, self._undone_by = await in_background(self._changes)
        undone = _("Taken back by run {run}.").format(run=self._run_called(self.undone_by))
        self.summary = [
            render_finished(self._run.finished) if self._run.finished else state_word(self._run),
            *filter(
                None,
                (
                    decision_text(self._run.started, self._run_called),
                    undone if self.undone_by else "",
                ),
            ),
        ]
        self.show_plan(self._place)

    def _run_called(self, run: str) -> str:
        return run_called(run, self.opos.called, self.opos.zone)

    def _changes(self) -> tuple[Sequence[ItemPlanned], str]:
        """Return what the run changed, and the run that took it back."""
        store = open_store(self.opos.data)
        changes = list(run_items(store, self.opos.data, self._run.run))
        return changes, store.undone_runs().get(self._run.run, "")

    def why_empty(self) -> str:
        return _("This run changed no invoice. l shows its log.")
