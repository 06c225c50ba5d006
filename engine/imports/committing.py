"""The one way to the commit: whatever changes the store is numbered for the exports with it."""

from __future__ import annotations

from collections.abc import Sequence

from engine.exports.numbering import Exporting
from engine.posting.change import Change
from engine.store.protocol import Entry, Store


def commit(store: Store, changes: Sequence[Change], entry: Entry, exporting: Exporting) -> Entry:
    """Commit, and give each export that tells something of it the number of its next file. Raises
    as `Store.commit` does.
    """
    return store.commit(changes, entry, exporting.numbers(entry, changes))
