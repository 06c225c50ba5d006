"""A store that is not there, or is elsewhere by now: an alarm where anything tells that there was
one, else a beginning.
"""

from __future__ import annotations

from engine.common.data_folder import DataFolder
from engine.common.os_errors import os_errors
from engine.common.plain_file import read_plain
from engine.common.sanitize import sanitize
from engine.messages.database import DatabaseFault
from engine.messages.store import StoreFault
from engine.model.errors import StoreError

_COMMITTED = b'"type":"committed"'


def refuse_lost_store(data: DataFolder) -> None:
    """For who finds no store: raise `StoreError` where there must have been one."""
    if data.store.is_symlink():
        raise StoreError(
            StoreFault.DANGLING, path=str(data.store), target=str(data.store.readlink())
        )
    if trace := trace_of_a_store(data):
        raise StoreError(StoreFault.MISSING, path=str(data.store), trace=trace)


def trace_of_a_store(data: DataFolder) -> str:
    """The first thing in the data folder that only a store can have left; empty where none is."""
    chains = (data.archive_chain, data.run_chain)
    kept = data.versions.glob("store.*.json")
    for path in (data.store_log, *kept, *chains, *data.changes.glob("*.jsonl*")):
        if path.exists() and path.stat().st_size:
            return str(path)
    for path in data.journals.glob("*.jsonl"):
        if _COMMITTED in read_plain(path):
            return str(path)
    return ""


def refuse_moved_store(data: DataFolder) -> None:
    """Raise `StoreError` where the store was moved to a database: a forgotten cron on the old host
    must not go on with the old one.
    """
    with os_errors(StoreError, StoreFault.UNREADABLE, path=str(data.store)):
        moved = read_plain(data.moved) if data.moved.exists() else None
    if moved is not None:
        moved_to = sanitize(moved.decode("utf-8", "replace").strip())
        raise StoreError(DatabaseFault.MOVED, folder=str(data.root), store=moved_to)
