"""The store's file as it was when it was opened, whatever comes in its place later.

It is read as a whole, or where an index says where something stands: what is read is checked then,
and no more.
"""

from __future__ import annotations

import os
import weakref
import zlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from engine.common.decoding import JsonDecoder
from engine.common.os_errors import os_errors
from engine.common.plain_file import plain
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.model.item import Item
from engine.store.tinydb_file import (
    BEGINNING,
    ITEMS,
    is_ours,
    item_blocks,
    last_number,
    refuse_damaged,
    snapshot_of,
    start_of_meta,
    table_start,
)
from engine.store.tinydb_index import FilePart, ItemIndex, load_index
from engine.store.tinydb_log import NO_SNAPSHOT, Log

decode_item = JsonDecoder(Item)
_END = 200
"""Bytes in which the last line stands."""
_PART = 1 << 16
"""Bytes: items that are decoded in less than a millisecond, for which no key has to wait."""


class Snapshot:
    """The file `path`, read and checked when it is asked. Raises `StoreError` then; when it is made
    `OSError`, and `FileNotFoundError` where there is none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = plain(str(path), os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self.size = os.fstat(self._descriptor).st_size
        end = self._read(max(0, self.size - _END), _END)
        self.name = snapshot_of(end)
        """What a log and an index name it by."""
        self._meta = self.size - len(end) + start_of_meta(end)
        if not is_ours(end):
            _ = self.whole  # which says why

    @cached_property
    def whole(self) -> bytes:
        """All of it."""
        with os_errors(StoreError, StoreFault.UNREADABLE, path=str(self._path)):
            raw = self._read(0, self.size)
        refuse_damaged(raw, self._path)
        return raw

    def item_blocks(self) -> Iterator[bytes]:
        """The lines of its items, some at a time, and never all of it at once where they stand
        first; what is wrong with the file may be found only after the last.
        """
        if self.is_read or self._read(0, len(BEGINNING)) != BEGINNING:
            start = table_start(self.whole, ITEMS)
            places = range(start, len(self.whole), _PART) if start >= 0 else ()
            return item_blocks(self.whole[place : place + _PART] for place in places)
        return item_blocks(self._parts())

    def _parts(self) -> Iterator[bytes]:
        """The file from its first item on, checked at its end."""
        crc32, place = zlib.crc32(BEGINNING), len(BEGINNING)
        with os_errors(StoreError, StoreFault.UNREADABLE, path=str(self._path)):
            while part := self._read(place, min(_PART, self._meta - place)):
                crc32, place = zlib.crc32(part, crc32), place + len(part)
                yield part
        if crc32 != self.name.crc32:
            raise StoreError(StoreFault.DAMAGED, path=str(self._path))

    @cached_property
    def index(self) -> ItemIndex | None:
        """Where its items stand; None where nobody knows."""
        return load_index(self._path.with_suffix(".index"), self.name)

    @property
    def is_read(self) -> bool:
        """Whether all of it was read already."""
        return "whole" in self.__dict__

    @cached_property
    def rest(self) -> bytes:
        """What stands after the items."""
        if self.is_read or self.index is None:
            return self.whole
        return self.parts([self.index.rest(self.size)])[0]

    def parts(self, places: Iterable[FilePart]) -> list[bytes]:
        """What stands in these places."""
        with os_errors(StoreError, StoreFault.UNREADABLE, path=str(self._path)):
            found = []
            for place in places:
                found.append(self._read(place.start, place.length))
                if zlib.crc32(found[-1]) != place.crc32:
                    raise StoreError(StoreFault.DAMAGED, path=str(self._path))
        return found

    def _read(self, start: int, length: int) -> bytes:
        """These bytes, or fewer where the file ends before."""
        found = b""
        while len(found) < length:
            part = os.pread(self._descriptor, length - len(found), start + len(found))
            if not part:
                break
            found = found + part if found else part
        return found


class StoreState(msgspec.Struct, frozen=True, dict=True):
    """A store as it was read."""

    snapshot: Snapshot | None
    """Its file; None where there is none yet."""
    log: Log
    """What was committed since."""

    @property
    def raw(self) -> bytes:
        """The file as a whole."""
        return self.snapshot.whole if self.snapshot else b"{}"

    @property
    def rest(self) -> bytes:
        """What stands in the file after the items."""
        return self.snapshot.rest if self.snapshot else b"{}"

    def item_blocks(self) -> Iterator[bytes]:
        """The lines of the items in the file; see `Snapshot`."""
        return self.snapshot.item_blocks() if self.snapshot else iter(())

    @property
    def index(self) -> ItemIndex | None:
        """Where its items stand; None where nobody knows."""
        return self.snapshot.index if self.snapshot else None

    @cached_property
    def since(self) -> dict[str, Item | None]:
        """What became of items since, by their numbers; None of those that went. Raises
        `Damaged`.
        """
        since: dict[str, Item | None] = {}
        for record in self.log.records:
            since |= dict.fromkeys(record.deleted)
            since |= {n: decode_item(bytes(document)) for n, document in record.items.items()}
        return since

    @property
    def last_number(self) -> int:
        """The highest number that an item has, or had since the snapshot; 0 where there is none."""
        logged = (int(number) for record in self.log.records for number in record.items)
        return max(self.index.last_number if self.index else last_number(self.raw), *logged, 0)


EMPTY = StoreState(None, Log(NO_SNAPSHOT, [], b""))
"""Where there is no file yet."""
