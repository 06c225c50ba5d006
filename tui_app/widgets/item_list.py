"""Invoices, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from engine.common.i18n import _, format_amount, format_date
from engine.common.sanitize import sanitize
from engine.model.item import Item, Status
from engine.queries.invoices import status_word
from tui_app.runs.stored_items import LARGEST_FIRST, ORDERS, StoredItems
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList

_STATUS_STYLE = {Status.OPEN: "", Status.PART_PAID: "warning", Status.PAID: "good"}


class ItemList(LineList):
    """The items at these places."""

    def __init__(self) -> None:
        super().__init__()
        self._items = StoredItems(date.min)
        self.places: Sequence[int] = ()
        self.order = ORDERS[0]
        """What they are sorted by; its column's title shows it."""
        self.is_backwards = False

    def show(self, items: StoredItems, places: Sequence[int]) -> None:
        """Show some of these items. The cursor stays on its item if that is among them; in the
        first line, where nobody has moved it, it stays there whatever comes to stand above.
        """
        at = self.places[self.cursor] if self.cursor else None
        if items is not self._items:
            at = items.place_of(self.chosen) if self.cursor and self.chosen else None
        self._items, self.places = items, places
        try:
            self.lines_changed(0 if at is None else places.index(at))
        except ValueError:
            self.lines_changed(0)

    @property
    def columns(self) -> Sequence[Column]:
        columns = (
            Column(_("Mandant"), 8, above=100),
            Column(_("Invoice"), 14, grow=1, sort="number"),
            Column(_("Account"), 8, above=110),
            Column(_("Name"), 14, grow=2, sort="name"),
            Column(_("Due"), 10, above=70, sort="due"),
            Column(_("Amount"), 13, right=True, above=90, sort="amount"),
            Column(_("Open"), 13, right=True, sort="open"),
            Column(_("Status"), 11),
        )
        arrow = "▼" if (self.order in LARGEST_FIRST) != self.is_backwards else "▲"
        return [
            each._replace(title=f"{each.title} {arrow}") if each.sort == self.order else each
            for each in columns
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
