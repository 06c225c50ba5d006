"""One at a time: a kernel lock on a file of its own.

`flock`, because it is free the moment its holder dies, however it dies. On a separate file, because
what it guards is replaced at every write, and a lock would stay with the old one.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.os_errors import os_errors
from engine.common.plain_file import open_plain, plain, read_plain
from engine.messages.run import RunFault
from engine.model.errors import Locked, StoreError
from engine.model.message import Message

PATIENCE = 30.0
"""Seconds that whoever needs a short lock waits for it."""
_GLANCE = 0.2
"""Seconds between two looks at the cancel token."""


class Holder(msgspec.Struct, frozen=True):
    """Who holds a lock."""

    pid: int
    host: str
    since: datetime


_holder = JsonDecoder(Holder)


@contextmanager
def file_lock(
    path: Path,
    seconds: float = 0.0,
    token: CancelToken | None = None,
    *,
    busy: tuple[RunFault, RunFault] = (RunFault.LOCKED, RunFault.LOCKED_BY),
) -> Iterator[None]:
    """Hold this lock. Whoever finds it held waits for so many `seconds`, in the order of coming,
    then raises `Locked`: `busy` says of what, without and with its holder. Raises `Cancelled` where
    `token` stops the waiting, `StoreError` where the file cannot be written.

    The file is never deleted: a second process could then lock a file that the first no longer
    sees.
    """
    with os_errors(StoreError, RunFault.LOCK_UNUSABLE, path=str(path)):
        file = _taken(path, seconds, token)
    if file is None:
        raise _locked(path, busy)
    with file:
        with os_errors(StoreError, RunFault.LOCK_UNUSABLE, path=str(path)):
            holder = Holder(pid=os.getpid(), host=os.uname().nodename, since=datetime.now(UTC))
            file.truncate(0)
            file.write(msgspec.json.encode(holder))
        try:
            yield
        finally:
            # Whoever locks it otherwise, such as flock(1) for a backup, is not us.
            with suppress(OSError):
                file.truncate(0)


def _taken(path: Path, seconds: float, token: CancelToken | None) -> FileIO | None:
    file = open(path, "a+b", buffering=0, opener=_shared_with_group)  # noqa: SIM115 - open while it is held
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return file if _Waiting(file).came(seconds, token) else None
    except OSError:
        file.close()
        raise
    return file


class _Waiting(threading.Thread):
    """Waits in the kernel, which keeps the order; a signal would not wake the main thread there.
    Given up, it lets go of what still comes.
    """

    def __init__(self, file: FileIO) -> None:
        super().__init__(name="waiting for a lock", daemon=True)
        self._file = file
        self._guard = threading.Lock()
        self._came = threading.Event()
        self._given_up = False

    def came(self, seconds: float, token: CancelToken | None) -> bool:
        """Whether the lock came in time; where it did not, the file is closed."""
        until = time.monotonic() + seconds
        if seconds:
            self.start()
        try:
            while (left := until - time.monotonic()) > 0:
                if self._came.wait(min(left, _GLANCE)):
                    break
                if token is not None:
                    token.check()
        except BaseException:
            self._give_up()
            raise
        return self._came.is_set() or self._give_up()

    def run(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except OSError:
            return
        with self._guard:
            if self._given_up:
                self._file.close()
            else:
                self._came.set()

    def _give_up(self) -> bool:
        with self._guard:
            self._given_up = True
            if self._came.is_set() or not self.is_alive():
                self._file.close()
        return False


def holder_of(path: Path) -> Holder | None:
    """Who holds the lock right now; None if it is free."""
    try:
        with open_plain(path) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _read(path)
    except FileNotFoundError:
        pass
    return None


def _read(path: Path) -> Holder | None:
    try:
        return _holder(read_plain(path))
    except (OSError, Damaged):
        return None


def _locked(path: Path, busy: tuple[RunFault, RunFault]) -> Locked:
    holder = _read(path)
    if holder is None:
        return Locked(busy[0])
    ago = int((datetime.now(UTC) - holder.since).total_seconds()) // 60
    return Locked(
        busy[1],
        began=holder.since,
        pid=holder.pid,
        host=holder.host,
        since=f"{holder.since.astimezone():%Y-%m-%d %H:%M:%S}",
        more=(Message.of(RunFault.BEGAN_AGO, n=ago),) if ago > 0 else (),
    )


def _shared_with_group(name: str, flags: int) -> int:
    return plain(name, flags, 0o660)
