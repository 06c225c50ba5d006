"""The log beside a snapshot of the store: what each commit since then changed, a line each.

A line is written to the log's twin among the versions first, and synced, then to the log: once it
is whole there, it is committed. So the newest commit is kept twice, as the snapshot is, and what a
crash or a rotten byte made of the log's end is never a matter of guessing:

- the beginning of the twin's next line: the commit was cut short, and did not happen
- anything else where the twin has that line: it may have been told as committed, so it holds
- where the twin has none, and in the midst: the log is damaged

Each line begins with a checksum over itself and all before it. The first one says which snapshot
the log goes on from: beside another one it is never applied.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from engine.common.atomic_write import WrittenNotSynced, write_atomically
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.os_errors import system_reason
from engine.common.plain_file import plain, read_plain
from engine.messages.store import StoreFault
from engine.model.errors import StoreError


class SnapshotId(msgspec.Struct, frozen=True):
    """The first line: the snapshot that the log goes on from."""

    commit: int
    crc32: int


NO_SNAPSHOT = SnapshotId(0, 0)


class LoggedCommit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one commit changed: documents by their numbers in their tables."""

    commit: int
    items: Mapping[str, msgspec.Raw] = {}
    """The changed and the new ones."""
    deleted: list[str] = []
    """The numbers of items."""
    ledger: Mapping[str, msgspec.Raw] = {}
    """The new entry, and those that it marks as taken back."""
    waiting: list[msgspec.Raw] | None = None
    """All that wait now; None: the same as before."""

    @property
    def size(self) -> int:
        """Bytes of its documents."""
        documents = (*self.items.values(), *self.ledger.values(), *(self.waiting or ()))
        return sum(map(len, documents))


class Log(msgspec.Struct, frozen=True):
    """A log as it counts."""

    snapshot: SnapshotId
    records: list[LoggedCommit]
    good: bytes
    """Its lines that count, the first one among them though there may be no file yet."""
    found: bytes | None = None
    """What stands in its file: another end where a crash or a damage left one; None: no file."""
    twin: bytes = b""
    """What stands in the twin."""

    @property
    def commit(self) -> int:
        """The number of the last commit."""
        return self.records[-1].commit if self.records else self.snapshot.commit

    @property
    def is_kept_twice(self) -> bool:
        """Whether the twin holds all that the file does."""
        return not self.records or self.twin.startswith(self.found or b"")


_snapshot = JsonDecoder(SnapshotId)
_record = JsonDecoder(LoggedCommit)


