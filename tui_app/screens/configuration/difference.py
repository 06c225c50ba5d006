"""What saving would change in the files, as a difference that can be scrolled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList

_STYLES = {"+": "good", "-": "error", "…": "muted"}


class DifferenceList(LineList):
    """The lines of a unified diff. A letter that answers the question does not scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(by_screen.CONFIRM, on="screen."),
        *bindings(by_screen.LIST),
    ]

    def __init__(self, diff: str = "") -> None:
        super().__init__()
        self._lines: list[str] = []
        self.show_difference(diff)

    def show_difference(self, diff: str) -> None:
        """Show this one, from its beginning."""
        self._lines = [
            "…" if line.startswith("@@") else sanitize(line)
            for line in diff.splitlines()
            if not line.startswith("+++")
        ]
        self.lines_changed(0)

    @property
    def columns(self) -> Sequence[Column]:
        return (Column("", 20, grow=1),)

    @property
    def count(self) -> int:
        return len(self._lines)

    def cells(self, line: int) -> Sequence[StyledCell]:
        text = self._lines[line]
        if text.startswith("--- "):
            return (StyledCell(text.removeprefix("--- "), "heading"),)
        return (StyledCell(text, _STYLES.get(text[:1], "")),)


class Difference(ModalScreen[bool]):
    """Answers True to save."""

    BINDINGS = bindings(by_screen.CONFIRM)

    def __init__(self, diff: str) -> None:
        """The difference, safe for a terminal; passwords are not in it."""
        super().__init__()
        self._diff = diff

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -broad"):
            yield Static(Content(_("Save these changes?")), classes="question")
            lines = DifferenceList(self._diff)
            yield lines
            yield Static(Content(_("y saves · n goes back")), classes="hint")

    def on_mount(self) -> None:
        self.query_one(DifferenceList).focus()

    def action_yes(self) -> None:
        self.dismiss(True)

    def action_no(self) -> None:
        self.dismiss(False)
