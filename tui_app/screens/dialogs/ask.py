"""Asking for a line of text: the reason of a decision, the name of something new."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from engine.common.i18n import _
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.widgets.input_line import InputLine

_AT_MOST = 500


class Ask(ModalScreen[str | None]):
    """Answers what was typed; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.ASK)
    SELECTS: ClassVar[bool] = True
    """Whether typing replaces what is typed already."""

    def __init__(
        self,
        question: str,
        consequence: str,
        enter: str,
        hint: str = "",
        *,
        value: str = "",
        pattern: str = ".+",
        is_secret: bool = False,
    ) -> None:
        """`enter` says what Enter does, `hint` stands where nothing was typed yet, `value` is
        typed already; what does not match `pattern` is not taken.
        """
        super().__init__()
        self._question = question
        self._consequence = consequence
        self._keys = " · ".join((enter, _("Esc cancels")))
        self._hint = hint
        self._value = value
        self._pattern = pattern
        self._is_secret = is_secret

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), classes="question")
            yield Static(Content(self._consequence), id="consequence")
            hidden = self._is_secret
            yield InputLine(
                self._value,
                placeholder=self._hint,
                max_length=_AT_MOST,
                password=hidden,
                select_on_focus=self.SELECTS,
                id="line",
            )
            yield Static(Content(self._keys), id="hint", classes="hint")

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        text = event.value if self._is_secret else event.value.strip()
        if re.fullmatch(self._pattern, text):
            self.dismiss(text)
        else:
            hint = _("Please answer as described above.") if text else _("Nothing is typed yet.")
            self.query_one("#hint", Static).update(Content(f"{hint}\n{self._keys}"))

    def action_leave(self) -> None:
        self.dismiss(None)
