"""The store's door: who wants a store opens it here, and knows no more of it than its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.file_lock import PATIENCE, file_lock
from engine.messages.run import RunFault
from engine.model.message import Message
from engine.store.missing_store import trace_of_a_store
from engine.store.protocol import Store
from engine.store.tinydb_storage import AtomicStorage
from engine.store.tinydb_store import TinyDbStore


def open_store(data: DataFolder) -> Store:
    """Return the store of this data folder as it is now; nothing is read until it is asked."""
    return TinyDbStore(data)


def begin_store(data: DataFolder, token: CancelToken | None = None) -> None:
    """Make an empty store where there never was one, before anything else is written that tells of
    one. Where one is lost nothing is made: reading it says so. Raises `Locked`, `StoreError`.
    """
    if data.store.exists() or data.store.is_symlink():
        return
    with file_lock(data.lock, PATIENCE, token):
        if not (data.store.exists() or data.store.is_symlink() or trace_of_a_store(data)):
            AtomicStorage(data.store, data.versions).write_tables(
                {"items": [], "ledger": [], "waiting": []}
            )


def run_lock(data: DataFolder, interface: str) -> AbstractContextManager[None]:
    """Hold the right to run this interface. Raises `Locked` at once where somebody else does."""
    busy = (RunFault.AT_WORK, RunFault.AT_WORK_BY)
    return file_lock(data.run_lock(interface), busy=busy)


def version_problems(data: DataFolder) -> Iterator[Message]:
    """What is wrong with what the store is kept in beside itself."""
    return AtomicStorage(data.store, data.versions).version_problems()
