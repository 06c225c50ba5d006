"""May this file hold what it is configured to hold? A list of open items read as one of payments
would settle them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from engine.lists.cells.headings import ListField, normal, spelled
from engine.lists.layouts.built_in import COLUMNS
from engine.lists.layouts.identify import Match
from engine.lists.rows.rows import Content, Rejected, Row
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused

_SETTLED_PERCENT = 90
"""A list of which more is settled is one of settled items [D]."""
_OPEN_PERCENT = 10
"""A list of settled items of which more is open is one of open items [D]."""

_OF_OPEN_LISTS = (
    ListField.OPEN,
    ListField.AMOUNT,
    ListField.DUE_DATE,
    ListField.DUNNING_LEVEL,
)
_ANY_AMOUNT = frozenset(map(normal, ("Betrag", "Amount")))
"""Headings of payments that head the invoice's amount in other lists."""
_OF_BANKS = normal("Saldo")
"""Of the bank's account beside payments, of an invoice elsewhere."""


def refute_payments(match: Match) -> None:
    """Raise `ListRefused` if the payments may be something else altogether: without an amount each
    is the whole rest, and a mere "Betrag" may be what is open.
    """
    headings = match.headings
    if match.content is not Content.PAYMENTS:
        return
    fields = headings.columns.keys()
    suspicious = {word for field in _OF_OPEN_LISTS for word in COLUMNS[field]}
    if not fields.isdisjoint((ListField.PAID, ListField.DEBIT, ListField.CREDIT)):
        if normal(headings.name(ListField.PAID)) not in _ANY_AMOUNT:
            return
        suspicious -= set(COLUMNS[ListField.AMOUNT])
        if ListField.PAID_ON in fields:
            suspicious = set(COLUMNS[ListField.OPEN]) - {_OF_BANKS}
    for place in headings.unread:
        name = headings.names[place]
        if normal(name) in suspicious and spelled(name) not in match.layout.ignored:
            raise ListRefused(ListRefusal.NOT_PAYMENTS, line=headings.line, name=name)


def content_shown(
    match: Match, configured: Content | None, rows: Sequence[Row], rejected: Sequence[Rejected]
) -> Content:
    """What the rows show the list to hold; raises `ListRefused` where that is not what is
    configured.
    """
    content = match.content
    settled = sum(map(attrgetter("settled"), rows))
    if configured is None and content is Content.OPEN and settled:
        return Content.SETTLED if settled == len(rows) else Content.ALL
    if ListField.PAID_ON in match.headings.columns:
        settled = sum([row.settled or row.paid_on is not None for row in rows])
    if content is Content.OPEN and settled * 100 > _SETTLED_PERCENT * len(rows):
        raise ListRefused(ListRefusal.NOT_OPEN_ITEMS, settled=settled, rows=len(rows))
    items = len(rows) + len(rejected)
    if content is Content.SETTLED and len(rejected) * 100 > _OPEN_PERCENT * items:
        raise ListRefused(ListRefusal.NOT_SETTLED_ITEMS, rejected=len(rejected), rows=items)
    return content
