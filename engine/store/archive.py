"""The originals: every imported file as it came, under its hash, with a hash chain over them.

The chain is a file of lines, each holding the hash of the line before: a file exchanged or a line
removed later is seen by `opos verify`. It supports a procedure documentation as evidence; it is not
a certified archive.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from engine.common.atomic_write import sync_folder
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.os_errors import os_errors
from engine.messages.store import ArchiveFault, ArchiveProblem
from engine.model.errors import StoreError
from engine.model.message import Message

_BLOCK = 1 << 20


class Archived(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the chain: one original that came, or one that was removed when its time was
    over.
    """

    number: int
    at: datetime
    run: str
    name: str
    size: int
    sha256: str
    previous: str
    """The SHA-256 of the line before, in hexadecimal; empty for the first."""
    removed: bool = False
    """From this line on the original is no longer kept."""


_archived = JsonDecoder(Archived)


class Archive:
    """The archive in its folder. Writing needs the store's lock; raises `StoreError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._chain = folder / "chain.jsonl"

    def path_of(self, sha256: str) -> Path:
        """Where the original with this hash lies, whether or not it does."""
        return self._folder / self.place_of(sha256)

    def place_of(self, sha256: str) -> str:
        """The same within the archive, as journals tell it."""
        return f"{sha256[:2]}/{sha256}"

    def put(self, source: Path, sha256: str, *, name: str, run: str, at: datetime) -> str:
        """Archive a copy of `source`, durable when this returns; returns its place within the
        archive.

        Doing it again with the same content adds nothing.
        """
        target = self.path_of(sha256)
        with os_errors(StoreError, ArchiveFault.NOT_ARCHIVED, folder=str(self._folder)):
            if not self.is_whole(sha256):
                self._copy(source, target)
            if not self._holds(sha256):
                self._append(name=name, size=target.stat().st_size, sha256=sha256, run=run, at=at)
        return self.place_of(sha256)

    def is_whole(self, sha256: str) -> bool:
        """Whether the original with this hash is there as it came; reads all of it."""
        path = self.path_of(sha256)
        return path.exists() and _sha256_of(path) == sha256

    def chain(self) -> Iterator[tuple[Archived, str]]:
        """Every line of the chain, and its own hash; raises `StoreError` at a line that is none."""
        if not self._chain.exists():
            return
        for number, line in enumerate(self._chain.read_bytes().splitlines(), 1):
            try:
                yield _archived(line), hashlib.sha256(line).hexdigest()
            except Damaged as error:
                raise StoreError(
                    ArchiveFault.CHAIN_UNREADABLE,
                    number=number,
                    path=str(self._chain),
                    error=str(error),
                ) from error

    def problems(self) -> Iterator[Message]:
        """What is wrong with the archive; nothing where all is well. Reads every original."""
        previous = ""
        for number, (archived, own_hash) in enumerate(self.chain(), 1):
            if archived.number != number or archived.previous != previous:
                yield Message.of(ArchiveProblem.CHAIN_BROKEN, number=number)
            previous = own_hash
        for archived in self.kept():
            original = self.path_of(archived.sha256)
            if not original.exists():
                yield Message.of(ArchiveProblem.MISSING, name=archived.name, run=archived.run)
            elif _sha256_of(original) != archived.sha256:
                yield Message.of(ArchiveProblem.CHANGED, name=archived.name, run=archived.run)

    def _copy(self, source: Path, target: Path) -> None:
        target.parent.mkdir(mode=0o770, exist_ok=True)
        part = target.with_suffix(".part")
        part.unlink(missing_ok=True)  # a killed run may have left one that nobody may write
        with source.open("rb") as original, part.open("xb") as copy:
            shutil.copyfileobj(original, copy, _BLOCK)
            copy.flush()
            os.fsync(copy.fileno())
            os.fchmod(copy.fileno(), 0o440)
        part.replace(target)
        sync_folder(target.parent)
        sync_folder(self._folder)

    def kept(self) -> list[Archived]:
        """The originals that are still to be there, the oldest first."""
        last: dict[str, Archived] = {archived.sha256: archived for archived, _hash in self.chain()}
        return [archived for archived in last.values() if not archived.removed]

    def remove(self, archived: Archived, *, run: str, at: datetime) -> None:
        """Remove an original whose time is over. The chain says so first: it never names a file as
        kept that is gone.
        """
        with os_errors(StoreError, ArchiveFault.NOT_REMOVED, folder=str(self._folder)):
            self._append(
                name=archived.name,
                size=archived.size,
                sha256=archived.sha256,
                run=run,
                at=at,
                removed=True,
            )
            self.path_of(archived.sha256).unlink(missing_ok=True)

    def _holds(self, sha256: str) -> bool:
        """Whether the chain's last word on this content is that it is kept; a crash may leave an
        original without its line.
        """
        if (
            not self._chain.exists()
            or f'"sha256":"{sha256}"'.encode() not in self._chain.read_bytes()
        ):
            return False
        return any(archived.sha256 == sha256 for archived in self.kept())

    def _append(
        self, *, name: str, size: int, sha256: str, run: str, at: datetime, removed: bool = False
    ) -> None:
        with self._chain.open("a+b") as file:
            file.seek(0)
            whole, _newline, torn = file.read().rpartition(b"\n")
            if torn:
                file.truncate(len(whole) + 1 if whole else 0)
            number, previous = _end_of(whole)
            line = Archived(
                number=number + 1,
                at=at,
                run=run,
                name=name,
                size=size,
                sha256=sha256,
                previous=previous,
                removed=removed,
            )
            file.write(msgspec.json.encode(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _end_of(chain: bytes) -> tuple[int, str]:
    """The number of the chain's last line and that line's hash."""
    if not chain:
        return 0, ""
    last = chain[chain.rfind(b"\n") + 1 :]
    return _archived(last).number, hashlib.sha256(last).hexdigest()


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
