"""The originals in PostgreSQL, compressed; their hash goes over the bytes as they came."""

from __future__ import annotations

import hashlib
import time
import zlib
from contextlib import suppress
from pathlib import Path

from engine.common.atomic_write import write_atomically
from engine.common.os_errors import os_errors
from engine.common.plain_file import read_plain
from engine.messages.store import ArchiveFault
from engine.model.errors import StoreError
from engine.store.archive import Archive, Archived
from engine.store.postgresql.chain_table import ChainTable
from engine.store.postgresql.database import Database

ORIGINALS = "originals"
"""The chain over them."""
_LARGE = 1_000_000
"""Bytes from which on a copy stays here: the next list of its interface is compared with it."""
_COPIES_STAY = 86_400
"""Seconds for which a copy stays on this machine."""


class PostgresArchive(Archive):
    """The `Archive` of one schema. Whoever reads an original gets a copy of it in `copies`; one of
    a long list is there from the first.
    """

    def __init__(self, database: Database, copies: Path) -> None:
        super().__init__(copies, ChainTable(database, ORIGINALS, Archived))
        self._database = database

    def path_of(self, sha256: str) -> Path:
        """Where a copy of the original lies; nothing does where there is no original."""
        path = super().path_of(sha256)
        if not path.exists() and (content := self._content(sha256)) is not None:
            with os_errors(StoreError, ArchiveFault.NOT_ARCHIVED, folder=str(self._folder)):
                self._copy(path, content)
        return path

    def is_whole(self, sha256: str) -> bool:
        content = self._content(sha256)
        return content is not None and hashlib.sha256(content).hexdigest() == sha256

    def _content(self, sha256: str) -> bytes | None:
        rows = self._database.run("select content from originals where sha256 = %s", sha256)
        try:
            return zlib.decompress(rows[0][0]) if rows else None
        except zlib.error:
            return b""  # damaged, and no hash agrees with it

    def _has(self, sha256: str) -> bool:
        return bool(self._database.run("select 1 from originals where sha256 = %s", sha256))

    def _keep(self, source: Path, sha256: str) -> None:
        content = read_plain(source)
        self._database.run(
            "insert into originals values (%s, %s, %s) on conflict (sha256) do update"
            " set content = excluded.content",
            sha256,
            len(content),
            zlib.compress(content, 1),
        )
        if len(content) >= _LARGE:
            with suppress(OSError):  # it can be had from the database
                self._copy(super().path_of(sha256), content)

    def _discard(self, sha256: str) -> None:
        self._database.run("delete from originals where sha256 = %s", sha256)
        super().path_of(sha256).unlink(missing_ok=True)

    def _copy(self, path: Path, content: bytes) -> None:
        self._tidy_copies()
        path.parent.mkdir(mode=0o770, parents=True, exist_ok=True)
        write_atomically(path, [content])

    def _tidy_copies(self) -> None:
        """What is kept no longer must not stay for ever where somebody looked at it."""
        before = time.time() - _COPIES_STAY
        for copy in self._folder.glob("??/*"):
            if copy.stat().st_mtime < before:
                copy.unlink(missing_ok=True)
