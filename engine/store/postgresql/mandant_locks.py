"""A lock on the invoices of some Mandanten, held by the transaction that reads them, plans and
commits.
"""

from __future__ import annotations

import hashlib
import time

from psycopg import errors

from engine.common.cancellation import CancelToken
from engine.messages.database import DatabaseFault
from engine.model.errors import Locked
from engine.store.postgresql.database import Connection

_BETWEEN = "1s"
"""So often it is asked meanwhile whether it shall stop."""


def lock_mandants(
    connection: Connection,
    schema: str,
    mandants: frozenset[str],
    token: CancelToken,
    seconds: float,
) -> None:
    """Hold these Mandanten, or all, until the transaction ends. Raises `Locked` where others do not
    let go of them within so many `seconds`.

    All take their locks in one order, so that no two wait for each other.
    """
    until = time.monotonic() + seconds
    connection.execute("select set_config('lock_timeout', %s, true)", [_BETWEEN])
    everything = _number(schema, "")
    if mandants:
        _lock(connection, "select pg_advisory_xact_lock_shared(%s)", everything, until, token)
        for number in sorted(_number(schema, mandant) for mandant in mandants):
            _lock(connection, "select pg_advisory_xact_lock(%s)", number, until, token)
    else:
        _lock(connection, "select pg_advisory_xact_lock(%s)", everything, until, token)


def _lock(
    connection: Connection, statement: str, number: int, until: float, token: CancelToken
) -> None:
    while True:
        token.check()
        try:
            with connection.transaction():
                connection.execute(statement.encode(), [number])
        except errors.LockNotAvailable:
            if time.monotonic() > until:
                raise Locked(DatabaseFault.BUSY) from None
        else:
            return


def _number(schema: str, mandant: str) -> int:
    """What PostgreSQL locks are named by; that two are named alike only lets one wait."""
    digest = hashlib.sha256(f"{schema}/{mandant}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
