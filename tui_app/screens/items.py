"""The invoices: searched as one types, with what is open of those found, and each one's whole history."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.commands.explain import explain
from engine.commands.items import status_word
from engine.items import Item, Status
from engine.language import _, amount, day, ngettext, number
from engine.plain import plain
from engine.store.tinydb_store import TinyDbStore
from tui_app import commands
from tui_app.held_items import HeldItems
from tui_app.pictures import bar
from tui_app.screens.lines import LinesScreen
from tui_app.screens.note import Note
from tui_app.widgets.item_list import ItemList
from tui_app.widgets.line_list import Heading, LineList

_NEXT_STATUS = {None: Status.OPEN, Status.OPEN: Status.PART_PAID, Status.PART_PAID: Status.PAID, Status.PAID: None}
_BAR_WIDTH = 30


class ItemsScreen(LinesScreen):
    """Reads the store in a thread, and again whenever a run has written it."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.ITEMS_SCREEN)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]  # noqa: RUF012 - as Textual declares it
    FILE_NAME = "items"

    def __init__(self) -> None:
        super().__init__()
        self._held = HeldItems([], datetime.now().astimezone().date())
        self._written: int | None = None
        self._text = ""
        self._status: Status | None = None

    @property
    def title_text(self) -> str:
        return _("Items")

    @property
    def news(self) -> str:
        if self._written is None:
            return _("reading …")
        shown, there = len(self._items.places), len(self._held)
        items = ngettext("{n} item", "{n} items", there).format(n=number(there))
        if shown < there:
            items = _("{shown} of {lines}").format(shown=number(shown), lines=items)
        sums = self._held.open_sums(self._items.places)
        told = ", ".join(_("{amount} open").format(amount=amount(cents, currency)) for currency, cents in sums.items())
        return "  ·  ".join(filter(None, (items, told, status_word(self._status) if self._status else "")))

    def searched_body(self) -> Iterable[Widget]:
        self._items = ItemList()
        self._ages = Static(id="ages")
        yield Heading(self._items)
        yield self._items
        yield Static(Content(_("No invoice is like that. `opos items load FILE` puts invoices into the store.")), classes="empty")
        yield self._ages

    @property
    def list_searched(self) -> LineList:
        return self._items

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._read_when_written())

    async def _read_when_written(self) -> None:
        while True:
            written = await asyncio.to_thread(self._when_written)
            if written != self._written:
                self._held = await asyncio.to_thread(self._read)
                self._written = written
                self._find()
            await self.rest(1.0)

    def _when_written(self) -> int:
        store = self.opos.data.store
        return store.stat().st_mtime_ns if store.exists() else 0

    def _read(self) -> HeldItems:
        items = list(TinyDbStore(self.opos.data).items().values())
        return HeldItems(items, datetime.now(self.opos.zone).date())

    def _find(self) -> None:
        self._items.show(self._held.items, self._held.find(self._text, self._status))
        self.set_class(not self._items.count, "-nothing")
        self._ages.update(Content("\n".join(self._picture())))
        self.show_title()
        self.refresh_bindings()

    def _picture(self) -> Iterable[str]:
        """What is open by how long it is overdue, as bars with their sums."""
        ages = self._held.open_by_age(self._items.places)
        most = max(cents for _count, cents in ages)
        for word, (count, cents) in zip(_age_words(), ages, strict=True):
            yield f"{word:<16} {bar(cents, most, _BAR_WIDTH):<{_BAR_WIDTH}} {amount(cents):>16}  {number(count):>7}"

    def search_for(self, text: str) -> None:
        self._text = text
        self._find()

    def action_status(self) -> None:
        self._status = _NEXT_STATUS[self._status]
        self._find()

    def action_ages(self) -> None:
        self.app.push_screen(Note(_("Open, by days overdue"), "\n".join(self._picture())))

    def line_told(self) -> str | None:
        return _told(self._items.chosen) if self._items.chosen else None

    def lines_told(self) -> Iterable[str]:
        return (_told(self._held.items[at]) for at in self._items.places)

    def action_details(self) -> None:
        if item := self._items.chosen:
            self.run_worker(self._explain(item), exclusive=True, group="explain")

    async def _explain(self, item: Item) -> None:
        """Every change since it is held; the history is in many files, so it is read in a thread."""
        text = await asyncio.to_thread(self._history_of, item)
        self.app.push_screen(Note(_("Invoice {number}").format(number=plain(item.invoice_no)), text))

    def _history_of(self, item: Item) -> str:
        data = self.opos.data
        lines = explain(TinyDbStore(data), data, self.opos.zone, item.invoice_no, item.mandant)
        return "\n".join(line.text for line in lines if line.text is not None)


def _told(item: Item) -> str:
    rest = _("{open} of {amount} open").format(open=amount(item.open, item.currency), amount=amount(item.amount, item.currency))
    due = _("due {day}").format(day=day(item.due_date)) if item.due_date else ""
    parts = (item.mandant, item.invoice_no, item.name, due, rest, status_word(item.status))
    return plain(" | ".join(part for part in parts if part), limit=2000)


def _age_words() -> tuple[str, ...]:
    return (_("not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("over 90 days"))
