"""Payments of a day that is far ahead: planned, or of a mistyped year, but no money that came."""

from __future__ import annotations

from datetime import date, timedelta

from engine.lists.rows.invoices import Invoices
from engine.lists.rows.rows import Rejected
from engine.messages.row_reasons import RejectReason
from engine.model.message import Message

_AHEAD = timedelta(days=31)
"""So far ahead the day of a payment may lie [D]: some are dated on, such as direct debits."""


def reject_to_come(invoices: Invoices, heading: str, today: date) -> None:
    """Reject the rows whose payment is of a later day. `heading` is that of the days."""
    last = today + _AHEAD
    late = [row for row in invoices.rows if row.paid_on and row.paid_on > last]
    if not late:
        return
    reason = Message(RejectReason.TO_COME)
    invoices.rejected += [
        Rejected(row.line, heading, f"{row.paid_on:%d.%m.%Y}", reason, row.sheet) for row in late
    ]
    invoices.rows = [row for row in invoices.rows if not (row.paid_on and row.paid_on > last)]
