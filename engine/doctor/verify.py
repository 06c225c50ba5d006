"""`opos verify`: the originals against their hash chain, and the store against the history that led
to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.common.i18n import _, render
from engine.common.sanitize import sanitize
from engine.model.item import Item, Key
from engine.store.archive import Archive
from engine.store.ledger import Dropped, Imported
from engine.store.protocol import Store


def verify_problems(store: Store, archive: Archive) -> Iterator[str]:
    """Everything that does not agree, a sentence each; nothing where all is well. Reads every
    original and the whole history.
    """
    yield from map(render, archive.problems())
    yield from _files_without_original(store, archive)
    yield from _store_against_history(store)


def _files_without_original(store: Store, archive: Archive) -> Iterator[str]:
    archived = {line.sha256 for line, _hash in archive.chain()}
    for entry in store.ledger():
        if isinstance(entry, Imported | Dropped) and entry.sha256 not in archived:
            yield _("{name} of run {run} was imported and is not in the archive's chain.").format(
                name=sanitize(entry.file), run=entry.run
            )


def _store_against_history(store: Store) -> Iterator[str]:
    """Follow every change since the first load: each must begin where the one before ended, and the
    last is what is held.
    """
    expected: dict[Key, Item] = {}
    for entry in store.ledger():
        for change in store.changes(entry):
            if expected.get(change.key) != change.before:
                yield _("{invoice}: run {run} found it otherwise than the history says.").format(
                    invoice=sanitize(change.item.invoice_no), run=entry.run
                )
            if change.after is None:
                expected.pop(change.key, None)
            else:
                expected[change.key] = change.after
    held = store.items()
    for key in expected.keys() | held.keys():
        if expected.get(key) != held.get(key):
            yield _(
                "{invoice} of Mandant {mandant} stands otherwise than the history says."
            ).format(invoice=sanitize(key[1]), mandant=sanitize(key[0]))
