"""All invoices in memory, laid out so that 100,000 of them are searched between two keys, and a
million take little room.
"""

from __future__ import annotations

import re
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

import msgspec

from engine.common.decoding import MessagePackDecoder
from engine.model.item import Cents, Item, Status
from tui_app.runs.sorting import sorted_in_parts
from tui_app.wording.wanted import Wanted

AGES = (0, 30, 60, 90)
"""Days overdue, at most: not due, up to 30, up to 60, up to 90; what is older is one class more."""

ORDERS = ("number", "name", "due", "amount", "open")
"""What the items can be sorted by: number and name from A to Z, the oldest due first, or the
largest amounts first.
"""
LARGEST_FIRST = ("amount", "open")

_BLOCKS_AT_HAND = 64
_STATUSES = tuple(Status)
_NEVER_DUE = date.max.toordinal()

_encode = msgspec.msgpack.Encoder().encode
_decode = MessagePackDecoder(list[Item])


class StoredItems:
    """Columns side by side, one place an item, so that a search only looks at strings and numbers.
    The items themselves are packed, and unpacked where they are seen.

    One thread may add items while another one asks: it sees those that were there when they were
    last put in order.
    """

    def __init__(self, today: date) -> None:
        self._today = today
        self._blocks: list[bytes] = []
        self._starts: list[int] = []
        """The place of the first item of each block."""
        self._unpacked = lru_cache(_BLOCKS_AT_HAND)(self._unpack)
        self._texts: list[str] = []
        """What is searched: a line each for number, name, account, Mandant and branch."""
        self._amounts, self._open = array("q"), array("q")
        self._due = array("i")
        self._ages, self._statuses = bytearray(), bytearray()
        self._mandants: dict[str, int] = {}
        self._currencies: dict[str, int] = {}
        self._mandant, self._currency = array("L"), array("L")
        self._orders: dict[str, list[int]] = {"number": []}

    def add(self, items: Sequence[Item]) -> None:
        """Take these, too; they are found after `order_anew`."""
        self._starts.append(len(self._texts))
        self._blocks.append(zlib.compress(_encode(items), 1))
        self._texts += [
            f"{item.invoice_no}\n{item.name}\n{item.account}\n{item.mandant}\n{item.branch}".casefold()
            for item in items
        ]
        self._amounts.extend(item.amount for item in items)
        self._open.extend(item.open for item in items)
        self._due.extend(
            item.due_date.toordinal() if item.due_date else _NEVER_DUE for item in items
        )
        self._ages.extend(_age(item.due_date, self._today) for item in items)
        self._statuses.extend(_STATUSES.index(item.status) for item in items)
        self._mandant.extend(_number(self._mandants, item.mandant) for item in items)
        self._currency.extend(_number(self._currencies, item.currency) for item in items)

    def order_anew(self) -> None:
        """Put all that were added in order, by number; any other order is made when asked for."""
        places = range(len(self._texts))
        self._orders = {"number": list(sorted_in_parts(places, self._texts.__getitem__))}

    @property
    def count_added(self) -> int:
        """How many there are, in order or not yet."""
        return len(self._texts)

    def __len__(self) -> int:
        return len(self._orders["number"])

    def __getitem__(self, at: int) -> Item:
        block = bisect_right(self._starts, at) - 1
        return self._unpacked(block)[at - self._starts[block]]

    def is_sorted(self, order: str) -> bool:
        """Return whether `find` need not put the items in this order first."""
        return order in self._orders

    def sort(self, order: str) -> None:
        """Put the items in this one of `ORDERS`; of a million that takes a second or two."""
        orders = self._orders
        if order not in orders:
            orders[order] = list(sorted_in_parts(orders["number"], self._keys[order]))

    @property
    def _keys(self) -> dict[str, Callable[[int], Any]]:
        texts, amounts, still_open = self._texts, self._amounts, self._open
        return {
            "name": lambda at: texts[at].split("\n", 2)[1],
            "due": self._due.__getitem__,
            "amount": lambda at: -abs(amounts[at]),
            "open": lambda at: -abs(still_open[at]),
        }

    def find(
        self,
        wanted: Wanted,
        status: Status | None = None,
        mandant: str = "",
        order: str = "number",
        *,
        backwards: bool = False,
    ) -> Sequence[int]:
        """Return the places of the items that are wanted by number, name, account, Mandant and
        branch, sorted as one of `ORDERS`, or the other way round.

        `status` and `mandant` leave only those; None and empty mean all.
        """
        self.sort(order)
        places = wanted.among(self._orders[order], self._texts.__getitem__)
        if status is not None:
            statuses, number = self._statuses, _STATUSES.index(status)
            places = [at for at in places if statuses[at] == number]
        if mandant:
            of_mandant, number = self._mandant, self._mandants.get(mandant, -1)
            places = [at for at in places if of_mandant[at] == number]
        return places[::-1] if backwards else places

    def like_number(self, text: str) -> Sequence[int]:
        """Return the places of the items whose number has these letters in this order."""
        letters = (re.escape(letter) for letter in text.casefold() if letter.isalnum())
        pattern = re.compile(r"[^\n]*?".join(letters))
        return [at for at in range(len(self)) if pattern.match(self._texts[at])]

    def number_of(self, at: int) -> str:
        """Return the number of the item at this place, in small letters."""
        return self._texts[at].partition("\n")[0]

    def place_of(self, item: Item) -> int | None:
        """Return where the item of the same Mandant and number is; None where there is none."""
        number = f"{item.invoice_no}\n".casefold()
        alike = (at for at in self._orders["number"] if self._texts[at].startswith(number))
        return next((at for at in alike if self[at].key == item.key), None)

    def each(self, places: Sequence[int]) -> Iterator[Item]:
        """Return the items at these places, each block of them unpacked once."""
        if len(places) <= _BLOCKS_AT_HAND:
            return map(self.__getitem__, places)
        all_items = list(chain.from_iterable(map(self._unpack, range(len(self._blocks)))))
        return map(all_items.__getitem__, places)

    def open_sums(self, places: Sequence[int]) -> dict[str, Cents]:
        """Return what is open of these, by currency."""
        if len(self._currencies) < 2:
            return dict.fromkeys(self._currencies, sum(map(self._open.__getitem__, places)))
        sums = [0] * len(self._currencies)
        there = bytearray(len(sums))
        for at in places:
            currency = self._currency[at]
            there[currency] = True
            sums[currency] += self._open[at]
        return {
            name: sums[number] for name, number in sorted(self._currencies.items()) if there[number]
        }

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

    def _unpack(self, block: int) -> list[Item]:
        return _decode(zlib.decompress(self._blocks[block]))


@lru_cache(1000)
def _age(due: date | None, today: date) -> int:
    """Return the class of `AGES`."""
    days = (today - due).days if due else 0
    return next((age for age, most in enumerate(AGES) if days <= most), len(AGES))


def _number(numbers: dict[str, int], name: str) -> int:
    """Return the number of this name, the next one where it is new."""
    return numbers.setdefault(name, len(numbers))
