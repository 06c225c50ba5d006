"""What went wrong: it stays until it was read."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from engine.errors import OposError
from engine.language import _
from tui_app import commands


class Problem(ModalScreen[None]):
    """Shows a cause, and what to do about it."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.PROBLEM)

    def __init__(self, cause: str, advice: str = "") -> None:
        """Both safe for a terminal; they may have several lines."""
        super().__init__()
        self._text = "\n\n".join(part for part in (cause, advice) if part)

    @classmethod
    def of(cls, error: OposError) -> Problem:
        """The screen for an error that the user can mend."""
        return cls(error.cause, error.advice)

    def compose(self) -> ComposeResult:
        dialog = VerticalScroll(Static(Content(self._text)), classes="dialog problem")
        dialog.border_title = Content(_("Problem"))
        dialog.border_subtitle = Content(_("y copies · Esc closes"))
        yield dialog

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._text)
        self.notify(_("Sent to your terminal's clipboard."), markup=False)

    def action_back(self) -> None:
        self.dismiss()
