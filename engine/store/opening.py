"""The store's door: who wants a store opens it here, and knows no more of it than its protocol."""

from __future__ import annotations

from engine.common.data_folder import DataFolder
from engine.store.protocol import Store
from engine.store.tinydb_store import TinyDbStore


def open_store(data: DataFolder) -> Store:
    """Return the store of this data folder as it is now; nothing is read until it is asked."""
    return TinyDbStore(data)
