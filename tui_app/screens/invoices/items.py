"""The invoices: searched as one types, with what is open of those found, and each one's whole
history.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, format_amount, format_date, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from engine.model.item import Item, Status
from engine.queries.invoices import status_word
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.runs.stored_items import ORDERS, StoredItems
from tui_app.screens.base.lines import LinesScreen
from tui_app.screens.dialogs.note import Note, ProblemNote
from tui_app.screens.invoices.item import ItemScreen
from tui_app.widgets.item_list import ItemList
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.wording.sparkline import height_bar
from tui_app.wording.wanted import Wanted

_NEXT_STATUS = {
    None: Status.OPEN,
    Status.OPEN: Status.PART_PAID,
    Status.PART_PAID: Status.PAID,
    Status.PAID: None,
}
_WORDS_OF_AGES = 42
"""Cells beside a bar."""


class ItemsScreen(LinesScreen):
    """Reads the store in a thread, and again whenever a run has written it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.ITEMS_SCREEN)
    FILE_NAME = "items"

    def __init__(self) -> None:
        super().__init__()
        self._held: StoredItems | None = None
        self._wanted = Wanted()
        self._status: Status | None = None
        self._mandant = ""
        self._order = ORDERS[0]

    @property
    def title_text(self) -> str:
        return _("Items")

    @property
    def news(self) -> str:
        """How many are shown, and what is open of them."""
        if self._held is None:
            return _("reading …")
        shown, there = self._items.count, len(self._held)
        items = ngettext("{n} item", "{n} items", there).format(n=format_number(there))
        if shown < there:
            items = _("{shown} of {lines}").format(shown=format_number(shown), lines=items)
        sums = self._held.open_sums(self._items.places) or {"EUR": 0}
        still_open = _("{amount} open").format(
            amount=" + ".join(format_amount(cents, currency) for currency, cents in sums.items())
        )
        return f"{items}  ·  {still_open}"

    @property
    def _chosen_few(self) -> Iterable[str]:
        """What is shown in which order."""
        yield {"number": _("by number"), "due": _("by due date"), "open": _("by open amount")}[
            self._order
        ]
        if self._status:
            yield _("only {word}").format(word=status_word(self._status))
        if self._mandant:
            yield _("only Mandant {mandant}").format(mandant=sanitize(self._mandant))

    def searched_body(self) -> Iterable[Widget]:
        self._items = ItemList()
        self._ages = Static(id="ages", classes="panel")
        self._empty = Static(Content(_("Reading the invoices …")), classes="empty")
        self._line = Label(id="detail", classes="panel")
        yield Heading(self._items)
        yield self._items
        yield self._empty
        yield self._line
        yield self._ages

    @property
    def list_searched(self) -> LineList:
        return self._items

    def on_mount(self) -> None:
        self.set_class(True, "-nothing")
        self.run_worker(self._read_when_written())

    async def _read_when_written(self) -> None:
        """Read the store whenever it was written. One that cannot be read is told once."""
        async for _written in self.each_writing(1.0):
            try:
                self._held = await in_background(self.opos.stored_items.read)
            except OposError as error:
                self.app.push_screen(ProblemNote.of(error))
            else:
                self._find()

    def _find(self) -> None:
        if self._held is None:
            return
        self._items.order = self._order
        self._line.head(", ".join(self._chosen_few))
        self._items.show(
            self._held.items,
            self._held.find(self._wanted, self._status, self._mandant, self._order),
        )
        self._empty.update(Content(_why_empty(self._held)))
        self.set_class(not self._items.count, "-nothing")
        self._ages.update(Content("\n".join(self._picture(self.size.width))))
        self.query_one(Heading).refresh()
        self.show_title()
        self.refresh_bindings()

    def _picture(self, width: int) -> Iterable[str]:
        """Return what is open by how long it is overdue, as bars with their sums, on lines of so
        many cells.
        """
        if self._held is None:
            return
        ages = self._held.open_by_age(self._items.places)
        most = max(cents for _count, cents in ages)
        room = max(4, min(30, width - _WORDS_OF_AGES))
        for word, (count, cents) in zip(_age_words(), ages, strict=True):
            yield (
                f"{word:<12} {height_bar(cents, most, room):<{room}} {format_amount(cents):>16}"
                f" {format_number(count):>7}"
            )

    def search_for(self, text: str) -> None:
        self._wanted = Wanted.typed(text)
        self._find()

    def _has_items(self) -> bool:
        return self._held is not None and len(self._held) > 0

    @enabled_when(_has_items)
    def action_status(self) -> None:
        self._status = _NEXT_STATUS[self._status]
        self._find()

    @enabled_when(_has_items)
    def action_mandant(self) -> None:
        """Show only the Mandant of this line; again: all."""
        self._mandant = (
            self._items.chosen.mandant if self._items.chosen and not self._mandant else ""
        )
        self._find()

    @enabled_when(_has_items)
    def action_sort(self) -> None:
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self._find()

    @on(Heading.SortWanted)
    def _sort_by(self, event: Heading.SortWanted) -> None:
        self._order = event.by
        self._find()

    @enabled_when(_has_items)
    def action_ages(self) -> None:
        inner = min(90, self.size.width * 8 // 10) - 6
        self.app.push_screen(Note(_("Open, by days overdue"), "\n".join(self._picture(inner))))

    @on(LineList.Moved)
    def _show_line(self) -> None:
        self._line.say(self.line_text() or "")

    def line_text(self) -> str | None:
        return _item_text(self._items.chosen) if self._items.chosen else None

    def lines_text(self) -> Iterable[str]:
        held = self._held
        return (_item_text(held.items[at]) for at in self._items.places) if held else ()

    def action_details(self) -> None:
        if item := self._items.chosen:
            self.app.push_screen(ItemScreen(item.mandant, item.invoice_no))


def _why_empty(held: StoredItems) -> str:
    if len(held):
        return _("No invoice is like that. Esc ends the search, o and m show more.")
    return _(
        "No invoice is held yet. `opos items load FILE` brings them in from the billing program."
    )


def _item_text(item: Item) -> str:
    rest = _("{open} of {amount} open").format(
        open=format_amount(item.open, item.currency),
        amount=format_amount(item.amount, item.currency),
    )
    due = _("due {day}").format(day=format_date(item.due_date)) if item.due_date else ""
    parts = (
        item.mandant,
        item.branch,
        item.account,
        item.invoice_no,
        item.name,
        due,
        rest,
        status_word(item.status),
    )
    return sanitize(" | ".join(part for part in parts if part), limit=2000)


def _age_words() -> tuple[str, ...]:
    return (_("not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("over 90 days"))