class LogFile:
    """The log in the file `path`; its twins lie in the folder `versions`, where there is one."""

    def __init__(self, path: Path, versions: Path | None) -> None:
        self.path = path
        self._versions = versions

    def size(self) -> int:
        """Of the file; 0 where there is none. Raises `OSError`."""
        return self.path.stat().st_size if self.path.exists() else 0

    def remove(self) -> None:
        """Let go of the log, which a snapshot holds by now; one that stays is passed over."""
        with suppress(OSError):
            self.path.unlink()

    def twin(self, snapshot: SnapshotId) -> Path | None:
        """The copy of the log that goes on from this snapshot."""
        return self._versions / log_name(snapshot.commit) if self._versions else None

    def read(self, snapshot: SnapshotId) -> Log:
        """What was committed since this snapshot. Raises `OSError`, and `StoreError` where nobody
        can tell.
        """
        found, twin = _content(self.path), self._twin_content(snapshot)
        lines = _whole_lines(found or b"")
        try:
            if found is not None and not lines:
                raise StoreError(StoreFault.DAMAGED, path=str(self.path))
            if not lines or self._is_older(lines, snapshot):
                if twin:  # the log is begun before its twin
                    trace = str(self.twin(snapshot))
                    raise StoreError(StoreFault.MISSING, path=str(self.path), trace=trace)
                lines = [first_line(snapshot)]
            elif rest := (found or b"")[sum(map(len, lines)) :]:
                lines += self._counting(rest, _lines_upon(snapshot, twin)[len(lines) :])
            elif twin != found and len(_lines_upon(snapshot, twin)) > len(lines) + 1:
                raise StoreError(StoreFault.DAMAGED, path=str(self.path))
            records = [_record(line[9:]) for line in lines[1:]]
        except Damaged as error:
            raise StoreError(StoreFault.DAMAGED, path=str(self.path)) from error
        return Log(snapshot, records, b"".join(lines), found, twin)

    def append(self, log: Log, record: LoggedCommit, mode: int) -> None:
        """Commit one more record upon the log as it was read. Raises `OSError`, and then nothing
        was committed; `StoreError` where that is not sure.
        """
        line = _line(msgspec.json.encode(record), log.good)
        if log.found != log.good:
            write_atomically(self.path, [log.good], mode)
        twin = self.twin(log.snapshot)
        if twin and log.twin == log.good:
            _append(twin, line, len(log.good))
        elif twin:
            write_atomically(twin, [log.good, line], mode)
        try:
            _append(self.path, line, len(log.good))
        except WrittenNotSynced as error:
            raise StoreError(
                StoreFault.NOT_SURELY_WRITTEN, path=str(self.path), error=system_reason(error)
            ) from error
        except OSError:
            with suppress(OSError):
                if twin:
                    os.truncate(twin, len(log.good))
            raise

    def _is_older(self, lines: list[bytes], snapshot: SnapshotId) -> bool:
        """Whether these are of an older snapshot, into which they were folded. Raises `StoreError`
        where they are of another one.
        """
        if lines[0] == first_line(snapshot):
            return False
        first = _snapshot(lines[0][9:])
        last = _record(lines[-1][9:]).commit if lines[1:] else first.commit
        if first.commit >= snapshot.commit or last > snapshot.commit:
            raise StoreError(StoreFault.FOREIGN_LOG, path=str(self.path))
        return True

    def _counting(self, rest: bytes, ahead: list[bytes]) -> list[bytes]:
        """What counts of the `rest` after the whole lines: nothing, or the next line of the twin,
        which is that much `ahead`. Raises `StoreError`.
        """
        if self._versions is None and b"\n" not in rest:
            return []  # cut short
        if len(ahead) != 1:
            raise StoreError(StoreFault.DAMAGED, path=str(self.path))
        return [] if ahead[0].startswith(rest) else ahead

    def _twin_content(self, snapshot: SnapshotId) -> bytes:
        twin = self.twin(snapshot)
        return (twin and _content(twin)) or b""


def log_name(commit: int) -> str:
    """What the log upon the version of this commit is called."""
    return f"store.{commit:08d}.log"


def whole_records(path: Path, snapshot: SnapshotId) -> list[LoggedCommit]:
    """What can be read of a log upon this snapshot, up to the first damage. Raises `OSError`."""
    with suppress(Damaged):
        return [_record(line[9:]) for line in _lines_upon(snapshot, _content(path) or b"")[1:]]
    return []


def _lines_upon(snapshot: SnapshotId, content: bytes) -> list[bytes]:
    """The whole lines of a log that goes on from this snapshot."""
    return _whole_lines(content) if content.startswith(first_line(snapshot)) else []


def first_line(snapshot: SnapshotId) -> bytes:
    """The first line of the log upon this snapshot."""
    return _line(msgspec.json.encode(snapshot), b"")


def _line(body: bytes, before: bytes) -> bytes:
    """The line after these."""
    last = before[before.rfind(b"\n", 0, -1) + 1 :]
    return b"%08x %s\n" % (zlib.crc32(body, int(last[:8] or b"0", 16)), body)


def _whole_lines(content: bytes) -> list[bytes]:
    """The lines that are as they were written, up to the first that is not."""
    lines, crc32 = [], 0
    for line in content.split(b"\n")[:-1]:
        crc32 = zlib.crc32(line[9:], crc32)
        if line[:9] != b"%08x " % crc32:
            break
        lines.append(line + b"\n")
    return lines


def _content(path: Path) -> bytes | None:
    try:
        return read_plain(path)
    except FileNotFoundError:
        return None


def _append(path: Path, line: bytes, at: int) -> None:
    """Add the line to the file, that ends here. Raises `OSError`, and then it is as it was; only
    after `WrittenNotSynced` it may not be.
    """
    descriptor = plain(str(path), os.O_WRONLY | os.O_APPEND)
    try:
        while line:
            line = line[os.write(descriptor, line) :]
        os.fsync(descriptor)
    except OSError:
        try:
            os.ftruncate(descriptor, at)
            os.fsync(descriptor)
        except OSError as error:
            raise WrittenNotSynced(error.errno, error.strerror) from error
        raise
    finally:
        os.close(descriptor)
