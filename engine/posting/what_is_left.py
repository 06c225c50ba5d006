"""Finding the item of which a row's invoice number lost or gained a part, or is a ruin.

Programs drop or add a prefix (`2026-0001` for `RE-2026-0001`), a year (`0001`), what stands behind
a slash, or `.0`; a spreadsheet makes a day or `1,23E+05` of a number. What is left proves nothing
by itself: day and amount must agree.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain, islice

from engine.lists.rows.rows import Row
from engine.model.item import Cents, Item, Key
from engine.posting.identity import is_twin, may_be_one, same_amount, same_name
from engine.posting.spelling import bare_runs, is_shortened

_DIGITS = re.compile(r"[0-9]+")
_SOME = 1000
Runs = tuple[str, ...]


class WhatIsLeft:
    """An index of our items. It is made when first asked, since most lists need none."""

    def __init__(
        self,
        items: Mapping[Key, Item],
        candidates: Iterable[Key],
        mandants: Collection[str],
        standing: Sequence[Row] = (),
    ) -> None:
        """`candidates` are those of our items, of these Mandanten, that may be meant; `standing`
        are rows that name others of them.
        """
        self._ours = items
        self._candidates = candidates
        self._mandants = mandants
        self._standing = standing

    def of(self, number: str, mandants: Collection[str]) -> list[Key]:
        """Every number of these Mandanten that begins or ends with this one, or with which this one
        begins or ends, run by run.
        """
        if not self._all:
            return []
        whole = tuple(bare_runs(number))
        found = dict.fromkeys(self._by_part.get(whole, ()))
        for part in _parts(whole):
            found.update(dict.fromkeys(self._by_whole.get(part, ())))
        return [key for key in found if key[0] in mandants]

    def that_may_be(self, row: Row, mandants: Collection[str]) -> list[Key]:
        """Every open item that the row may mean although that is not sure. A number written as ours
        are is none that was damaged, unless digits may be missing and all else agrees.
        """
        if not self._all:
            return []
        wanted = shape(row.invoice_no)
        if wanted in self._first_shapes or wanted in self._shapes:
            return [
                key
                for key in self._of_amount(row, mandants)
                if is_shortened(key[1], row.invoice_no) and is_twin(row, self._ours[key])
            ]
        found = dict.fromkeys(
            key
            for key in self.of(row.invoice_no, mandants)
            if self._ours[key].open and may_be_one(row, self._ours[key])
        )
        return [*(found | dict.fromkeys(self._of_amount(row, mandants)))]

    def _of_amount(self, row: Row, mandants: Collection[str]) -> Iterator[Key]:
        """The open items of the row's amount, and of its day and name where both name them."""
        if not row.open:
            return
        days = (row.doc_date, None) if row.doc_date else self._days
        for amount in {abs(row.amount or row.open), abs(row.open)}:
            for key in (key for day in days for key in self._by_amount.get((amount, day), ())):
                item = self._ours[key]
                if (
                    key[0] in mandants
                    and may_be_one(row, item)
                    and same_amount(row, item)
                    and same_name(row, item) is not False
                ):
                    yield key

    @cached_property
    def _all(self) -> list[Key]:
        return list(self._candidates)

    @cached_property
    def _first_shapes(self) -> frozenset[str]:
        """Of the first of our numbers: in most practices all are written alike, and no more need to
        be looked at.
        """
        return _shapes(islice(self._numbers(), _SOME))

    @cached_property
    def _shapes(self) -> frozenset[str]:
        return _shapes(self._numbers())

    def _numbers(self) -> Iterator[str]:
        ours = (number for mandant, number in self._ours if mandant in self._mandants)
        return chain((row.invoice_no for row in self._standing), ours)

    @cached_property
    def _by_amount(self) -> dict[tuple[Cents, date | None], list[Key]]:
        index: dict[tuple[Cents, date | None], list[Key]] = {}
        for key in self._all:
            item = self._ours[key]
            for amount in {abs(item.amount), abs(item.open)} if item.open else ():
                index.setdefault((amount, item.invoice_date), []).append(key)
        return index

    @cached_property
    def _days(self) -> list[date | None]:
        return [*dict.fromkeys(day for _amount, day in self._by_amount)]

    @cached_property
    def _by_whole(self) -> dict[Runs, list[Key]]:
        index: dict[Runs, list[Key]] = {}
        for key in self._all:
            index.setdefault(tuple(bare_runs(key[1])), []).append(key)
        return index

    @cached_property
    def _by_part(self) -> dict[Runs, list[Key]]:
        index: dict[Runs, list[Key]] = {}
        for whole, keys in self._by_whole.items():
            for part in _parts(whole):
                index.setdefault(part, []).extend(keys)
        return index


def shape(number: str) -> str:
    """What a number looks like, whatever its digits: `re-0-0` of `RE-2026-0001`."""
    return _DIGITS.sub("0", number.casefold())


def _shapes(numbers: Iterable[str]) -> frozenset[str]:
    # All at one go, which is ten times faster.
    return frozenset(shape("\n".join(numbers)).split("\n"))


def _parts(whole: Runs) -> Iterator[Runs]:
    """What may be left of a number: its beginnings and ends that hold digits."""
    for cut in range(1, len(whole)):
        for part in (whole[:cut], whole[cut:]):
            if any(run.isdigit() and run != "0" for run in part):
                yield part
