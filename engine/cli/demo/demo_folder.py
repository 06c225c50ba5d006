"""The demo's scratch folder: gone with the app, and one that had to stay goes with the next
demo.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp

_PREFIX = "opos-demo-"
_IN_USE = "in-use"
"""A file in the folder that whoever uses it has locked."""


@contextmanager
def demo_folder(*, stays: bool) -> Iterator[Path]:
    """A new folder; afterwards it is removed, unless it `stays` for commands that look at it."""
    _remove_left()
    folder = Path(mkdtemp(prefix=_PREFIX))
    with (folder / _IN_USE).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            if not stays:
                shutil.rmtree(folder, ignore_errors=True)


def _remove_left() -> None:
    """Remove what earlier demos of this user left, unless one is still in use."""
    for folder in Path(gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            with (folder / _IN_USE).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
