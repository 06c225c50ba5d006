"""What an import would do. Nothing has happened yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import msgspec

from engine.lists.rows.rows import Rejected, Row
from engine.model.counts import Counts
from engine.model.item import Cents, Key
from engine.model.message import Message
from engine.posting.change import Change
from engine.posting.clearing import ClearingEntry
from engine.posting.handover import Handover


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Every change a list asks for, and an account of every row that asks for none."""

    changes: Sequence[Change]
    """In the order of the list, then the unlisted in the order of the items."""
    counts: Counts
    rows: Sequence[Row]
    """What was posted: the rows of the list, or the payments of which the invoice is sure."""
    standing: int = 0
    """How many rows the list has besides, each of which says what we hold."""
    unnamed: Sequence[Key] = ()
    """Our items that no row names by its own number."""
    told_of: Sequence[int] = ()
    """Of a daily list the lines that do not just say what we hold once the plan is carried out."""
    is_plain: bool = False
    """Whether each row names an item of its own, by its own number, and none is rejected."""
    clearing: Sequence[ClearingEntry] = ()
    """Payments that wait for a person."""
    known: int = 0
    """Payments that were imported before, and are passed over."""
    outgoing: int = 0
    """Payments of ours to others, which are about no invoice."""
    unknown: Sequence[Row]
    """Rows about invoices that we do not hold and that are not created."""
    rejected: Sequence[Rejected]
    """Rows that can be read and cannot be applied; the reader's own rejected rows are in the
    `ListFile`.
    """
    notices: Sequence[Message]
    outside: int
    """Rows about invoices of branches that this interface may not change."""
    surplus: Cents
    """Money that no invoice can take and that is not booked, of all currencies; a return beyond an
    invoice counts negative.
    """
    governed: Counter[str]
    """Open items this interface may change, before the import, by Mandant: what the guard's
    percentages are of. Paid ones do not count, or years of history would make every percentage
    small.
    """
    key_date: date | None
    """The day the list speaks of, or the one the policy assumes."""
    handover: Handover | None
    """What of the unlisted seems not to have reached bookkeeping; None where the list's silence
    does not count.
    """
