"""A file of the spool while it comes: hashed, written, and on the disk before anyone reads it."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path
from queue import Queue
from types import TracebackType
from typing import Self

_AHEAD = 8
"""Blocks that may wait for the thread."""


class SpoolWriter:
    """Leaving the `with` statement brings the file to the disk. Raises `OSError`, where a thread
    writes with a later block.
    """

    def __init__(self, path: Path, *, beside: bool) -> None:
        """`beside`: in a thread of its own, so that the next block comes meanwhile."""
        self._target = path.open("wb")
        self._digest = hashlib.sha256()
        self._error: Exception | None = None
        self._waiting: Queue[bytes | None] = Queue(_AHEAD)
        self._thread = threading.Thread(target=self._work, name="spool", daemon=True)
        self._beside = beside
        if beside:
            self._thread.start()

    @property
    def sha256(self) -> str:
        """Of all that was written, once the `with` statement is left."""
        return self._digest.hexdigest()

    def write(self, block: bytes) -> None:
        """Append the block."""
        if not self._beside:
            self._take(block)
            return
        if self._error:
            raise self._error
        self._waiting.put(block)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        with self._target:
            if self._beside:
                self._waiting.put(None)
                self._thread.join()
            if error is None:
                if self._error:
                    raise self._error
                self._target.flush()
                os.fsync(self._target.fileno())

    def _take(self, block: bytes) -> None:
        self._digest.update(block)
        self._target.write(block)

    def _work(self) -> None:
        while (block := self._waiting.get()) is not None:
            try:
                if self._error is None:
                    self._take(block)
            except Exception as error:  # the rest is let go: nobody must wait for room
                self._error = error
