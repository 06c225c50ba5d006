"""Who may do what only one may, on whichever host: a lease, with a token that is new with every
taking.

A thread renews the leases of this process. Whoever stands still for too long loses theirs, and the
commit, which asks for the token once more, refuses them: it is a fencing token. All times are the
server's.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from engine.common.cancellation import CancelToken
from engine.messages.database import DatabaseFault
from engine.model.errors import Locked, OposError
from engine.store.postgresql.database import Asks, Database

_GLANCE = 0.2
"""Seconds between two looks at a lease that is another's."""
TTL = 30.0
"""Seconds for which a lease holds without being renewed."""

# Of the row in its way it looks at the row itself, never at the view: that shows it as it was when
# the statement began. So do the sessions, hence the second of grace for whoever has just taken it.
_TAKE = """
insert into leases (name, host, pid, token, since, expires, backend, backend_start)
select %s, %s, %s, %s, clock_timestamp(), clock_timestamp() + make_interval(secs => %s),
    session.pid, backend_start
from pg_stat_activity as session where session.pid = pg_backend_pid()
on conflict (name) do update set
    host = excluded.host, pid = excluded.pid, token = excluded.token, since = excluded.since,
    expires = excluded.expires, backend = excluded.backend, backend_start = excluded.backend_start
where leases.token = excluded.token or leases.expires < clock_timestamp()
    or leases.since < clock_timestamp() - interval '1 second' and not exists (
        select from pg_stat_activity as session where session.pid = leases.backend
        and (session.backend_start = leases.backend_start or session.backend_start is null)
    )
returning 1
"""
_RENEW = """
update leases set expires = clock_timestamp() + make_interval(secs => %s), backend = session.pid,
    backend_start = session.backend_start
from pg_stat_activity as session
where session.pid = pg_backend_pid() and token = any(%s)
"""


class Holding(msgspec.Struct, frozen=True):
    """Who holds a lease."""

    name: str
    host: str
    pid: int
    since: datetime


class Leases:
    """The leases of this process. Its methods raise `StoreError` where the server is away."""

    def __init__(self, database: Database, ttl: float | None = None) -> None:
        self._database = database
        self._ttl = TTL if ttl is None else ttl
        self._taken: dict[str, UUID] = {}
        self._given_back = threading.Condition()
        self._thread: threading.Thread | None = None

    @property
    def names(self) -> list[str]:
        """Of the leases that are taken."""
        return list(self._taken)

    @contextmanager
    def held(
        self, name: str, seconds: float = 0.0, token: CancelToken | None = None
    ) -> Iterator[None]:
        """Hold the lease of this name. Raises `Locked` where another one does, and still does so
        many `seconds` later; `Cancelled` where `token` stops the waiting.
        """
        until = time.monotonic() + seconds
        while True:
            try:
                self.take(name)
                break
            except Locked:
                if time.monotonic() >= until:
                    raise
            if token is not None:
                token.check()
            time.sleep(_GLANCE)
        try:
            yield
        finally:
            self.give_back(name)

    def take(self, name: str) -> None:
        """The same, until it is given back."""
        token = uuid4()
        holder = (socket.gethostname(), os.getpid())
        if not self._database.run(_TAKE, name, *holder, token, self._ttl):
            raise self._held_by_another(name)
        with self._given_back:
            self._taken[name] = token
            if self._thread is None:
                self._thread = threading.Thread(target=self._renew_all, daemon=True)
                self._thread.start()

    def give_back(self, name: str) -> None:
        """Let the next one have it; where the server is away, once it ran out."""
        with self._given_back:
            token = self._taken.pop(name)
            self._given_back.notify_all()
        with suppress(OposError):
            self._database.run("delete from leases where token = %s", token)

    def demand(self, ask: Asks) -> None:
        """Raise `Locked` where one of this process's leases ran out or is another's by now;
        nobody else can take any until the end of the transaction that asks.
        """
        found = ask(
            "select name from leases where token = any(%s) and expires > clock_timestamp()"
            " order by name for update",
            list(self._taken.values()),
        )
        for name in self._taken.keys() - {name for (name,) in found}:
            raise Locked(DatabaseFault.LEASE_LOST, name=_thing(name))

    def all(self) -> list[Holding]:
        """Every lease that is held, by whichever host."""
        rows = self._database.run("select name, host, pid, since from held order by since")
        return [Holding(*row) for row in rows]

    def _held_by_another(self, name: str) -> Locked:
        for held in self.all():
            if held.name == name:
                return Locked(
                    DatabaseFault.HELD_BY,
                    began=held.since,
                    name=_thing(name),
                    holder=f"{held.host} ({held.pid})",
                    since=f"{held.since.astimezone():%Y-%m-%d %H:%M:%S}",
                    n=int(self._ttl),
                )
        return Locked(DatabaseFault.LEASE_LOST, name=_thing(name))

    def _renew_all(self) -> None:
        while True:
            with self._given_back:
                self._given_back.wait(self._ttl / 3)
                tokens = list(self._taken.values())
                if not tokens:
                    self._thread = None
                    return
            with suppress(OposError):  # else the commit refuses it
                self._database.run(_RENEW, self._ttl, tokens)


def _thing(name: str) -> str:
    """What a lease such as `interface/datev` is about, for people."""
    return name.partition("/")[2] or name
