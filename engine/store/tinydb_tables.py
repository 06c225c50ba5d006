"""The tables in the embedded store's file, typed; each is read by itself, since the items fill
nearly all of it and most questions are about the others. Raises `Damaged`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from engine.common.decoding import Damaged, JsonDecoder
from engine.model.item import Item
from engine.store.ledger import HeldImport, LedgerEntry, decode_entry
from engine.store.tinydb_storage import table_blocks, table_lines

_BLOCK = 1 << 16
"""Bytes: what is decoded in less than a millisecond, for which no key has to wait."""


class _File(msgspec.Struct, frozen=True):
    items: dict[str, Item] = {}


_file = JsonDecoder(_File)
_held = JsonDecoder(HeldImport)


def items_in(raw: bytes) -> dict[str, Item]:
    """The items by their numbers in the file."""
    return _file(raw).items


def item_blocks_in(raw: bytes) -> Iterator[Sequence[Item]]:
    """The items, some hundred at a time."""
    for lines in table_blocks(raw, "items", _BLOCK):
        yield list(items_in(b'{"items":{%s}}' % lines).values())


def ledger_in(raw: bytes) -> list[LedgerEntry]:
    """Every act, the oldest first."""
    return [decode_entry(line.partition(b":")[2]) for line in table_lines(raw, "ledger")]


def waiting_in(raw: bytes) -> list[HeldImport]:
    """The held imports, the oldest first."""
    return [_held(line.partition(b":")[2]) for line in table_lines(raw, "waiting")]


def holds_what_we_write(raw: bytes) -> bool:
    """Whether all in a file with a right checksum is ours to read."""
    try:
        items_in(raw)
        ledger_in(raw)
        waiting_in(raw)
    except Damaged:
        return False
    return True
