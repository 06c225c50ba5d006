"""What the keys do on the screen below this one, and what its signs mean."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from engine.language import _
from engine.narration import outcome_word
from engine.plain import plain
from tui_app import commands
from tui_app.text import STATE_SIGNS


class Help(ModalScreen[None]):
    """Made from the same list as keys and footer, so it cannot say anything else."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([commands.BACK])

    def __init__(self, active: dict[str, ActiveBinding], about: str = "") -> None:
        """`about` says what has the focus."""
        super().__init__()
        self._about = about
        self._keys: dict[str, list[Binding]] = {}
        for key in active.values():
            if (name := key.binding.id or "") in commands.BY_NAME:
                self._keys.setdefault(name, []).append(key.binding)

    def compose(self) -> ComposeResult:
        about = "\n".join(plain(line, limit=2000) for line in self._about.split("\n"))
        dialog = VerticalScroll(Static(Content(about), classes="about"), Static(self._table()), classes="dialog")
        dialog.border_title = Content(_("Help"))
        dialog.border_subtitle = Content(_("Esc closes"))
        yield dialog

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0))
        moves = {command.name for command in commands.LIST}
        for name in sorted(self._keys, key=moves.__contains__):
            keys = " ".join(map(self.app.get_key_display, self._keys[name]))
            table.add_row(Text(keys, "bold", no_wrap=True), Text(_(commands.BY_NAME[name].help)), Text(name, "dim"))
        table.add_row("", Text(_("The names on the right are those for [keys] in the configuration.")))
        table.add_row("")
        for state, (sign, _style) in STATE_SIGNS.items():
            table.add_row(Text(sign), Text(outcome_word(state)))
        return table

    def action_back(self) -> None:
        self.dismiss()
