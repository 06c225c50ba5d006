"""The tables in the embedded store's file, typed; each is read by itself, since the items fill
nearly all of it and most questions are about the others. Raises `Damaged`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from engine.common.decoding import Damaged, JsonDecoder
from engine.model.item import Item, Key
from engine.store.ledger import HeldImport, LedgerEntry, decode_entry
from engine.store.tinydb_file import LEDGER, WAITING, table_lines
from engine.store.tinydb_index import FilePart
from engine.store.tinydb_snapshot import StoreState, decode_item

_MANY = 500
_SOME = 3
"""Of as many items as are asked for, so many times must there be, or all are read at one go."""


class _File(msgspec.Struct, frozen=True):
    items: dict[str, Item] = {}


_file = JsonDecoder(_File)
_held = JsonDecoder(HeldImport)


def items_of_keys(state: StoreState, keys: frozenset[Key]) -> dict[str, Item] | None:
    """The items of these keys, by their numbers; None where no index tells where they stand, or
    they are most of all.
    """
    index = state.index
    if index is None or _SOME * len(keys) > len(index):
        return None
    return _found(state, index.of_keys(keys), lambda item: item.key in keys)


def items_of_mandants(state: StoreState, mandants: frozenset[str]) -> dict[str, Item] | None:
    """The same of the items of these Mandanten; None also where they are most of all."""
    index = state.index
    if index is None or _SOME * index.number_of(mandants) > len(index):
        return None
    return _found(state, index.of_mandants(mandants), lambda item: item.mandant in mandants)


def _found(
    state: StoreState, places: Iterable[FilePart], is_wanted: Callable[[Item], bool]
) -> dict[str, Item]:
    """The wanted ones of the items in these places, and of those since."""
    lines = state.snapshot.parts(places) if state.snapshot else []
    there = {number.decode(): decode_item(document) for number, document in map(_parts, lines)}
    found = {number: item for number, item in there.items() if is_wanted(item)}
    for number, item in state.since.items():
        if number in found or (item and is_wanted(item)):
            _renew(found, {number: item})
    return found


def item_blocks_in(state: StoreState) -> Iterator[dict[str, Item]]:
    """All items by their numbers in the file, some hundred at a time."""
    since = dict(state.since)
    for lines in state.item_blocks():
        items = _file(b'{"items":{%s}}' % lines).items
        if since:
            _renew(items, {number: since.pop(number) for number in items if number in since})
        yield items
    new = [(number, item) for number, item in since.items() if item]
    for start in range(0, len(new), _MANY):
        yield dict(new[start : start + _MANY])


def _renew(items: dict[str, Item], since: Mapping[str, Item | None]) -> None:
    for number, item in since.items():
        if item:
            items[number] = item
        else:
            items.pop(number, None)


def ledger_in(state: StoreState) -> list[LedgerEntry]:
    """Every act, the oldest first."""
    lines = table_lines(state.rest, LEDGER)
    documents = {int(number): document for number, document in map(_parts, lines)}
    for record in state.log.records:
        documents |= {int(number): bytes(each) for number, each in record.ledger.items()}
    return [decode_entry(document) for document in documents.values()]


def waiting_in(state: StoreState) -> list[HeldImport]:
    """The held imports, the oldest first."""
    for record in reversed(state.log.records):
        if record.waiting is not None:
            return [_held(bytes(document)) for document in record.waiting]
    return [_held(_parts(line)[1]) for line in table_lines(state.rest, WAITING)]


def holds_what_we_write(state: StoreState) -> bool:
    """Whether all in a store with right checksums is ours to read."""
    try:
        for _items in item_blocks_in(state):
            pass
        ledger_in(state)
        waiting_in(state)
    except Damaged:
        return False
    return True


def _parts(line: bytes) -> tuple[bytes, bytes]:
    """The number and the document of a line."""
    number, _colon, document = line.partition(b":")
    return number.strip(b'"'), document
