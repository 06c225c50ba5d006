"""The embedded store: one TinyDB file beside the files of changes that its ledger names.

A `TinyDbStore` sees the store as it was when it first looked, or when it was last held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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
    Undone,
    hashes_over,
)
from engine.store.missing_store import refuse_lost_store, refuse_moved_store
from engine.store.protocol import Entry
from engine.store.tinydb_storage import AtomicStorage, commit_of, document_line, table_lines
from engine.store.tinydb_tables import item_blocks_in, items_in, ledger_in, waiting_in

_encode = msgspec.json.Encoder().encode


class TinyDbStore:
    """The `Store` in a data folder; see `engine.store.protocol` for what each method promises."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._storage = AtomicStorage(folder.store, folder.versions)
        self._changes = ChangeFiles(folder.changes)
        self._read_version = ""

    @cached_property
    def _raw(self) -> bytes:
        self._read_version = self.version()
        raw = self._storage.read_bytes()
        if raw is None:
            refuse_lost_store(self._folder)
        return raw or b"{}"

    @cached_property
    def _numbered(self) -> dict[str, Item]:
        with self._typed():
            return items_in(self._raw)

    @cached_property
    def _items(self) -> dict[Key, Item]:
        return {(item.mandant, item.invoice_no): item for item in self._numbered.values()}

    @cached_property
    def _ledger(self) -> list[LedgerEntry]:
        with self._typed():
            return ledger_in(self._raw)

    @cached_property
    def _waiting(self) -> list[HeldImport]:
        with self._typed():
            return waiting_in(self._raw)

    @contextmanager
    def _typed(self) -> Iterator[None]:
        try:
            yield
        except Damaged as error:
            raise StoreError(
                StoreFault.FOREIGN_CONTENT,
                path=str(self._folder.store),
                error=str(error),
            ) from error

    def version(self) -> str:
        try:
            stat = self._folder.store.stat()
        except OSError:
            return ""
        return f"{stat.st_ino}-{stat.st_mtime_ns}-{stat.st_size}"

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
        return self._items

    def items_of(self, keys: Collection[Key]) -> Mapping[Key, Item]:
        return {key: self._items[key] for key in keys if key in self._items}

    def item_blocks(self) -> Iterator[Sequence[Item]]:
        with self._typed():
            yield from item_blocks_in(self._raw)

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
        self._refuse_if_stale(changes)
        if exports:
            numbers = {
                name: max(least, 1 + self.last_number(name)) for name, least in exports.items()
            }
            entry = msgspec.structs.replace(entry, exports=numbers)
        name = changes_name(entry.run, 1 + len(self.entries_of(entry.run)))
        entry = self._changes.write(name, commit_of(self._raw) + 1, changes, entry)
        ledger = [_marked(old, entry) for old in self._ledger] + [entry]
        waiting = [held for held in self.waiting() if not _is_dealt_with(held, entry)]
        self._write(self._changed_lines(changes), ledger, waiting)
        return entry

    def hold(self, waiting: HeldImport) -> None:
        self._write(table_lines(self._raw, "items"), self._ledger, [*self.waiting(), waiting])

    def changes(self, entry: LedgerEntry) -> Iterator[Change]:
        return self._changes.read(entry)

    def _refuse_if_stale(self, changes: Sequence[Change]) -> None:
        """A plan made from other items than we hold must never be applied."""
        for change in changes:
            planned = change.after or change.before
            if planned is None or self._items.get(planned.key) != change.before:
                raise StoreError(
                    StoreFault.STALE_PLAN, item="" if planned is None else planned.invoice_no
                )

    def _changed_lines(self, changes: Sequence[Change]) -> list[bytes]:
        """The lines of all items after the changes; unchanged ones are the very bytes that were
        read.
        """
        lines = table_lines(self._raw, "items")
        numbers = list(self._numbered)
        place = {change.before.key: -1 for change in changes if change.before}
        for index, key in enumerate(self._items):
            if key in place:
                place[key] = index
        next_number = int(numbers[-1]) + 1 if numbers else 1
        deleted: set[int] = set()
        for change in changes:
            if change.before is None and change.after is not None:
                lines.append(document_line(next_number, _encode(change.after)))
                next_number += 1
            elif change.before is not None and change.after is not None:
                index = place[change.before.key]
                lines[index] = document_line(numbers[index], _encode(change.after))
            elif change.before is not None:
                deleted.add(place[change.before.key])
        return (
            [line for index, line in enumerate(lines) if index not in deleted] if deleted else lines
        )

    def _write(
        self, items: list[bytes], ledger: Sequence[LedgerEntry], waiting: Sequence[HeldImport]
    ) -> None:
        tables = {
            "items": items,
            "ledger": [
                document_line(number, _encode(entry)) for number, entry in enumerate(ledger, 1)
            ],
            "waiting": [
                document_line(number, _encode(held)) for number, held in enumerate(waiting, 1)
            ],
        }
        try:
            self._storage.write_tables(tables, upon=commit_of(self._raw))
        finally:
            self._forget()

    def _forget(self) -> None:
        """What was read, to read it anew."""
        for cached in ("_raw", "_numbered", "_items", "_ledger", "_waiting"):
            self.__dict__.pop(cached, None)


def _print_of(entry: Imported | Dropped) -> str:
    return entry.fingerprint if isinstance(entry, Imported) else ""


def _marked(old: LedgerEntry, entry: LedgerEntry) -> LedgerEntry:
    """The old entry, marked as taken back if the new one does so."""
    if isinstance(entry, Undone) and old.run == entry.undone_run and not old.undone_by:
        return msgspec.structs.replace(old, undone_by=entry.run)
    return old


def _is_dealt_with(held: HeldImport, entry: LedgerEntry) -> bool:
    """Whether the entry says what became of the held import."""
    this = (held.interface, held.sha256)
    return isinstance(entry, Imported | Dropped) and (entry.interface, entry.sha256) == this
