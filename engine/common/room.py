"""How much room there is on a disk, and how much an import needs in its data folder."""

from __future__ import annotations

import os
from pathlib import Path

from engine.common.data_folder import DataFolder
from engine.messages.run import RunFault
from engine.messages.system import SystemReason
from engine.model.errors import OposError, StoreError
from engine.model.message import Message

_FULL = (SystemReason.NO_SPACE, SystemReason.QUOTA_EXCEEDED)
_ANY_IMPORT = 1_000_000
"""Bytes that the list, its original in the archive and the journal take besides the store."""


def free_bytes(folder: Path) -> int:
    """What may still be written there. Raises `OSError`."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def needed_bytes(data: DataFolder) -> int:
    """What the next import needs: a commit may write the whole store anew, beside the old one.
    Raises `OSError`.
    """
    return _ANY_IMPORT + (2 * data.store.stat().st_size if data.store.exists() else 0)


def telling_room(error: OposError, data: DataFolder) -> OposError:
    """The same error; one of a full disk also tells how much is free and how much is needed."""
    params = error.message.params
    reason = params.get("error")
    if not isinstance(error, StoreError) or not isinstance(reason, Message):
        return error
    if reason.code not in _FULL:
        return error
    try:
        free, needed = free_bytes(data.root) // 1000, needed_bytes(data) // 1000
    except OSError:
        return error
    more = Message.of(RunFault.ROOM, folder=str(data.root), free=free, needed=needed)
    return StoreError(error.message.code, **{**params, "more": (more,)})
