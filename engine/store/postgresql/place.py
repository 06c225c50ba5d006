"""Everything that a configuration keeps in a PostgreSQL, opened at the first need."""

from __future__ import annotations

import atexit
import os
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property
from pathlib import Path

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder, SharedStore
from engine.common.file_lock import Holder
from engine.common.hash_chain import HashChain
from engine.messages.database import DatabaseFault
from engine.model.errors import OposError, StoreError
from engine.settings.store_url import parse_store_url
from engine.store.postgresql.archive import PostgresArchive
from engine.store.postgresql.chain_table import ChainTable, L
from engine.store.postgresql.confirmed_commit import commit_confirmed
from engine.store.postgresql.database import Database, asks
from engine.store.postgresql.journals import SharedJournals
from engine.store.postgresql.leases import Leases
from engine.store.postgresql.record_table import RecordTable
from engine.store.postgresql.schema_version import demand_version
from engine.store.postgresql.server import ServerState, announce, await_standby, state_of
from engine.store.postgresql.shared_journal import SharedJournal
from engine.store.postgresql.store import PostgresStore, revision

RUNS = "runs"
"""The chain over the runs."""
_INTERFACE = "interface/"
_IDLE_SECONDS = 45
"""So long a transaction may do nothing: longer than planning a million invoices takes."""


class PostgresPlace:
    """The store of one configuration and what belongs to it, on this host."""

    def __init__(self, shared: SharedStore, data: DataFolder) -> None:
        self.database = Database(
            parse_store_url(shared.url), shared.password, idle_seconds=_IDLE_SECONDS
        )
        self._data = data
        self._revision = ""

    @cached_property
    def leases(self) -> Leases:
        return Leases(self.database)

    @cached_property
    def journals(self) -> SharedJournals:
        return SharedJournals(self.database, self.leases, self._data)

    @cached_property
    def archive(self) -> PostgresArchive:
        return PostgresArchive(self.database, self._data.root / "originals")

    def store(self) -> PostgresStore:
        """The store as it is now."""
        return PostgresStore(self.database, self.leases, lambda: self._revision)

    def fetch(self) -> None:
        """Bring up to date what lies on this host: journals, and whether the store has changed."""
        self.journals.fetch()
        self._revision = revision(self.database)

    def begin_journal(self, interface: str, now: datetime, *, killed: str = "") -> SharedJournal:
        """The journal of a new run, or the rest of one of a run that was `killed`."""
        return SharedJournal(self.journals, interface, now, killed=killed)

    def records(self, kind: str) -> RecordTable:
        """The small records of this kind."""
        return RecordTable(self.database, kind)

    def runs_at_work(self) -> list[tuple[str, Holder]]:
        """Who holds which interface right now."""
        return [
            (held.name.removeprefix(_INTERFACE), Holder(held.pid, held.host, held.since))
            for held in self.leases.all()
            if held.name.startswith(_INTERFACE)
        ]

    def run_lock(
        self, interface: str, seconds: float, token: CancelToken | None
    ) -> AbstractContextManager[None]:
        """Hold the right to run this interface. Raises `Locked` where somebody else does, and
        still does so many `seconds` later; `Cancelled` where `token` stops the waiting.
        """
        return self.leases.held(_INTERFACE + interface, seconds, token)

    def confirm(self) -> None:
        """Make sure that this run is still ours, and that what was committed before is where the
        server's commits must be. Raises `Locked`, `StoreError`.
        """
        statement = "select current_setting('synchronous_standby_names') <> ''"
        if not self.database.run(statement)[0][0]:
            self.leases.demand(self.database.run)
            return
        with self.database.transaction() as connection:
            self.leases.demand(asks(connection))  # it locks rows, so the commit is one that counts
            if not commit_confirmed(connection, self.database, CancelToken()):
                raise StoreError(DatabaseFault.NOT_REPLICATED, store=self.database.shown)

    def await_standby(self, interface: str, sha256: str) -> None:
        """Wait until a standby has the import of this content. Raises `StoreError`."""
        await_standby(self.database)
        # Asked last: after a failover the standby may be that of a server which lacks the import.
        if not self.store().dealt_with(interface, sha256):
            raise StoreError(DatabaseFault.NOT_REPLICATED, store=self.database.shown)

    def announce(self, version: str, configuration: str) -> None:
        """Let the other hosts know of this one."""
        announce(self.database, version, configuration)

    def state(self) -> ServerState:
        """How the server stands."""
        return state_of(self.database)

    def run_chain(self, kind: type[L]) -> HashChain[L]:
        """The chain over the runs."""
        return ChainTable(self.database, RUNS, kind)


_places: dict[tuple[str, Path], PostgresPlace] = {}
_inherited: list[PostgresPlace] = []
"""Kept, so that nothing closes their connections."""


def opened_place(data: DataFolder, shared: SharedStore) -> PostgresPlace:
    """The place that is meant. Raises `StoreError` where its tables are missing or of another
    opos's.
    """
    key = (shared.url, data.root)
    if key not in _places:
        place = PostgresPlace(shared, data)
        try:
            demand_version(place.database)
        except OposError:
            place.database.close()
            raise
        _places[key] = place
    return _places[key]


def _begin_anew() -> None:
    """A fork has its parent's connections: it must neither use them nor say goodbye on them."""
    for place in _places.values():
        place.journals.let_go()
    _inherited.extend(_places.values())
    _places.clear()


os.register_at_fork(after_in_child=_begin_anew)


@atexit.register
def close_all() -> None:
    """Let go of every place."""
    while _places:
        _key, place = _places.popitem()
        place.journals.let_go()
        place.database.close()
