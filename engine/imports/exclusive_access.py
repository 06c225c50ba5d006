"""One run at a time changes what is in the data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.common.atomic_write import sweep_temporary_files
from engine.common.data_folder import DataFolder
from engine.common.file_lock import store_lock
from engine.common.os_errors import os_errors
from engine.messages.run import RunFault
from engine.model.errors import StoreError


@contextmanager
def exclusive_access(data: DataFolder, *, begin: bool = True) -> Iterator[None]:
    """Make the data folder, hold the store's lock, and clear away what killed writers left; unless
    told otherwise, `begin` a store where there never was one.

    Raises `StoreLocked` where another run is at work, `StoreError` where the folder cannot be made.
    """
    with os_errors(StoreError, RunFault.DATA_FOLDER, folder=str(data.root)):
        data.make()
    with store_lock(data.lock):
        with os_errors(StoreError, RunFault.DATA_FOLDER, folder=str(data.root)):
            sweep_temporary_files(data.root)
        if begin:
            from engine.store.opening import begin_store  # a tick with nothing due pays for none

            begin_store(data)
        yield
