"""The nouns: what an invoice is to opos.

An *item* is one invoice of one Mandant, with what is still open of it. Money is an integer number
of cents everywhere; an invoice number is text, always: `0012` and `12` are two invoices.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

Cents = int
"""An amount of money in cents, signed: a credit note is negative."""

Key = tuple[str, str]
"""(Mandant, invoice number): what makes an item unique."""


class Status(StrEnum):
    """How an item stands; follows from `open` and `amount`, and is never stored."""

    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"


class Item(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One invoice of one Mandant. Stored one per line, so a changed item is a changed line."""

    mandant: str
    invoice_no: str
    account: str = ""
    name: str = ""
    branch: str = ""
    invoice_date: date | None = None
    due_date: date | None = None
    amount: Cents = msgspec.field(name="amount_cents")
    """The invoice's own amount, in cents."""
    open: Cents = msgspec.field(name="open_cents")
    """What is still to be paid, in cents. Never beyond zero: a surplus is reported, not booked."""
    currency: str = "EUR"
    paid_on: date | None = None
    dunning_level: int = 0
    handed_over: bool = False
    """The Fibu hand-over mark: bookkeeping has this invoice, so its silence about it means
    something.
    """
    export: bool = True
    """False once an import has booked on it: such postings never go back to the accounting."""
    updated_by: str = ""
    """The run that changed it last."""
    updated_at: str = ""
    """When, in UTC, as `2026-11-20T07:00:00Z`."""

    @property
    def key(self) -> Key:
        return (self.mandant, self.invoice_no)

    @property
    def status(self) -> Status:
        if self.open == 0:
            return Status.PAID
        return Status.PART_PAID if abs(self.open) < abs(self.amount) else Status.OPEN


def to_decimal(cents: Cents) -> str:
    """Cents as the plain decimal text of the JSON output: `119000` is `"1190.00"`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def from_decimal(text: str) -> Cents:
    """The inverse of `to_decimal`."""
    return int(text.replace(".", ""))
