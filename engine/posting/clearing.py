"""A payment that names no invoice for sure: it waits on the clearing list for a person.

Its name, IBAN and text are not kept: they stand in the archived original alone, which goes when its
time is over, while the ledger stays.
"""

from __future__ import annotations

import hashlib
from datetime import date

import msgspec

from engine.model.item import Cents


class ClearingEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One payment of a file, and why opos does not book it."""

    id: str = ""
    """By what people name it; given once the import is committed."""
    line: int
    """Where it stands in the file."""
    sheet: str = ""
    """The file within an archive."""
    part: int = 0
    """Which payment of those that stand there."""
    paid: Cents = msgspec.field(name="paid_cents")
    """What waits of it: positive came in, negative went back."""
    currency: str = "EUR"
    paid_on: date | None = None
    account: str = ""
    """The debtor's account, where the file names one."""
    payer: str = ""
    """By what the same payer is most likely known again; empty where nothing tells."""
    reason: str
    """The value of a `ClearingReason`."""
    numbers: tuple[str, ...] = ()
    """The invoices of ours that it may mean."""


def payer_mark(iban: str) -> str:
    """Five digits of the IBAN's hash: enough to offer what was decided for this payer, and too few
    to tell whose it is, since a hundred accounts of Germany have the same.
    """
    return hashlib.blake2b(iban.encode()).hexdigest()[:5] if iban else ""
