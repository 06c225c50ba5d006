"""A whole store moved: from a data folder into an empty schema, or from a schema into a new folder.

Either all of it is there afterwards or nothing, and it is compared before it counts.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from engine.common.atomic_write import write_atomically
from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.os_errors import os_errors
from engine.common.plain_file import read_plain
from engine.messages.database import DatabaseFault
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.store.archive import Archive
from engine.store.change_files import ChangeFiles, changes_name
from engine.store.ledger import LedgerEntry
from engine.store.postgresql.archive import ORIGINALS
from engine.store.postgresql.confirmed_commit import commit_confirmed, unconfirmed
from engine.store.postgresql.database import Connection, asks
from engine.store.postgresql.item_table import insert_items
from engine.store.postgresql.journals import is_ended, whole_lines
from engine.store.postgresql.place import RUNS, PostgresPlace
from engine.store.postgresql.questions import Questions
from engine.store.postgresql.store import HeldStore
from engine.store.protocol import Store
from engine.store.tinydb_file import document_line
from engine.store.tinydb_storage import AtomicStorage
from engine.store.tinydb_store import TinyDbStore

_encode = msgspec.json.Encoder().encode


def copy_in(data: DataFolder, source: Store, place: PostgresPlace) -> None:
    """Copy all that is in the folder. Raises `StoreError` where the schema is not empty, or does
    not hold the same afterwards.
    """
    with place.database.transaction() as connection:
        held = HeldStore(place.database, place.leases, connection, frozenset(), CancelToken())
        if (acts := held.ledger_end()[0]) or held.items():
            raise StoreError(DatabaseFault.NOT_EMPTY, store=place.database.shown, n=acts)
        held.forget()
        insert_items(connection, list(source.items().values()))
        numbers = Counter[str]()
        for entry in source.ledger():
            numbers[entry.run] += 1
            held.take_over(
                changes_name(entry.run, numbers[entry.run]), list(source.changes(entry)), entry
            )
        for waiting in source.waiting():
            held.note_waiting(waiting)
        _copy_originals(Archive(data.archive), connection)
        for chain, path in ((ORIGINALS, data.archive_chain), (RUNS, data.run_chain)):
            rows = [(chain, n, line.decode()) for n, line in enumerate(whole_lines(path), 1)]
            _insert(connection, "insert into chains values (%s, %s, %s)", rows)
        _copy_journals(data, connection)
        _compare(source, held, place.database.shown)
        if not commit_confirmed(connection, place.database, CancelToken()):
            raise unconfirmed(place.database)


def copy_out(place: PostgresPlace, target: DataFolder) -> None:
    """Copy all that is in the schema into a new folder. Raises `StoreError`."""
    with place.database.snapshot() as connection:
        ask = asks(connection)
        source = Questions(ask, place.database.shown)
        _write_store(source, target)
        with os_errors(StoreError, StoreFault.UNWRITABLE, path=str(target.root)):
            for sha256, content in ask("select sha256, content from originals"):
                _write(Archive(target.archive).path_of(sha256), [zlib.decompress(content)], 0o440)
            for chain, path in ((ORIGINALS, target.archive_chain), (RUNS, target.run_chain)):
                rows = ask("select line from chains where chain = %s order by number", chain)
                _write(path, [line.encode() + b"\n" for (line,) in rows])
            for (run,) in ask("select run from runs where lines > 0"):
                rows = ask("select line::text from events where run = %s order by number", run)
                _write(target.journals / f"{run}.jsonl", [row[0].encode() + b"\n" for row in rows])
        _compare(source, TinyDbStore(target), str(target.root))


def _compare(source: Questions | Store, copy: Questions | Store, where: str) -> None:
    """Raise `StoreError` where the copy differs from the source."""
    for there, here in (
        (list(source.items().values()), list(copy.items().values())),
        ([*map(_act, source.ledger())], [*map(_act, copy.ledger())]),
        (source.waiting(), copy.waiting()),
    ):
        if list(there) != list(here):
            raise StoreError(DatabaseFault.NOT_THE_SAME, where=where)


def _act(entry: LedgerEntry) -> LedgerEntry:
    """The act without what tells how its changes are kept."""
    return msgspec.structs.replace(entry, changes="", changes_sha256="", changed=0)


def _copy_originals(archive: Archive, connection: Connection) -> None:
    for archived in archive.kept():
        content = read_plain(archive.path_of(archived.sha256))
        row = (archived.sha256, len(content), zlib.compress(content, 1))
        _insert(connection, "insert into originals values (%s, %s, %s)", [row])


def _copy_journals(data: DataFolder, connection: Connection) -> None:
    there = {run for (run,) in asks(connection)("select run from runs")}
    for path in sorted(data.journals.glob("*.jsonl")):
        if path.stem in there:
            continue  # the run that moves it all
        run, lines = path.stem, whole_lines(path)
        statement = (
            "insert into runs (run, interface, started, writer, lines, ended)"
            " values (%s, %s, to_timestamp(%s, 'YYYYMMDD\"T\"HH24MISS\"Z\"'), '', %s, %s)"
        )
        interface = run.partition("-")[2]
        _insert(connection, statement, [(run, interface, run[:16], len(lines), is_ended(lines))])
        rows = [(run, number, line.decode()) for number, line in enumerate(lines, 1)]
        _insert(connection, "insert into events values (%s, %s, %s)", rows)


def _insert(connection: Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement.encode(), rows)


def _write_store(source: Questions, target: DataFolder) -> None:
    files, ledger, numbers = ChangeFiles(target.changes), list[LedgerEntry](), Counter[str]()
    for number, entry in enumerate(source.ledger(), 1):
        numbers[entry.run] += 1
        name = changes_name(entry.run, numbers[entry.run])
        changes = list(source.changes(entry))
        bare = msgspec.structs.replace(entry, changes="", changed=0, changes_sha256="")
        ledger.append(files.write(name, number, changes, bare))
    AtomicStorage(target.store, target.versions).write_tables(
        {
            name: [document_line(number, _encode(each)) for number, each in enumerate(documents, 1)]
            for name, documents in (
                ("items", list(source.items().values())),
                ("ledger", ledger),
                ("waiting", list(source.waiting())),
            )
        }
    )


def _write(path: Path, blocks: list[bytes], mode: int = 0o660) -> None:
    path.parent.mkdir(mode=0o770, parents=True, exist_ok=True)
    write_atomically(path, blocks, mode)
