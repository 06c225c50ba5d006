"""Invoices, ledger and held imports in PostgreSQL; see `engine.store.protocol` for what each method
promises.

Whoever changes invoices holds a lock on their Mandanten from before they are read until the commit,
and the commit asks once more for the run's lease: no other act comes between, whichever host it is
on, and no run that stood still for too long commits late.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import LiteralString

import msgspec
import psycopg
from psycopg import errors

from engine.common.cancellation import CancelToken
from engine.common.file_lock import PATIENCE
from engine.messages.database import DatabaseFault
from engine.messages.store import StoreFault
from engine.model.errors import Locked, OposError, StoreError
from engine.model.item import Item
from engine.posting.change import Change
from engine.store.change_files import changes_name
from engine.store.ledger import Dropped, HeldImport, Imported, LedgerEntry, Undone, act_of
from engine.store.postgresql.confirmed_commit import commit_confirmed, unconfirmed
from engine.store.postgresql.database import Connection, Database, asks
from engine.store.postgresql.errors import is_connection_lost
from engine.store.postgresql.item_table import apply_changes, key_text, stream_items
from engine.store.postgresql.leases import Leases
from engine.store.postgresql.mandant_locks import lock_mandants
from engine.store.postgresql.questions import Questions, ledger_hash
from engine.store.protocol import Entry

_encode = msgspec.json.Encoder().encode
_ASKED_AFTER = 60
"""Times, a second apart, that it is asked what became of a commit without an answer."""


class PostgresStore(Questions):
    """The `Store` of one schema. A process commits only while it holds all its `leases`."""

    def __init__(
        self, database: Database, leases: Leases, last_seen: Callable[[], str] = str
    ) -> None:
        """`last_seen` is the version as it was fetched, where somebody fetches it now and then:
        screens ask more often than a server should be.
        """
        super().__init__(database.run, database.shown)
        self._database = database
        self._leases = leases
        self._last_seen = last_seen

    def version(self) -> str:
        try:
            return self._last_seen() or revision(self._database)
        except OposError:
            return ""

    def item_blocks(self) -> Iterator[Sequence[Item]]:
        with self._database.snapshot() as connection:
            yield from stream_items(connection, self._shown)

    @contextmanager
    def exclusively(
        self, mandants: frozenset[str], token: CancelToken, seconds: float
    ) -> Iterator[HeldStore]:
        """Let nobody else change these Mandanten, or any, until what is yielded has committed."""
        with self._database.transaction() as connection:
            lock_mandants(connection, self._database.schema, mandants, token, seconds)
            held = HeldStore(self._database, self._leases, connection, mandants, token)
            yield held
        self.forget()
        if not held.is_confirmed:
            raise unconfirmed(self._database)

    def commit(
        self,
        changes: Sequence[Change],
        entry: Entry,
        exports: Mapping[str, int] = MappingProxyType({}),
    ) -> Entry:
        with self.exclusively(frozenset(), CancelToken(), PATIENCE) as held:
            return held.commit(changes, entry, exports)

    def hold(self, waiting: HeldImport) -> None:
        with self.exclusively(frozenset(), CancelToken(), PATIENCE) as held:
            held.hold(waiting)


def revision(database: Database) -> str:
    """What changes with every write."""
    return str(database.run("select revision from head")[0][0])


class HeldStore(PostgresStore):
    """The same within the one transaction that reads, and writes at its end."""

    def __init__(
        self,
        database: Database,
        leases: Leases,
        connection: Connection,
        mandants: frozenset[str],
        token: CancelToken,
    ) -> None:
        super().__init__(database, leases)
        self._ask = asks(connection)
        self._connection = connection
        self._mandants = mandants
        self._token = token
        self.is_confirmed = True
        """False where the standbys that a commit waits for do not answer; it counts for all that.
        """

    def commit(
        self,
        changes: Sequence[Change],
        entry: Entry,
        exports: Mapping[str, int] = MappingProxyType({}),
    ) -> Entry:
        self._refuse_if_stale(changes)
        apply_changes(self._connection, changes)
        name = changes_name(entry.run, 1 + len(self.entries_of(entry.run)))
        entry = self._with_changes(name, changes, entry)
        if isinstance(entry, Imported | Dropped):
            statement = "delete from waiting where interface = %s and sha256 = %s"
            self._ask(statement, entry.interface, entry.sha256)
        if isinstance(entry, Undone):
            statement = "update ledger set undone_by = %s where run = %s and undone_by = ''"
            self._ask(statement, entry.run, entry.undone_run)
        entry = self._enter(name, entry, exports)
        self._end("select 1 from ledger where name = %s", name)
        return entry

    def take_over(self, name: str, changes: Sequence[Change], entry: LedgerEntry) -> None:
        """Enter an act of another store, which the items have been through already."""
        self._enter(name, self._with_changes(name, changes, entry), {})

    def hold(self, waiting: HeldImport) -> None:
        self.note_waiting(waiting)
        self._ask("update head set revision = revision + 1")
        self._end(
            "select 1 from waiting where interface = %s and sha256 = %s",
            waiting.interface,
            waiting.sha256,
        )

    def note_waiting(self, waiting: HeldImport) -> None:
        """Write it, to be committed with what else is."""
        self._ask(
            "insert into waiting (interface, sha256, held) values (%s, %s, %s)",
            waiting.interface,
            waiting.sha256,
            _encode(waiting).decode(),
        )

    def _refuse_if_stale(self, changes: Sequence[Change]) -> None:
        """A plan made from other items than we hold must never be applied."""
        held = self.items_of([change.key for change in changes])
        for change in changes:
            if held.get(change.key) != change.before:
                raise StoreError(StoreFault.STALE_PLAN, item=change.key[1])

    def _with_changes(self, name: str, changes: Sequence[Change], entry: Entry) -> Entry:
        """Write what the act changes; returns the entry that knows it."""
        if not changes:
            return entry
        digest = hashlib.sha256()
        with (
            self._connection.cursor() as cursor,
            cursor.copy(
                "copy changes (name, position, mandant, invoice_no, change) from stdin"
            ) as stream,
        ):
            for position, change in enumerate(changes, 1):
                line = _encode(change)
                digest.update(line + b"\n")
                mandant, number = map(key_text, change.key)
                stream.write_row((name, position, mandant, number, line.decode()))
        return msgspec.structs.replace(
            entry, changes=name, changed=len(changes), changes_sha256=digest.hexdigest()
        )

    def _enter(self, name: str, entry: Entry, exports: Mapping[str, int]) -> Entry:
        """Enter the act in the ledger as its next one, and return it as entered."""
        acts, before = self._ask("select acts, hash from head for update")[0]
        if exports:
            numbers = {
                export: max(least, 1 + self.last_number(export))
                for export, least in exports.items()
            }
            entry = msgspec.structs.replace(entry, exports=numbers)
        now = ledger_hash(before, entry)
        content = entry if isinstance(entry, Imported | Dropped) else None
        try:
            self._ask(
                "insert into ledger (number, name, run, interface, act, at, sha256, fingerprint,"
                " undone_by, entry, hash) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                acts + 1,
                name,
                entry.run,
                entry.interface,
                act_of(entry),
                entry.at,
                content.sha256 if content else "",
                entry.fingerprint if isinstance(entry, Imported) else "",
                entry.undone_by,
                _encode(entry).decode(),
                now,
            )
        except errors.UniqueViolation as error:
            file = content.file if content else name
            raise StoreError(DatabaseFault.IMPORTED_TWICE, name=file) from error
        for export, number in entry.exports.items():
            self._ask("insert into exports values (%s, %s, %s)", export, number, name)
        self._ask("update head set acts = %s, hash = %s, revision = revision + 1", acts + 1, now)
        return entry

    def _end(self, proof: LiteralString, *params: object) -> None:
        """Commit: the point of no return. `proof` finds what was written."""
        self._leases.demand(self._ask)
        try:
            self.is_confirmed = commit_confirmed(self._connection, self._database, self._token)
        except psycopg.Error as error:
            if not is_connection_lost(error):
                raise
            if not self._came_through(proof, params):
                raise

    def _came_through(self, proof: LiteralString, params: Sequence[object]) -> bool:
        """Whether a commit that nobody answered has happened. Its session may be at it still, so
        who asks waits for its locks.
        """
        for _attempt in range(_ASKED_AFTER):
            if self._token.is_cancelled:
                break
            try:
                with self._database.transaction() as connection:
                    lock_mandants(
                        connection, self._database.schema, self._mandants, CancelToken(), PATIENCE
                    )
                    return bool(asks(connection)(proof, *params))
            except (StoreError, Locked):
                CancelToken().sleep(1)
        raise StoreError(DatabaseFault.OUTCOME_UNKNOWN, store=self._shown)
