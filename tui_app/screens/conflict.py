"""Somebody else saved the configuration meanwhile: three ways out, none of which loses anything unseen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from engine.errors import OposError
from engine.language import _
from tui_app import commands


class Conflict(ModalScreen[str | None]):
    """Answers `again`, `discard`, or None to go on editing."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.CONFLICT)

    def __init__(self, error: OposError) -> None:
        super().__init__()
        self._error = error

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._error.cause), classes="question")
            yield Static(Content(_("r    Read it again, make the same changes to it, and show the difference.")))
            yield Static(Content(_("d    Give your changes up.")))
            yield Static(Content(_("Esc  Go on editing; nothing is saved.")))

    def action_read_again(self) -> None:
        self.dismiss("again")

    def action_discard(self) -> None:
        self.dismiss("discard")

    def action_leave(self) -> None:
        self.dismiss(None)
