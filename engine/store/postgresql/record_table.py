"""Small records, one of a kind for each name: when an interface is due, what waits to be mailed."""

from __future__ import annotations

from engine.store.postgresql.database import Database


class RecordTable:
    """The records of one kind."""

    def __init__(self, database: Database, kind: str) -> None:
        self._database = database
        self._kind = kind

    def load(self) -> dict[str, bytes]:
        """All of them, by name, as JSON."""
        rows = self._database.run(
            "select name, record::text from records where kind = %s", self._kind
        )
        return {name: record.encode() for name, record in rows}

    def put(self, name: str, record: bytes) -> None:
        """Replace one. It is there when this returns."""
        self._database.run(
            "insert into records values (%s, %s, %s)"
            " on conflict (kind, name) do update set record = excluded.record",
            self._kind,
            name,
            record.decode(),
        )
