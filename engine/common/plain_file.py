"""Reading a file in a folder where others may write, too: whatever was put there under its name,
nothing but a plain file is opened. A pipe would hold us up without end.
"""

from __future__ import annotations

import errno
import os
from io import BufferedReader
from stat import S_ISDIR, S_ISREG

TYPE_CHECKING = False
if TYPE_CHECKING:  # the quick answer of a tick opens files, too, and waits for no module
    from pathlib import Path


def plain(name: str, flags: int, mode: int = 0o666) -> int:
    """An `opener` for `open`. Raises `OSError`, with ENXIO where it is no plain file."""
    descriptor = os.open(name, flags | os.O_NONBLOCK, mode)
    kind = os.fstat(descriptor).st_mode
    if not S_ISREG(kind):
        os.close(descriptor)
        number = errno.EISDIR if S_ISDIR(kind) else errno.ENXIO
        raise OSError(number, os.strerror(number), name)
    return descriptor


def open_plain(path: Path) -> BufferedReader:
    """The file, open to be read. Raises `OSError`."""
    return open(path, "rb", opener=plain)


def read_plain(path: Path) -> bytes:
    """All of the file. Raises `OSError`."""
    with open_plain(path) as file:
        return file.read()
