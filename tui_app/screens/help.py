"""What the keys do on the screen below this one, for what has the focus there, and what its signs
mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from tui_app.commands import by_screen, commands
from tui_app.commands.command import bindings
from tui_app.wording.text import Meaning


class Help(ModalScreen[None]):
    """Made from the same list as keys and footer, so it cannot say anything else."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([commands.BACK, commands.HELP])

    def __init__(
        self, active: dict[str, ActiveBinding], signs: Iterable[Meaning], about: str = ""
    ) -> None:
        """`about` says what has the focus."""
        super().__init__()
        self._about = about
        self._signs = list(signs)
        self._keys: dict[str, list[Binding]] = {}
        for key in active.values():
            if (name := key.binding.id or "") in by_screen.BY_NAME:
                self._keys.setdefault(name, []).append(key.binding)

    def compose(self) -> ComposeResult:
        about = "\n".join(sanitize(line, limit=2000) for line in self._about.split("\n"))
        texts = [Static(Content(about), classes="about")] if about else []
        dialog = VerticalScroll(*texts, Static(self._table()), classes="dialog")
        dialog.border_title = Content(_("Help"))
        dialog.border_subtitle = Content(_("Esc closes"))
        yield dialog

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style="bold", no_wrap=True)
        table.add_column(ratio=1)
        table.add_column(style="dim", no_wrap=True)
        moving, everywhere = (
            {command.name for command in group} for group in (by_screen.LIST, by_screen.EVERYWHERE)
        )
        here = self._keys.keys() - moving - everywhere
        for title, group in (
            (_("Here"), here),
            (_("Moving"), moving),
            (_("Everywhere"), everywhere),
        ):
            self._add_keys(table, title, [name for name in self._keys if name in group])
        table.add_row(
            "", Text(_("On the right: their names for [keys] in the configuration."), "dim")
        )
        if self._signs:
            table.add_row("")
            table.add_row(Text(_("Signs")))
        for sign, words in self._signs:
            table.add_row(Text(sign), Text(words))
        return table

    def _add_keys(self, table: Table, title: str, names: Iterable[str]) -> None:
        for at, name in enumerate(names):
            if at == 0:
                table.add_row(Text(title), "", Text("[keys]"))
            bound = self._keys[name]
            keys = " ".join(map(self.app.get_key_display, bound))
            table.add_row(Text(keys, "not bold"), Text(_(bound[0].tooltip)), Text(name))
        table.add_row("")

    def action_back(self) -> None:
        self.dismiss()

    action_help = action_back
