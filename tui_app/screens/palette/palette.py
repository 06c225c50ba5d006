"""Find anything by its name, and go there or do it: acts, screens, settings, interfaces, runs and
invoices.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from engine.common.i18n import _
from engine.model.errors import OposError
from tui_app.commands import commands
from tui_app.commands.command import bindings
from tui_app.platform.background import in_background
from tui_app.runs.stored_items import StoredItems
from tui_app.screens.palette.acts import acts_elsewhere, acts_here
from tui_app.screens.palette.hit import Hit, best
from tui_app.screens.palette.names import interfaces, settings
from tui_app.screens.palette.records import invoices, runs
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.input_line import InputLine
from tui_app.widgets.line_list import LineList

if TYPE_CHECKING:
    from tui_app.app import OposApp

_AT_MOST = 40
"""Lines that are found by their names; whoever wants another one types another letter."""


class HitList(LineList):
    """What was found, the best first."""

    SHOWS_CURSOR_ALWAYS = True

    def __init__(self) -> None:
        super().__init__()
        self.shown: Sequence[Hit] = ()

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("", 20, grow=2, wanted=32, cut="middle"),
            Column("", 13, wanted=16),
            Column("", 12, grow=3, above=58),
        )

    @property
    def count(self) -> int:
        return len(self.shown)

    def cells(self, line: int) -> Sequence[StyledCell]:
        found = self.shown[line]
        return (
            StyledCell(found.label),
            StyledCell(found.kind, "muted"),
            StyledCell(found.help, "muted"),
        )


class Palette(ModalScreen[Callable[[], None] | None]):
    """Answers what is to be done; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        [commands.LEAVE, commands.UP, commands.DOWN, commands.PAGE_UP, commands.PAGE_DOWN]
    )

    def __init__(self, app: OposApp) -> None:
        """Made while the screen that it is asked on is in front."""
        super().__init__()
        self._here = sorted(acts_here(app), key=lambda found: found.label.casefold())
        self._named: Sequence[Hit] | None = None
        self._items: StoredItems | None = None
        self._list = HitList()

    @property
    def _opos(self) -> OposApp:
        return cast("OposApp", self.app)

    def compose(self) -> ComposeResult:
        line = InputLine(id="line", placeholder=_("An act, a name, a run, an invoice, a setting"))
        self._nothing = Static(
            Content(_("Nothing has such a name. Other letters, or fewer, find more.")), id="nothing"
        )
        self._nothing.display = False
        dialog = Vertical(line, self._list, self._nothing, classes="dialog")
        dialog.border_title = Content(_("Find"))
        dialog.border_subtitle = Content(_("Enter does or opens it · Esc closes"))
        yield dialog

    def on_mount(self) -> None:
        self.query_one(InputLine).focus()
        self._show(self._here)
        self.run_worker(self._read_items())

    async def _read_items(self) -> None:
        """Have the invoices at hand; where they cannot be read, everything else is still found."""
        try:
            self._items = await in_background(self._opos.stored_items.read_all)
        except (OposError, OSError):
            return
        self._search(self.query_one(InputLine).value)

    def _show(self, found: Sequence[Hit]) -> None:
        self._list.shown = found
        self._list.lines_changed(0)
        self._nothing.display = not found

    def _search(self, typed: str) -> None:
        if not typed.strip():
            self._show(self._here)
            return
        app = self._opos
        if self._named is None:
            self._named = [*acts_elsewhere(app), *interfaces(app), *settings(app)]
        here = {found.names for found in self._here}
        others = [found for found in self._named if found.names not in here]
        named = best(typed, (*self._here, *others), _AT_MOST)
        invoice_hits = list(invoices(app, self._items, typed)) if self._items else []
        records = [*invoice_hits, *runs(app, typed)]
        # A number means an invoice or a run; of words, what is called so comes first.
        is_number = any(letter.isdigit() for letter in typed)
        self._show([*records, *named] if is_number else [*named, *records])

    @on(Input.Changed)
    async def _search_as_typed(self, event: Input.Changed) -> None:
        await asyncio.sleep(0)
        self._search(event.value)

    @on(Input.Submitted)
    def _take_found(self, event: Input.Submitted) -> None:
        self._search(event.value)
        self._take()

    @on(LineList.Chosen)
    def _take(self) -> None:
        if self._list.shown:
            self.dismiss(self._list.shown[self._list.cursor].go)

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
