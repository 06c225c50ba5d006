"""A payment that names no invoice for sure: it waits on the clearing list for a person."""

from __future__ import annotations

from datetime import date

import msgspec

from engine.model.item import Cents


class ClearingEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One payment as the file tells of it, and why opos does not book it. Texts are from
    outside: sanitize them before showing.
    """

    id: str = ""
    """By what people name it; given once the import is committed."""
    line: int
    """Where it stands in the file."""
    sheet: str = ""
    """The file within an archive."""
    paid: Cents = msgspec.field(name="paid_cents")
    """What waits of it: positive came in, negative went back."""
    currency: str = "EUR"
    paid_on: date | None = None
    name: str = ""
    """Whoever paid."""
    iban: str = ""
    account: str = ""
    """The debtor's account, where the file names one."""
    text: str = ""
    reason: str
    """The value of a `ClearingReason`."""
    numbers: tuple[str, ...] = ()
    """The invoices of ours that it may mean."""

    @property
    def payer(self) -> str:
        """By what the same payer is known again; empty where nothing tells."""
        return self.iban or self.account
