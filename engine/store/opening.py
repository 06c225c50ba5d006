"""The store's door: every store is opened here, and known outside by its protocol alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.file_lock import PATIENCE, Holder, file_lock, holder_of
from engine.common.os_errors import os_errors
from engine.journal.journal import Journal, journal_path
from engine.messages.database import DatabaseFault
from engine.messages.run import RunFault
from engine.model.errors import StoreError
from engine.model.message import Message
from engine.store.archive import Archive
from engine.store.missing_store import refuse_moved_store, trace_of_a_store
from engine.store.protocol import Store
from engine.store.tinydb_storage import AtomicStorage
from engine.store.tinydb_store import TinyDbStore

if TYPE_CHECKING:
    from engine.store.postgresql.place import PostgresPlace
    from engine.store.postgresql.record_table import RecordTable
    from engine.store.postgresql.server import ServerState


def open_store(data: DataFolder) -> Store:
    """Return the store as it is now; nothing is read until it is asked."""
    if place := shared_place(data):
        return place.store()
    refuse_moved_store(data)
    return TinyDbStore(data)


def open_archive(data: DataFolder) -> Archive:
    """The originals."""
    return place.archive if (place := shared_place(data)) else Archive(data.archive)


def begin_journal(data: DataFolder, interface: str, now: datetime, *, killed: str = "") -> Journal:
    """The journal of a new run, or the rest of one of a run that was `killed`."""
    if place := shared_place(data):
        return place.begin_journal(interface, now, killed=killed)
    return Journal(data.journals, interface, now, killed=killed)


def record_table(data: DataFolder, kind: str) -> RecordTable | None:
    """Where small records of this kind are that all hosts share; None where they are files."""
    return place.records(kind) if (place := shared_place(data)) else None


def fetch_journals(data: DataFolder) -> None:
    """Bring the journals in the data folder up to date, for whoever reads them: those of other
    hosts come from the store they share. Raises `StoreError`.
    """
    if place := shared_place(data):
        with os_errors(StoreError, RunFault.DATA_FOLDER, folder=str(data.root)):
            data.make()
        place.fetch()


def await_removal(data: DataFolder, interface: str, sha256: str, *, replicated: bool) -> None:
    """Wait until the import of this content cannot be lost with one server, where that is asked
    for. Raises `StoreError` where it still can be, `Locked` where this run is another host's by
    now.
    """
    if place := shared_place(data):
        place.confirm()
        if replicated:
            place.await_standby(interface, sha256)


def announce_worker(data: DataFolder, configuration: Callable[[], str]) -> None:
    """Let other hosts know that this one works with their store, and the hash of what it runs by.
    Raises `StoreError`.
    """
    if place := shared_place(data):
        from importlib.metadata import version  # slow to import, and needed by nobody else

        place.announce(version("opos-import"), configuration())


def server_state(data: DataFolder) -> ServerState | None:
    """How the PostgreSQL stands; None where there is none. Raises `StoreError`."""
    return place.state() if (place := shared_place(data)) else None


def runs_at_work(data: DataFolder) -> list[tuple[str, Holder]]:
    """Who holds which interface right now, and the store itself, whose name is empty. Raises
    `StoreError`.
    """
    if place := shared_place(data):
        return place.runs_at_work()
    locks = {"": data.lock} | {path.stem: path for path in sorted(data.locks.glob("*.lock"))}
    return [(name, holder) for name, path in locks.items() if (holder := holder_of(path))]


def remove_journal(data: DataFolder, run: str) -> None:
    """Let go of the journal of this run. Raises `OSError`, `StoreError`."""
    if place := shared_place(data):
        place.journals.remove(run)
    journal_path(data.journals, run).unlink(missing_ok=True)


def shared_place(data: DataFolder) -> PostgresPlace | None:
    """The place that all hosts share; None where everything is in the data folder."""
    if data.shared is None:
        return None
    try:
        from engine.store.postgresql.place import opened_place
    except ImportError as error:
        raise StoreError(DatabaseFault.NO_DRIVER) from error
    return opened_place(data, data.shared)


def close_connections(data: DataFolder) -> None:
    """Hold no connection while nothing is asked; the next question opens one anew."""
    if data.shared:
        from engine.store.postgresql.place import close_all

        close_all()


def begin_store(data: DataFolder, token: CancelToken | None = None) -> None:
    """Make an empty store where there never was one, before anything else is written that tells of
    one. Where one is lost nothing is made: reading it says so. Raises `Locked`, `StoreError`.
    """
    if data.shared:
        return  # `opos store migrate` begins it
    refuse_moved_store(data)
    if data.store.exists() or data.store.is_symlink():
        return
    with file_lock(data.lock, PATIENCE, token):
        if not (data.store.exists() or data.store.is_symlink() or trace_of_a_store(data)):
            AtomicStorage(data.store, data.versions).write_tables(
                {"items": [], "ledger": [], "waiting": []}
            )


def fold_store(data: DataFolder, token: CancelToken) -> int:
    """Bring the log beside the store's file into it; returns how many commits that held. Raises
    `Locked`, `Cancelled`, `StoreError`.
    """
    with TinyDbStore(data).exclusively(frozenset(), token, PATIENCE) as held:
        return held.fold()


def run_lock(
    data: DataFolder, interface: str, seconds: float = 0.0, token: CancelToken | None = None
) -> AbstractContextManager[None]:
    """Hold the right to run this interface. Raises `Locked` where somebody else does, and still
    does so many `seconds` later; `Cancelled` where `token` stops the waiting.
    """
    if place := shared_place(data):
        return place.run_lock(interface, seconds, token)
    busy = (RunFault.AT_WORK, RunFault.AT_WORK_BY)
    return file_lock(data.run_lock(interface), seconds, token, busy=busy)


def version_problems(data: DataFolder) -> Iterator[Message]:
    """What is wrong with what the store is kept in beside itself."""
    return iter(()) if data.shared else AtomicStorage(data.store, data.versions).version_problems()
