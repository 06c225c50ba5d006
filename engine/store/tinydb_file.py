"""What stands in the embedded store's file: a document a line, by its number, table after table;
the last line holds the number of the commit and a checksum of everything above it.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from engine.common.decoding import Damaged, JsonDecoder
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.store.tinydb_log import NO_SNAPSHOT, LoggedCommit, SnapshotId

SCHEMA = 1
_BETWEEN = b",\n"
"""Stands between two lines of a table."""
_END = b"\n}"
"""Stands after the last one."""
_META = b'\n"meta":'
_BLOCK = 1 << 16
_MANY = 500


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
FIRST_ITEM = len(b'{\n"items":{\n')
"""Where the first item stands: the items come first, and fill nearly all of the file."""


def document_line(number: int | str, document: bytes) -> bytes:
    """A document as a line of its table."""
    return b'"%s":%s' % (str(number).encode(), document)


def table_lines(raw: bytes, table: str) -> list[bytes]:
    """The document lines of a table, as they stand in the file."""
    start = table_start(raw, table)
    body = raw[start : raw.index(_END, start)] if start >= 0 else b""
    return body.split(_BETWEEN) if body else []


def table_blocks(raw: bytes, table: str, size: int) -> Iterator[bytes]:
    """The same as they stand one after another, about `size` bytes of whole lines at a time."""
    start = table_start(raw, table)
    while start >= 0 and not raw.startswith(_END, start):
        cut = raw.find(_BETWEEN, start + size)
        end = raw.find(_END, start, cut if cut >= 0 else len(raw))
        yield raw[start : end if end >= 0 else cut]
        start = cut + len(_BETWEEN) if end < 0 else -1


def table_start(raw: bytes, table: str) -> int:
    """Where the first line of a table begins; -1 where there is no such table."""
    head = b'\n"%s":{\n' % table.encode()
    start = raw.find(head) if table == ITEMS else raw.rfind(head)  # the shorter way
    return start + len(head) if start >= 0 else -1


def last_number(raw: bytes) -> int:
    """The highest number of an item, which is the last one's; 0 where there is none."""
    end = raw.find(_END, table_start(raw, ITEMS))
    number = raw[raw.rfind(b"\n", 0, end) + 1 : end].partition(b":")[0].strip(b'"')
    return int(number) if number.isdigit() else 0


DocumentLines = Sequence[bytes]
"""Some lines of a table, one after another."""


def tables_after(raw: bytes, records: Iterable[LoggedCommit]) -> dict[str, Iterable[DocumentLines]]:
    """Every table as these records left it, some hundred lines at a time; those of other documents
    are the very bytes that were read.
    """
    items: dict[str, msgspec.Raw | None] = {}
    ledger: dict[str, msgspec.Raw | None] = {}
    waiting: Iterable[DocumentLines] = [table_lines(raw, WAITING)]
    for record in records:
        items |= dict.fromkeys(record.deleted)
        items |= record.items
        ledger |= record.ledger
        if record.waiting is not None:
            waiting = [[document_line(n, bytes(held)) for n, held in enumerate(record.waiting, 1)]]
    return {
        ITEMS: _lines_after(raw, ITEMS, items),
        LEDGER: _lines_after(raw, LEDGER, ledger),
        WAITING: waiting,
    }


def _lines_after(
    raw: bytes, table: str, since: Mapping[str, msgspec.Raw | None]
) -> Iterator[list[bytes]]:
    """The lines of a table, with these documents by their numbers; None of those that go."""
    rest = {number.encode(): document for number, document in since.items()}
    for block in table_blocks(raw, table, _BLOCK):
        lines = block.split(_BETWEEN)
        yield [now for line in lines if (now := _line_now(line, rest))] if rest else lines
    new = iter([number for number, document in rest.items() if document is not None])
    while numbers := list(islice(new, _MANY)):
        yield [b'"%s":%s' % (number, rest.pop(number)) for number in numbers]


def _line_now(line: bytes, since: dict[bytes, msgspec.Raw | None]) -> bytes:
    number = line[1 : line.index(b'"', 1)]
    if number not in since:
        return line
    document = since.pop(number)
    return b"" if document is None else b'"%s":%s' % (number, document)


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
    if meta is None or meta.crc32 != zlib.crc32(memoryview(raw)[: raw.rindex(_META)]):
        raise StoreError(StoreFault.DAMAGED, path=str(path))
