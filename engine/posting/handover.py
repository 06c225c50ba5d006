"""Does bookkeeping know what its list is silent about? The preconditions of a list whose silence
counts.

A practice hands over in three steps: create the posting batches, hand them over *and import them in
bookkeeping*, then export the list. A step left out shows in the open invoices that the list does
not name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from engine.lists.rows.rows import Row
from engine.messages.posting import PlanNotice
from engine.model.item import Item
from engine.model.message import Message


class Handover(msgspec.Struct, frozen=True, kw_only=True):
    """What of the unlisted open invoices, up to the key date, seems not to have reached
    bookkeeping.
    """

    not_handed_over: int
    """Invoices without the hand-over mark."""
    not_in_the_books: int
    """Invoices with the mark, but newer than any the list names: handed over, and perhaps never
    imported there.
    """
    newest: date | None
    """The newest invoice the list names: bookkeeping has what came before it."""
    key_date: date


def handover_of(
    unlisted: Iterable[Item], rows: Iterable[Row], key_date: date, standing: date | None = None
) -> Handover:
    """Look at the open invoices that a list of open items does not name. `standing` is the newest
    that it names besides `rows`.

    One without a date, or of a later one, is none of its business.
    """
    days = [row.doc_date for row in rows if row.doc_date]
    newest = max([*days, *([standing] if standing else [])], default=None)
    due = [item for item in unlisted if item.invoice_date and item.invoice_date <= key_date]
    return Handover(
        not_handed_over=sum(1 for item in due if not item.handed_over),
        not_in_the_books=sum(
            1
            for item in due
            if item.handed_over and newest and item.invoice_date and item.invoice_date > newest
        ),
        newest=newest,
        key_date=key_date,
    )


def handover_problems(handover: Handover) -> list[Message]:
    """What is amiss, with figures and the steps that mend it; empty if nothing is."""
    amiss = {
        PlanNotice.NOT_HANDED_OVER: handover.not_handed_over,
        PlanNotice.NOT_IN_THE_BOOKS: handover.not_in_the_books,
    }
    return [
        Message.of(code, n=n, key_date=handover.key_date, newest=handover.newest)
        for code, n in amiss.items()
        if n
    ]
