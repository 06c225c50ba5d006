"""The invoices: searched as one types, with what is open of those found, and each one's whole
history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from time import monotonic
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, format_amount, format_date, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from engine.model.item import Cents, Item, Status
from engine.queries.invoices import status_word
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.platform.permissions import why_unreadable
from tui_app.runs.stored_items import ORDERS, StoredItems
from tui_app.screens.base.lines import LinesScreen
from tui_app.screens.dialogs.note import Note, ProblemNote
from tui_app.screens.invoices.item import ItemScreen
from tui_app.widgets.item_list import ItemList
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.wording.ages import ages_picture
from tui_app.wording.wanted import Wanted

_NEXT_STATUS = {
    None: Status.OPEN,
    Status.OPEN: Status.PART_PAID,
    Status.PART_PAID: Status.PAID,
    Status.PAID: None,
}
_SORTED_AT_ONCE = 20_000
"""More items are put in order in the background: it takes longer than a key may."""
_RESTS = 3
"""Times as long as reading took, before the items are read again."""


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
        self._is_backwards = False
        self._sums: Mapping[str, Cents] = {}
        """What is open of those shown, by currency."""
        self._reading = ""
        """Why the store is read right now, for the header; empty where it is not."""

    @property
    def title_text(self) -> str:
        return _("Items")

    @property
    def news(self) -> str:
        """How many are shown, and what is open of them."""
        if self._held is None:
            return self._reading
        shown, there = self._items.count, len(self._held)
        items = ngettext("{n} item", "{n} items", there).format(n=format_number(there))
        if shown < there:
            items = _("{shown} of {lines}").format(shown=format_number(shown), lines=items)
        doing = self._reading or ("" if self._is_sorted(self._held) else _("sorting …"))
        still_open = _("{amount} open").format(amount=self._open_text)
        return "  ·  ".join(filter(None, (items, doing, still_open)))

    @property
    def _open_text(self) -> str:
        """What is open of those shown, each currency by itself."""
        sums = self._sums or {"EUR": 0}
        return " + ".join(format_amount(cents, currency) for currency, cents in sums.items())

    @property
    def _chosen_few(self) -> Iterable[str]:
        """What is shown in which order."""
        yield {
            "number": _("by number"),
            "name": _("by name"),
            "due": _("by due date"),
            "amount": _("by amount"),
            "open": _("by open amount"),
        }[self._order]
        if self._is_backwards:
            yield _("the other way round")
        if self._status:
            yield _("only {word}").format(word=status_word(self._status))
        if self._mandant:
            yield _("only Mandant {mandant}").format(mandant=sanitize(self._mandant))

    def searched_body(self) -> Iterable[Widget]:
        self._items = ItemList()
        self._ages = Static(id="ages", classes="panel")
        self._empty = Static(
            Content(why_unreadable(self.opos.data) or _("Reading the invoices …")), classes="empty"
        )
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
            began = monotonic()
            is_first = self._held is None
            self._say_reading(_("reading …") if is_first else _("written meanwhile, reading …"))
            try:
                await self._read()
            except OposError as error:
                self.app.push_screen(ProblemNote.of(error))
                self._say_reading(_("could not be read"))
            else:
                self._say_reading("")
            # A store of a million that is written all the time is not read all the time.
            await self.rest(_RESTS * (monotonic() - began))

    async def _read(self) -> None:
        """Show the first items before the last are read, unless there is something to see."""
        is_first = self._held is None
        steps = self.opos.stored_items.read()
        items = self._held
        while (step := await in_background(lambda: next(steps, None))) is not None:
            items = step
            if is_first:
                self._held = items
                self._find()
        if not is_first:
            self._held = items
            self._find()

    def _say_reading(self, text: str) -> None:
        self._reading = text
        self.show_title()

    def _find(self) -> None:
        """Show what is wanted, in its order: at once, or when the items are in that order."""
        if self._held is None:
            return
        if self._is_sorted(self._held):
            self._show_found(self._held)
        else:
            self.run_worker(self._sort(self._held, self._order), group="sort", exclusive=True)
            self.show_title()

    def _is_sorted(self, held: StoredItems) -> bool:
        """Return whether no key waits for the order that is wanted."""
        return held.is_sorted(self._order) or len(held) < _SORTED_AT_ONCE

    async def _sort(self, held: StoredItems, order: str) -> None:
        await in_background(lambda: held.sort(order))
        self._find()

    def _show_found(self, held: StoredItems) -> None:
        self._items.order, self._items.is_backwards = self._order, self._is_backwards
        self._line.head(", ".join(self._chosen_few))
        places = held.find(
            self._wanted, self._status, self._mandant, self._order, backwards=self._is_backwards
        )
        self._sums = held.open_sums(places)
        self._items.show(held, places)
        self._empty.update(Content(_why_empty(held)))
        self.set_class(not self._items.count, "-nothing")
        self._show_ages()
        self.show_title()
        self.refresh_bindings()

    def _show_ages(self) -> None:
        if self._ages.display:
            self._ages.update(Content("\n".join(self._picture(self.size.width))))

    def on_resize(self) -> None:
        """There may be room for the ages by now, or none any more."""
        self.call_after_refresh(self._show_ages)
        self.call_after_refresh(self.refresh_bindings)

    def _picture(self, width: int) -> Iterable[str]:
        if self._held is None:
            return ()
        ages = self._held.open_by_age(self._items.places)
        return ages_picture(ages, self._open_text, width)

    def search_for(self, wanted: Wanted) -> None:
        self._wanted = wanted
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
        self._is_backwards = False
        self._find()

    @enabled_when(_has_items)
    def action_reverse(self) -> None:
        self._is_backwards = not self._is_backwards
        self._find()

    @on(Heading.SortWanted)
    def _sort_by(self, event: Heading.SortWanted) -> None:
        """Sort by this column, or where that is so, the other way round."""
        self._is_backwards = self._order == event.by and not self._is_backwards
        self._order = event.by
        self._find()

    def _has_ages_elsewhere(self) -> bool:
        """Return whether there are ages that do not stand below the list anyway."""
        return self._has_items() and not self._ages.display

    @enabled_when(_has_ages_elsewhere)
    def action_ages(self) -> None:
        inner = min(90, self.size.width * 8 // 10) - 6
        self.app.push_screen(Note(_("Open, by days overdue"), "\n".join(self._picture(inner))))

    @on(LineList.Moved)
    def _show_line(self) -> None:
        self._line.say(self.line_text() or "")

    def line_text(self) -> str | None:
        return self._text_of(self._items.chosen) if self._items.chosen else None

    def lines_text(self) -> Iterable[str]:
        return map(self._text_of, self._held.each(self._items.places)) if self._held else ()

    def _text_of(self, item: Item) -> str:
        branch = self.opos.configuration.settings.branches.get(item.branch)
        return _item_text(item, branch.name if branch else item.branch)

    def action_details(self) -> None:
        if item := self._items.chosen:
            self.app.push_screen(ItemScreen(item.mandant, item.invoice_no))


def _why_empty(held: StoredItems) -> str:
    if len(held):
        return _("No invoice matches. Esc ends the search, o and m show more.")
    return _(
        "No invoice is held yet. `opos items load FILE` brings them in from the billing program."
    )


def _item_text(item: Item, branch: str) -> str:
    rest = _("{open} of {amount} open").format(
        open=format_amount(item.open, item.currency),
        amount=format_amount(item.amount, item.currency),
    )
    due = _("due {day}").format(day=format_date(item.due_date)) if item.due_date else ""
    parts = (
        _("Mandant {mandant}").format(mandant=item.mandant),
        branch,
        _("account {account}").format(account=item.account) if item.account else "",
        item.invoice_no,
        item.name,
        due,
        rest,
        status_word(item.status),
    )
    return sanitize(" | ".join(part for part in parts if part), limit=2000)
