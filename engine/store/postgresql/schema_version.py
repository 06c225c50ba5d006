"""The tables, brought up to date by numbered files of SQL that are never changed once released."""

from __future__ import annotations

from importlib.resources import files

from engine.messages.database import DatabaseFault
from engine.model.errors import StoreError
from engine.store.postgresql.database import Connection, Database


def steps() -> list[str]:
    """The SQL of each version, the first one first."""
    folder = files("engine.store.postgresql") / "schema"
    found = sorted(path.name for path in folder.iterdir() if path.name.endswith(".sql"))
    return [(folder / name).read_text(encoding="utf-8") for name in found]


def update_schema(database: Database) -> list[int]:
    """Make the tables, or change those of an older opos; returns the versions that were reached.
    Raises `StoreError` where they are of a newer one.
    """
    with database.transaction() as connection:
        # Of two that do this at once, the second finds it done.
        connection.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{database.schema} schema"]
        )
        connection.execute(f'create schema if not exists "{database.schema}"'.encode())
        connection.execute("create table if not exists schema_version (version integer not null)")
        found = _version(connection)
        _refuse_newer(database, found)
        reached = []
        for version, step in enumerate(steps(), 1):
            if version > found:
                connection.execute(step.encode())
                reached.append(version)
        connection.execute("delete from schema_version")
        connection.execute("insert into schema_version values (%s)", [len(steps())])
        connection.commit()
    return reached


def demand_version(database: Database) -> None:
    """Raise `StoreError` where the tables are not those that this opos works with."""
    found = database.run("select coalesce(max(version), 0) from schema_version")[0][0]
    _refuse_newer(database, found)
    if found < len(steps()):
        raise StoreError(
            DatabaseFault.OLD_SCHEMA, store=database.shown, found=found, needed=len(steps())
        )


def _version(connection: Connection) -> int:
    row = connection.execute("select coalesce(max(version), 0) from schema_version").fetchone()
    return int(row[0]) if row else 0


def _refuse_newer(database: Database, found: int) -> None:
    if found > len(steps()):
        raise StoreError(
            DatabaseFault.NEW_SCHEMA, store=database.shown, found=found, needed=len(steps())
        )
