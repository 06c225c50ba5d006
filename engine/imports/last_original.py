"""The original of the last list, read and checked against its hash while the new list is opened."""

from __future__ import annotations

import hashlib
import threading
from contextlib import suppress
from pathlib import Path

from engine.common.plain_file import read_plain


class LastOriginal(threading.Thread):
    """Reading and hashing wait for the disk and for the processor, and hold up nothing beside."""

    def __init__(self, path: Path, sha256: str) -> None:
        super().__init__(name="last original", daemon=True)
        self._path, self._sha256 = path, sha256
        self._content: bytes | None = None
        self.start()

    def run(self) -> None:
        with suppress(OSError, MemoryError):
            content = read_plain(self._path)
            if hashlib.sha256(content).hexdigest() == self._sha256:
                self._content = content

    def whole(self) -> bytes | None:
        """It, once it is read; None where it is gone, or no longer as it came."""
        self.join()
        return self._content
