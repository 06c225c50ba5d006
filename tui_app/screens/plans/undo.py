"""What taking a run back would change."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from engine.common.i18n import _
from engine.journal.journal import Run, journal_path
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.runs.runner import StartedRun
from tui_app.screens.plans.preview import PreviewScreen
from tui_app.wording.text import when


class UndoScreen(PreviewScreen):
    """Follows the dry run of an undo; the undo itself is on offer."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.UNDO_SCREEN)

    def __init__(self, planned_by: StartedRun | Path, undone: Run) -> None:
        """`undone` is the run that is to be taken back."""
        super().__init__(planned_by)
        self._undone = undone

    @property
    def title_text(self) -> str:
        return _("Undo of {interface}, {time}").format(
            interface=self.opos.called(self._undone.interface),
            time=when(self._undone.started_at, self.opos.zone, datetime.now(UTC)),
        )

    def on_unmount(self) -> None:
        """Leave no run behind for a look at what one would do; where hosts share runs, it stays."""
        if self._run and self.is_planned() and not self.opos.data.shared:
            with suppress(OSError):
                journal_path(self.opos.data.journals, self._run.run).unlink(missing_ok=True)

    def _can_apply(self) -> bool:
        return self.has_plan()

    @enabled_when(_can_apply)
    def action_apply(self) -> None:
        self.confirm(
            _("Take this import back?"),
            _("Its file may then be imported again. Items changed since are left alone."),
            "undo",
            self._undone.run,
        )
