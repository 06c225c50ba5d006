"""Something to read: it stays until it was read, scrolls, and can be copied."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, advice_of, cause_of
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.platform.clipboard import copy


class Note(ModalScreen[None]):
    """A text under a title, made safe for a terminal line by line."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.NOTE)

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = sanitize(title)
        self._text = "\n".join(sanitize(line, limit=2000) for line in text.split("\n"))

    def compose(self) -> ComposeResult:
        dialog = VerticalScroll(self.content(), classes="dialog")
        dialog.border_title = Content(self._title)
        dialog.border_subtitle = Content(_("y copies · Esc closes"))
        yield dialog

    def content(self) -> Widget:
        """Return what is shown."""
        return Static(Content(self._text))

    def action_copy(self) -> None:
        copy(self, self._text)

    def action_back(self) -> None:
        self.dismiss()


class ProblemNote(Note):
    """What went wrong, and what to do about it."""

    def __init__(self, cause: str, advice: str = "") -> None:
        super().__init__(_("Problem"), "\n\n".join(part for part in (cause, advice) if part))

    @classmethod
    def of(cls, error: OposError) -> ProblemNote:
        """Return the note for an error that the user can mend."""
        return cls(cause_of(error), advice_of(error))
