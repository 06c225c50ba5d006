"""From lines to invoices: several postings of one invoice become one row, the same line twice
counts once.

| the lines with one invoice number are | then |
| --- | --- |
| one | its Saldo is what is open; where it prints Soll and Haben besides, it is their difference |
| several with Soll and Haben, and every Saldo is the balance of all of them | that balance, once |
| several with Soll and Haben, and every Saldo is that of its own line | their sum |
| several with Soll and Haben, and neither holds | rejected, with both figures |
| alike in every cell | counted once, with a notice, unless the balance shows two postings |
| several, without Soll and Haben, that differ | rejected: which of them is true cannot be known |

The second and the third kind are both in use [C], and reading one as the other is wrong; hence the
check (formats.md B.5). Payments are never put together: two alike on one day may well be two
payments.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from operator import attrgetter

import msgspec

from engine.common.sanitize import sanitize
from engine.lists.cells.word_cells import SETTLED, Mark
from engine.lists.rows.lines import Lines
from engine.lists.rows.rows import Content, Rejected, Row
from engine.messages.row_reasons import RejectReason
from engine.model.item import Cents
from engine.model.message import Message, Param

_RETURNED = re.compile(r"r(?:ü|ue)ck-?la?s", re.IGNORECASE)
"""A returned direct debit in the posting's text ("RueckLs" [V third party]) opens the invoice
again, whatever its mark says.
"""


class Invoices(msgspec.Struct):
    """One row for each invoice, in the order of the file, and what became of the other lines."""

    rows: list[Row] = []
    merged: int = 0
    rejected: list[Rejected] = []
    twice: list[int] = []
    """Lines that stand in the file before, alike in every cell that is read."""


class _Line(msgspec.Struct, frozen=True, gc=False):
    row: Row
    debit: Cents = 0
    credit: Cents = 0
    posting_number: str = ""
    mark: Mark | None = None

    @property
    def is_settled(self) -> bool:
        return self.row.settled if self.mark is None else self.mark in SETTLED


class _Contradiction(Exception):
    """Lines that cannot be true together."""

    def __init__(self, code: RejectReason, **params: Param) -> None:
        super().__init__(code.value)
        self.reason = Message(code, params)


def put_together(lines: Lines, content: Content, heading: str) -> Invoices:
    """The invoices of `lines`. `heading` is the column of invoice numbers, by which a rejected line
    is told.
    """
    repeated = _repeated(lines.rows)
    if content is Content.PAYMENTS:
        return Invoices(
            lines.rows,
            twice=_twice([_Line(row) for row in lines.rows if row.invoice_no in repeated]),
        )
    if content is Content.SETTLED:
        odd = list(range(len(lines.rows)))
    elif repeated or lines.says_more:
        # One condition for nearly all rows: an open amount and not settled, or neither.
        odd = [
            place
            for place, row in enumerate(lines.rows)
            if row.open is None or bool(row.open) is row.settled or row.invoice_no in repeated
        ]
    else:
        odd = []
    if lines.may_contradict:
        odd = sorted({*odd, *_contradicted(lines)})
    if not odd:
        return Invoices(lines.rows)
    invoices = Invoices(_without(lines.rows, odd))
    groups: defaultdict[tuple[str, str], list[_Line]] = defaultdict(list)
    for place in odd:
        groups[lines.rows[place].mandant, lines.rows[place].invoice_no].append(_line(lines, place))
    for group in groups.values():
        try:
            row, twice = _merged(group, lines) if len(group) > 1 else (_alone(group[0], lines), [])
            row = _settlement(row, group, content)
        except _Contradiction as contradiction:
            invoices.rejected += [
                Rejected(line.row.line, heading, line.row.invoice_no, contradiction.reason,
                    line.row.sheet) for line in group
            ]  # fmt: skip
        else:
            invoices.rows.append(row)
            invoices.merged += len(group) - 1
            invoices.twice += twice
    invoices.rows.sort(key=lambda row: row.line)
    return invoices


def _contradicted(lines: Lines) -> list[int]:
    """The places of the lines whose balance is not what Soll exceeds Haben by."""
    return [
        place
        for place, (row, debit, credit) in enumerate(
            zip(lines.rows, lines.debits, lines.credits, strict=False)
        )
        if row.open is not None and (debit or 0) - (credit or 0) != row.open
    ]


def _repeated(rows: Sequence[Row]) -> set[str]:
    if len(set(map(attrgetter("invoice_no"), rows))) == len(rows):
        return set()
    times = Counter(row.invoice_no for row in rows)
    return {number for number, n in times.items() if n > 1}


def _without(rows: Sequence[Row], places: Sequence[int]) -> list[Row]:
    dropped = bytearray(len(rows))
    for place in places:
        dropped[place] = 1
    return [row for row, is_dropped in zip(rows, dropped, strict=True) if not is_dropped]


def _line(lines: Lines, place: int) -> _Line:
    return _Line(
        lines.rows[place],
        lines.debits[place] or 0 if lines.debits else 0,
        lines.credits[place] or 0 if lines.credits else 0,
        lines.posting_numbers[place] if lines.posting_numbers else "",
        lines.marks[place] if lines.marks else None,
    )


def _twice(group: Sequence[_Line]) -> list[int]:
    first: set[object] = set()
    twice = []
    for line in group:
        alike = (
            msgspec.structs.astuple(line.row)[1:],
            line.debit,
            line.credit,
            line.posting_number,
        )
        if alike in first:
            twice.append(line.row.line)
        first.add(alike)
    return twice


def _alone(line: _Line, lines: Lines) -> Row:
    """The row of a line that is all there is of its invoice; a balance it does not print follows
    from Soll and Haben.
    """
    if line.row.open is None and (line.debit or line.credit):
        balance = line.debit - line.credit
        return msgspec.structs.replace(
            line.row, open=balance, settled=balance == 0 or line.row.settled
        )
    if not _is_explained(line, lines):
        raise _differs([line])
    return line.row


def _is_explained(line: _Line, lines: Lines) -> bool:
    """Whether a balance is what Soll exceeds Haben by; one that is settled may be of postings that
    the list does not show.
    """
    if not lines.may_contradict or not (line.debit or line.credit):
        return True
    is_said_settled = (line.mark is not None and line.is_settled) or line.row.paid_on is not None
    return is_said_settled or line.row.open == line.debit - line.credit


def _differs(group: Sequence[_Line]) -> _Contradiction:
    balance = sum(line.debit - line.credit for line in group)
    figures = list(dict.fromkeys(line.row.open or 0 for line in group))
    return _Contradiction(RejectReason.BALANCE_DIFFERS, sum=balance, figures=figures)


def _merged(group: list[_Line], lines: Lines) -> tuple[Row, list[int]]:
    """The one row of several lines, and those of them that only stand there twice."""
    accounts = {line.row.account for line in group}
    if len(accounts) > 1:
        shown = [sanitize(account, 40) for account in sorted(accounts)]
        raise _Contradiction(RejectReason.SEVERAL_ACCOUNTS, accounts=shown)
    twice = _twice(group)
    distinct = [line for line in group if line.row.line not in twice]
    if len(distinct) == 1 and _is_explained(distinct[0], lines):
        return distinct[0].row, twice
    if not lines.debits and not lines.credits:
        figures = [line.row.open or 0 for line in distinct]
        raise _Contradiction(RejectReason.SEVERAL_TIMES, figures=figures)
    for candidates, doubles in ((distinct, twice), (group, [])):
        balance = _balance(candidates, has_sides=lines.has_sides)
        if balance is not None:
            return _row_of(candidates, balance), doubles
    raise _differs(group)


def _balance(group: Sequence[_Line], *, has_sides: bool) -> Cents | None:
    """What is open by all these lines, if what they print fits together.

    A balance without a side beside it may lack its sign: that of the postings is then its own.
    """
    printed = [line.row.open or 0 for line in group]
    total = sum(line.debit - line.credit for line in group)
    possible = {0, total} if has_sides else {0, total, -total}
    is_of_all = not {total, -total}.isdisjoint(printed) and possible.issuperset(printed)
    is_of_each = all(
        line.debit - line.credit == balance for line, balance in zip(group, printed, strict=True)
    )
    return total if is_of_all or is_of_each else None


def _row_of(group: Sequence[_Line], balance: Cents) -> Row:
    first = group[0]
    invoiced = [line for line in group if not _RETURNED.search(line.row.text)]
    # Of an invoice the postings in Soll are what it was about and those in Haben what came in; of a
    # credit note the reverse [D].
    of_invoice = (
        sum(line.debit for line in invoiced)
        if first.debit
        else -sum(line.credit for line in invoiced)
    )
    own = next((line.row for line in group if line.debit), first.row)
    return msgspec.structs.replace(
        first.row, open=balance, amount=of_invoice, doc_date=own.doc_date, due_date=own.due_date,
        settled=balance == 0 or all(line.is_settled for line in group),
    )  # fmt: skip


def _settlement(row: Row, group: Sequence[_Line], content: Content) -> Row:
    """`row` with what mark and balance together say of its settlement."""
    marks = {line.mark for line in group}
    if row.open and row.settled:
        if any(_RETURNED.search(line.row.text) for line in group):
            row = msgspec.structs.replace(row, settled=False)
        elif Mark.SMALL_DIFFERENCE in marks:
            row = msgspec.structs.replace(row, open=0)
        else:
            raise _Contradiction(RejectReason.SETTLED_BUT_OPEN, open=row.open)
    if content is not Content.SETTLED:
        return row if row.open is not None else msgspec.structs.replace(row, open=0)
    if row.open or (not row.settled and marks & {Mark.OPEN, Mark.PART_PAID}):
        raise _Contradiction(RejectReason.OPEN_AMONG_SETTLED, open=row.open or 0)
    return msgspec.structs.replace(row, open=None, settled=True)
