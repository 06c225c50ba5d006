"""A held list beside the last one of its interface: what is gone, what is new, what has another
amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

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
from tui_app.screens.base.rows import RowsScreen
from tui_app.screens.invoices.item import ItemScreen
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import LineList
from tui_app.widgets.row_list import RowList
from tui_app.wording.plan_text import amount_or_dash

_SIGNS = {DifferenceKind.GONE: "-", DifferenceKind.OTHER: "~", DifferenceKind.NEW: "+"}


class RowDifferenceList(RowList[RowDifference]):
    """What is gone first, since that is what an open list settles."""

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("", 1),
            Column(_("Invoice"), 14, grow=1),
            Column(_("Name"), 14, grow=3, above=70),
            Column(_("Last list"), 13, right=True),
            Column(_("This list"), 13, right=True),
            Column(_("Difference"), 19, grow=1, above=100),
        )

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


class ListDifferenceScreen(RowsScreen[RowDifference]):
    """Enter shows the history of the invoice."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.LIST_DIFFERENCE)
    FILE_NAME = "difference"

    def __init__(self, held: HeldImport) -> None:
        super().__init__()
        self._held = held
        self._problem = ""

    @property
    def title_text(self) -> str:
        return _("{file} beside the last list").format(file=sanitize(self._held.file, 40))

    @property
    def news(self) -> str:
        if self.all_rows is None:
            return _("reading …")
        return "  ·  ".join(
            f"{_SIGNS[kind]} {format_number(n)} {_kind_word(kind)}"
            for kind in DifferenceKind
            if (n := sum(row.kind is kind for row in self.all_rows))
        )

    def searched_body(self) -> Iterable[Widget]:
        self._about = Label(id="counted")
        self.listed = RowDifferenceList()
        self._line = Label(id="detail", classes="panel")
        yield self._about
        yield from super().searched_body()
        yield self._line

    def on_mount(self) -> None:
        self.run_worker(self._read())

    async def _read(self) -> None:
        opos = self.opos
        try:
            found = await in_background(
                lambda: difference_to_last(opos.configuration, open_store(opos.data), self._held)
            )
        except OposError as error:
            self._problem = f"{cause_of(error)} {advice_of(error)}"
            self.show_rows(())
        else:
            self._about.say(_about(found))
            self.show_rows(found.differences)

    def why_empty(self) -> str:
        return self._problem or _("Both lists say the same.")

    @on(LineList.Moved)
    def _show_line(self) -> None:
        self._line.say(self.line_text() or "")

    def row_text(self, row: RowDifference) -> str:
        sides = f"{amount_or_dash(row.before)} → {amount_or_dash(row.after)}"
        place = _("line {line}").format(line=row.line) if row.line else ""
        parts = (row.mandant, row.invoice_no, row.name, sides, _kind_word(row.kind), place)
        return sanitize(" | ".join(filter(None, parts)), 2000)

    def action_details(self) -> None:
        """Show the whole history of the invoice."""
        row = self.listed.rows[self.listed.cursor]
        self.app.push_screen(ItemScreen(row.mandant, row.invoice_no))


def _kind_word(kind: DifferenceKind) -> str:
    return {
        DifferenceKind.GONE: _("no longer listed"),
        DifferenceKind.OTHER: _("other amount"),
        DifferenceKind.NEW: _("newly listed"),
    }[kind]


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
