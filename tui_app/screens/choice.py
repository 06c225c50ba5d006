"""A question with more than two answers."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui_app.commands import Command


class Choice(ModalScreen[str | None]):
    """A subclass has the commands as its bindings, and answers with the name of one; None where it was left."""

    def __init__(self, question: str, answers: Mapping[Command, str]) -> None:
        """What each command does here. All texts are safe for a terminal."""
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        keys = {active.binding.id: active.binding for active in reversed(self.active_bindings.values())}
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), classes="question")
            for command, told in self._answers.items():
                yield Static(Content(f"{self.app.get_key_display(keys[command.name]):<4} {told}"))

    def action_leave(self) -> None:
        self.dismiss(None)
