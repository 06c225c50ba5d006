"""What a store can do, whatever it is made of: hold items, and change them with the ledger in one
atomic commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, Protocol

import msgspec

from engine.lists.rows.rows import Content
from engine.model.item import Item, Key
from engine.posting.change import Change


class LedgerEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One imported file, or another act that changed items (`load`, `undo`). Committed together
    with what it changed.
    """

    run: str
    at: datetime
    interface: str
    act: Literal["import", "load", "undo", "reject"] = "import"
    file: str = ""
    """The file's name on the server."""
    sha256: str = ""
    size: int = 0
    modified: datetime | None = None
    """The server's time of the file, UTC."""
    content: Content | None = None
    rows: int = 0
    key_date: date | None = None
    fingerprint: str = ""
    """Of a list of payments: what the guard knows the same payments by in another file."""
    changes: str = ""
    """The name of the file in `changes/` that holds what changed; empty where nothing did."""
    undone_by: str = ""
    """The run that took this back; its file may then be imported again."""
    released_by: str = ""
    """Who released it, where the guard had held it."""
    reason: str = ""
    """Why it was released or dropped."""


class HeldImport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An import that the guard held: its file is in the archive and waits for a release."""

    run: str
    at: datetime
    interface: str
    file: str
    sha256: str
    size: int
    modified: datetime | None = None


class Store(Protocol):
    """The invoices, the ledger and the held imports. Reading needs no lock; `commit` and `hold`
    need the store's lock.

    It is read as it was when it was first asked. Every method but `version` raises `StoreError`
    when the store cannot be read or written.
    """

    def version(self) -> str:
        """Tell apart what was written and what is: equal answers mean that nothing was written
        between them. Cheap, always of now, and empty where there is nothing; never raises.
        """
        ...

    def changed_since(self, moment: datetime) -> bool:
        """Whether an act was entered in the ledger after this moment."""
        ...

    def items(self) -> Mapping[Key, Item]:
        """All items, in a stable order."""
        ...

    def ledger(self) -> Sequence[LedgerEntry]:
        """Every act that changed items, the oldest first."""
        ...

    def waiting(self) -> Sequence[HeldImport]:
        """The held imports, the oldest first."""
        ...

    def commit(self, changes: Sequence[Change], entry: LedgerEntry) -> LedgerEntry:
        """Apply the changes and enter them in the ledger, in one atomic write: the point of no
        return.

        A waiting import of the same file stops waiting; an undone entry is marked. Returns the
        entry as written.
        """
        ...

    def hold(self, waiting: HeldImport) -> None:
        """Remember an import that the guard held."""
        ...

    def changes(self, entry: LedgerEntry) -> Iterator[Change]:
        """What this act changed, in order."""
        ...
