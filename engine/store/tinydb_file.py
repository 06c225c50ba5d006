"""What stands in the embedded store's file: a document a line, by its number, table after table;
the last line holds the number of the commit and a checksum of everything above it.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from engine.common.decoding import Damaged, JsonDecoder
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.model.item import Item
from engine.store.tinydb_log import NO_SNAPSHOT, SnapshotId

SCHEMA = 1
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


ITEMS, LEDGER, WAITING = "items", "ledger", "waiting"
BEGINNING = b'{\n"items":{\n'
"""The items come first, and fill nearly all of the file."""


def document_line(number: int | str, document: bytes) -> bytes:
    """A document as a line of its table."""
    return b'"%s":%s' % (str(number).encode(), document)


def table_lines(raw: bytes, table: str) -> list[bytes]:
    """The document lines of a table, as they stand in the file."""
    start = table_start(raw, table)
    return parted_lines(raw[start : raw.index(_END, start)]) if start >= 0 else []


def parted_lines(block: bytes) -> list[bytes]:
    """Lines that stand one after another, parted."""
    return block.split(_BETWEEN) if block else []


def item_blocks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of the items, as they stand one after another in the `parts` of a file from its
    first item on: about as many at a time as a part holds. All parts are taken.
    """
    rest, is_within = b"", True
    for part in parts:
        if not is_within:
            continue
        block = rest + part
        end = block.find(_END)
        cut = end if end >= 0 else block.rfind(_BETWEEN)
        if cut > 0:
            yield block[:cut]
        rest, is_within = block[cut + len(_BETWEEN) if cut >= 0 else 0 :], end < 0


def table_start(raw: bytes, table: str) -> int:
    """Where the first line of a table begins; -1 where there is no such table."""
    head = b'\n"%s":{\n' % table.encode()
    start = raw.find(head) if table == ITEMS else raw.rfind(head)  # the shorter way
    return start + len(head) if start >= 0 else -1


def last_number(raw: bytes) -> int:
    """The highest number of an item, which is the last one's; 0 where there is none."""
    end = raw.find(_END, table_start(raw, ITEMS))
    return number_of(raw[raw.rfind(b"\n", 0, end) + 1 : end])


def number_of(line: bytes) -> int:
    """The number of a document; 0 where there is none."""
    number = line.partition(b":")[0].strip(b'"')
    return int(number) if number.isdigit() else 0


DocumentLines = Sequence[bytes]
"""Some lines of a table, one after another."""


class ItemLines(NamedTuple):
    """Some lines of items."""

    lines: DocumentLines
    items: Sequence[Item] | None = None
    """What they tell, where they are new."""


def blocks_of(
    tables: Mapping[str, Iterable[DocumentLines]], commit: int, *, kept_twice: bool
) -> Iterator[bytes]:
    """The file that holds these tables."""
    crc32 = 0
    for block in _tables(tables):
        crc32 = zlib.crc32(block, crc32)
        yield block
    meta = Meta(schema=SCHEMA, commit=commit, crc32=crc32, kept_twice=kept_twice)
    yield b'%s{"1":%s}\n}\n' % (_META, msgspec.json.encode(meta))


def _tables(tables: Mapping[str, Iterable[DocumentLines]]) -> Iterator[bytes]:
    yield b"{"
    for name, blocks in tables.items():
        yield b'\n"%s":{\n' % name.encode()
        between = b""
        for lines in filter(None, blocks):
            yield between
            yield _BETWEEN.join(lines)
            between = _BETWEEN
        yield b"\n},"


_meta = JsonDecoder(dict[str, Meta])


def start_of_meta(raw: bytes) -> int:
    """Where the last line begins, in the end of a file; -1 where there is none."""
    return raw.rfind(_META)


def meta_of(raw: bytes) -> Meta | None:
    """The last line of the file with this end; None where it has none."""
    with contextlib.suppress(ValueError, KeyError, Damaged):
        return _meta(raw[raw.rindex(_META) + len(_META) :].rstrip()[:-1])["1"]
    return None


def snapshot_of(raw: bytes) -> SnapshotId:
    """What a log names the file with this end by."""
    meta = meta_of(raw)
    return SnapshotId(meta.commit, meta.crc32) if meta else NO_SNAPSHOT


def commit_of(raw: bytes) -> int:
    """The number of the commit that wrote the file with this end; 0 where it has none."""
    return snapshot_of(raw).commit


def is_ours(raw: bytes) -> bool:
    """Whether the file with this end was written by this opos, or one before it."""
    meta = meta_of(raw)
    return meta is not None and meta.schema <= SCHEMA


def refuse_damaged(raw: bytes, path: Path) -> None:
    """Raise `StoreError` where the file is not as it was written, or a newer opos wrote it."""
    meta = meta_of(raw)
    if meta is not None and meta.schema > SCHEMA:
        raise StoreError(StoreFault.NEWER, path=str(path))
    if meta is None or meta.crc32 != zlib.crc32(memoryview(raw)[: start_of_meta(raw)]):
        raise StoreError(StoreFault.DAMAGED, path=str(path))
