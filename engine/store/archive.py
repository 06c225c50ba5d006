"""The originals: every imported file as it came, under its hash, with a hash chain over them.

A file exchanged or a line removed later is seen by `opos verify`. It supports a procedure
documentation as evidence; it is not a certified archive.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from engine.common.atomic_write import sync_folder
from engine.common.hash_chain import HashChain, Link
from engine.common.os_errors import os_errors
from engine.common.plain_file import open_plain
from engine.messages.store import ArchiveFault, ArchiveProblem
from engine.model.errors import StoreError
from engine.model.message import Message

_BLOCK = 1 << 20


class Archived(Link, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the chain: one original that came, or one that was removed when its time was
    over.
    """

    at: datetime
    run: str
    name: str
    size: int
    sha256: str
    removed: bool = False
    """From this line on the original is no longer kept."""


class Archive:
    """The archive in its folder. Writing is for whoever holds the store; raises `StoreError`."""

    def __init__(self, folder: Path, chain: HashChain[Archived] | None = None) -> None:
        """`chain`: where another one than the folder's own is kept over the originals."""
        self._folder = folder
        self._chain = chain or HashChain(folder / "chain.jsonl", Archived)

    def path_of(self, sha256: str) -> Path:
        """Where the original with this hash lies, whether or not it does."""
        return self._folder / self.place_of(sha256)

    def place_of(self, sha256: str) -> str:
        """The same within the archive, as journals tell it."""
        return f"{sha256[:2]}/{sha256}"

    def put(self, source: Path, sha256: str, *, name: str, run: str, at: datetime) -> str:
        """Archive `source`, a file that nobody writes any more, durable when this returns; returns
        its place within the archive.

        Doing it again with the same content adds nothing.
        """
        with os_errors(StoreError, ArchiveFault.NOT_ARCHIVED, folder=str(self._folder)):
            if not self.is_whole(sha256):
                self._keep(source, sha256)
            if not self._holds(sha256):
                self._append(name=name, size=source.stat().st_size, sha256=sha256, run=run, at=at)
        return self.place_of(sha256)

    def is_whole(self, sha256: str) -> bool:
        """Whether the original with this hash is there as it came; reads all of it."""
        path = self.path_of(sha256)
        return path.exists() and _sha256_of(path) == sha256

    def chain(self) -> Iterator[tuple[Archived, str]]:
        """Every line of the chain, and its own hash; raises `StoreError` at a line that is none."""
        return self._chain.links()

    def contents(self) -> set[str]:
        """The hashes of all originals that ever came, as far as the chain can be read."""
        return {archived.sha256 for archived in self._chain.readable()}

    def chain_problems(self) -> Iterator[Message]:
        """Where the chain breaks; nothing where all is well."""
        return self._chain.problems()

    def torn_end(self) -> Path | None:
        """Where the end of the chain is kept that was torn off; None where none was."""
        return self._chain.torn if self._chain.torn.exists() else None

    def problems(self) -> Iterator[Message]:
        """What is wrong with the archive; nothing where all is well. Reads every original."""
        yield from self._chain.problems()
        for archived in _last_words(self._chain.readable()):
            if archived.removed:
                if self._has(archived.sha256):
                    yield Message.of(
                        ArchiveProblem.NOT_REMOVED, name=archived.name, run=archived.run
                    )
            elif not self._has(archived.sha256):
                yield Message.of(ArchiveProblem.MISSING, name=archived.name, run=archived.run)
            elif not self.is_whole(archived.sha256):
                yield Message.of(ArchiveProblem.CHANGED, name=archived.name, run=archived.run)

    def _has(self, sha256: str) -> bool:
        """Whether it is kept, whole or not."""
        return self.path_of(sha256).exists()

    def _keep(self, source: Path, sha256: str) -> None:
        """Keep it, durable when this returns."""
        target = self.path_of(sha256)
        target.parent.mkdir(mode=0o770, exist_ok=True)
        part = target.with_name(f".{target.name}.tmp")
        part.unlink(missing_ok=True)  # a killed run may have left one that nobody may write
        _second(source, part)
        with open_plain(part) as kept:
            os.fsync(kept.fileno())
            os.fchmod(kept.fileno(), 0o440)
        part.replace(target)
        sync_folder(target.parent)
        sync_folder(self._folder)

    def kept(self) -> list[Archived]:
        """The originals that are still to be there, the oldest first."""
        return _kept(archived for archived, _hash in self.chain())

    def left_over(self) -> list[Archived]:
        """The removals that were interrupted: the chain tells of them, and the original is there
        still.
        """
        return [
            archived
            for archived in _last_words(archived for archived, _hash in self.chain())
            if archived.removed and self._has(archived.sha256)
        ]

    def remove(self, archived: Archived, *, run: str, at: datetime) -> None:
        """Remove an original whose time is over. The chain says so first: it never names a file as
        kept that is gone.
        """
        with os_errors(StoreError, ArchiveFault.NOT_REMOVED, folder=str(self._folder)):
            if not archived.removed:
                self._append(
                    name=archived.name,
                    size=archived.size,
                    sha256=archived.sha256,
                    run=run,
                    at=at,
                    removed=True,
                )
            self._discard(archived.sha256)

    def _discard(self, sha256: str) -> None:
        """Keep it no longer."""
        original = self.path_of(sha256)
        original.unlink(missing_ok=True)
        sync_folder(original.parent)

    def _holds(self, sha256: str) -> bool:
        """Whether the chain's last word on this content is that it is kept; a crash may leave an
        original without its line.
        """
        if not self._chain.mentions(sha256):
            return False
        return any(archived.sha256 == sha256 for archived in self.kept())

    def _append(
        self, *, name: str, size: int, sha256: str, run: str, at: datetime, removed: bool = False
    ) -> None:
        self._chain.append(
            Archived(at=at, run=run, name=name, size=size, sha256=sha256, removed=removed)
        )


def _second(source: Path, name: Path) -> None:
    """Give the file a second name; where its file system knows no such, or the folder's files are
    another group's, make a copy.
    """
    with suppress(OSError):
        if source.stat().st_gid == name.parent.stat().st_gid:
            name.hardlink_to(source)
            return
    with open_plain(source) as original, name.open("xb") as copy:
        shutil.copyfileobj(original, copy, _BLOCK)


def _kept(lines: Iterable[Archived]) -> list[Archived]:
    """Those of which the last line does not say that they were removed."""
    return [archived for archived in _last_words(lines) if not archived.removed]


def _last_words(lines: Iterable[Archived]) -> Iterable[Archived]:
    """The last line of each original."""
    return {archived.sha256: archived for archived in lines}.values()


def _sha256_of(path: Path) -> str:
    with open_plain(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
