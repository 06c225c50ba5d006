"""Which of our items a row speaks of: the exact invoice number first, then another spelling of it,
then what is left of it, and never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import msgspec

from engine.lists.rows.rows import Content, ListFile, Rejected
from engine.messages.posting import RowConflict
from engine.model.item import Item, Key
from engine.model.message import Message
from engine.posting import notices
from engine.posting.identity import agree, another_invoice, contradiction
from engine.posting.mandants import mandants_named
from engine.posting.notices import EXAMPLES
from engine.posting.number_matching import AlikeNumbers
from engine.posting.what_is_left import WhatIsLeft

_ZEROS = re.compile(r"\W*0[0\W]*")


class Matching(msgspec.Struct, frozen=True):
    """For every row of the list what it speaks of."""

    keys: Sequence[Key | None]
    """One per row: the key of our item; where we hold none, the key it would have (its Mandant
    empty if the list leaves that open); None for a rejected row.
    """
    items: Sequence[Item | None]
    """One per row: our item; None where we hold none."""
    mandants: frozenset[str]
    """The Mandanten the list may speak of: the interface's, or all we hold items of."""
    unnamed: Sequence[Key]
    """Our items that no row names by its own number, in their order, whatever the Mandant."""
    meant: Set[Key]
    """Of these the items that a row means in another spelling, or may have meant where it was
    rejected: about them the list is not silent.
    """
    rejected: Sequence[Rejected]
    notices: Sequence[Message]


def match_rows(
    items: Mapping[Key, Item], list_file: ListFile, mandants: frozenset[str]
) -> Matching:
    """Find the item of every row. `mandants` are the interface's, empty for all.

    Raises `ListRefused` when a row names a Mandant that is not among them: it is not this
    interface's list.
    """
    known = mandants or frozenset(mandant for mandant, _no in items)
    possible = mandants_named(list_file.rows, known, refuse_others=bool(mandants))
    builder = MatchBuilder(items, list_file, known, possible)
    if not items:
        return builder.build()
    missing = builder.missing
    builder.reject_other_invoices()
    for search in (builder.by_number, builder.by_other_spelling, builder.by_what_is_left):
        missing = [position for position in missing if not search(position)]
    return builder.build()


class MatchBuilder:
    """Takes the items that rows name exactly, and looks for those of the few other rows."""

    def __init__(
        self,
        items: Mapping[Key, Item],
        list_file: ListFile,
        mandants: frozenset[str],
        possible: Mapping[str, Sequence[str]],
    ) -> None:
        self._ours = items
        self._rows = list_file.rows
        self._mandants = mandants
        self._possible = possible
        the_one = {text: names[0] if len(names) == 1 else "" for text, names in possible.items()}
        exact = [(the_one[row.mandant], row.invoice_no) for row in self._rows]
        self._keys: list[Key | None] = [*exact]
        # Each row takes its item out of what is left: so a key is hashed only once. A second row of
        # the same item finds it gone, and is seen to below with the few others.
        left = dict(items)
        take = left.pop
        self._items = [take(key, None) for key in exact]
        for position in self.missing if items else ():
            self._items[position] = items.get(exact[position])
        self._unnamed = [*left]
        self._meant: set[Key] = set()
        self._rejected: list[Rejected] = []
        self._notices: list[Message] = []
        self._alike = AlikeNumbers(self._candidates(list_file.content))
        self._left = WhatIsLeft(
            items,
            self._candidates(list_file.content),
            mandants,
            list_file.standing.read,
        )

    @property
    def missing(self) -> list[int]:
        """The positions of the rows whose item is not found yet."""
        return [position for position, item in enumerate(self._items) if item is None]

    def build(self) -> Matching:
        """What was found."""
        return Matching(
            keys=self._keys,
            items=self._items,
            mandants=self._mandants,
            unnamed=self._unnamed,
            meant=self._meant,
            rejected=self._rejected,
            notices=self._notices,
        )

    def reject_other_invoices(self) -> None:
        """Rows that have the very number of an item, and are about another invoice. Nearly all have
        our day and account, which is cheap to see.
        """
        for position, (row, item) in enumerate(zip(self._rows, self._items, strict=True)):
            if (
                item is not None
                and (
                    row.doc_date is None
                    or row.doc_date != item.invoice_date
                    or row.account != item.account
                )
                and (difference := another_invoice(row, item))
            ):
                self._reject(position, [item.key], difference)

    def by_number(self, position: int) -> bool:
        """Where a row may be of several Mandanten: the one that has this number, if only one has
        it.
        """
        row = self._rows[position]
        possible = self._possible[row.mandant]
        if len(possible) == 1:
            return False  # it was looked up, with all others
        held = [key for mandant in possible if (key := (mandant, row.invoice_no)) in self._ours]
        if len(held) > 1:
            self._reject(position, held, Message(RowConflict.SEVERAL_MANDANTEN))
        elif held:
            self._settle(position, held[0])
        return bool(held)

    def by_other_spelling(self, position: int) -> bool:
        """The one item whose number this row spells otherwise."""
        row = self._rows[position]
        alike = self._alike.of(row.invoice_no, self._possible[row.mandant])
        self._settle_one(position, alike)
        return bool(alike)

    def by_what_is_left(self, position: int) -> bool:
        """The one item of whose number a part is lost or added, where day and amount agree. If they
        may agree it is not guessed; if there is none, the row stays unknown.
        """
        row = self._rows[position]
        if _ZEROS.fullmatch(row.invoice_no):
            self._reject(position, (), Message(RowConflict.ZERO))
            return True
        left = self._left.of(row.invoice_no, self._possible[row.mandant])
        agreeing = [key for key in left if agree(row, self._ours[key])]
        self._settle_one(position, agreeing)
        if not agreeing and (maybe := self._left.that_may_be(row, self._possible[row.mandant])):
            self._reject(
                position, maybe, Message(RowConflict.MAY_BE_OURS, {"numbers": _named(maybe)})
            )
            return True
        return bool(agreeing)

    def _candidates(self, content: Content) -> Iterator[Key]:
        """What another spelling may mean, looked at once `by_number` is done with all rows.

        An item that a list of balances names by its own number is not meant by another row too;
        several payments may mean one.
        """
        keys: Iterable[Key] = self._ours
        if content != Content.PAYMENTS:
            keys = (key for key in self._unnamed if key not in self._meant)
        yield from (key for key in keys if key[0] in self._mandants)

    def _settle_one(self, position: int, keys: Sequence[Key]) -> None:
        """Take the row for the only candidate; several are rejected."""
        if len(keys) > 1:
            self._reject(
                position, keys, Message(RowConflict.SEVERAL_INVOICES, {"numbers": _named(keys)})
            )
        elif keys:
            self._settle(position, keys[0])

    def _settle(self, position: int, key: Key) -> None:
        """Take the row for this one candidate, unless something speaks against it. Another spelling
        is told.
        """
        row, item = self._rows[position], self._ours[key]
        if difference := contradiction(row, item):
            self._reject(position, [key], difference)
            return
        self._keys[position], self._items[position] = key, item
        self._meant.add(key)
        if row.invoice_no != item.invoice_no:
            self._notices.append(notices.other_spelling(row, item))

    def _reject(self, position: int, candidates: Iterable[Key], reason: Message) -> None:
        row = self._rows[position]
        self._keys[position] = self._items[position] = None
        self._meant.update(candidates)
        self._rejected.append(Rejected(row.line, "invoice_no", row.invoice_no, reason, row.sheet))


def _named(keys: Sequence[Key]) -> list[str]:
    return [f"{mandant}/{number}" for mandant, number in keys[:EXAMPLES]]
