"""TinyDB's file, written so that nothing is ever lost: TinyDB's own storage breaks on a crash and
on two writers (measured).

The file is what `tinydb.TinyDB(path)` expects, tables of documents by number, with one document per
line: a changed document is a changed line, and the rest is written again as it was read. The last
line holds the number of the commit and a checksum of everything above it.
"""

from __future__ import annotations

import contextlib
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from engine.common.atomic_write import WrittenNotSynced, sync_file, sync_folder, write_atomically
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.os_errors import os_errors, system_reason
from engine.messages.store import StoreFault, StoreProblem
from engine.model.errors import StoreError
from engine.model.message import Message

SCHEMA = 1
VERSIONS = 6
"""How many versions of the store are kept: the present one, as a copy, and five former ones."""

_BETWEEN = b",\n"
"""Stands between two lines of a table."""
_END = b"\n}"
"""Stands after the last one."""
_META = b'\n"meta":'


class Meta(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last line of the file."""

    schema: int
    commit: int
    """How often the store was written."""
    crc32: int
    """Of all bytes before this line: a flipped bit never goes unseen."""
    kept_twice: bool = False
    """Whether a copy of it is among the versions; opos up to 0.1 kept only the former ones."""


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
        return None if raw is None else JsonDecoder(dict[str, dict[str, Any]])(raw)

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

    def write_tables(
        self, tables: Mapping[str, Iterable[bytes]], *, upon: int | None = None
    ) -> None:
        """Replace the file by these tables, each a sequence of document lines, and keep a copy of
        it among the versions.

        `upon` is the commit that they were made from: where the file is another by now, because a
        lock did nothing, it stays as it is and `StoreError` is raised.
        """
        blocks = [b"{"]
        for name, lines in tables.items():
            blocks += (b'\n"%s":{\n' % name.encode(), b",\n".join(lines), b"\n},")
        crc32 = 0
        for block in blocks:
            crc32 = zlib.crc32(block, crc32)
        with os_errors(StoreError, StoreFault.UNWRITABLE, path=str(self._path)):
            commit = self.commit_number() + 1
            meta = Meta(
                schema=SCHEMA,
                commit=commit,
                crc32=crc32,
                kept_twice=self._versions is not None,
            )
            end = (_META, b'{"1":', msgspec.json.encode(meta), b"}\n}\n")
            self._replace((*blocks, *end), commit, upon)

    def restore(self, raw: bytes) -> None:
        """Put a whole file, with the number of its commit, in the place of a damaged one."""
        with os_errors(StoreError, StoreFault.UNWRITABLE, path=str(self._path)):
            self._replace([raw], commit_of(raw), None)

    def _replace(self, blocks: Iterable[bytes], commit: int, upon: int | None) -> None:
        def keep_copy(written: Path) -> None:
            if upon is not None and self.commit_number() != upon:
                raise StoreError(StoreFault.CHANGED_MEANWHILE, path=str(self._path))
            self._keep_copy(written, commit)

        try:
            write_atomically(self._path, blocks, before_replacing=keep_copy)
        except WrittenNotSynced as error:
            raise StoreError(
                StoreFault.NOT_SURELY_WRITTEN, path=str(self._path), error=system_reason(error)
            ) from error
        except OSError:
            self._forget_copy(commit)
            raise

    def commit_number(self) -> int:
        """How often the store was written; 0 before the first time."""
        try:
            with self._path.open("rb") as file:
                file.seek(max(0, self._path.stat().st_size - 200))
                return commit_of(file.read())
        except FileNotFoundError:
            return 0

    def version_problems(self) -> Iterator[Message]:
        """What is wrong with the versions; the store itself is whole."""
        raw = self.read_bytes()
        if self._versions is None or raw is None:
            return
        for path in kept_versions(self._versions):
            if not is_whole(path):
                yield Message.of(StoreProblem.VERSION_DAMAGED, path=str(path))
        copy = self._versions / version_name(commit_of(raw))
        meta = _meta_of(raw)
        if meta and meta.kept_twice and (not copy.exists() or copy.read_bytes() != raw):
            yield Message.of(StoreProblem.NOT_KEPT_TWICE, path=str(copy))

    def _check(self, raw: bytes) -> None:
        meta = _meta_of(raw)
        if meta is not None and meta.schema > SCHEMA:
            raise StoreError(StoreFault.NEWER, path=str(self._path))
        if meta is None or meta.crc32 != zlib.crc32(memoryview(raw)[: raw.rindex(_META)]):
            raise StoreError(StoreFault.DAMAGED, path=str(self._path))

    def _keep_copy(self, written: Path, commit: int) -> None:
        """Keep the newest version twice, as a file of its own: what happens to the one leaves the
        other as it is. It comes before the commit, so no commit is ever without it.
        """
        if self._versions is None:
            return
        copy = self._versions / f".{version_name(commit)}.tmp"
        shutil.copy(written, copy)
        sync_file(copy)
        copy.replace(self._versions / version_name(commit))
        sync_folder(self._versions)
        for old in kept_versions(self._versions)[VERSIONS:]:
            old.unlink(missing_ok=True)

    def _forget_copy(self, commit: int) -> None:
        """Of a commit that did not come about no version may tell."""
        if self._versions is not None and self.commit_number() != commit:
            (self._versions / version_name(commit)).unlink(missing_ok=True)


def version_name(commit: int) -> str:
    """What the version of this commit is called."""
    return f"store.{commit:08d}.json"


def kept_versions(folder: Path) -> list[Path]:
    """The versions that are kept, the newest first."""
    return sorted(folder.glob("store.*.json"), reverse=True)


def is_whole(path: Path) -> bool:
    """Whether there is a store in this file and none of it was changed. Raises `StoreError` where
    it cannot be read, or a newer opos wrote it.
    """
    try:
        return AtomicStorage(path).read_bytes() is not None
    except StoreError as error:
        if error.message.code is StoreFault.DAMAGED:
            return False
        raise


def document_line(number: int | str, document: bytes) -> bytes:
    """A document as a line of its table."""
    return b'"%s":%s' % (str(number).encode(), document)


def table_lines(raw: bytes, table: str) -> list[bytes]:
    """The document lines of a table, as they stand in the file."""
    start = _start_of(raw, table)
    body = raw[start : raw.index(_END, start)] if start >= 0 else b""
    return body.split(_BETWEEN) if body else []


def table_blocks(raw: bytes, table: str, size: int) -> Iterator[bytes]:
    """The same as they stand one after another, about `size` bytes of whole lines at a time."""
    start = _start_of(raw, table)
    while start >= 0 and not raw.startswith(_END, start):
        cut = raw.find(_BETWEEN, start + size)
        end = raw.find(_END, start, cut if cut >= 0 else len(raw))
        yield raw[start : end if end >= 0 else cut]
        start = cut + len(_BETWEEN) if end < 0 else -1


def _start_of(raw: bytes, table: str) -> int:
    """Where the first line of a table begins; -1 where there is no such table."""
    head = b'\n"%s":{\n' % table.encode()
    # The items come first and fill nearly all of the file; another table is found from its end.
    start = raw.find(head) if table == "items" else raw.rfind(head)
    return start + len(head) if start >= 0 else -1


def commit_of(raw: bytes) -> int:
    """The number of the commit that wrote the file with this end; 0 where it has none."""
    meta = _meta_of(raw)
    return meta.commit if meta else 0


_meta = JsonDecoder(dict[str, Meta])


def _meta_of(raw: bytes) -> Meta | None:
    with contextlib.suppress(ValueError, KeyError, Damaged):
        return _meta(raw[raw.rindex(_META) + len(_META) :].rstrip()[:-1])["1"]
    return None
