"""TinyDB's file, written so that nothing is ever lost: TinyDB's own storage breaks on a crash and
on two writers (measured).

The file is what `tinydb.TinyDB(path)` expects, tables of documents by number, with one document per
line: a changed document is a changed line, and the rest is written again as it was read. The last
line holds the number of the commit and a checksum of everything above it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from engine.common.atomic_write import write_atomically
from engine.common.os_errors import os_errors
from engine.messages.store import StoreFault
from engine.model.errors import StoreError

SCHEMA = 1
FORMER_VERSIONS = 5
"""How many former versions of the store are kept."""

_META = b'\n"meta":'


class Meta(msgspec.Struct, frozen=True):
    """The last line of the file."""

    schema: int
    commit: int
    """How often the store was written."""
    crc32: int
    """Of all bytes before this line: a flipped bit never goes unseen."""


class AtomicStorage(Storage):
    """A storage for TinyDB: `TinyDB(path, storage=AtomicStorage, versions=folder)`.

    Raises `StoreError` on a file that is damaged or was written by something else; a missing file
    is an empty store.
    """

    def __init__(self, path: str | Path, versions: Path | None = None) -> None:
        super().__init__()
        self._path = Path(path)
        self._versions = versions

    def read(self) -> dict[str, dict[str, Any]] | None:
        raw = self.read_bytes()
        return None if raw is None else msgspec.json.decode(raw)

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        encode = msgspec.json.Encoder().encode
        self.write_tables(
            {
                name: [
                    document_line(number, encode(document)) for number, document in table.items()
                ]
                for name, table in data.items()
                if name != "meta"
            }
        )

    def read_bytes(self) -> bytes | None:
        """The whole file, its checksum checked; None where there is none."""
        with os_errors(StoreError, StoreFault.UNREADABLE, path=str(self._path)):
            try:
                raw = self._path.read_bytes()
            except FileNotFoundError:
                return None
        self._check(raw)
        return raw

    def write_tables(self, tables: Mapping[str, Iterable[bytes]]) -> None:
        """Replace the file by these tables, each a sequence of document lines; the former version
        is kept.
        """
        blocks = [b"{"]
        for name, lines in tables.items():
            blocks += (b'\n"%s":{\n' % name.encode(), b",\n".join(lines), b"\n},")
        crc32 = 0
        for block in blocks:
            crc32 = zlib.crc32(block, crc32)
        meta = Meta(schema=SCHEMA, commit=self.commit_number() + 1, crc32=crc32)
        with os_errors(StoreError, StoreFault.UNWRITABLE, path=str(self._path)):
            self._keep_former(meta.commit - 1)
            write_atomically(
                self._path, (*blocks, _META, b'{"1":', msgspec.json.encode(meta), b"}\n}\n")
            )

    def commit_number(self) -> int:
        """How often the store was written; 0 before the first time."""
        try:
            with self._path.open("rb") as file:
                file.seek(max(0, self._path.stat().st_size - 200))
                meta = _meta_of(file.read())
        except FileNotFoundError:
            return 0
        return meta.commit if meta else 0

    def _check(self, raw: bytes) -> None:
        meta = _meta_of(raw)
        if meta is not None and meta.schema > SCHEMA:
            raise StoreError(StoreFault.NEWER, path=str(self._path))
        if meta is None or meta.crc32 != zlib.crc32(memoryview(raw)[: raw.rindex(_META)]):
            raise StoreError(
                StoreFault.DAMAGED,
                path=str(self._path),
                folder=str(self._versions or "versions/"),
            )

    def _keep_former(self, number: int) -> None:
        if self._versions is None or not self._path.exists():
            return
        former = self._versions / f"store.{number:08d}.json"
        former.unlink(missing_ok=True)
        try:
            os.link(self._path.resolve(), former)
        except OSError:  # a file system without hard links
            shutil.copy2(self._path, former)
        for old in sorted(self._versions.glob("store.*.json"))[:-FORMER_VERSIONS]:
            old.unlink(missing_ok=True)


def document_line(number: int | str, document: bytes) -> bytes:
    """A document as a line of its table."""
    return b'"%s":%s' % (str(number).encode(), document)


def table_lines(raw: bytes, table: str) -> list[bytes]:
    """The document lines of a table, as they stand in the file."""
    head = b'\n"%s":{\n' % table.encode()
    start = raw.find(head)
    if start < 0:
        return []
    start += len(head)
    body = raw[start : raw.index(b"\n}", start)]
    return body.split(b",\n") if body else []


def _meta_of(raw: bytes) -> Meta | None:
    with contextlib.suppress(ValueError, msgspec.DecodeError):
        return msgspec.json.decode(
            raw[raw.rindex(_META) + len(_META) :].rstrip()[:-1], type=dict[str, Meta]
        )["1"]
    return None
