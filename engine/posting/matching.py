"""Which of our items a row speaks of: the exact invoice number first, then another spelling of it,
and never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import msgspec

from engine.lists.rows.rows import Content, ListFile, Rejected, Row
from engine.messages.posting import RowConflict
from engine.model.item import Item, Key
from engine.model.message import Message
from engine.posting import notices
from engine.posting.mandants import mandants_named
from engine.posting.notices import EXAMPLES
from engine.posting.number_matching import AlikeNumbers


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
    missing = builder.missing
    for position in [position for position in missing if not builder.by_number(position)]:
        builder.by_other_spelling(position)
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
        named = set(exact)
        self._keys: list[Key | None] = [*exact]
        self._items = [*map(items.get, exact)]
        self._unnamed = [key for key in items if key not in named]
        self._meant: set[Key] = set()
        self._rejected: list[Rejected] = []
        self._notices: list[Message] = []
        self._alike = AlikeNumbers(self._candidates(list_file.content))

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

    def by_number(self, position: int) -> bool:
        """Where a row may be of several Mandanten: the one that has this number, if only one has
        it.
        """
        row = self._rows[position]
        held = [
            key
            for mandant in self._possible[row.mandant]
            if (key := (mandant, row.invoice_no)) in self._ours
        ]
        if len(held) > 1:
            self._reject(position, held, Message(RowConflict.SEVERAL_MANDANTEN))
        elif held:
            self._settle(position, held[0])
        return bool(held)

    def by_other_spelling(self, position: int) -> None:
        """The one item that this row may mean; if there is none, it stays unknown."""
        row = self._rows[position]
        alike = self._alike.of(row.invoice_no, self._possible[row.mandant])
        if len(alike) > 1:
            numbers = [f"{mandant}/{number}" for mandant, number in alike[:EXAMPLES]]
            self._reject(
                position, alike, Message(RowConflict.SEVERAL_INVOICES, {"numbers": numbers})
            )
        elif alike:
            self._settle(position, alike[0])

    def _candidates(self, content: Content) -> Iterator[Key]:
        """What another spelling may mean, looked at once `by_number` is done with all rows.

        An item that a list of balances names by its own number is not meant by another row too;
        several payments may mean one.
        """
        keys: Iterable[Key] = self._ours
        if content != Content.PAYMENTS:
            keys = (key for key in self._unnamed if key not in self._meant)
        yield from (key for key in keys if key[0] in self._mandants)

    def _settle(self, position: int, key: Key) -> None:
        """Take the row for this one candidate, unless something speaks against it. Another spelling
        is told.
        """
        row, item = self._rows[position], self._ours[key]
        if difference := _contradiction(row, item):
            self._reject(position, [key], difference)
            return
        self._keys[position], self._items[position] = key, item
        self._meant.add(key)
        if row.invoice_no != item.invoice_no:
            self._notices.append(notices.other_spelling(row, item))

    def _reject(self, position: int, candidates: Iterable[Key], reason: Message) -> None:
        row = self._rows[position]
        self._keys[position] = None
        self._meant.update(candidates)
        self._rejected.append(Rejected(row.line, "invoice_no", row.invoice_no, reason, row.sheet))


def _contradiction(row: Row, item: Item) -> Message | None:
    """Why a row that is not exactly ours by Mandant and number must be another invoice; None if
    nothing speaks against it.
    """
    if row.doc_date and item.invoice_date and row.doc_date != item.invoice_date:
        return Message.of(
            RowConflict.DATES_DIFFER,
            ours=item.invoice_no,
            theirs_date=row.doc_date,
            ours_date=item.invoice_date,
        )
    if row.amount is not None and abs(row.amount) != abs(item.amount):
        return Message.of(RowConflict.AMOUNTS_DIFFER, ours=item.invoice_no)
    return None
