"""Who may do what only one may, on whichever host: a lease with a token that grows with every
holder.

A thread renews the leases of this process. Who stands still for too long loses his, and the commit,
which asks for the token once more, refuses him (the token is a fencing token). All times are the
server's.
"""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import msgspec

from engine.messages.database import DatabaseFault
from engine.model.errors import Locked, OposError
from engine.store.postgresql.database import Asks, Database

TTL = 30.0
"""Seconds for which a lease holds without being renewed."""

_CLAIM = """
insert into leases (name, holder, token, since, expires, backend, backend_start)
select %s, %s, 1, clock_timestamp(), clock_timestamp() + make_interval(secs => %s), pid,
    backend_start
from pg_stat_activity where pid = pg_backend_pid()
on conflict (name) do update set
    holder = excluded.holder, token = leases.token + 1, since = excluded.since,
    expires = excluded.expires, backend = excluded.backend, backend_start = excluded.backend_start
where leases.holder = excluded.holder or not exists (select from held where held.name = leases.name)
returning token
"""
_RENEW = """
update leases set expires = clock_timestamp() + make_interval(secs => %s), backend = pid,
    backend_start = session.backend_start
from pg_stat_activity as session
where session.pid = pg_backend_pid() and holder = any(%s)
"""


class Lease(msgspec.Struct, frozen=True):
    """A lease that was taken."""

    name: str
    holder: str
    token: int


class Holding(msgspec.Struct, frozen=True):
    """Who holds a lease."""

    name: str
    holder: str
    since: datetime


class Leases:
    """The leases of this process. Its methods raise `StoreError` where the server is away."""

    def __init__(self, database: Database, ttl: float = TTL) -> None:
        self._database = database
        self._ttl = ttl
        self._holders: set[str] = set()
        self._let_go = threading.Condition()
        self._thread: threading.Thread | None = None

    @contextmanager
    def held(self, name: str) -> Iterator[Lease]:
        """Hold the lease of this name; raises `Locked` where another one does."""
        lease = self.take(name)
        try:
            yield lease
        finally:
            self.give_back(lease)

    def take(self, name: str) -> Lease:
        """The same, to be given back."""
        holder = f"{socket.gethostname()} {os.getpid()} {uuid.uuid4().hex}"
        rows = self._database.run(_CLAIM, name, holder, self._ttl)
        if not rows:
            raise self._held_by_another(name)
        with self._let_go:
            self._holders.add(holder)
            if self._thread is None:
                self._thread = threading.Thread(target=self._renew_all, daemon=True)
                self._thread.start()
        return Lease(name, holder, rows[0][0])

    def give_back(self, lease: Lease) -> None:
        """Let the next one have it; where the server is away, once it ran out."""
        with self._let_go:
            self._holders.discard(lease.holder)
            self._let_go.notify_all()
        with suppress(OposError):
            self._database.run(
                "update leases set expires = '-infinity' where holder = %s", lease.holder
            )

    def all(self) -> list[Holding]:
        """Every lease that is held, by whichever host."""
        rows = self._database.run("select name, holder, since from held order by since")
        return [Holding(name, _person(holder), since) for name, holder, since in rows]

    def _held_by_another(self, name: str) -> Locked:
        for held in self.all():
            if held.name == name:
                return Locked(
                    DatabaseFault.HELD_BY,
                    began=held.since,
                    name=name,
                    holder=held.holder,
                    since=f"{held.since.astimezone():%Y-%m-%d %H:%M:%S}",
                    n=int(self._ttl),
                )
        return Locked(DatabaseFault.LEASE_LOST, name=name)

    def _renew_all(self) -> None:
        while True:
            with self._let_go:
                self._let_go.wait(self._ttl / 3)
                holders = sorted(self._holders)
                if not holders:
                    self._thread = None
                    return
            with suppress(OposError):  # the next time; who comes too late is refused at the commit
                self._database.run(_RENEW, self._ttl, holders)


def demand(ask: Asks, lease: Lease) -> None:
    """Raise `Locked` where the lease is another's by now, or ran out; until the end of the
    transaction that asks, nobody else can take it.
    """
    if not ask(
        "select 1 from leases where name = %s and token = %s and expires > clock_timestamp()"
        " for update",
        lease.name,
        lease.token,
    ):
        raise Locked(DatabaseFault.LEASE_LOST, name=lease.name)


def _person(holder: str) -> str:
    """Host and process, as people are told."""
    host, pid, _unique = holder.split(" ")
    return f"{host} ({pid})"
