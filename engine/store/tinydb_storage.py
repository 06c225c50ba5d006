"""TinyDB's file, written so that nothing is ever lost: TinyDB's own storage breaks on a crash and
on two writers (measured).

The file is what `tinydb.TinyDB(path)` expects, tables of documents by number, with one document per
line: a changed document is a changed line, and the rest is written again as it was read.

A small store is written anew with each commit. A large one is a snapshot, and the commits since
stand in the log beside it, until that has grown and they are folded into a new snapshot.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from engine.common.atomic_write import WrittenNotSynced, sync_file, sync_folder, write_atomically
from engine.common.decoding import JsonDecoder
from engine.common.os_errors import os_errors, system_reason
from engine.common.plain_file import open_plain, read_plain
from engine.messages.store import StoreFault, StoreProblem
from engine.model.errors import StoreError
from engine.model.message import Message
from engine.store.tinydb_commit import NewCommit
from engine.store.tinydb_file import (
    ITEMS,
    blocks_of,
    commit_of,
    document_line,
    meta_of,
    snapshot_of,
)
from engine.store.tinydb_fold import folded, tables_after
from engine.store.tinydb_index import IndexMaker, is_indexed
from engine.store.tinydb_log import (
    NO_SNAPSHOT,
    Log,
    LogFile,
    SnapshotId,
    log_name,
    whole_records,
)
from engine.store.tinydb_snapshot import Snapshot, StoreState

VERSIONS = 6
"""How many versions of the store are kept: the present one, as a copy, and five former ones."""
LARGE = 4_000_000
"""Bytes from which on commits are added to the log. To write a smaller store anew takes no longer
than 20 ms, and any program finds all in its file.
"""
GROWN = 4
"""The log may be one such part of its snapshot."""


class AtomicStorage(Storage):
    """A storage for TinyDB: `TinyDB(path, storage=AtomicStorage, versions=folder)`.

    Raises `StoreError` on a file that is damaged or was written by something else; a missing file
    is an empty store.
    """

    def __init__(self, path: str | Path, versions: Path | None = None) -> None:
        super().__init__()
        self._path = Path(path)
        self._versions = versions
        self._keeps_twice = versions is not None
        self._log = LogFile(self._path.with_suffix(".log"), versions)
        self._index = self._path.with_suffix(".index")

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

    def version(self) -> str:
        """What is another after every write; empty where there is nothing. Never raises."""
        stats = []
        for path in (self._path, self._log.path):
            with contextlib.suppress(OSError):
                stat = path.stat()
                stats.append(f"{stat.st_ino}-{stat.st_mtime_ns}-{stat.st_size}")
        return "+".join(stats)

    def state(self) -> StoreState | None:
        """The store as it is now, its checksums checked; None where there is none."""
        while True:
            before = self.version()
            try:
                with os_errors(StoreError, StoreFault.UNREADABLE, path=str(self._path)):
                    return self._state()
            except StoreError:
                if self.version() == before:
                    raise  # else somebody wrote between the two looks

    def _state(self) -> StoreState | None:
        try:
            snapshot = Snapshot(self._path)
        except FileNotFoundError:
            return None
        return StoreState(snapshot, self._log.read(snapshot.name))

    def read_bytes(self) -> bytes | None:
        """The store as its file would be if it were written anew now; None where there is none."""
        state = self.state()
        return folded(state) if state else None

    def write_tables(self, tables: Mapping[str, Iterable[bytes]]) -> None:
        """Replace the file by these tables, each a sequence of document lines, and keep a copy of
        it among the versions.
        """
        with os_errors(StoreError, StoreFault.UNWRITABLE, path=str(self._path)):
            commit = self.commit_number() + 1
            blocks = {name: [list(lines)] for name, lines in tables.items()}
            self._replace(blocks_of(blocks, commit, kept_twice=self._keeps_twice), commit)

    def commit(self, state: StoreState, new: NewCommit) -> None:
        """Commit what is to be changed. Where the store is another than this `state` by now,
        because a lock did nothing, it stays as it is and `StoreError` is raised.
        """
        with os_errors(StoreError, StoreFault.UNWRITABLE, path=str(self._path)):
            if self._goes_into_log(state, new):
                self._refuse_if_written(state)
                mode = self._path.stat().st_mode & 0o777
                self._log.append(state.log, new.logged(), mode)
            else:
                self._fold(state, new)

    def fold(self, state: StoreState) -> None:
        """Bring what the log of this state holds into the file; see `commit`."""
        with os_errors(StoreError, StoreFault.UNWRITABLE, path=str(self._path)):
            self._fold(state)

    def restore(self, raw: bytes) -> None:
        """Put a whole file, with the number of its commit, in the place of a damaged one."""
        with os_errors(StoreError, StoreFault.UNWRITABLE, path=str(self._path)):
            self._replace([raw], commit_of(raw))

    def _goes_into_log(self, state: StoreState, new: NewCommit) -> bool:
        """Whether the file is large, kept twice and indexed, and its log has room for this."""
        snapshot = state.snapshot
        if snapshot is None or snapshot.size < LARGE or self._versions is None:
            return False
        if len(state.log.good) + new.size >= snapshot.size // GROWN:
            return False
        copy = self._versions / version_name(snapshot.name.commit)
        return copy.exists() and is_indexed(self._index, snapshot.name)

    def _fold(self, state: StoreState, new: NewCommit | None = None) -> None:
        after, index = tables_after(state, new), IndexMaker()
        commit = new.record.commit if new else state.log.commit
        size = (state.snapshot.size if state.snapshot else 0) + len(state.log.good)
        is_large = size + (new.size if new else 0) >= LARGE
        items = index.seen(after.items) if is_large else (one.lines for one in after.items)
        tables = {ITEMS: items, **after.others}
        self._replace(blocks_of(tables, commit, kept_twice=self._keeps_twice), commit, upon=state)
        with contextlib.suppress(OSError):  # the next commit is none for the log, and tries again
            if content := index.index(self._path):
                write_atomically(self._index, [content])

    def _refuse_if_written(self, state: StoreState) -> None:
        if self._present() != state.log.snapshot or self._log.size() != len(state.log.found or b""):
            raise StoreError(StoreFault.CHANGED_MEANWHILE, path=str(self._path))

    def _replace(
        self, blocks: Iterable[bytes], commit: int, upon: StoreState | None = None
    ) -> None:
        def keep_copy(written: Path) -> None:
            if upon is not None:
                self._refuse_if_written(upon)
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
        self._log.remove()

    def commit_number(self) -> int:
        """How often the store was written; 0 before the first time."""
        snapshot = self._present()
        records = whole_records(self._log.path, snapshot)
        return records[-1].commit if records else snapshot.commit

    def _present(self) -> SnapshotId:
        """What the log names the present snapshot by."""
        try:
            with open_plain(self._path) as file:
                file.seek(max(0, self._path.stat().st_size - 200))
                return snapshot_of(file.read())
        except FileNotFoundError:
            return NO_SNAPSHOT

    def version_problems(self) -> Iterator[Message]:
        """What is wrong with the versions and with how the store is kept; it can be read."""
        state = self.state()
        if self._versions is None or state is None:
            return
        for path in kept_versions(self._versions):
            if not is_whole(path):
                yield Message.of(StoreProblem.VERSION_DAMAGED, path=str(path))
        meta = meta_of(state.raw)
        copy = self._versions / version_name(state.log.snapshot.commit)
        if meta and meta.kept_twice and (not copy.exists() or read_plain(copy) != state.raw):
            yield Message.of(StoreProblem.NOT_KEPT_TWICE, path=str(copy))
        if not state.log.is_kept_twice:
            twin = self._log.twin(state.log.snapshot)
            yield Message.of(StoreProblem.NOT_KEPT_TWICE, path=str(twin))

    def _keep_copy(self, written: Path, commit: int) -> None:
        """Keep the newest version twice, as a file of its own: what happens to the one leaves the
        other as it is. It comes before the commit, so no commit is ever without it.
        """
        if self._versions is None:
            return
        copy = self._versions / f".{version_name(commit)}.tmp"
        shutil.copy(written, copy)
        sync_file(copy)
        (self._versions / log_name(commit)).unlink(missing_ok=True)  # of another of this number
        copy.replace(self._versions / version_name(commit))
        sync_folder(self._versions)
        for old in kept_versions(self._versions)[VERSIONS:]:
            remove_version(old)

    def _forget_copy(self, commit: int) -> None:
        """Of a commit that did not come about no version may tell."""
        if self._versions is not None and self._present().commit != commit:
            (self._versions / version_name(commit)).unlink(missing_ok=True)


def version_name(commit: int) -> str:
    """What the version of this commit is called."""
    return f"store.{commit:08d}.json"


def kept_versions(folder: Path) -> list[Path]:
    """The versions that are kept, the newest first."""
    return sorted(folder.glob("store.*.json"), reverse=True)


def remove_version(path: Path) -> None:
    """Take away a version, and the log upon it. Raises `OSError`."""
    path.with_suffix(".log").unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def is_whole(path: Path) -> bool:
    """Whether there is a store in this file, and none of it and of the log upon it was changed.
    Raises `StoreError` where it cannot be read, or a newer opos wrote it.
    """
    try:
        state = AtomicStorage(path).state()
        return bool(state and state.raw)
    except StoreError as error:
        if error.message.code in (StoreFault.DAMAGED, StoreFault.FOREIGN_LOG):
            return False
        raise


def whole_part(path: Path) -> StoreState | None:
    """What of a store is as it was written: its file, and the log up to the first damage; None
    where even the file is not. Raises `OSError`, and `StoreError` where a newer opos wrote it.
    """
    try:
        snapshot = Snapshot(path)
        _ = snapshot.whole
    except FileNotFoundError:
        return None
    except StoreError as error:
        if error.message.code is StoreFault.DAMAGED:
            return None
        raise
    records = whole_records(path.with_suffix(".log"), snapshot.name)
    return StoreState(snapshot, Log(snapshot.name, records, b""))
