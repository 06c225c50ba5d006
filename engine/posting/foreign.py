"""Is the list ours? One whose rows are mostly about invoices that we do not hold is another
company's, or its numbers were damaged on the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from engine.lists.rows.rows import Content, ListFile, Row
from engine.messages.posting import RowConflict
from engine.posting.change import ChangeKind
from engine.posting.plan import Plan

_PERCENT = 20
"""With more unknown invoices than this a list is taken for another company's [our default, not
evidenced: faults G8].
"""
_HANDFUL = 5
"""So few new invoices are usual in a small practice, unless they are most of the list."""
_MOST_PERCENT = 50
_NOT_OURS = frozenset(
    {
        RowConflict.MAY_BE_OURS,
        RowConflict.ANOTHER_INVOICE,
        RowConflict.ANOTHER_DEBTOR,
        RowConflict.FAR_MORE,
    }
)
"""Why a row is rejected that is about no invoice of ours, as far as one can see."""


class Foreign(msgspec.Struct, frozen=True):
    """So many of these rows are about invoices that we do not hold: too many."""

    unknown: int
    rows: int
    percent: int
    """What would be borne."""


def foreign_rows(plan: Plan, list_file: ListFile) -> Foreign | None:
    """Whether the list is another's; None if it is ours.

    A Mandant without an open item may get its first list: nothing can be settled there, and all is
    new.
    """
    content, governed = list_file.content, plan.governed
    if not governed:
        return None
    created = Counter(
        change.item.mandant for change in plan.changes if change.kind == ChangeKind.CREATED
    )
    first = sum(n for mandant, n in created.items() if not governed[mandant])
    rows = len(plan.rows) + plan.standing - plan.outside - first
    strange = sum(rejected.reason.code in _NOT_OURS for rejected in plan.rejected)
    unknown = created.total() - first + strange + len(plan.unknown)
    if rows and unknown >= rows:
        return Foreign(unknown, rows, _MOST_PERCENT)
    if content in (Content.OPEN, Content.ALL):
        unknown, rows = unknown - _settled(plan.unknown), rows - _settled(plan.rows)
        percent = _MOST_PERCENT if unknown <= _HANDFUL else _PERCENT
    elif unknown > _HANDFUL and not any(map(_says_more, plan.rows)):
        percent = _MOST_PERCENT
    else:
        return None
    return Foreign(unknown, rows, percent) if unknown * 100 > percent * rows else None


def _settled(rows: Sequence[Row]) -> int:
    """How many of these rows name nothing that is open."""
    return sum([row.settled or not row.open for row in rows])


def _says_more(row: Row) -> bool:
    """Whether a row names more of the invoice than its number, so that each is checked by itself.
    Settled items of old are often none of ours.
    """
    return row.doc_date is not None or row.amount is not None
