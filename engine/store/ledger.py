"""The ledger: every act that changed items or settled what becomes of a file, one entry each.

An entry is committed together with what it changed, and never changed but for the run that takes it
back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

from engine.common.decoding import JsonDecoder
from engine.lists.rows.rows import Content
from engine.model.item import Cents, Key
from engine.posting.clearing import ClearingEntry

LedgerAct = Literal["import", "load", "undo", "reject", "clear"]


class Scope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an interface may change."""

    mandants: tuple[str, ...] = ()
    """Empty: all, and where opos up to 0.1 wrote it."""
    branches: tuple[str, ...] = ()
    """In every spelling that items have; empty: all."""

    def overlaps(self, other: Scope) -> bool:
        """Whether an item may be in both."""
        return _meet(self.mandants, other.mandants) and _meet(self.branches, other.branches)


def _meet(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return not some or not others or not set(some).isdisjoint(others)


class _Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="act"):
    run: str
    at: datetime
    interface: str
    changes: str = ""
    """The name under which the store keeps what changed; empty where nothing did."""
    changed: int = 0
    """How many changes these are."""
    changes_sha256: str = ""
    """The hash of what is kept; empty where opos up to 0.1 wrote it."""
    undone_by: str = ""
    """The run that took this back; its file may then be imported again."""
    exports: dict[str, int] = {}
    """Each export that a file is written for, with that file's number."""


class Imported(_Entry, frozen=True, kw_only=True, omit_defaults=True, tag="import"):
    """A list was imported."""

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
    scope: Scope = Scope()
    """What its interface could change then."""
    started_by: str = ""
    """The person who started the run."""
    released_by: str = ""
    """Who released it, where the guard had held it."""
    reason: str = ""
    """Why it was released."""
    clearing: tuple[ClearingEntry, ...] = ()
    """Its payments that name no invoice for sure."""
    payment_keys: tuple[str, ...] = ()
    """By what its payments are known again in another file of the bank."""


class Dropped(_Entry, frozen=True, kw_only=True, omit_defaults=True, tag="reject"):
    """A held import was dropped: its interface never asks about this content again."""

    file: str
    sha256: str
    size: int
    modified: datetime | None = None
    scope: Scope = Scope()
    dropped_by: str = msgspec.field(name="released_by")
    reason: str


class Loaded(_Entry, frozen=True, kw_only=True, omit_defaults=True, tag="load"):
    """Invoices of the billing program were loaded from a file on this machine."""

    file: str


class Cleared(_Entry, frozen=True, kw_only=True, omit_defaults=True, tag="clear"):
    """A payment of the clearing list was assigned to an invoice, in full or in part, or dropped."""

    file: str
    """The file that brought it."""
    sha256: str
    source_run: str
    """The run that brought it."""
    entry: str
    """The entry's id."""
    paid: Cents = msgspec.field(name="paid_cents")
    """What of it was assigned or dropped."""
    payer: str = ""
    """Whose further payments may be for the same debtor."""
    mandant: str = ""
    invoice_no: str = ""
    """The invoice it is for; empty where it was dropped."""
    decided_by: str = ""
    reason: str = ""

    @property
    def key(self) -> Key:
        """The invoice it is for."""
        return (self.mandant, self.invoice_no)


class Undone(_Entry, frozen=True, kw_only=True, omit_defaults=True, tag="undo"):
    """A run was taken back."""

    undone_run: str = msgspec.field(name="file")


LedgerEntry = Imported | Dropped | Loaded | Undone | Cleared


class HeldImport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An import that the guard held: its file is in the archive and waits for a release."""

    run: str
    at: datetime
    interface: str
    file: str
    sha256: str
    size: int
    modified: datetime | None = None
    scope: Scope = Scope()
    started_by: str = ""
    """The person who started the run."""
    second_person: bool = False
    """Whether it was held to be released by another one, whatever is configured since."""


class _Kind(msgspec.Struct, frozen=True):
    act: LedgerAct = "import"
    """opos up to 0.1 left this one out."""


_kind = JsonDecoder(_Kind)
_entries: dict[LedgerAct, Callable[[bytes], LedgerEntry]] = {
    "import": JsonDecoder(Imported),
    "reject": JsonDecoder(Dropped),
    "load": JsonDecoder(Loaded),
    "undo": JsonDecoder(Undone),
    "clear": JsonDecoder(Cleared),
}


def act_of(entry: LedgerEntry) -> LedgerAct:
    """What was done, as it is written."""
    match entry:
        case Imported():
            return "import"
        case Dropped():
            return "reject"
        case Loaded():
            return "load"
        case Undone():
            return "undo"
        case Cleared():
            return "clear"


def decode_entry(line: bytes) -> LedgerEntry:
    """Read an entry from JSON; raises `Damaged`."""
    return _entries[_kind(line).act](line)


def hashes_over(ledger: Iterable[LedgerEntry]) -> list[str]:
    """The hash over the first acts, for every number of them; whether one was taken back later is
    left out.
    """
    digest = hashlib.sha256()
    hashes = [digest.hexdigest()]
    for entry in ledger:
        digest.update(msgspec.json.encode(msgspec.structs.replace(entry, undone_by="")) + b"\n")
        hashes.append(digest.hexdigest())
    return hashes
