"""The data lines of one table, typed: a row for each line, before the lines of one invoice are put
together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from datetime import date
from functools import partial
from itertools import compress, repeat
from typing import Any

import msgspec

from engine.lists.cells.columns import DateColumn, column
from engine.lists.cells.harmless import may_be_doubtful
from engine.lists.cells.headings import Headings, ListField
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import SETTLED, Mark, seen
from engine.lists.rows.balance import (
    ColumnValues,
    balances,
    may_contradict,
    open_from_amounts,
    payments,
)
from engine.lists.rows.cell_errors import (
    HARMLESS,
    Faults,
    Harmless,
    bad_numbers,
    foreign_entries,
    unreadable,
)
from engine.lists.rows.distinct import DistinctCells
from engine.lists.rows.returns import no_payments
from engine.lists.rows.row_filter import Data, RowFilter, TableLine
from engine.lists.rows.rows import Content, Rejected, Row
from engine.lists.rows.totals import Control, printed_figure, side_controls
from engine.messages.row_reasons import RejectReason
from engine.model.item import Cents
from engine.model.message import Message

_CREDITOR = re.compile(r"\n[789][0-9]{4,8}(?!.)")

_OPEN = {ListField.OPEN, ListField.DEBIT, ListField.CREDIT}
_FIELDS = tuple(zip(Row.__struct_fields__, (None, None, *Row.__struct_defaults__), strict=True))
"""Each field of a row with its default; the first two have none. A column's field has the name of
the row's.
"""

_MAY_BE_MARKS = (ListField.OPEN, ListField.PAID)
"""Columns of amounts that some programs fill with yes and no."""


class Lines(msgspec.Struct):
    """All data lines: one entry for each in `rows`, and in the lists below it where the file has
    such a column.
    """

    rows: list[Row] = []
    """`open` is the balance that the line prints: of its invoice, or of the line alone."""
    debits: list[Cents | None] = []
    credits: list[Cents | None] = []
    posting_numbers: list[str] = []
    marks: list[Mark] = []
    unreadable: Harmless = {}
    """Line and text of dates and dunning levels that their rows are kept without."""
    days: dict[ListField, set[date]] = {}
    """Every day that stands in a column, once."""
    rejected: list[Rejected] = []
    drafts: list[Row] = []
    """Documents that are no invoices yet."""
    may_contradict: bool = False
    """A balance may differ from what Soll and Haben or the amount beside it say."""
    says_more: bool = False
    """Some line has no balance, or a mark that says otherwise than its balance."""
    has_sides: bool = False
    """There is a column of S and H, so a balance without a sign is plus."""
    creditors: int = 0
    """Lines on accounts that are creditors by DATEV's convention: five to nine digits, the first of
    them 7, 8 or 9.
    """

    def drop_last(self) -> None:
        """Forget the last line."""
        for values in (self.rows, self.debits, self.credits, self.posting_numbers, self.marks):
            if values:
                values.pop()


class LineReader:
    """Reads the lines below a heading line."""

    def __init__(
        self, headings: Headings, content: Content, row_filter: RowFilter, sheet: str
    ) -> None:
        self.lines = Lines(has_sides=ListField.SH in headings.columns)
        self._headings = headings
        self._content = content
        self._row_filter = row_filter
        self._sheet = sheet
        self.columns = {
            field: column(
                field, headings.names[index], index, of_payments=content is Content.PAYMENTS
            )
            for field, index in headings.columns.items()
        }
        doubtful = [index for index in headings.unread if may_be_doubtful(headings.names[index])]
        places = headings.columns
        self.distinct = DistinctCells(
            [*doubtful, *(places[field] for field in _MAY_BE_MARKS if field in places)]
        )
        self._texts = [places[ListField.TEXT], *doubtful] if ListField.TEXT in places else doubtful
        self._amount_field = (
            ListField.PAID
            if content is Content.PAYMENTS
            else ListField.OPEN
            if ListField.OPEN in self.columns
            else ListField.AMOUNT
        )

    @property
    def _harmless(self) -> Set[ListField]:
        """The columns of which a cell that cannot be read costs nothing: beside an open amount a
        status in words tells nothing that counts.
        """
        shows_open = not _OPEN.isdisjoint(self.columns)
        is_of_open = self._content in (Content.OPEN, Content.ALL)
        return {*HARMLESS, ListField.CLEARED} if shows_open and is_of_open else HARMLESS

    def read(self, blocks: Iterable[tuple[Sequence[int], Sequence[Sequence[Cell]]]]) -> Lines:
        """Read all lines that are data.

        Raises `ListRefused` where a column could be read in two ways.
        """
        waiting: list[Data] = []
        for block in blocks:
            data = self._row_filter.data(*block)
            cells = data.columns
            if cells:
                self.distinct.see(cells)
                waiting.append(data)
            if all([one.look(cells[one.index]) for one in self.columns.values()] if cells else ()):
                self._read_all(waiting)
                waiting = []
        for one in self.columns.values():
            one.end()
        self._read_all(waiting)
        self.lines.days = {
            field: one.seen for field, one in self.columns.items() if isinstance(one, DateColumn)
        }
        return self.lines

    def printed_figure(self, line: TableLine) -> Cents | None:
        """The figure of a line that is no item, found as what is open is found: in the column of
        the list's own amounts, or from Soll and Haben, and less what was paid.
        """
        of_open = self._content not in (Content.PAYMENTS, Content.SETTLED)
        if of_open and self._figure(line, ListField.OPEN) is None:
            soll, haben = self._figure(line, ListField.DEBIT), self._figure(line, ListField.CREDIT)
            if soll is not None or haben is not None:
                return (soll or 0) - (haben or 0)
        figure = printed_figure(line, self._headings, self.columns.get(self._amount_field))
        if figure and of_open and self._amount_field is ListField.AMOUNT:
            return figure - (self._figure(line, ListField.PAID) or 0)
        return figure

    def wrong_sides(self, totals: Sequence[TableLine], tables: Sequence[int]) -> list[Control]:
        """The totals of Soll and of Haben that do not hold, of lines that print both beside the
        total of the balances.
        """
        fields = (ListField.OPEN, ListField.DEBIT, ListField.CREDIT)
        reads = [partial(self._figure, field=field) for field in fields]
        whole = [line for line in totals if all(read(line) is not None for read in reads)]
        sides = (self.lines.debits, self.lines.credits) if whole else ()
        return [
            control
            for read, figures in zip(reads[1:], sides, strict=False)
            for control in side_controls(whole, self.lines.rows, figures, read, tables)
        ]

    def _figure(self, line: TableLine, field: ListField) -> Cents | None:
        """What stands in one column of a line that is no item."""
        column = self.columns.get(field)
        if column is None or column.index >= len(line[1]):
            return None
        found: Cents | None = column.values([line[1][column.index]])[0]
        return found

    def _read_all(self, blocks: Iterable[Data]) -> None:
        for data in blocks:
            self._read(data)

    def _read(self, data: Data) -> None:
        numbers, cells = data.numbers, data.columns
        values: ColumnValues = {
            field: one.values(cells[one.index]) for field, one in self.columns.items()
        }
        faults: Faults = {}
        harmless = unreadable(self.columns, self._harmless, cells, data.joined, faults)
        bad_numbers(values[ListField.INVOICE_NO], faults)
        foreign_entries(values.get(ListField.ENTRY_CURRENCY, ()), faults)
        rows = self._rows(numbers, values, faults)
        if self._content is Content.PAYMENTS:
            no_payments(rows, (cells[index] for index in self._texts), faults)
        marks = values.get(ListField.CLEARED, ())
        if self._content is Content.SETTLED:
            for place, paid in enumerate(values.get(ListField.PAID, ())):
                if paid == 0:
                    faults.setdefault(place, (ListField.PAID, RejectReason.NOT_SETTLED))
        drafts = (
            {place for place, mark in enumerate(marks) if mark is Mark.DRAFT}
            if Mark.DRAFT in marks
            else set()
        )
        self.lines.drafts += [rows[place] for place in sorted(drafts)]
        dropped = drafts | {
            place
            for place in faults.keys() - drafts
            if self._row_filter.is_no_data(numbers[place], [column[place] for column in cells])
        }
        for field, places in harmless.items():
            self.lines.unreadable.setdefault(field, []).extend(
                (numbers[place], text) for place, text in places if place not in dropped
            )
        for place, (field, reason) in faults.items():
            if place in dropped:
                continue
            column = self.columns.get(field)
            value = seen(cells[column.index][place]) if column else ""
            heading = self._headings.name(field)
            self.lines.rejected.append(
                Rejected(numbers[place], heading, value, Message(reason), self._sheet)
            )
        self._keep(rows, values, faults.keys() | dropped)

    def _rows(self, numbers: Sequence[int], values: ColumnValues, faults: Faults) -> list[Row]:
        opens, amounts, paid = self._amounts(numbers, values, faults)
        if self._content in (Content.OPEN, Content.ALL):
            self.lines.may_contradict |= may_contradict(opens, amounts, values)
        settled = [open_ == 0 for open_ in opens]
        marks = values.get(ListField.CLEARED, ())
        if marks.count(Mark.OPEN) < len(marks):
            settled = [one or mark in SETTLED for one, mark in zip(settled, marks, strict=True)]
            self.lines.says_more = True
        self.lines.says_more |= None in opens
        columns: dict[str, Iterable[Any]] = {
            **{field.value: column for field, column in values.items()},
            "line": numbers,
            "amount": amounts,
            "open": opens,
            "paid": paid,
            "settled": settled,
            "sheet": repeat(self._sheet),
        }
        # Filled by position: with seventeen fields that takes a seventh of the time of naming each.
        return list(map(Row, *(columns.get(name, repeat(default)) for name, default in _FIELDS)))

    def _amounts(
        self, numbers: Sequence[int], values: ColumnValues, faults: Faults
    ) -> tuple[Any, Any, Any]:
        """What is open, what the invoice was about, and what was paid, of each line."""
        if self._content is Content.PAYMENTS:
            nothing = [None] * len(numbers)
            return nothing, nothing, payments(values, len(numbers), faults)
        opens, amounts = balances(values, len(numbers), faults)
        if self._content is Content.SETTLED:
            return opens, amounts, repeat(None)
        if _OPEN.isdisjoint(values):
            opens = open_from_amounts(amounts, values, faults)
        if None in opens:
            # Of several postings the balance may stand beside one only, and a settled item may have
            # none.
            postings = (
                values.get(field, repeat(None))
                for field in (ListField.CLEARED, ListField.DEBIT, ListField.CREDIT)
            )
            for place, (open_, mark, soll, haben) in enumerate(zip(opens, *postings, strict=False)):
                if open_ is None and soll is None and haben is None and mark not in SETTLED:
                    faults.setdefault(place, (self._amount_field, RejectReason.OPEN_MISSING))
        return opens, amounts, repeat(None)

    def _keep(self, rows: list[Row], values: ColumnValues, dropped: set[int]) -> None:
        lines = self.lines
        if ListField.ACCOUNT in values:
            lines.creditors += len(_CREDITOR.findall("\n" + "\n".join(values[ListField.ACCOUNT])))
        kept = [place not in dropped for place in range(len(rows))] if dropped else repeat(True)
        lines.rows += compress(rows, kept)
        sides: tuple[tuple[ListField, list[Any]], ...] = (
            (ListField.DEBIT, lines.debits), (ListField.CREDIT, lines.credits),
            (ListField.POSTING_NO, lines.posting_numbers),
            (ListField.CLEARED, lines.marks),
        )  # fmt: skip
        for field, side in sides:
            side.extend(compress(values.get(field, ()), kept))
