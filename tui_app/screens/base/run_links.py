"""Links from a screen that speaks of runs: to a run's log, the invoices it changed, its file at the
line that is meant, its rejected rows, its undo. Each screen is laid over the one before, so Back
goes the same way.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import NamedTuple

from engine.common.i18n import _
from engine.journal import journal
from engine.journal.journal import Run, journal_path
from engine.store.opening import open_store
from tui_app.commands.command import enabled_when
from tui_app.platform.background import in_background
from tui_app.runs.originals import originals_of
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.dialogs.note import ProblemNote


class RunPlace(NamedTuple):
    """What is meant within a run."""

    file: str = ""
    """As events name it."""
    line: int = 0
    sheet: str = ""
    mandant: str = ""
    invoice_no: str = ""


class RunLinks(OposScreen):
    """A subclass says which run is meant, and what in it."""

    @property
    def run_linked(self) -> Run | None:
        raise NotImplementedError

    @property
    def place_linked(self) -> RunPlace:
        """What the cursor is on within the run."""
        return RunPlace()

    @property
    def undone_by(self) -> str:
        """The run that took the linked one back; empty where that is not known either."""
        return ""

    def _is_linked(self) -> bool:
        return self.run_linked is not None

    def _can_undo(self) -> bool:
        run = self.run_linked
        return (
            run is not None
            and run.state == "imported"
            and run.started.act in ("import", "load", "release")
            and not self.undone_by
        )

    def _has_changes(self) -> bool:
        """Return whether the run changed invoices, or would have."""
        run = self.run_linked
        return run is not None and run.state in ("imported", "held", "dry_run")

    def _has_file(self) -> bool:
        run = self.run_linked
        if run is None or run.finished is None or run.started.dry_run:
            return False
        return run.finished.files > 0 or run.started.act in ("release", "reject")

    @property
    def rejected(self) -> int:
        """How many rows the run has rejected."""
        run = self.run_linked
        return run.finished.rejected if run is not None and run.finished is not None else 0

    def _has_rejected(self) -> bool:
        return self.rejected > 0

    @enabled_when(_is_linked)
    def action_log(self) -> None:
        from tui_app.screens.runs.run import RunScreen

        if run := self.run_linked:
            self.app.push_screen(RunScreen(journal_path(self.opos.data.journals, run.run)))

    @enabled_when(_has_changes)
    def action_changes(self) -> None:
        from tui_app.screens.plans.changes import ChangesScreen

        if run := self.run_linked:
            self.app.push_screen(ChangesScreen(run, self.place_linked))

    @enabled_when(_has_file)
    def action_file(self) -> None:
        if run := self.run_linked:
            self._open(self._open_file(run, self.place_linked))

    async def _open_file(self, run: Run, place: RunPlace) -> None:
        from tui_app.screens.runs.original import OriginalScreen

        if originals := await in_background(lambda: originals_of(self.opos.data, run.run)):
            self.app.push_screen(OriginalScreen(run, originals, place))
        else:
            advice = _(
                "A dry run archives nothing, and an original is removed when its time is over."
            )
            self.app.push_screen(ProblemNote(_("No file of this run is in the archive."), advice))

    @enabled_when(_has_rejected)
    def action_rejected(self) -> None:
        if run := self.run_linked:
            self._open(self._open_rejected(run))

    async def _open_rejected(self, run: Run) -> None:
        from tui_app.screens.runs.rejected import RejectedScreen

        path = journal_path(self.opos.data.journals, run.run)
        entries = await in_background(lambda: list(journal.read_journal(path)))
        self.app.push_screen(RejectedScreen(run, [entry.event for entry in entries]))

    @enabled_when(_can_undo)
    def action_undo(self) -> None:
        """Show a dry run of the undo, with the undo itself on offer."""
        if run := self.run_linked:
            self._open(self._open_undo(run))

    async def _open_undo(self, run: Run) -> None:
        from engine.imports.undo_run import undoable
        from tui_app.screens.plans.undo import UndoScreen

        await in_background(lambda: undoable(open_store(self.opos.data), run.run))
        if started := self.start("undo", run.run, "--dry-run"):
            self.app.push_screen(UndoScreen(started, run))

    def _open(self, opening: Coroutine[None, None, None]) -> None:
        self.run_worker(opening, group="open", exclusive=True)
