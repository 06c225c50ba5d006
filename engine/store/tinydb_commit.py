"""What a commit changes in the tables of the embedded store, document by document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.model.item import Item, Key
from engine.posting.change import Change
from engine.store.ledger import Dropped, HeldImport, Imported, LedgerEntry, Undone
from engine.store.tinydb_log import LoggedCommit

Documents = dict[str, msgspec.Raw | None]
"""By their numbers; None of those that go."""

_encode = msgspec.json.Encoder().encode


def refuse_if_stale(changes: Iterable[Change], held: Mapping[Key, Item]) -> None:
    """A plan made from other items than we hold must never be applied."""
    for change in changes:
        if held.get(change.key) != change.before:
            raise StoreError(StoreFault.STALE_PLAN, item=change.item.invoice_no)


def changed_documents(
    changes: Iterable[Change], numbers: Mapping[Key, str], last_number: int
) -> Documents:
    """The items that are another afterwards; new ones come after the last number."""
    documents: Documents = {}
    for change in changes:
        number = numbers.get(change.key)
        if number is None:
            last_number += 1
            number = str(last_number)
        documents[number] = _document(change.after) if change.after else None
    return documents


def logged_commit(
    commit: int,
    items: Documents,
    entry: LedgerEntry,
    ledger: Sequence[LedgerEntry],
    waiting: Sequence[HeldImport],
) -> LoggedCommit:
    """The commit of this number: the items, its entry after the ledger as it was, and what that
    settles of what was waiting.
    """
    marked = {number: _marked(old, entry) for number, old in enumerate(ledger, 1)}
    entries = {n: now for n, now in marked.items() if now is not ledger[n - 1]}
    entries[len(ledger) + 1] = entry
    rest = [held for held in waiting if not _is_dealt_with(held, entry)]
    return LoggedCommit(
        commit=commit,
        items={number: document for number, document in items.items() if document is not None},
        deleted=[number for number, document in items.items() if document is None],
        ledger={str(number): _document(each) for number, each in entries.items()},
        waiting=None if len(rest) == len(waiting) else [*map(_document, rest)],
    )


def logged_hold(commit: int, waiting: Iterable[HeldImport]) -> LoggedCommit:
    """The commit of this number, after which all these wait."""
    return LoggedCommit(commit=commit, waiting=[*map(_document, waiting)])


def _document(value: object) -> msgspec.Raw:
    return msgspec.Raw(_encode(value))


def _marked(old: LedgerEntry, entry: LedgerEntry) -> LedgerEntry:
    """The old entry, marked as taken back if the new one does so."""
    if isinstance(entry, Undone) and old.run == entry.undone_run and not old.undone_by:
        return msgspec.structs.replace(old, undone_by=entry.run)
    return old


def _is_dealt_with(held: HeldImport, entry: LedgerEntry) -> bool:
    """Whether the entry says what became of the held import."""
    this = (held.interface, held.sha256)
    return isinstance(entry, Imported | Dropped) and (entry.interface, entry.sha256) == this
