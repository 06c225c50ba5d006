"""What each act changed, in a file of its own: a change a line, the act itself as the last line.

The file is written before the commit whose number it holds; it is history once the ledger names it.
With a version of the store from before that commit it gives the store after it. That of very many
changes is packed, to an eighth.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from engine.common.atomic_write import write_atomically
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.os_errors import os_errors, system_reason
from engine.common.plain_file import open_plain
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.posting.change import Change
from engine.store.ledger import LedgerEntry, decode_entry
from engine.store.protocol import Entry

_encoder = msgspec.json.Encoder()
_LAST = b'{"commit":'
_AT_ONCE = 500
"""So many changes are encoded and written at one go."""
_MANY = 100_000
"""So many changes are written as they are: what more of them cost on a disk is worth packing."""
PACKED = ".gz"
_GZIP = 16 + zlib.MAX_WBITS
_BLOCK = 1 << 20


class _LastLine(msgspec.Struct, frozen=True):
    commit: int
    changed: int
    """How many changes stand above."""
    sha256: str
    """Of all bytes above."""
    entry: msgspec.Raw


class RecordedAct(msgspec.Struct, frozen=True):
    """An act as its file tells it: all that the commit of this number needs."""

    commit: int
    entry: LedgerEntry
    changes: list[Change]


def changes_name(run: str, number: int) -> str:
    """What the file of the run's act of this number is called."""
    return f"{run}.{number}.jsonl"


_change = JsonDecoder(Change)
_last_line = JsonDecoder(_LastLine)


class ChangeFiles:
    """The files of changes in their folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, commit: int, changes: Sequence[Change], entry: Entry) -> Entry:
        """Write what the act with this entry is about to change; returns the entry as it is to be
        committed. Raises `StoreError`.
        """
        digest = hashlib.sha256()

        def lines() -> Iterator[bytes]:
            for start in range(0, len(changes), _AT_ONCE):
                some = _encoder.encode_lines(changes[start : start + _AT_ONCE])
                digest.update(some)
                yield some
            act = msgspec.Raw(_encoder.encode(entry))
            last = _encoder.encode(_LastLine(commit, len(changes), digest.hexdigest(), act)) + b"\n"
            digest.update(last)
            yield last

        is_packed = len(changes) > _MANY
        name += PACKED * is_packed
        with os_errors(StoreError, StoreFault.CHANGES_UNWRITABLE, run=entry.run):
            write_atomically(self._folder / name, _packed(lines()) if is_packed else lines())
        if not changes:
            return entry
        return msgspec.structs.replace(
            entry, changes=name, changed=len(changes), changes_sha256=digest.hexdigest()
        )

    def read(self, entry: LedgerEntry) -> Iterator[Change]:
        """What this act changed, in order. Raises `StoreError`, at the end where the file is
        no longer as it was written.
        """
        if not entry.changes:
            return
        path, digest, number = self._folder / entry.changes, hashlib.sha256(), 0
        try:
            for line in _lines(path):
                digest.update(line)
                if not line.startswith(_LAST):
                    number += 1
                    yield _change(line)
        except OSError as error:
            raise StoreError(
                StoreFault.HISTORY_UNREADABLE, path=str(path), error=system_reason(error)
            ) from error
        except Damaged as error:
            raise StoreError(
                StoreFault.HISTORY_UNREADABLE, path=str(path), error=str(error)
            ) from error
        written = (entry.changed, entry.changes_sha256)
        if not number or (entry.changes_sha256 and (number, digest.hexdigest()) != written):
            raise StoreError(StoreFault.HISTORY_CHANGED, path=str(path), run=entry.run)

    def act(self, name: str) -> RecordedAct | None:
        """The act that the file of this name tells; None where it is not whole, or was written by
        opos up to 0.1, which left the last line out.
        """
        try:
            whole = b"".join(_lines(self._folder / name))
            start = whole.rindex(b"\n", 0, -1) + 1 if b"\n" in whole[:-1] else 0
            last = _last_line(whole[start:])
            changes = [_change(line) for line in whole[:start].splitlines()]
            entry = decode_entry(bytes(last.entry))
        except (OSError, ValueError, Damaged):
            return None
        if (hashlib.sha256(whole[:start]).hexdigest(), len(changes)) != (last.sha256, last.changed):
            return None
        return RecordedAct(last.commit, entry, changes)

    def names(self) -> list[str]:
        """Every file that is there."""
        return sorted(path.name for path in self._folder.glob("*.jsonl*"))


def _packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    packer, block = zlib.compressobj(1, wbits=_GZIP), bytearray()
    for line in lines:
        block += line
        if len(block) >= _BLOCK:
            yield packer.compress(block)
            block.clear()
    yield packer.compress(block)
    yield packer.flush()


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, packed or not. Raises `OSError`, `Damaged`."""
    with open_plain(path) as file:
        if path.suffix != PACKED:
            yield from file
            return
        try:
            yield from gzip.GzipFile(fileobj=file)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Damaged(str(error)) from error
