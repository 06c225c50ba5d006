"""Every command that works now, by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from engine.common.i18n import _
from tui_app.commands import commands
from tui_app.commands.command import bindings
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.input_line import InputLine
from tui_app.widgets.line_list import LineList


class Offered(NamedTuple):
    """A command, and the key that does it."""

    key: str
    key_shown: str
    label: str
    help: str


class OfferedList(LineList):
    """The commands, or those that were searched for."""

    SHOWS_CURSOR_ALWAYS = True

    def __init__(self, offered: Iterable[Offered]) -> None:
        super().__init__()
        self._all = sorted(offered, key=lambda each: each.label.casefold())
        self.shown = self._all

    @property
    def columns(self) -> Sequence[Column]:
        return (Column("", 16, grow=1), Column("", 6), Column("", 12, grow=4, above=50))

    @property
    def count(self) -> int:
        return len(self.shown)

    def cells(self, line: int) -> Sequence[StyledCell]:
        _key, key_shown, label, help_text = self.shown[line]
        return (StyledCell(label), StyledCell(key_shown, "muted"), StyledCell(help_text, "muted"))

    def search(self, text: str) -> None:
        """List what has all of the words, first what is called so."""
        words = text.casefold().split()
        offered = [
            each
            for each in self._all
            if all(word in f"{each.label} {each.help}".casefold() for word in words)
        ]
        self.shown = sorted(
            offered, key=lambda each: not each.label.casefold().startswith(text.casefold())
        )
        self.lines_changed(0)


class Palette(ModalScreen[str | None]):
    """Answers the key of the command; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        [commands.LEAVE, commands.UP, commands.DOWN, commands.PAGE_UP, commands.PAGE_DOWN]
    )

    def __init__(self, offered: Iterable[Offered]) -> None:
        super().__init__()
        self._list = OfferedList(offered)

    def compose(self) -> ComposeResult:
        line = InputLine(id="line", placeholder=_("What shall be done?"))
        dialog = Vertical(line, self._list, classes="dialog")
        dialog.border_title = Content(_("Commands"))
        dialog.border_subtitle = Content(_("Enter does it · Esc leaves it"))
        yield dialog

    def on_mount(self) -> None:
        self.query_one(InputLine).focus()

    @on(Input.Changed)
    def _search_as_typed(self, event: Input.Changed) -> None:
        self._list.search(event.value)

    @on(Input.Submitted)
    @on(LineList.Chosen)
    def _take(self) -> None:
        if self._list.shown:
            self.dismiss(self._list.shown[self._list.cursor].key)

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_cursor_up(self) -> None:
        self._list.action_cursor_up()

    def action_cursor_down(self) -> None:
        self._list.action_cursor_down()

    def action_page_up(self) -> None:
        self._list.action_page_up()

    def action_page_down(self) -> None:
        self._list.action_page_down()
