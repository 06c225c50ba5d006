"""Which lines of a table are data. Every other one is accounted for with its reason: nothing is
dropped in silence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set

import msgspec

from engine.lists.cells.headings import Headings, ListField, normal
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.lists.rows.rows import Ignored, Rejected
from engine.messages.row_reasons import IgnoreReason, RejectReason
from engine.model.message import Message

_TOTAL = (
    r"summen?|gesamt(?:summe|betrag|saldo)?|(?:zwischen|end)summe|saldo|total"
    r"|(?:ü|ue)bertrag|(?:saldo)?vortrag"
)
_REMARK = r"seite|erstellt|gedruckt|stand|stichtag|druckdatum|ende|anzahl"
_IS_TOTAL = re.compile(rf"(?:{_TOTAL})(?=[\s:]|$)", re.IGNORECASE)
_IS_ONLY_TOTAL = re.compile(rf"(?:{_TOTAL})[\s:]*(?:in\s+)?(?:€|EUR)?", re.IGNORECASE)
_IS_REMARK = re.compile(rf"(?:{_REMARK})(?=[\s:]|$)", re.IGNORECASE)
_MAY_BE_NO_DATA = re.compile(
    rf"\n(?=[\ssgzetüuvda]|$)[^\S\n]*(?:(?:{_TOTAL}|{_REMARK})(?=[\s:]|$)|\n|$)", re.IGNORECASE
)
"""In a column as one text, each cell behind a line break. Looking at the first letter before all
else saves most of the time.
"""

FREE_TEXT = (ListField.TEXT, ListField.NAME)

TableLine = tuple[int, Sequence[Cell]]
Columns = Sequence[Sequence[Cell]]


class Data(msgspec.Struct, frozen=True):
    """The data among some lines: each made as wide as the heading line, turned into columns."""

    numbers: Sequence[int]
    columns: Columns
    """Empty where there are no lines."""
    joined: Set[int] = frozenset()
    """Places of the lines whose last text held an unquoted delimiter."""


class Filtered(msgspec.Struct, frozen=True, kw_only=True):
    """What became of all lines that are no data, and where the table ends."""

    lines: int
    """How many lines went through."""
    ignored: tuple[Ignored, ...]
    rejected: tuple[Rejected, ...]
    totals: tuple[TableLine, ...]
    """Total lines as they stand in the file; they are in `ignored` too."""
    unnumbered: tuple[TableLine, ...]
    """Ignored lines without an invoice number: the sum of an account, its heading, a payment on
    account.
    """
    joined: tuple[int, ...]
    """Lines of data whose last text held an unquoted delimiter."""
    last_line: int
    """The number of the last line that is not blank."""
    last_width: int
    """How many cells that line has."""


class RowFilter:
    """Parts the lines of a table into data, totals, and what is neither."""

    def __init__(self, headings: Headings, sheet: str, delimiter: str) -> None:
        """`delimiter` is that of a text file; empty for a workbook, whose lines end with their last
        filled cell.
        """
        self._headings = headings
        self._delimiter = delimiter
        self._sheet = sheet
        self._number = headings.columns[ListField.INVOICE_NO]
        self._first = next(index for index, name in enumerate(headings.names) if name)
        self._lines = 0
        self._ignored: list[Ignored] = []
        self._rejected: list[Rejected] = []
        self._totals: list[TableLine] = []
        self._unnumbered: list[TableLine] = []
        self._joined: list[int] = []
        self._last_line = self._last_width = 0

    def data(self, numbers: Sequence[int], lines: Sequence[Sequence[Cell]]) -> Data:
        """The data among the next `lines`; `result` tells what became of the others."""
        self._lines += len(numbers)
        if numbers and numbers[0] <= self._headings.line:
            numbers, lines = self._below_heading(numbers, lines)
        if set(map(len, lines)) == {self._headings.width}:
            columns = list(zip(*lines, strict=True))
            if self._all_data(columns):
                self._last_line, self._last_width = numbers[-1], len(columns)
                return Data(numbers, columns)
        joined_before = len(self._joined)
        kept = [
            (number, cells)
            for number, line in zip(numbers, lines, strict=True)
            if (cells := self._data(number, line))
        ]
        joined = set(self._joined[joined_before:])
        return Data(
            [number for number, _cells in kept],
            list(zip(*(cells for _number, cells in kept), strict=True)),
            {place for place, (number, _cells) in enumerate(kept) if number in joined},
        )

    def result(self) -> Filtered:
        """What became of all lines so far."""
        return Filtered(
            lines=self._lines,
            ignored=tuple(self._ignored),
            rejected=tuple(self._rejected),
            totals=tuple(self._totals),
            unnumbered=tuple(self._unnumbered),
            joined=tuple(self._joined),
            last_line=self._last_line,
            last_width=self._last_width,
        )

    def _below_heading(
        self, numbers: Sequence[int], lines: Sequence[Sequence[Cell]]
    ) -> tuple[Sequence[int], Sequence[Sequence[Cell]]]:
        heading = self._headings.line
        above = bisect_left(numbers, heading)
        for number in numbers[:above]:
            self._ignore(number, IgnoreReason.TITLE)
        self._ignore(heading, IgnoreReason.HEADING)
        return numbers[above + 1 :], lines[above + 1 :]

    def _all_data(self, columns: Columns) -> bool:
        """A quick look that settles it for nearly all blocks."""
        for index in {self._number, self._first}:
            column = columns[index]
            try:
                text = "\n" + "\n".join(column)  # type: ignore[arg-type]
                if self._headings.names[index] in column or _MAY_BE_NO_DATA.search(text):
                    return False
            except TypeError:
                return False
        return True

    def _data(self, number: int, cells: Sequence[Cell]) -> Sequence[Cell] | None:
        filled = [seen(cell) for cell in cells if cell and seen(cell)]
        invoice_no = seen(cells[self._number]) if self._number < len(cells) else ""
        if filled:
            self._last_line, self._last_width = number, len(cells)
        if reason := self._reason_to_ignore(number, cells, filled, invoice_no):
            self._ignore(number, reason)
            return None
        if _IS_ONLY_TOTAL.fullmatch(filled[0]) and not self._is_filled(cells, ListField.DOC_DATE):
            self._reject(number, ListField.INVOICE_NO, invoice_no, RejectReason.TOTAL_OR_ITEM)
            return None
        return self._fit(number, cells)

    def _reason_to_ignore(
        self, number: int, cells: Sequence[Cell], filled: Sequence[str], invoice_no: str
    ) -> IgnoreReason | None:
        if not filled:
            return IgnoreReason.BLANK
        if _IS_TOTAL.match(invoice_no) or (not invoice_no and _IS_TOTAL.match(filled[0])):
            self._totals.append((number, cells))
            return IgnoreReason.TOTAL
        if normal(invoice_no) == normal(self._headings.name(ListField.INVOICE_NO)):
            return IgnoreReason.HEADING_AGAIN
        if len(filled) <= 2 and _IS_REMARK.match(filled[0]):
            return IgnoreReason.REMARK
        if invoice_no:
            return None
        self._unnumbered.append((number, cells))
        return IgnoreReason.UNNUMBERED

    def _fit(self, number: int, cells: Sequence[Cell]) -> Sequence[Cell] | None:
        """`cells` made as wide as the heading line, where nothing that matters is thereby lost or
        shifted.
        """
        width, columns = self._headings.width, self._headings.columns
        if len(cells) <= width:
            missing = [
                field
                for field, index in columns.items()
                if index >= len(cells) and field not in FREE_TEXT
            ]
            if self._delimiter and missing:
                self._reject(number, missing[0], "", RejectReason.LINE_TOO_SHORT)
                return None
            return [*cells, *[""] * (width - len(cells))]
        if not any(seen(cell) for cell in cells[width:]):
            return cells[:width]
        last = width - 1
        if self._delimiter and all(
            index != last or field in FREE_TEXT for field, index in columns.items()
        ):
            self._joined.append(number)
            return [*cells[:last], self._delimiter.join(map(str, cells[last:]))]
        self._reject(
            number,
            ListField.INVOICE_NO,
            seen(cells[self._number]),
            RejectReason.LINE_TOO_WIDE,
        )
        return None

    def _is_filled(self, cells: Sequence[Cell], field: ListField) -> bool:
        index = self._headings.columns.get(field, len(cells))
        return index < len(cells) and bool(seen(cells[index]))

    def _ignore(self, number: int, reason: IgnoreReason) -> None:
        self._ignored.append(Ignored(number, Message(reason), self._sheet))

    def _reject(self, number: int, field: ListField, value: str, reason: RejectReason) -> None:
        column = self._headings.name(field)
        self._rejected.append(Rejected(number, column, value, Message(reason), self._sheet))
