"""A question before something that cannot be taken back. Enter is No."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from engine.common.i18n import _
from tui_app.commands import by_screen
from tui_app.commands.command import bindings


class Confirm(ModalScreen[bool]):
    """Answers True for yes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.CONFIRM)
    AUTO_FOCUS = "#no"

    def __init__(self, question: str, consequence: str) -> None:
        """`question` names what it is about; `consequence` says what becomes of it. Both safe for a
        terminal.
        """
        super().__init__()
        self._question = question
        self._consequence = consequence

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), classes="question")
            yield VerticalScroll(Static(Content(self._consequence)))
            with Horizontal(classes="answers"):
                yield Button(Content(_("No (n)")), id="no", compact=True)
                yield Button(Content(_("Yes (y)")), id="yes", compact=True)

    def on_mount(self) -> None:
        self.query("#no").focus()

    @on(Button.Pressed, "#yes")
    def action_yes(self) -> None:
        self.dismiss(True)

    @on(Button.Pressed, "#no")
    def action_no(self) -> None:
        self.dismiss(False)
