"""The clearing list: it follows from the ledger, so that it can never contradict it.

An import brings entries, an assignment uses one up or lessens it, and whatever is taken back
counts no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from engine.posting.clearing import ClearingEntry
from engine.store.ledger import Cleared, Imported, LedgerEntry


class WaitingPayment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment that waits for an invoice, and the import that brought it."""

    entry: ClearingEntry
    """With what is left of it."""
    imported: Imported


def waiting_payments(ledger: Sequence[LedgerEntry]) -> Iterator[WaitingPayment]:
    """Every payment that waits, the oldest first."""
    used: Counter[str] = Counter()
    for act in ledger:
        if isinstance(act, Cleared) and not act.undone_by:
            used[act.entry] += act.paid
    for act in ledger:
        if isinstance(act, Imported) and not act.undone_by:
            for entry in act.clearing:
                if left := entry.paid - used[entry.id]:
                    rest = msgspec.structs.replace(entry, paid=left)
                    yield WaitingPayment(entry=rest, imported=act)


def known_payments(ledger: Iterable[LedgerEntry], keys: Collection[str]) -> set[str]:
    """Those of these payments that an import has brought before that still holds."""
    wanted = frozenset(keys)
    known: set[str] = set()
    for act in ledger if wanted else ():
        if isinstance(act, Imported) and not act.undone_by:
            known |= wanted.intersection(act.payment_keys)
    return known
