"""Which of our items a row speaks of: the exact invoice number first, then another spelling of it, and never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from engine.errors import ListRefused
from engine.items import Item, Key
from engine.language import _, day
from engine.lists.rows import Content, ListFile, Notice, Rejected, Row
from engine.plain import plain
from engine.posting.spelling import spellings_of_ours, spellings_of_theirs


class Matching(msgspec.Struct, frozen=True):
    """For every row of the list what it speaks of."""

    keys: list[Key | None]
    """One per row: the key of our item; where we hold none, the key it would have (its Mandant empty if the list leaves
    that open); None for a rejected row."""
    mandants: frozenset[str]
    """The Mandanten the list may speak of: the interface's, or all we hold items of."""
    doubtful: set[Key]
    """Items that a rejected row may have meant: the list's silence about them means nothing."""
    rejected: list[Rejected]
    notices: list[Notice]


def match(items: Mapping[Key, Item], list_file: ListFile, mandants: frozenset[str]) -> Matching:
    """Find the item of every row. `mandants` are the interface's, empty for all.

    Raises `ListRefused` when a row names a Mandant that is not among them: it is not this interface's list.
    """
    known = mandants or frozenset(mandant for mandant, _no in items)
    found = Matching([], known, set(), [], [])
    places = _Mandants(known, refuse_others=bool(mandants))
    only = next(iter(known)) if len(known) == 1 else None
    unmatched: list[int] = []
    for position, row in enumerate(list_file.rows):
        if only is not None and not row.mandant:
            key: Key | None = (only, row.invoice_no)
            if key not in items:
                unmatched.append(position)
        else:
            keys = [(mandant, row.invoice_no) for mandant in places.of(row)]
            held = [key for key in keys if key in items]
            key = held[0] if len(held) == 1 else None
            if len(held) > 1:
                _reject(
                    found,
                    row,
                    held,
                    _("Several Mandanten have an invoice of this number, and the list does not say which is meant."),
                )
            elif not held:
                key = keys[0] if len(keys) == 1 else ("", row.invoice_no)
                unmatched.append(position)
        found.keys.append(key)
    if unmatched:
        _match_other_spellings(items, list_file, places, found, unmatched)
    return found


def _match_other_spellings(
    items: Mapping[Key, Item], list_file: ListFile, places: _Mandants, found: Matching, unmatched: list[int]
) -> None:
    """The second pass, over the rows that have no item of exactly their number."""
    candidates: Iterable[Key] = (key for key in items if key[0] in found.mandants)
    if list_file.content != Content.PAYMENTS:
        # An item the list names by its own number is not meant by another row too. Several payments may mean the same one.
        named = set(found.keys)
        candidates = (key for key in candidates if key not in named)
    index = _index(candidates)
    if not index:
        return
    for position in unmatched:
        row = list_file.rows[position]
        mandants = places.of(row)
        for spelling in spellings_of_theirs(row.invoice_no):
            if keys := [key for key in index.get(spelling, ()) if key[0] in mandants]:
                found.keys[position] = _decide(items, row, keys, found)
                break


def _index(keys: Iterable[Key]) -> dict[str, list[Key]]:
    index: dict[str, list[Key]] = {}
    for key in keys:
        for spelling in spellings_of_ours(key[1]):
            index.setdefault(spelling, []).append(key)
    return index


def _decide(items: Mapping[Key, Item], row: Row, keys: Sequence[Key], found: Matching) -> Key | None:
    """The one item that this spelling can mean, told as a notice; else the row is rejected."""
    if len(keys) > 1:
        numbers = ", ".join(plain(f"{mandant}/{number}") for mandant, number in keys[:5])
        _reject(found, row, keys, _("It may be any of these invoices of ours: {numbers}.").format(numbers=numbers))
        return None
    item = items[keys[0]]
    if difference := _contradiction(row, item):
        _reject(found, row, keys, difference)
        return None
    found.notices.append(Notice("other_spelling", _("Line {line}: {theirs} is taken as our {ours}.").format(
        line=row.line, theirs=plain(row.invoice_no), ours=plain(item.invoice_no))))  # fmt: skip
    return keys[0]


def _contradiction(row: Row, item: Item) -> str:
    """Why a row whose number is merely similar is another invoice; empty if nothing speaks against it."""
    if row.doc_date and item.invoice_date and row.doc_date != item.invoice_date:
        return _("It looks like our {ours}, but the dates differ: {theirs_date} in the list, {ours_date} here.").format(
            ours=plain(item.invoice_no), theirs_date=day(row.doc_date), ours_date=day(item.invoice_date)
        )
    if row.amount is not None and abs(row.amount) != abs(item.amount):
        return _("It looks like our {ours}, but the invoice amounts differ.").format(ours=plain(item.invoice_no))
    return ""


def _reject(found: Matching, row: Row, candidates: Iterable[Key], reason: str) -> None:
    found.doubtful.update(candidates)
    found.rejected.append(Rejected(row.line, "invoice_no", row.invoice_no, reason, row.sheet))


class _Mandants:
    """Which Mandant a row may speak of."""

    def __init__(self, known: frozenset[str], refuse_others: bool) -> None:
        self._known = known
        self._refuse_others = refuse_others
        self._all = sorted(known)
        self._of_text: dict[str, list[str]] = {"": self._all}

    def of(self, row: Row) -> list[str]:
        """Its own Mandant where the list has that column, else every one it can be."""
        if row.mandant not in self._of_text:
            self._of_text[row.mandant] = [self._named(row)]
        return self._of_text[row.mandant]

    def _named(self, row: Row) -> str:
        if row.mandant in self._known:
            return row.mandant
        # A spreadsheet shows Mandant 001 as 1.
        same = [mandant for mandant in self._all if mandant.lstrip("0") == row.mandant.lstrip("0")]
        if len(same) == 1:
            return same[0]
        if not self._refuse_others:
            return row.mandant
        raise ListRefused(
            _("Line {line} is about Mandant {mandant}, which is not among those of this interface: {mandants}.").format(
                line=row.line, mandant=plain(row.mandant), mandants=", ".join(map(plain, self._all))
            ),
            _("If the file belongs here, add the Mandant to posting.mandants; else see which file the interface fetches."),
        )
