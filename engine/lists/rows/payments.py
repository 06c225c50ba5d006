"""Money that moved, as the bank or a posting batch tells of it, before anybody knows for which
invoice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

import msgspec

from engine.messages.clearing import ClearingReason
from engine.model.item import Cents


class Payment(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One payment. Amounts are signed cents: positive came in, negative went out."""

    line: int
    """Where it stands: the line, or the number of the bank's entry, counted from 1."""
    part: int = 0
    """Which of the payments that were booked there in one sum."""
    paid: Cents
    currency: str
    day: date
    """When it was booked."""
    number: str = ""
    """The invoice number, where the file has a field for it: Belegfeld 1 of a batch."""
    account: str = ""
    """The debtor's account, where the file has a field for it."""
    texts: tuple[str, ...] = ()
    """The remittance text as it can be read: a line that was full may have been cut within a
    word, and the less likely ways to join it come last.
    """
    end_to_end: str = ""
    name: str = ""
    iban: str = ""
    """Of whoever paid, or was paid."""
    is_return: bool = False
    """Something that came in went back: a returned debit, a reversal."""
    unclear: ClearingReason | None = None
    """Why it counts for no invoice, whatever it names."""
    source: str = ""
    """Whose it is: our account, or the consultant and the client of a batch."""
    reference: str = ""
    """The bank's own for the booked entry; empty where it gives none that tells entries apart."""
    booked: Cents = 0
    """What was booked in one sum, of which this may be a part."""
    statement: int = 0
    """Which statement of the file it stands in."""
    sheet: str = ""
    """The file within an archive."""

    @property
    def text(self) -> str:
        """The remittance text as it most likely is."""
        return self.texts[0] if self.texts else ""


def reference_keys(payment: Payment) -> tuple[str, str] | None:
    """By what the same entry is known in another statement: without the day, and with it. None
    where the bank gives it no reference.
    """
    if not payment.reference:
        return None
    entry = (payment.source, payment.reference, payment.currency, payment.booked)
    return _key("reference", *entry), _key("entry", *entry, payment.day)


def day_key(payment: Payment, *, without_reference: bool) -> str:
    """What all entries of one account, day and amount have in common; or those of them that have
    no reference. A batch tells besides of which debtor and invoice they are.
    """
    kind = "no reference" if without_reference else "day"
    whose = (payment.source, payment.account, payment.number)
    return _key(kind, *whose, payment.currency, payment.booked, payment.day)


def payment_keys(payments: Iterable[Payment]) -> tuple[str, ...]:
    """All keys of these payments, each once: what the ledger remembers of them."""
    keys: dict[str, None] = {}
    for payment in payments:
        references = reference_keys(payment)
        keys[day_key(payment, without_reference=False)] = None
        if references:
            keys |= dict.fromkeys(references)
        else:
            keys[day_key(payment, without_reference=True)] = None
    return (*keys,)


def _key(*parts: object) -> str:
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=9).hexdigest()
