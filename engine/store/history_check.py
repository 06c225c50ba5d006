"""The store against the history that led to it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.messages.store import StoreProblem
from engine.model.errors import StoreError
from engine.model.item import Item, Key
from engine.model.message import Message
from engine.posting.change import Change
from engine.store.ledger import LedgerEntry
from engine.store.protocol import Store


def history_problems(store: Store) -> Iterator[Message]:
    """Follow every change since the first load: each must begin where the one before ended, and the
    last is what is held. Nothing where all agrees.
    """
    expected: dict[Key, Item] = {}
    for entry in store.ledger():
        for change in _readable(store, entry):
            if isinstance(change, Message):
                yield change
                continue
            if expected.get(change.key) != change.before:
                invoice = change.item.invoice_no
                yield Message.of(StoreProblem.FOUND_OTHERWISE, invoice=invoice, run=entry.run)
            if change.after is None:
                expected.pop(change.key, None)
            else:
                expected[change.key] = change.after
    held = store.items()
    for key in expected.keys() | held.keys():
        if expected.get(key) != held.get(key):
            yield Message.of(StoreProblem.STANDS_OTHERWISE, invoice=key[1], mandant=key[0])


def _readable(store: Store, entry: LedgerEntry) -> Iterator[Change | Message]:
    """What this act changed as far as its file can be read, then what is wrong with it."""
    try:
        yield from store.changes(entry)
    except StoreError as error:
        yield error.message
