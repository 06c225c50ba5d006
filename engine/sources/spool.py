"""The spool: a folder for each run, for its owner alone, with what it fetches right now.

A run holds a kernel lock on its folder, so whoever sweeps knows what a killed one left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from engine.common.os_errors import os_errors
from engine.messages.sources import SourceFault
from engine.model.errors import StoreError

COMING = ".part"
WHOLE = ".list"


@contextmanager
def run_spool(spool: Path, run: str) -> Iterator[Path]:
    """The folder of this run, empty, and gone when it ends. Raises `StoreError`."""
    folder = spool / run
    with spool_errors(spool):
        lock = _made(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _made(folder: Path) -> int:
    """The folder's descriptor, locked. Who sweeps may take it for a dead one before it is."""
    while True:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if folder.exists() and os.path.samestat(os.fstat(descriptor), folder.stat()):
            return descriptor
        os.close(descriptor)


def sweep(spool: Path) -> None:
    """Remove what killed runs left in the spool, and opos up to 0.1, which knew no folders in it.
    Raises `StoreError`.
    """
    with spool_errors(spool):
        spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in spool.iterdir():
            if left.is_dir():
                _remove_if_dead(left)
            elif left.suffix in (COMING, WHOLE):
                left.unlink(missing_ok=True)


def _remove_if_dead(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)


def spool_errors(spool: Path) -> AbstractContextManager[None]:
    """What the system refuses in the spool, as an error of ours."""
    return os_errors(StoreError, SourceFault.SPOOL, path=str(spool))
