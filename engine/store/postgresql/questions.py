"""What is asked of the tables, each question with one statement."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import LiteralString

import msgspec

from engine.common.decoding import Damaged, JsonDecoder
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.model.item import Item, Key
from engine.posting.change import Change
from engine.store.clearing import WaitingPayment, known_payments, waiting_payments
from engine.store.ledger import Dropped, HeldImport, Imported, LedgerEntry, decode_entry
from engine.store.postgresql.database import Asks
from engine.store.postgresql.item_table import items_of, key_text, read_items

_change = JsonDecoder(Change)
_held = JsonDecoder(HeldImport)


class Questions:
    """The reading half of a `Store`, see `engine.store.protocol`."""

    def __init__(self, ask: Asks, shown: str) -> None:
        self._ask = ask
        self._shown = shown

    def items(self, mandants: frozenset[str] = frozenset()) -> Mapping[Key, Item]:
        return read_items(self._ask, mandants, self._shown) if mandants else self._items

    def items_in_turn(self, mandants: frozenset[str]) -> Iterable[Sequence[Item]]:
        return [[*self.items(mandants).values()]]

    def items_of(self, keys: Collection[Key]) -> Mapping[Key, Item]:
        return items_of(self._ask, keys, self._shown)

    @cached_property
    def _items(self) -> Mapping[Key, Item]:
        return read_items(self._ask, frozenset(), self._shown)

    def forget(self) -> None:
        """What was read, to read it anew."""
        for cached in ("_items", "_ledger"):
            self.__dict__.pop(cached, None)

    def dealt_with(self, interface: str, sha256: str) -> Imported | Dropped | None:
        found = self._entries(
            "where interface = %s and sha256 = %s and act in ('import', 'reject')"
            " and undone_by = '' order by number limit 1",
            interface,
            sha256,
        )
        return next((each for each in found if isinstance(each, Imported | Dropped)), None)

    def acts_on(self, sha256: str, fingerprint: str) -> Sequence[Imported | Dropped]:
        found = self._entries(
            "where (sha256 = %s or (fingerprint = %s and fingerprint <> ''))"
            " and act in ('import', 'reject') order by number",
            sha256,
            fingerprint,
        )
        return [each for each in found if isinstance(each, Imported | Dropped)]

    def last_list(self, interface: str) -> Imported | None:
        found = self._entries(
            "where interface = %s and act = 'import' and undone_by = ''"
            " order by number desc limit 1",
            interface,
        )
        return next((each for each in found if isinstance(each, Imported)), None)

    def entries_of(self, run: str) -> Sequence[LedgerEntry]:
        return self._entries("where run = %s order by number", run)

    def history_of(self, invoice_no: str) -> Iterator[tuple[LedgerEntry, Change]]:
        rows = self._ask(
            "select entry::text, undone_by, change::text from changes join ledger using (name)"
            " where invoice_no = %s order by ledger.number, position",
            key_text(invoice_no),
        )
        for entry, undone_by, change in rows:
            yield _entry(entry, undone_by), _change(change.encode())

    def undone_runs(self) -> Mapping[str, str]:
        rows = self._ask("select run, undone_by from ledger where undone_by <> ''")
        return {run: undone_by for run, undone_by in rows}  # noqa: C416 - a row is no pair to mypy

    def changed_since(self, moment: datetime) -> bool:
        return bool(self._ask("select 1 from ledger where at > %s limit 1", moment))

    def ledger(self) -> Sequence[LedgerEntry]:
        return self._ledger

    @cached_property
    def _ledger(self) -> Sequence[LedgerEntry]:
        return self._entries("order by number")

    def _entries(self, condition: LiteralString, *params: object) -> list[LedgerEntry]:
        statement = "select entry::text, undone_by from ledger "
        rows = self._ask(statement + condition, *params)
        return [_entry(entry, undone_by) for entry, undone_by in rows]

    def ledger_hashes(self) -> Sequence[str]:
        hashes = [""]
        for entry in self.ledger():
            hashes.append(ledger_hash(hashes[-1], entry))
        return hashes

    def ledger_end(self) -> tuple[int, str]:
        acts, over_them = self._ask("select acts, hash from head")[0]
        return acts, over_them

    def written(self) -> tuple[int, int]:
        acts, revision = self._ask("select acts, revision from head")[0]
        return acts, revision

    def acts_since(self, acts: int) -> Sequence[LedgerEntry]:
        return self._entries("where number > %s order by number", acts)

    def changes(self, entry: LedgerEntry) -> Iterator[Change]:
        if not entry.changes:
            return
        rows = self._ask(
            "select change::text from changes where name = %s order by position", entry.changes
        )
        digest = hashlib.sha256()
        for (line,) in rows:
            digest.update(line.encode() + b"\n")
            try:
                yield _change(line.encode())
            except Damaged as error:
                raise StoreError(
                    StoreFault.HISTORY_UNREADABLE, path=self._shown, error=str(error)
                ) from error
        if (len(rows), digest.hexdigest()) != (entry.changed, entry.changes_sha256):
            raise StoreError(StoreFault.HISTORY_CHANGED, path=self._shown, run=entry.run)

    def last_number(self, export: str) -> int:
        rows = self._ask("select coalesce(max(number), 0) from exports where export = %s", export)
        return int(rows[0][0])

    def acts_for(self, export: str, after: int) -> Sequence[LedgerEntry]:
        return self._entries(
            "join exports using (name) where export = %s and exports.number > %s"
            " order by exports.number",
            export,
            after,
        )

    def clearing(self) -> Sequence[WaitingPayment]:
        return list(
            waiting_payments(
                self._entries(
                    "where act = 'clear' or (entry -> 'clearing') is not null order by number"
                )
            )
        )

    def known_payments(self, keys: Collection[str]) -> set[str]:
        entries = self._entries("where (entry -> 'payment_keys') is not null") if keys else []
        return known_payments(entries, keys)

    def waiting(self) -> Sequence[HeldImport]:
        rows = self._ask("select held::text from waiting order by number")
        return [_held(held.encode()) for (held,) in rows]

    def held(self, interface: str, sha256: str) -> HeldImport | None:
        rows = self._ask(
            "select held::text from waiting where interface = %s and sha256 = %s", interface, sha256
        )
        return next((_held(held.encode()) for (held,) in rows), None)


def ledger_hash(before: str, entry: LedgerEntry) -> str:
    """The hash over an act and all before it; whether it was taken back later is left out."""
    line = msgspec.json.encode(msgspec.structs.replace(entry, undone_by=""))
    return hashlib.sha256(before.encode() + line).hexdigest()


def _entry(entry: str, undone_by: str) -> LedgerEntry:
    return msgspec.structs.replace(decode_entry(entry.encode()), undone_by=undone_by)
