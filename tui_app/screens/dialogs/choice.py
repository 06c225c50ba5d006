"""A question with more than two answers."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui_app.commands.command import Command


class Choice(ModalScreen[str | None]):
    """A subclass has the commands as its bindings, and answers with the name of one; None where it
    was left.
    """

    def __init__(self, question: str, answers: Mapping[Command, str]) -> None:
        """What each command does here. All texts are safe for a terminal."""
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        keys = {
            active.binding.id: active.binding for active in reversed(self.active_bindings.values())
        }
        table = Table.grid(padding=(0, 2, 0, 0))
        for command, meaning in self._answers.items():
            table.add_row(
                Text(self.app.get_key_display(keys[command.name]), "bold", no_wrap=True),
                Text(meaning),
            )
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), classes="question")
            yield Static(table)

    def action_leave(self) -> None:
        self.dismiss(None)
