"""A held list beside the last one of its interface: what is gone, what is new, what has another
amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, advice_of, cause_of, format_date, format_number
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from engine.queries.list_difference import (
    DifferenceKind,
    ListDifference,
    RowDifference,
    difference_to_last,
)
from engine.store.ledger import HeldImport
from engine.store.opening import open_store
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.platform.background import in_background
from tui_app.screens.base.lines import LinesScreen
from tui_app.screens.invoices.item import ItemScreen
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.wording.plan_text import amount_or_dash
from tui_app.wording.wanted import Wanted

_SIGNS = {DifferenceKind.GONE: "-", DifferenceKind.OTHER: "~", DifferenceKind.NEW: "+"}


class RowDifferenceList(LineList):
    """What is gone first, since that is what an open list settles."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[RowDifference] = ()

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("", 1),
            Column(_("Invoice"), 14, grow=1),
            Column(_("Name"), 14, grow=3, above=76),
            Column(_("Last list"), 13, right=True),
            Column(_("This list"), 13, right=True),
            Column(_("Difference"), 16, grow=1),
        )

    @property
    def count(self) -> int:
        return len(self.rows)

    def cells(self, line: int) -> Sequence[StyledCell]:
        row = self.rows[line]
        return (
            StyledCell(_SIGNS[row.kind], "warning" if row.kind is DifferenceKind.GONE else ""),
            StyledCell(sanitize(row.invoice_no)),
            StyledCell(sanitize(row.name)),
            StyledCell(amount_or_dash(row.before), "muted"),
            StyledCell(amount_or_dash(row.after)),
            StyledCell(_kind_word(row.kind), "muted"),
        )


class ListDifferenceScreen(LinesScreen):
    """Enter shows the history of the invoice."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.LIST_DIFFERENCE)
    FILE_NAME = "difference"

    def __init__(self, held: HeldImport) -> None:
        super().__init__()
        self._held = held
        self._found: ListDifference | None = None
        self._wanted = Wanted()

    @property
    def title_text(self) -> str:
        return _("{file} beside the last list").format(file=sanitize(self._held.file, 40))

    @property
    def news(self) -> str:
        if self._found is None:
            return _("reading …")
        return "  ·  ".join(
            f"{_SIGNS[kind]} {format_number(n)} {_kind_word(kind)}"
            for kind in DifferenceKind
            if (n := sum(row.kind is kind for row in self._found.differences))
        )

    def searched_body(self) -> Iterable[Widget]:
        self._about = Label(id="counted")
        self._rows = RowDifferenceList()
        self._empty = Static(classes="empty")
        self._line = Label(id="detail", classes="panel")
        yield self._about
        yield Heading(self._rows)
        yield self._rows
        yield self._empty
        yield self._line

    @property
    def list_searched(self) -> LineList:
        return self._rows

    def on_mount(self) -> None:
        self.set_class(True, "-nothing")
        self.run_worker(self._read())

    async def _read(self) -> None:
        opos = self.opos
        try:
            self._found = await in_background(
                lambda: difference_to_last(opos.configuration, open_store(opos.data), self._held)
            )
        except OposError as error:
            self._empty.update(Content(f"{cause_of(error)} {advice_of(error)}"))
            return
        self._about.say(" " + _about(self._found))
        self._show()

    def search_for(self, text: str) -> None:
        self._wanted = Wanted.typed(text)
        self._show()

    def _show(self) -> None:
        if self._found is None:
            return
        self._rows.rows = [
            row for row in self._found.differences if self._wanted.is_in(_row_text(row).casefold())
        ]
        self._rows.lines_changed(0)
        no_hit = _("No invoice is like that. Esc shows all.")
        same = _("Both lists say the same.")
        self._empty.update(Content(no_hit if self._found.differences else same))
        self.set_class(not self._rows.count, "-nothing")
        self.show_title()
        self.refresh_bindings()

    @on(LineList.Moved)
    def _show_line(self) -> None:
        self._line.say(self.line_text() or "")

    def line_text(self) -> str | None:
        return _row_text(self._rows.rows[self._rows.cursor]) if self._rows.rows else None

    def lines_text(self) -> Iterable[str]:
        return map(_row_text, self._rows.rows)

    def action_details(self) -> None:
        """Show the whole history of the invoice."""
        row = self._rows.rows[self._rows.cursor]
        self.app.push_screen(ItemScreen(row.mandant, row.invoice_no))


def _kind_word(kind: DifferenceKind) -> str:
    return {
        DifferenceKind.GONE: _("no longer listed"),
        DifferenceKind.OTHER: _("other amount"),
        DifferenceKind.NEW: _("newly listed"),
    }[kind]


def _row_text(row: RowDifference) -> str:
    sides = f"{amount_or_dash(row.before)} → {amount_or_dash(row.after)}"
    place = _("line {line}").format(line=row.line) if row.line else ""
    parts = (row.mandant, row.invoice_no, row.name, sides, _kind_word(row.kind), place)
    return sanitize(" | ".join(filter(None, parts)), 2000)


def _about(found: ListDifference) -> str:
    """Return which two lists these are."""
    if found.last is None:
        return _("This is the first list of its interface: there is none to compare it with.")
    return _("Last: {file} of {day}, {before} rows; this one: {after} rows.").format(
        file=sanitize(found.last.file, 40),
        day=format_date(found.last.at.date()),
        before=format_number(found.rows_before),
        after=format_number(found.rows_after),
    )
