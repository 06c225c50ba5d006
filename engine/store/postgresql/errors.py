"""What PostgreSQL and the way to it refuse, in our words and with the exit code of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from engine.common.known_secrets import without_secrets
from engine.common.sanitize import sanitize
from engine.messages.database import DatabaseFault
from engine.model.errors import ConfigError, Locked, LoginRefused, OposError, StoreError

_LOGIN = ("password authentication", "passwort-authentifizierung", "no pg_hba.conf", "no password",
          "pg_hba.conf-eintrag", "certificate", "zertifikat", 'role "', "rolle »")  # fmt: skip
_NO_DATABASE = ("does not exist", "existiert nicht")
_TOO_MANY = ("too many clients", "too many connections", "connection slots",
             "zu viele verbindungen")  # fmt: skip
_READ_ONLY = ("session is read-only", "server is in hot standby mode")


@contextmanager
def database_errors(store: str) -> Iterator[None]:
    """Raise an `OposError` for whatever the driver raises within; `store` says to people which one
    it is.
    """
    try:
        yield
    except psycopg.Error as error:
        raise _told(error, store) from error


def is_connection_lost(error: psycopg.Error) -> bool:
    """Whether the server or the way to it went, so that nobody knows what became of a statement."""
    kinds = (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow)
    return isinstance(error, kinds) or (
        isinstance(error, psycopg.OperationalError) and error.sqlstate is None
    )


def _told(error: psycopg.Error, store: str) -> OposError:
    words = _words(error)
    match error:
        case errors.DiskFull() | errors.OutOfMemory():
            return StoreError(DatabaseFault.FULL_DISK, store=store, error=words)
        case errors.TooManyConnections():
            return StoreError(DatabaseFault.FULL_HOUSE, store=store)
        case errors.ReadOnlySqlTransaction():
            return StoreError(DatabaseFault.READ_ONLY, store=store)
        case errors.InsufficientPrivilege():
            return StoreError(DatabaseFault.NO_RIGHT, store=store, error=words)
        case errors.UndefinedTable() | errors.InvalidSchemaName():
            return StoreError(DatabaseFault.NO_SCHEMA, store=store)
        case errors.IdleInTransactionSessionTimeout():
            return Locked(DatabaseFault.STOOD_STILL, store=store)
        case errors.LockNotAvailable() | errors.DeadlockDetected() | errors.SerializationFailure():
            return Locked(DatabaseFault.BUSY)
        case psycopg.OperationalError(sqlstate=None):
            return _not_connected(store, words)
    return StoreError(DatabaseFault.FAILED, store=store, error=words)


def _not_connected(store: str, words: str) -> OposError:
    """Of a connection that does not come about, libpq has words alone."""
    lower = words.lower()
    if any(each in lower for each in _LOGIN):
        return LoginRefused(DatabaseFault.REFUSED, store=store, error=words)
    if any(each in lower for each in _TOO_MANY):
        return StoreError(DatabaseFault.FULL_HOUSE, store=store)
    if any(each in lower for each in _READ_ONLY):
        return StoreError(DatabaseFault.READ_ONLY, store=store)
    if "fatal" in lower and any(each in lower for each in _NO_DATABASE):
        return ConfigError(DatabaseFault.NO_DATABASE, store=store, error=words)
    return StoreError(DatabaseFault.UNREACHABLE, store=store, error=words)


def _words(error: psycopg.Error) -> str:
    """The server's own, harmless and in one line."""
    said = error.diag.message_primary or str(error)
    return without_secrets(sanitize(" ".join(said.split()), 500))
