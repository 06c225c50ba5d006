"""Whether a payment was imported before: banks tell of one entry in several files.

| the bank's reference | is known with the same day and amount | then the payment is |
| --- | --- | --- |
| of both | yes | known |
| of both | the same amount, another day | perhaps known |
| missing in one | day and amount alone | perhaps known |

Within one statement all entries are entries of their own: its balances say so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum

from engine.lists.rows.payments import Payment, day_key, payment_keys, reference_keys


class Seen(Enum):
    """Whether an earlier file, or an earlier statement of this one, told of a payment."""

    NEW = "new"
    KNOWN = "known"
    PERHAPS = "perhaps"


class KnownPayments:
    """The keys of earlier imports, and of the statements of this file so far."""

    def __init__(self, known: Collection[str], payments: Sequence[Payment]) -> None:
        """`payments` are all of this file."""
        self._known = set(known)
        self._has_several = len({payment.statement for payment in payments}) > 1
        self._here: set[str] = set()
        self._statement = 0

    def look(self, payment: Payment) -> Seen:
        """Whether it was told before. Payments are looked at in the order of the file."""
        if not self._known and not self._has_several:
            return Seen.NEW
        if payment.statement != self._statement:
            self._known |= self._here
            self._here, self._statement = set(), payment.statement
        self._here.update(payment_keys([payment]))
        if references := reference_keys(payment):
            reference, with_day = references
            if with_day in self._known:
                return Seen.KNOWN
            doubtful = {reference, day_key(payment, without_reference=True)}
        else:
            doubtful = {day_key(payment, without_reference=False)}
        return Seen.NEW if doubtful.isdisjoint(self._known) else Seen.PERHAPS
