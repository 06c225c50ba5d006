"""May this file hold what it is configured to hold? A list of open items read as one of payments
would settle them all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.lists.cells.headings import ListField, normal
from engine.lists.cells.money import is_amount
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
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
    ListField.DEBIT,
    ListField.CREDIT,
    ListField.DUE_DATE,
    ListField.DUNNING_LEVEL,
)


def refute_payments(match: Match) -> None:
    """Raise `ListRefused` if payments without an amount, each the whole rest, may be something else
    altogether.
    """
    headings = match.headings
    if match.content is not Content.PAYMENTS or ListField.PAID in headings.columns:
        return
    suspicious = {word for field in _OF_OPEN_LISTS for word in COLUMNS[field]}
    used = set(headings.columns.values())
    for place, name in enumerate(headings.names):
        if place in used or not name:
            continue
        if normal(name) in suspicious or _holds_amounts(
            [cells for line, cells in match.sheet.head if line > headings.line], place
        ):
            raise ListRefused(ListRefusal.NOT_PAYMENTS, line=headings.line, name=name)


def content_shown(
    match: Match, configured: Content | None, rows: Sequence[Row], rejected: Sequence[Rejected]
) -> Content:
    """What the rows show the list to hold; raises `ListRefused` where that is not what is
    configured.
    """
    content = match.content
    settled = sum([row.settled for row in rows])
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


def _holds_amounts(lines: Sequence[Sequence[Cell]], place: int) -> bool:
    """Whether an unknown column may be one of amounts: every cell is, and one at least shows cents
    or thousands.
    """
    filled = [cells[place] for cells in lines if place < len(cells) and seen(cells[place])]
    return (
        bool(filled)
        and all(map(is_amount, filled))
        and any(re.search("[.,]", seen(cell)) for cell in filled)
    )
