"""The data folder made ready for a run."""

from __future__ import annotations

from engine.common.atomic_write import sweep_temporary_files
from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.os_errors import os_errors
from engine.messages.run import RunFault
from engine.model.errors import StoreError


def make_ready(data: DataFolder, token: CancelToken) -> None:
    """Make the data folder, clear away what killed writers left, and begin a store where there
    never was one. Raises `StoreError` where that cannot be done, `Locked`.
    """
    from engine.sources.spool import sweep  # a tick with nothing due pays for none
    from engine.store.opening import begin_store

    with os_errors(StoreError, RunFault.DATA_FOLDER, folder=str(data.root)):
        data.make()
        sweep_temporary_files(data.root)
    sweep(data.spool)
    begin_store(data, token)
