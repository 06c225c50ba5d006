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

_encode = msgspec.json.Encoder().encode


def refuse_if_stale(changes: Mapping[Key, Change], held: Mapping[Key, Item]) -> None:
    """A plan made from other items than we hold must never be applied."""
    for key, change in changes.items():
        if held.get(key) != change.before:
            raise StoreError(StoreFault.STALE_PLAN, item=key[1])


def logged_commit(
    commit: int,
    changes: Mapping[Key, Change],
    numbers: Mapping[Key, str],
    last_number: int,
    entries: Mapping[int, LedgerEntry],
    waiting: Sequence[HeldImport] | None,
) -> LoggedCommit:
    """The commit of this number: items change under their numbers, or come after the last one."""
    items: dict[str, msgspec.Raw] = {}
    deleted: list[str] = []
    for key, change in changes.items():
        number = numbers.get(key)
        if change.after is None:
            deleted.append(number or "")
            continue
        if number is None:
            last_number += 1
            number = str(last_number)
        items[number] = msgspec.Raw(_encode(change.after))
    return LoggedCommit(
        commit=commit,
        items=items,
        deleted=deleted,
        ledger={str(number): _document(entry) for number, entry in entries.items()},
        waiting=None if waiting is None else [*map(_document, waiting)],
    )


def changed_entries(ledger: Sequence[LedgerEntry], entry: LedgerEntry) -> dict[int, LedgerEntry]:
    """The new entry and those that it marks as taken back, by their numbers."""
    marked = {
        number: msgspec.structs.replace(old, undone_by=entry.run)
        for number, old in enumerate(ledger, 1)
        if isinstance(entry, Undone) and old.run == entry.undone_run and not old.undone_by
    }
    return {**marked, len(ledger) + 1: entry}


def still_waiting(waiting: Sequence[HeldImport], entry: LedgerEntry) -> Sequence[HeldImport] | None:
    """What waits after this entry; None where it settles nothing."""
    if not isinstance(entry, Imported | Dropped):
        return None
    this = (entry.interface, entry.sha256)
    rest = [held for held in waiting if (held.interface, held.sha256) != this]
    return rest if len(rest) < len(waiting) else None


def logged_hold(commit: int, waiting: Iterable[HeldImport]) -> LoggedCommit:
    """The commit of this number, after which all these wait."""
    return LoggedCommit(commit=commit, waiting=[*map(_document, waiting)])


def _document(value: LedgerEntry | HeldImport) -> msgspec.Raw:
    return msgspec.Raw(_encode(value))
