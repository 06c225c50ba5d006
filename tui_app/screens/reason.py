"""Asking for the reason of something that is kept together with its reason."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from engine.language import _
from tui_app import commands

_AT_MOST = 500


class AskReason(ModalScreen[str | None]):
    """Answers the reason; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([commands.LEAVE])

    def __init__(self, question: str, consequence: str) -> None:
        super().__init__()
        self._question = question
        self._consequence = consequence

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), classes="question")
            yield Static(Content(self._consequence))
            reason = Input(
                placeholder=_("The reason; it is kept with the import"), max_length=_AT_MOST, compact=True, id="reason"
            )
            reason.cursor_blink = False
            yield reason
            yield Static(Content(_("Enter does it · Esc leaves it")), classes="hint")

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        if reason := event.value.strip():
            self.dismiss(reason)

    def action_leave(self) -> None:
        self.dismiss(None)
