"""One run at a time per store: a kernel lock on a file of its own.

`flock`, because it is free the moment its holder dies, however it dies. On a separate file, because
the store itself is replaced at every commit, and a lock would stay with the old one.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

import msgspec

from engine.common.decoding import Damaged, JsonDecoder
from engine.common.os_errors import os_errors
from engine.messages.run import RunFault
from engine.model.errors import StoreError, StoreLocked


class Holder(msgspec.Struct, frozen=True):
    """Who works on the store."""

    pid: int
    host: str
    since: datetime


_holder = JsonDecoder(Holder)


@contextmanager
def store_lock(path: Path) -> Iterator[None]:
    """Hold the lock of the store, or raise `StoreLocked` at once, naming who holds it and since
    when; `StoreError` where the file cannot be written.

    The file is never deleted: a second process could then lock a file that the first no longer
    sees.
    """
    with _opened(path) as file:
        with os_errors(StoreError, RunFault.LOCK_UNUSABLE, path=str(path)):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise _locked(path) from None
            holder = Holder(pid=os.getpid(), host=socket.gethostname(), since=datetime.now(UTC))
            file.truncate(0)
            file.write(msgspec.json.encode(holder))
        try:
            yield
        finally:
            # Whoever locks it otherwise, such as flock(1) for a backup, is not us.
            with suppress(OSError):
                file.truncate(0)


def holder_of(path: Path) -> Holder | None:
    """Who holds the lock right now; None if it is free."""
    try:
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _read(path)
    except FileNotFoundError:
        pass
    return None


def _read(path: Path) -> Holder | None:
    try:
        return _holder(path.read_bytes())
    except (OSError, Damaged):
        return None


def _locked(path: Path) -> StoreLocked:
    holder = _read(path)
    if holder is None:
        return StoreLocked(RunFault.LOCKED)
    return StoreLocked(
        RunFault.LOCKED_BY,
        began=holder.since,
        pid=holder.pid,
        host=holder.host,
        since=f"{holder.since.astimezone():%Y-%m-%d %H:%M:%S}",
    )


def _opened(path: Path) -> FileIO:
    with os_errors(StoreError, RunFault.LOCK_UNUSABLE, path=str(path)):
        return open(path, "a+b", buffering=0, opener=_shared_with_group)


def _shared_with_group(name: str, flags: int) -> int:
    return os.open(name, flags, 0o660)
