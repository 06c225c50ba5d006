"""Where each item stands in the file of a large store: single ones are found without reading all.

It is made of that file alone and may be deleted at any time. Nothing in it is trusted: it names its
file and holds a checksum of itself, of each line and of what stands after the items; and whoever
looks for a key finds it in the line, or it is another's.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import msgspec

from engine.common.decoding import Damaged, JsonDecoder
from engine.common.plain_file import open_plain, read_plain
from engine.model.item import Item, Key
from engine.store.tinydb_file import BEGINNING, DocumentLines, ItemLines, number_of, snapshot_of
from engine.store.tinydb_log import SnapshotId

_MAGIC = 0x5844_4E49_534F_504F
"""Read on a machine of the other byte order it is another."""
_NAMED = struct.Struct("=QQII")
"""The magic number, commit and checksum of the file, and the checksum of all after this."""
_SIZES = struct.Struct("=QQQQ")
"""How many items; where they end; the checksum of what stands there; the last item's number."""
_BETWEEN = 2
"""Bytes between two lines."""
_FIRST = _NAMED.size + _SIZES.size


class FilePart(NamedTuple):
    """Where some bytes stand in the file, and what they are."""

    start: int
    length: int
    crc32: int


class _KeyOnly(msgspec.Struct, frozen=True):
    mandant: str
    invoice_no: str


class _KeysOnly(msgspec.Struct, frozen=True):
    items: dict[str, _KeyOnly]


_file = JsonDecoder(_KeysOnly)


class ItemIndex:
    """The index in these bytes, as an `IndexMaker` makes them."""

    def __init__(self, content: bytes) -> None:
        n, self._end, self._crc32, self.last_number = _SIZES.unpack_from(content, _NAMED.size)
        parts = memoryview(content)[_FIRST:]
        self._hashes = parts[: 8 * n].cast("Q")  # sorted; all others in the order of the file
        self._starts = parts[8 * n : 16 * n + 8].cast("Q")
        self._lines = parts[16 * n + 8 : 20 * n + 8].cast("I")
        self._checksums = parts[20 * n + 8 :].cast("I")

    def __len__(self) -> int:
        return len(self._hashes)

    def rest(self, size: int) -> FilePart:
        """What stands after the items in the file of this size."""
        return FilePart(self._end, size - self._end, self._crc32)

    def of_keys(self, keys: Collection[Key]) -> list[FilePart]:
        """The lines that may hold an item of one of these keys, in the order of the file."""
        hashes = {_hash(*key) for key in keys}
        return sorted(place for each in hashes for place in self._between(each, each + 1))

    def of_mandants(self, mandants: Collection[str]) -> list[FilePart]:
        """The lines that may hold an item of one of these Mandanten, in the order of the file."""
        return sorted(place for one in _ranges(mandants) for place in self._between(*one))

    def number_of(self, mandants: Collection[str]) -> int:
        """How many these are."""
        return sum(len(self._places(*one)) for one in _ranges(mandants))

    def _places(self, low: int, high: int) -> range:
        """Where the hashes of a range stand among all."""
        return range(bisect_left(self._hashes, low), bisect_left(self._hashes, high))

    def _between(self, low: int, high: int) -> Iterator[FilePart]:
        for place in self._places(low, high):
            n = self._lines[place]
            start, following = self._starts[n], self._starts[n + 1]
            yield FilePart(start, following - start - _BETWEEN, self._checksums[n])


def is_indexed(path: Path, name: SnapshotId) -> bool:
    """Whether the index in this file says that it is that of this snapshot."""
    try:
        with open_plain(path) as file:
            magic, commit, crc32, _own = _NAMED.unpack(file.read(_NAMED.size))
    except (OSError, struct.error):
        return False
    return (magic, commit, crc32) == (_MAGIC, name.commit, name.crc32)


def load_index(path: Path, name: SnapshotId) -> ItemIndex | None:
    """The index in this file, where it is whole and that of this snapshot."""
    try:
        content = read_plain(path)
        named = _NAMED.unpack_from(content)
    except (OSError, struct.error):
        return None
    own = zlib.crc32(memoryview(content)[_NAMED.size :])
    return ItemIndex(content) if named == (_MAGIC, name.commit, name.crc32, own) else None


class IndexMaker:
    """Makes the index of a file while that is written."""

    def __init__(self) -> None:
        self._hashes, self._lengths, self._checksums = array("Q"), array("I"), array("I")
        self._last_line = b""
        self._is_ours = True

    def seen(self, blocks: Iterable[ItemLines]) -> Iterator[DocumentLines]:
        """The lines of the items, as they come to stand."""
        for lines, items in blocks:
            if lines and self._is_ours:
                self._note(lines, _told_by(lines) if items is None else items)
            yield lines

    def _note(self, lines: DocumentLines, items: Collection[Item | _KeyOnly]) -> None:
        self._is_ours = len(items) == len(lines)
        self._hashes.extend([_hash(item.mandant, item.invoice_no) for item in items])
        self._lengths.extend(map(len, lines))
        self._checksums.extend(map(zlib.crc32, lines))
        self._last_line = lines[-1]

    def index(self, path: Path) -> bytes | None:
        """The index, once the file is written; None where its items are not as opos writes them.
        Raises `OSError`.
        """
        if not (self._is_ours and self._hashes):
            return None
        lengths = map(_BETWEEN.__add__, self._lengths)
        starts = array("Q", accumulate(lengths, initial=len(BEGINNING)))
        end = starts[-1] - _BETWEEN
        with open_plain(path) as file:
            file.seek(end)
            rest = file.read()
        name = snapshot_of(rest)
        hash_of = self._hashes.tolist().__getitem__
        order = array("I", sorted(range(len(self._hashes)), key=hash_of))
        columns = (
            array("Q", map(hash_of, order)),
            starts,
            order,
            self._checksums,
        )
        last = number_of(self._last_line)
        sizes = _SIZES.pack(len(order), end, zlib.crc32(rest), last)
        content = sizes + b"".join(column.tobytes() for column in columns)
        return _NAMED.pack(_MAGIC, name.commit, name.crc32, zlib.crc32(content)) + content


def _told_by(lines: DocumentLines) -> Collection[_KeyOnly]:
    """The items in these lines; fewer where a line is not as opos writes it."""
    try:
        return _file(b'{"items":{%s}}' % b",".join(lines)).items.values()
    except Damaged:
        return ()


def _ranges(mandants: Collection[str]) -> list[tuple[int, int]]:
    """Between which the hashes of their items are."""
    firsts = {_hash(mandant, "") & ~0xFFFF_FFFF for mandant in mandants}
    return [(first, first + (1 << 32)) for first in firsts]


def _hash(mandant: str, invoice_no: str) -> int:
    """Items of one Mandant come one after another."""
    return zlib.crc32(mandant.encode()) << 32 | zlib.crc32(invoice_no.encode())
