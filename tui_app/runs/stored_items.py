"""All invoices in memory, laid out so that 100,000 of them are searched between two keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.common.data_folder import DataFolder
from engine.model.item import Cents, Item, Status
from engine.store.opening import open_store
from tui_app.wording.wanted import Wanted

AGES = (0, 30, 60, 90)
"""Days overdue, at most: not due, up to 30, up to 60, up to 90; what is older is one class more."""

ORDERS = ("number", "due", "open")
"""What the items can be sorted by: their number, the oldest due first, or what most is open of
first.
"""


class StoredItems:
    """Lists side by side, one place an item, so that a search only looks at strings and numbers."""

    def __init__(self, items: Sequence[Item], today: date) -> None:
        self.items = items
        self._texts = [
            f"{item.invoice_no}\n{item.name}\n{item.account}\n{item.mandant}\n{item.branch}".casefold()
            for item in items
        ]
        self._open = [item.open for item in items]
        self._statuses = [item.status if item.open else Status.PAID for item in items]
        self._mandants = [item.mandant for item in items]
        self._currencies = sorted({item.currency for item in items})
        age_of = {due: _age(due, today) for due in {item.due_date for item in items}}
        self._ages = [age_of[item.due_date] for item in items]
        by_number = sorted(
            range(len(items)), key=lambda at: (items[at].invoice_no, items[at].mandant)
        )
        self._orders = {
            "number": by_number,
            "due": sorted(by_number, key=lambda at: items[at].due_date or date.max),
            "open": sorted(by_number, key=lambda at: -abs(self._open[at])),
        }

    def __len__(self) -> int:
        return len(self.items)

    def find(
        self, wanted: Wanted, status: Status | None = None, mandant: str = "", order: str = "number"
    ) -> Sequence[int]:
        """Return the places of the items that are wanted by number, name, account, Mandant and
        branch, sorted as one of `ORDERS`.

        `status` and `mandant` leave only those; None and empty mean all.
        """
        places = wanted.among(self._orders[order], self._texts.__getitem__)
        if status is not None:
            statuses = self._statuses
            places = [at for at in places if statuses[at] is status]
        if mandant:
            mandants = self._mandants
            places = [at for at in places if mandants[at] == mandant]
        return places

    def like_number(self, text: str) -> Sequence[int]:
        """Return the places of the items whose number has these letters in this order."""
        letters = (re.escape(letter) for letter in text.casefold() if letter.isalnum())
        pattern = re.compile(r"[^\n]*?".join(letters))
        return [at for at, searched in enumerate(self._texts) if pattern.match(searched)]

    def open_sums(self, places: Sequence[int]) -> dict[str, Cents]:
        """Return what is open of these, by currency."""
        if len(self._currencies) < 2:
            return dict.fromkeys(self._currencies, sum(map(self._open.__getitem__, places)))
        sums: dict[str, Cents] = {}
        for at in places:
            currency = self.items[at].currency
            sums[currency] = sums.get(currency, 0) + self._open[at]
        return sums

    def open_by_age(self, places: Sequence[int]) -> list[tuple[int, Cents]]:
        """Return number and open amount of what is open among these, by how long it is overdue.

        Whatever the currency: a picture of where to look, not a sum to rely on. Without a due date
        nothing is overdue.
        """
        counts, sums = [0] * (len(AGES) + 1), [0] * (len(AGES) + 1)
        for at in places:
            if rest := self._open[at]:
                counts[self._ages[at]] += 1
                sums[self._ages[at]] += rest
        return list(zip(counts, sums, strict=True))


def _age(due: date | None, today: date) -> int:
    """Return the class of `AGES`."""
    days = (today - due).days if due else 0
    return next((age for age, most in enumerate(AGES) if days <= most), len(AGES))


class ItemReader:
    """Reads the store's items when they were written since the last time, or the day is another."""

    def __init__(self, data: Callable[[], DataFolder], zone: Callable[[], ZoneInfo]) -> None:
        self._data = data
        self._zone = zone
        self._read: tuple[str, date, StoredItems] | None = None

    def read(self) -> StoredItems:
        """Return the items as they are now; raises `StoreError`. Safe in any thread."""
        store, today = open_store(self._data()), datetime.now(self._zone()).date()
        version = store.version()
        if self._read is None or self._read[:2] != (version, today):
            self._read = (version, today, StoredItems(list(store.items().values()), today))
        return self._read[2]
