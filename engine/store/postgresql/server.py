"""What the server tells of itself, of its standbys and of the hosts that work with it."""

from __future__ import annotations

import socket
import time
from datetime import datetime

import msgspec

from engine.messages.database import DatabaseFault
from engine.model.errors import StoreError
from engine.store.postgresql.database import Database

_PATIENCE = 5.0
"""Seconds for which a standby is waited for, before the list stays until the next run."""


class Worker(msgspec.Struct, frozen=True):
    """A host that runs interfaces."""

    host: str
    seen: datetime
    version: str
    configuration: str
    """The hash of what it runs by."""


class ServerState(msgspec.Struct, frozen=True):
    """How it stands."""

    version: str
    clock: datetime
    standbys: list[str]
    """Those that follow it, each with how closely."""
    workers: list[Worker]


def state_of(database: Database) -> ServerState:
    """Ask the server. Raises `StoreError`."""
    version, clock = database.run("select current_setting('server_version'), clock_timestamp()")[0]
    standbys = database.run(
        "select coalesce(application_name, '?') || ' (' || coalesce(sync_state, '?') || ')'"
        " from pg_stat_replication where state = 'streaming' or state is null"
    )
    workers = database.run(
        "select host, seen, version, configuration from workers"
        " where seen > clock_timestamp() - interval '2 days' order by host"
    )
    return ServerState(
        version, clock, [name for (name,) in standbys], [Worker(*row) for row in workers]
    )


def announce(database: Database, version: str, configuration: str) -> None:
    """Let the others know that this host works with the store, and by what."""
    database.run(
        "insert into workers values (%s, clock_timestamp(), %s, %s) on conflict (host) do update"
        " set seen = excluded.seen, version = excluded.version,"
        " configuration = excluded.configuration",
        socket.gethostname(),
        version,
        configuration,
    )


def await_standby(database: Database) -> None:
    """Wait until a standby has written all that was committed; raises `StoreError` where none has
    soon.
    """
    position = database.run("select pg_current_wal_lsn()::text")[0][0]
    until = time.monotonic() + _PATIENCE
    while not database.run(
        "select 1 from pg_stat_replication where flush_lsn >= %s::pg_lsn", position
    ):
        if time.monotonic() > until:
            raise StoreError(DatabaseFault.NOT_REPLICATED, store=database.shown)
        time.sleep(0.1)
