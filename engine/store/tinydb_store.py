"""The embedded store: one TinyDB file beside the files of changes that its ledger names.

A `TinyDbStore` sees the store as it was when it first looked, or when it was last held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Self

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.decoding import Damaged
from engine.common.file_lock import file_lock
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.model.item import Item, Key
from engine.posting.change import Change
from engine.store.change_files import ChangeFiles, changes_name
from engine.store.clearing import WaitingPayment, known_payments, waiting_payments
from engine.store.ledger import (
    Dropped,
    HeldImport,
    Imported,
    LedgerEntry,
    hashes_over,
)
from engine.store.missing_store import refuse_lost_store, refuse_moved_store
from engine.store.protocol import Entry
from engine.store.tinydb_commit import (
    NewCommit,
    changed_entries,
    changed_items,
    commit_of_act,
    commit_of_hold,
    still_waiting,
)
from engine.store.tinydb_snapshot import EMPTY, StoreState
from engine.store.tinydb_storage import AtomicStorage
from engine.store.tinydb_tables import (
    item_blocks_in,
    items_of_keys,
    items_of_mandants,
    ledger_in,
    waiting_in,
)


class TinyDbStore:
    """The `Store` in a data folder; see `engine.store.protocol` for what each method promises."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._storage = AtomicStorage(folder.store, folder.versions)
        self._changes = ChangeFiles(folder.changes)
        self._read_version = ""

    @cached_property
    def _state(self) -> StoreState:
        self._read_version = self.version()
        state = self._storage.state()
        if state is None:
            refuse_lost_store(self._folder)
        return state or EMPTY

    @cached_property
    def _items(self) -> dict[Key, Item]:
        return _by_key(item for block in self.item_blocks() for item in block)

    @property
    def _is_read(self) -> bool:
        return "_items" in self.__dict__

    def _numbered_of(self, keys: Iterable[Key]) -> dict[str, Item]:
        """These items by their numbers in the file."""
        if self._state is EMPTY:
            return {}
        wanted = frozenset(keys)
        with self._typed():
            if (some := items_of_keys(self._state, wanted)) is not None:
                return some
            return {
                number: item
                for block in item_blocks_in(self._state)
                for number, item in block.items()
                if (item.mandant, item.invoice_no) in wanted
            }

    @cached_property
    def _ledger(self) -> list[LedgerEntry]:
        with self._typed():
            return ledger_in(self._state)

    @cached_property
    def _waiting(self) -> list[HeldImport]:
        with self._typed():
            return waiting_in(self._state)

    @contextmanager
    def _typed(self) -> Iterator[None]:
        try:
            yield
        except Damaged as error:
            _ = self._state.raw  # refused where it is not as it was written
            raise StoreError(
                StoreFault.FOREIGN_CONTENT,
                path=str(self._folder.store),
                error=str(error),
            ) from error

    def version(self) -> str:
        return self._storage.version()

    def commit_number(self) -> int:
        """How often the store was written, folds left out."""
        return self._state.log.commit

    @contextmanager
    def exclusively(
        self, mandants: frozenset[str], token: CancelToken, seconds: float
    ) -> Iterator[Self]:
        """One file holds all Mandanten."""
        with file_lock(self._folder.lock, seconds, token):
            refuse_moved_store(self._folder)  # it may have been while this run was at work
            if self.version() != self._read_version:
                self._forget()
            yield self

    def items(self, mandants: frozenset[str] = frozenset()) -> Mapping[Key, Item]:
        if mandants and not self._is_read:
            with self._typed():
                some = items_of_mandants(self._state, mandants)
            if some is not None:
                return _by_key(some.values())
        return self._items

    def items_in_turn(self, mandants: frozenset[str]) -> Iterable[Sequence[Item]]:
        if mandants and not self._is_read:
            with self._typed():
                some = items_of_mandants(self._state, mandants)
            if some is not None:
                return [[*some.values()]]
        return self.item_blocks()

    def items_of(self, keys: Collection[Key]) -> Mapping[Key, Item]:
        if self._is_read:
            wanted = frozenset(keys)
            return {key: item for key, item in self._items.items() if key in wanted}
        return _by_key(self._numbered_of(keys).values())

    def item_blocks(self) -> Iterator[Sequence[Item]]:
        with self._typed():
            for block in item_blocks_in(self._state):
                yield [*block.values()]

    def dealt_with(self, interface: str, sha256: str) -> Imported | Dropped | None:
        for entry in self._ledger:
            if (
                isinstance(entry, Imported | Dropped)
                and (entry.interface, entry.sha256) == (interface, sha256)
                and not entry.undone_by
            ):
                return entry
        return None

    def acts_on(self, sha256: str, fingerprint: str) -> Sequence[Imported | Dropped]:
        return [
            entry
            for entry in self._ledger
            if isinstance(entry, Imported | Dropped)
            and (entry.sha256 == sha256 or (fingerprint and _print_of(entry) == fingerprint))
        ]

    def last_list(self, interface: str) -> Imported | None:
        for entry in reversed(self._ledger):
            if isinstance(entry, Imported) and entry.interface == interface and not entry.undone_by:
                return entry
        return None

    def entries_of(self, run: str) -> Sequence[LedgerEntry]:
        return [entry for entry in self._ledger if entry.run == run]

    def history_of(self, invoice_no: str) -> Iterator[tuple[LedgerEntry, Change]]:
        for entry in self._ledger:
            for change in self.changes(entry):
                if change.key[1] == invoice_no:
                    yield entry, change

    def undone_runs(self) -> Mapping[str, str]:
        return {entry.run: entry.undone_by for entry in self._ledger if entry.undone_by}

    def changed_since(self, moment: datetime) -> bool:
        return any(entry.at > moment for entry in self._ledger)

    def ledger(self) -> Sequence[LedgerEntry]:
        return self._ledger

    def ledger_hashes(self) -> Sequence[str]:
        return hashes_over(self._ledger)

    def ledger_end(self) -> tuple[int, str]:
        return len(self._ledger), self.ledger_hashes()[-1]

    def written(self) -> tuple[int, int]:
        return len(self._ledger), self.commit_number()

    def acts_since(self, acts: int) -> Sequence[LedgerEntry]:
        return self._ledger[acts:]

    def waiting(self) -> Sequence[HeldImport]:
        return self._waiting

    def held(self, interface: str, sha256: str) -> HeldImport | None:
        for held in self.waiting():
            if (held.interface, held.sha256) == (interface, sha256):
                return held
        return None

    def last_number(self, export: str) -> int:
        return max((entry.exports.get(export, 0) for entry in self._ledger), default=0)

    def acts_for(self, export: str, after: int) -> Sequence[LedgerEntry]:
        return [entry for entry in self._ledger if entry.exports.get(export, 0) > after]

    def clearing(self) -> Sequence[WaitingPayment]:
        return list(waiting_payments(self._ledger))

    def known_payments(self, keys: Collection[str]) -> set[str]:
        return known_payments(self._ledger, keys)

    def commit(
        self,
        changes: Sequence[Change],
        entry: Entry,
        exports: Mapping[str, int] = MappingProxyType({}),
    ) -> Entry:
        items = changed_items(changes, self._numbered_of(change.key for change in changes))
        if exports:
            numbers = {
                name: max(least, 1 + self.last_number(name)) for name, least in exports.items()
            }
            entry = msgspec.structs.replace(entry, exports=numbers)
        name = changes_name(entry.run, 1 + len(self.entries_of(entry.run)))
        entry = self._changes.write(name, self.commit_number() + 1, changes, entry)
        new = commit_of_act(
            self.commit_number() + 1,
            items,
            self._state.last_number,
            changed_entries(self._ledger, entry),
            still_waiting(self._waiting, entry),
        )
        self._commit(new)
        return entry

    def hold(self, waiting: HeldImport) -> None:
        self._commit(commit_of_hold(self.commit_number() + 1, [*self.waiting(), waiting]))

    def fold(self) -> int:
        """Bring what the log holds into the store's file; returns how many commits these are."""
        if folded := len(self._state.log.records):
            try:
                self._storage.fold(self._state)
            finally:
                self._forget()
        return folded

    def changes(self, entry: LedgerEntry) -> Iterator[Change]:
        return self._changes.read(entry)

    def _commit(self, new: NewCommit) -> None:
        state = self._state
        self._forget()  # all items typed would lie beside all their lines
        try:
            self._storage.commit(state, new)
        finally:
            self._forget()

    def _forget(self) -> None:
        """What was read, to read it anew."""
        for cached in ("_state", "_items", "_ledger", "_waiting"):
            self.__dict__.pop(cached, None)


def _print_of(entry: Imported | Dropped) -> str:
    return entry.fingerprint if isinstance(entry, Imported) else ""


def _by_key(items: Iterable[Item]) -> dict[Key, Item]:
    return {(item.mandant, item.invoice_no): item for item in items}
