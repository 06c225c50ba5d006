"""The data folder made ready for a run."""

from __future__ import annotations

import time
from contextlib import suppress

from engine.common.atomic_write import sweep_temporary_files
from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.os_errors import os_errors
from engine.messages.run import RunFault
from engine.model.errors import StoreError

_DAY = 86_400


def make_ready(data: DataFolder, token: CancelToken, *, dry_run: bool = False) -> None:
    """Make the data folder, clear away what killed writers left unless this is a `dry_run`, and
    begin a store where there never was one. Raises `StoreError` where that cannot be done,
    `Locked`.
    """
    from engine.sources.spool import sweep  # a tick with nothing due pays for none
    from engine.store.opening import begin_store

    with os_errors(StoreError, RunFault.DATA_FOLDER, folder=str(data.root)):
        data.make()
        if not dry_run:
            _sweep_daily(data)
    sweep(data.spool)
    begin_store(data, token)


def _sweep_daily(data: DataFolder) -> None:
    """Clear away what killed writers left: once a day, for it is looked for among all that the
    years brought together. Raises `OSError`.
    """
    with suppress(FileNotFoundError):
        if abs(time.time() - data.swept.stat().st_mtime) < _DAY:
            return
    sweep_temporary_files(data.root)
    data.swept.touch()
