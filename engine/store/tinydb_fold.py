"""The tables of the embedded store after commits, some hundred lines at a time: those of other
documents are the very bytes that were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

import msgspec

from engine.store.tinydb_commit import NewCommit
from engine.store.tinydb_file import (
    ITEMS,
    LEDGER,
    WAITING,
    DocumentLines,
    ItemLines,
    blocks_of,
    document_line,
    meta_of,
    parted_lines,
    table_lines,
)
from engine.store.tinydb_log import LoggedCommit
from engine.store.tinydb_snapshot import StoreState

_encoder = msgspec.json.Encoder()
_AT_ONCE = 500
"""So many new items are encoded at one go."""
Since = dict[str, msgspec.Raw | None]
"""Documents by their numbers; None of those that go."""


class TablesAfter(NamedTuple):
    """Every table as commits leave it."""

    items: Iterator[ItemLines]
    others: dict[str, Iterable[DocumentLines]]


def tables_after(state: StoreState, new: NewCommit | None = None) -> TablesAfter:
    """The tables of a store with all that its log holds, and one commit more."""
    records = [*state.log.records, *([new.record] if new else ())]
    ledger: Since = {number: entry for record in records for number, entry in record.ledger.items()}
    waiting = table_lines(state.rest, WAITING)
    for record in records:
        if record.waiting is not None:
            waiting = [document_line(n, bytes(held)) for n, held in enumerate(record.waiting, 1)]
    return TablesAfter(
        _items_after(state, records, new),
        {LEDGER: _lines_after([table_lines(state.rest, LEDGER)], ledger), WAITING: [waiting]},
    )


def _items_after(
    state: StoreState, records: Sequence[LoggedCommit], new: NewCommit | None
) -> Iterator[ItemLines]:
    since: Since = {}
    for record in records:
        since |= dict.fromkeys(record.deleted)
        since |= record.items
    yield from map(ItemLines, _lines_after(map(parted_lines, state.item_blocks()), since))
    if new is None:
        return
    for start in range(0, len(new.new), _AT_ONCE):
        items = new.new[start : start + _AT_ONCE]
        documents = _encoder.encode_lines(items).split(b"\n")
        numbered = zip(count(new.last_number + 1 + start), documents[:-1], strict=False)
        yield ItemLines([b'"%d":%s' % one for one in numbered], items)


def _lines_after(blocks: Iterable[DocumentLines], since: Since) -> Iterator[DocumentLines]:
    """The lines of a table with these documents."""
    rest = {number.encode(): document for number, document in since.items()}
    for lines in blocks:
        yield [now for line in lines if (now := _line_now(line, rest))] if rest else lines
    yield [b'"%s":%s' % (number, document) for number, document in rest.items() if document]


def _line_now(line: bytes, since: dict[bytes, msgspec.Raw | None]) -> bytes:
    number = line[1 : line.index(b'"', 1)]
    if number not in since:
        return line
    document = since.pop(number)
    return b'"%s":%s' % (number, document) if document else b""


def folded(state: StoreState) -> bytes:
    """The store as one file."""
    if not state.log.records:
        return state.raw
    meta = meta_of(state.raw)
    kept_twice = bool(meta and meta.kept_twice)
    after = tables_after(state)
    tables = {ITEMS: (lines for lines, _items in after.items), **after.others}
    return b"".join(blocks_of(tables, state.log.commit, kept_twice=kept_twice))
