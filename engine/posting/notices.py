"""What someone should know about a plan besides its changes; the words are in
`engine.messages.posting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.lists.rows.rows import Row
from engine.messages.posting import Place, PlanNotice
from engine.model.item import Cents, Item
from engine.model.message import Message
from engine.posting.clearing import ClearingEntry

EXAMPLES = 5
"""How many of many are named in one sentence."""


def other_spelling(row: Row, item: Item) -> Message:
    """A row is taken for an invoice that we spell otherwise."""
    return Message.of(
        PlanNotice.OTHER_SPELLING, line=row.line, theirs=row.invoice_no, ours=item.invoice_no
    )


def surplus(row: Row, item: Item, cents: Cents) -> Message:
    """Money that an invoice cannot take, not booked: paid, or returned, beyond what it can be."""
    is_return = cents * item.amount < 0
    return Message.of(
        PlanNotice.RETURNED_TOO_MUCH if is_return else PlanNotice.SURPLUS,
        line=row.line,
        surplus=abs(cents),
        currency=item.currency,
        number=item.invoice_no,
    )


def other_currency(row: Row, item: Item, theirs: str) -> Message:
    """An invoice is in another currency in the list than here, and left as it is."""
    return Message.of(
        PlanNotice.OTHER_CURRENCY,
        line=row.line,
        number=item.invoice_no,
        ours=item.currency,
        theirs=theirs,
    )


def doubtful(items: Sequence[Item], why: Message) -> Message:
    """Items that a doubt of this kind reaches; the first of them are named, and the first doubt."""
    examples = [item.invoice_no for item in items[:EXAMPLES]]
    if len(items) > EXAMPLES:
        examples.append("…")
    return Message.of(PlanNotice.DOUBTFUL, n=len(items), examples=examples, why=why)


def of_rows(code: PlanNotice, rows: Sequence[Row]) -> Message:
    """One notice of several rows; the first of them are named."""
    examples: list[str | Message] = [
        Message.of(Place.NUMBER_IN_LINE, number=row.invoice_no, line=row.line)
        for row in rows[:EXAMPLES]
    ]
    if len(rows) > EXAMPLES:
        examples.append("…")
    return Message.of(code, n=len(rows), examples=examples)


def of_clearing(entries: Sequence[ClearingEntry]) -> Iterator[Message]:
    """How many payments wait for a person, and how much money; the first of them are named."""
    if not entries:
        return
    examples: list[str | Message] = [
        Message.of(
            Place.PAYMENT_IN_LINE,
            paid=entry.paid,
            line=entry.line,
            currency=entry.currency,
        )
        for entry in entries[:EXAMPLES]
    ]
    if len(entries) > EXAMPLES:
        examples.append("…")
    yield Message.of(PlanNotice.CLEARING, n=len(entries), examples=examples)
