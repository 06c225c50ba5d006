"""Invoices, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from engine.common.i18n import _, format_amount, format_date
from engine.common.sanitize import sanitize
from engine.model.item import Item, Status
from engine.queries.invoices import status_word
from tui_app.runs.stored_items import ORDERS
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList

_STATUS_STYLE = {Status.OPEN: "", Status.PART_PAID: "warning", Status.PAID: "good"}


class ItemList(LineList):
    """The items at these places."""

    def __init__(self) -> None:
        super().__init__()
        self._items: Sequence[Item] = ()
        self.places: Sequence[int] = ()
        self.order = ORDERS[0]
        """What they are sorted by; its column's title shows it."""

    def show(self, items: Sequence[Item], places: Sequence[int]) -> None:
        """Show some of these items; the cursor stays on its item if that is among them."""
        chosen = self.chosen
        self._items, self.places = items, places
        self.lines_changed(
            next((line for line, at in enumerate(places) if items[at] is chosen), 0)
            if chosen
            else 0
        )

    @property
    def columns(self) -> Sequence[Column]:
        columns = (
            Column(_("Mandant"), 8, above=100),
            Column(_("Invoice"), 14, grow=1, sort="number"),
            Column(_("Account"), 8, above=110),
            Column(_("Name"), 14, grow=2),
            Column(_("Due"), 10, above=70, sort="due"),
            Column(_("Amount"), 13, right=True, above=90),
            Column(_("Open"), 13, right=True, sort="open"),
            Column(_("Status"), 11),
        )
        return [
            column._replace(title=f"{column.title} ↓") if column.sort == self.order else column
            for column in columns
        ]

    @property
    def count(self) -> int:
        return len(self.places)

    @property
    def chosen(self) -> Item | None:
        """The item the cursor is on."""
        return self._items[self.places[self.cursor]] if self.places else None

    def cells(self, line: int) -> Sequence[StyledCell]:
        item = self._items[self.places[line]]
        return (
            StyledCell(sanitize(item.mandant), "muted"),
            StyledCell(sanitize(item.invoice_no)),
            StyledCell(sanitize(item.account), "muted"),
            StyledCell(sanitize(item.name)),
            StyledCell(format_date(item.due_date), "muted"),
            StyledCell(format_amount(item.amount, item.currency), "muted"),
            StyledCell(format_amount(item.open, item.currency)),
            StyledCell(status_word(item.status), _STATUS_STYLE[item.status]),
        )
