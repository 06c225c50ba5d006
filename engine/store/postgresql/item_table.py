"""The table of items: read as a whole or by key, changed as a plan says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from engine.common.decoding import Damaged, JsonDecoder
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.model.item import Item, Key
from engine.posting.change import Change
from engine.store.postgresql.database import Asks, Connection, text_array

_MANY = 2000
"""From so many new items on they are copied in as a stream."""
_BLOCK = 500

_encode = msgspec.json.Encoder().encode
_items = JsonDecoder(list[Item])


def key_text(part: str) -> str:
    """A Mandant or a number as its column holds it: PostgreSQL keeps no NUL."""
    return part.replace("\\", "\\\\").replace("\0", "\\0")


def read_items(ask: Asks, mandants: Iterable[str], shown: str) -> dict[Key, Item]:
    """The items of these Mandanten, or all, in the order they came in. Raises `StoreError`."""
    wanted = text_array(map(key_text, mandants))
    rows = ask(
        "select string_agg(item::text, ',' order by position) from items"
        " where cardinality(%s::text[]) = 0 or mandant = any(%s::text[])",
        wanted,
        wanted,
    )
    return {item.key: item for item in _decoded(rows[0][0] or "", shown)}


def stream_items(connection: Connection, shown: str) -> Iterator[list[Item]]:
    """All items as the server comes upon them, some hundred at a time."""
    with connection.cursor("items") as cursor:
        cursor.execute("select item::text from items")
        while rows := cursor.fetchmany(_BLOCK):
            yield _decoded(",".join(row[0] for row in rows), shown)


def items_of(ask: Asks, keys: Iterable[Key], shown: str) -> dict[Key, Item]:
    """Those of these keys that there are, in the order they came in."""
    mandants, numbers = _columns(keys)
    rows = ask(
        "select string_agg(item::text, ',' order by position) from items"
        " join unnest(%s::text[], %s::text[]) as wanted (mandant, invoice_no)"
        " using (mandant, invoice_no)",
        mandants,
        numbers,
    )
    return {item.key: item for item in _decoded(rows[0][0] or "", shown)}


def apply_changes(connection: Connection, changes: Sequence[Change]) -> None:
    """Change the items as planned. Raises `StoreError` where they are not those of the plan."""
    created = [change.after for change in changes if change.before is None and change.after]
    changed = [change.after for change in changes if change.before and change.after]
    deleted = [change.before.key for change in changes if change.before and not change.after]
    for done, wanted in (
        (insert_items(connection, created), created),
        (_update(connection, changed), changed),
        (_delete(connection, deleted), deleted),
    ):
        if done != len(wanted):
            raise StoreError(StoreFault.STALE_PLAN, item="–")


def insert_items(connection: Connection, items: Sequence[Item]) -> int:
    """Add these; returns how many were new."""
    if not items:
        return 0
    if len(items) < _MANY:
        statement = (
            "insert into items (mandant, invoice_no, item)"
            " select * from unnest(%s::text[], %s::text[], %s::json[]) on conflict do nothing"
        )
        return connection.execute(statement, _with_items(items)).rowcount
    with connection.cursor() as cursor:
        with cursor.copy("copy items (mandant, invoice_no, item) from stdin") as stream:
            for item in items:
                stream.write_row((*map(key_text, item.key), _encode(item).decode()))
        return cursor.rowcount


def _update(connection: Connection, items: Sequence[Item]) -> int:
    if not items:
        return 0
    statement = (
        "update items set item = new.item"
        " from unnest(%s::text[], %s::text[], %s::json[]) as new (mandant, invoice_no, item)"
        " where (items.mandant, items.invoice_no) = (new.mandant, new.invoice_no)"
    )
    return connection.execute(statement, _with_items(items)).rowcount


def _delete(connection: Connection, keys: Sequence[Key]) -> int:
    if not keys:
        return 0
    statement = (
        "delete from items using unnest(%s::text[], %s::text[]) as gone (mandant, invoice_no)"
        " where (items.mandant, items.invoice_no) = (gone.mandant, gone.invoice_no)"
    )
    return connection.execute(statement, _columns(keys)).rowcount


def _columns(keys: Iterable[Key]) -> list[str]:
    found = list(keys)
    return [text_array(key_text(key[part]) for key in found) for part in (0, 1)]


def _with_items(items: Sequence[Item]) -> list[str]:
    encoded = text_array(_encode(item).decode() for item in items)
    return [*_columns(item.key for item in items), encoded]


def _decoded(lines: str, shown: str) -> list[Item]:
    try:
        return _items(b"[%s]" % lines.encode())
    except Damaged as error:
        raise StoreError(StoreFault.FOREIGN_CONTENT, path=shown, error=str(error)) from error
