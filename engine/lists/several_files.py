"""What several files of one archive are together: one list, whose lines say in which file they
stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from engine.lists.rows.payments import Payment
from engine.lists.rows.rows import Doubt, Ignored, ListFile, Rejected, Row, StatementPage
from engine.messages.payment_files import PaymentFileRefusal
from engine.model.errors import ListRefused

Placed = TypeVar("Placed", Row, Rejected, Ignored, Doubt, Payment)


def together(files: Sequence[tuple[str, ListFile]]) -> ListFile:
    """Put these files together, in the order of the archive. Raises `ListRefused` where they are
    of several kinds, or one of them comes twice.
    """
    lists = [file for _name, file in files]
    kinds = sorted({f"{file.layout} ({file.content})" for file in lists})
    if len(kinds) > 1:
        raise ListRefused(PaymentFileRefusal.ARCHIVE_MIXED, kinds=kinds)
    for number, (name, file) in enumerate(files):
        if any(_hold_the_same(file, other) for other in lists[:number]):
            raise ListRefused(PaymentFileRefusal.ARCHIVE_TWICE, name=name)
    days = [file.key_date for file in lists]
    oldest = min(lists, key=lambda file: file.key_date or date.min)
    statements = 0
    payments: list[Payment] = []
    pages: list[StatementPage] = []
    for name, file in files:
        payments += [
            msgspec.structs.replace(payment, statement=statements + payment.statement, sheet=name)
            for payment in file.payments
        ]
        pages += [
            msgspec.structs.replace(
                page,
                statement=statements + page.statement,
                doubts=_placed([(name, page.doubts)]),
            )
            for page in file.pages
        ]
        numbers = [one.statement for one in file.payments] + [one.statement for one in file.pages]
        statements += max(numbers, default=0) + 1
    totals = [file.control_total for file in lists]
    return msgspec.structs.replace(
        lists[0],
        format=f"zip ({lists[0].format})",
        lines=sum(file.lines for file in lists),
        rows=_placed((name, file.rows) for name, file in files),
        payments=payments,
        pages=pages,
        merged=sum(file.merged for file in lists),
        rejected=_placed((name, file.rejected) for name, file in files),
        ignored=_placed((name, file.ignored) for name, file in files),
        notices=[notice for file in lists for notice in file.notices],
        doubts=_placed((name, file.doubts) for name, file in files),
        total=sum(file.total for file in lists),
        control_total=None if None in totals else sum(filter(None, totals)),
        key_date=None if None in days else oldest.key_date,
        key_date_text=oldest.key_date_text,
        written=None,
    )


def _hold_the_same(one: ListFile, other: ListFile) -> bool:
    """Whether two files tell of the same, and of anything at all."""
    return bool(one.rows or one.payments) and (one.rows, one.payments, one.pages) == (
        other.rows,
        other.payments,
        other.pages,
    )


def _placed(parts: Iterable[tuple[str, Sequence[Placed]]]) -> list[Placed]:
    return [
        msgspec.structs.replace(one, sheet=f"{name}/{one.sheet}" if one.sheet else name)
        for name, some in parts
        for one in some
    ]
