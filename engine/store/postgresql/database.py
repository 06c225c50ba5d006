"""The connections of this process to one schema of a PostgreSQL.

One is shared and commits each statement by itself: journals, leases, questions. A transaction has a
connection of its own for as long as it lasts, so a run never holds more than two. Only a
transaction's commit waits for a standby: what was written before it comes there before it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, LiteralString

import psycopg
from psycopg.conninfo import conninfo_to_dict

from engine.common.secret import SecretStr
from engine.settings.store_url import StoreUrl
from engine.store.postgresql.errors import database_errors, is_connection_lost

TableRow = tuple[Any, ...]
Connection = psycopg.Connection[TableRow]
Asks = Callable[..., list[TableRow]]
"""Does a statement with its parameters and returns its rows."""

_DEFAULTS: dict[str, str] = {
    "application_name": "opos",
    "connect_timeout": "10",
    # A server that is gone without a word is noticed within half a minute.
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}


class Database:
    """See the module. Its methods raise `StoreError` and what else `database_errors` tells."""

    def __init__(
        self, url: StoreUrl, password: Callable[[], SecretStr], *, idle_seconds: int
    ) -> None:
        """A transaction whose process stands still for `idle_seconds` is ended by the server."""
        self.shown = url.shown
        self.schema = url.schema
        self.url = url
        self._password = password
        self._idle_seconds = idle_seconds
        self._shared: Connection | None = None
        self._is_closed = False
        self._lock = threading.Lock()

    def run(self, statement: LiteralString, *params: object) -> list[TableRow]:
        """Do one statement, committed by itself, and return its rows.

        Where the connection is lost it is done once more on a new one, so each statement must be
        one that may be done twice.
        """
        with self._lock, database_errors(self.shown):
            try:
                return _rows(self._connected(), statement, params)
            except psycopg.Error as error:
                if not is_connection_lost(error):
                    raise
            self._drop()
            return _rows(self._connected(), statement, params)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection of its own; what is done on it counts once its `commit` returned."""
        with database_errors(self.shown):
            connection = self._connect(autocommit=False)
        with database_errors(self.shown):
            try:
                yield connection
            finally:
                connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """The same, only to read: everything as it was at one moment."""
        with self.transaction() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            yield connection

    def close(self) -> None:
        """Let the shared connection go, and make no more: a thread may come late."""
        with self._lock:
            self._is_closed = True
            self._drop()

    def _connected(self) -> Connection:
        if self._shared is None or self._shared.closed:
            self._shared = self._connect(autocommit=True)
        return self._shared

    def _drop(self) -> None:
        if self._shared is not None:
            self._shared.close()
            self._shared = None

    @cached_property
    def _conninfo(self) -> dict[str, Any]:
        given = conninfo_to_dict(self.url.server)
        options = f"{given.pop('options', '')} -csearch_path={self.schema}".strip()
        return {**_DEFAULTS, **given, "options": options}

    @property
    def _shared_conninfo(self) -> dict[str, Any]:
        options = f"-csynchronous_commit=local {self._conninfo['options']}"
        return {**self._conninfo, "options": options}

    def _connect(self, *, autocommit: bool) -> Connection:
        if self._is_closed:
            raise psycopg.OperationalError("closed")
        secret = self._password().get_secret_value()
        conninfo = self._shared_conninfo if autocommit else self._conninfo
        if secret:
            conninfo = {**conninfo, "password": secret}
        connection = psycopg.connect(autocommit=autocommit, **conninfo)
        if not autocommit:
            seconds = str(self._idle_seconds)
            with connection.transaction():
                connection.execute(
                    "select set_config('idle_in_transaction_session_timeout', %s || 's', false)",
                    [seconds],
                )
        return connection


def text_array(texts: Iterable[str]) -> str:
    """An array as PostgreSQL reads it. The driver makes its own by an expression for each text,
    which for JSON takes ten times as long.
    """
    quoted = [text.replace("\\", r"\\").replace('"', r"\"") for text in texts]
    return '{"' + '","'.join(quoted) + '"}' if quoted else "{}"


def asks(connection: Connection) -> Asks:
    """What asks within this transaction."""
    return lambda statement, *params: _rows(connection, statement, params)


def _rows(
    connection: Connection, statement: LiteralString, params: Sequence[object]
) -> list[TableRow]:
    cursor = connection.execute(statement, params)
    return cursor.fetchall() if cursor.description else []
