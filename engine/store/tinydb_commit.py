"""What a commit changes in the tables of the embedded store, document by document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.model.item import Item
from engine.posting.change import Change
from engine.store.ledger import Dropped, HeldImport, Imported, LedgerEntry, Undone
from engine.store.tinydb_log import LoggedCommit

_encode = msgspec.json.Encoder().encode
_USUAL = 200
"""Bytes of an item."""


class ChangedItems(msgspec.Struct, frozen=True):
    """What changes make of the items."""

    held: dict[str, msgspec.Raw] = {}
    """By their numbers in the file, where they stay."""
    deleted: list[str] = []
    new: list[Item] = []


class NewCommit(msgspec.Struct, frozen=True, kw_only=True):
    """What one commit is to change."""

    record: LoggedCommit
    """All but the new items: of these there may be very many, encoded only when they are written.
    """
    new: Sequence[Item] = ()
    last_number: int = 0
    """After which they are numbered."""

    @property
    def size(self) -> int:
        """Bytes of its documents, about."""
        return self.record.size + _USUAL * len(self.new)

    def logged(self) -> LoggedCommit:
        """All of it, as it stands in the log."""
        numbered = enumerate(self.new, self.last_number + 1)
        new = {str(number): _raw(item) for number, item in numbered}
        return msgspec.structs.replace(self.record, items={**self.record.items, **new})


def changed_items(changes: Iterable[Change], numbered: Mapping[str, Item]) -> ChangedItems:
    """What is to become of the items, of which we hold these under their numbers. A plan made from
    others must never be applied: raises `StoreError`.
    """
    changed = ChangedItems()
    numbers = {item.key: number for number, item in numbered.items()}
    for change in changes:
        before, after = change.before, change.after
        key = (after.mandant, after.invoice_no) if after else change.key
        number = numbers.pop(key, "")
        if before != numbered.get(number):
            raise StoreError(StoreFault.STALE_PLAN, item=key[1])
        if after is None:
            changed.deleted.append(number)
        elif number:
            changed.held[number] = _raw(after)
        else:
            changed.new.append(after)
    return changed


def commit_of_act(
    commit: int,
    items: ChangedItems,
    last_number: int,
    entries: Mapping[int, LedgerEntry],
    waiting: Sequence[HeldImport] | None,
) -> NewCommit:
    """The commit of this number, by which the ledger gets these entries under their numbers."""
    record = LoggedCommit(
        commit=commit,
        items=items.held,
        deleted=items.deleted,
        ledger={str(number): _raw(entry) for number, entry in entries.items()},
        waiting=None if waiting is None else [*map(_raw, waiting)],
    )
    return NewCommit(record=record, new=items.new, last_number=last_number)


def commit_of_hold(commit: int, waiting: Iterable[HeldImport]) -> NewCommit:
    """The commit of this number, after which all these wait."""
    return NewCommit(record=LoggedCommit(commit=commit, waiting=[*map(_raw, waiting)]))


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


def _raw(value: Item | LedgerEntry | HeldImport) -> msgspec.Raw:
    return msgspec.Raw(_encode(value))
