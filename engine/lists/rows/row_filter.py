"""Which lines of a table are data. Every other one is accounted for with its reason: nothing is
dropped in silence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set

import msgspec

from engine.lists.cells.headings import Headings, ListField
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.lists.rows.line_kinds import REMARK, TOTAL, HeadingWords, LineKinds, Unnumbered
from engine.lists.rows.rows import Ignored, Rejected
from engine.messages.row_reasons import IgnoreReason, RejectReason
from engine.model.message import Message

_MAY_BE_NO_DATA = re.compile(
    rf"\n(?=[\ssgzetüuvda]|$)[^\S\n]*(?:(?:{TOTAL}|{REMARK})(?=[\s:]|$)|\n|$)", re.IGNORECASE
)
"""In a column as one text, each cell behind a line break. Looking at the first letter before all
else saves most of the time.
"""
_ALL_NUMBERS = re.compile(r"(?:\n[^0-9\n]*[0-9][^\n]*)*+")
_MAY_BE_HEADINGS = (None, IgnoreReason.UNNUMBERED, IgnoreReason.TOTAL)
_OF_WORDS = (IgnoreReason.REMARK, IgnoreReason.TITLE)
_IN_LABELS = ("gesamt", "summe", "total", "saldo", "ergebnis")
_COUNT = re.compile(r"\n[0-9.]+ +[^\W\d_]{4}")

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
    remarks: tuple[TableLine, ...]
    """Ignored lines of words, within the list or below."""
    unnumbered: tuple[Unnumbered, ...]
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

    def __init__(
        self, headings: Headings, synonyms: HeadingWords, sheet: str, delimiter: str
    ) -> None:
        """`synonyms` are the layout's, by which a second list is known; `delimiter` is that of a
        text file, empty for a workbook, whose lines end with their last filled cell.
        """
        self._headings = headings
        self._kinds = LineKinds(headings, synonyms)
        self._places: Sequence[int | None] = ()
        """Where the cells of each of our columns stand in a second list of the file."""
        self._delimiter = delimiter
        self._sheet = sheet
        self._number = headings.columns[ListField.INVOICE_NO]
        self._first = next(index for index, name in enumerate(headings.names) if name)
        self._lines = 0
        self._ignored: list[Ignored] = []
        self._rejected: list[Rejected] = []
        self._totals: list[TableLine] = []
        self._remarks: list[TableLine] = []
        self._unnumbered: list[Unnumbered] = []
        self._joined: list[int] = []
        self._last_line = self._last_width = 0

    def data(self, numbers: Sequence[int], lines: Sequence[Sequence[Cell]]) -> Data:
        """The data among the next `lines`; `result` tells what became of the others."""
        self._lines += len(numbers)
        if numbers and numbers[0] <= self._headings.line:
            numbers, lines = self._below_heading(numbers, lines)
        if set(map(len, lines)) == {self._headings.width} and not self._places:
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

    def is_no_data(self, number: int, cells: Sequence[Cell]) -> bool:
        """Look closely at a line that was taken for data and cannot be read: it may be none, and is
        then accounted for.
        """
        reason = self._kinds.kind(cells)
        if reason in _OF_WORDS:
            self._remarks.append((number, cells))
        if reason:
            self._ignore(number, reason)
        return reason is not None

    def result(self) -> Filtered:
        """What became of all lines so far."""
        return Filtered(
            lines=self._lines,
            ignored=tuple(self._ignored),
            rejected=tuple(self._rejected),
            totals=tuple(self._totals),
            remarks=tuple(self._remarks),
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
        for number, cells in zip(numbers[:above], lines, strict=False):
            self._kinds.remember_title(cells)
            self._ignore(number, IgnoreReason.TITLE)
        self._ignore(heading, IgnoreReason.HEADING)
        return numbers[above + 1 :], lines[above + 1 :]

    def _all_data(self, columns: Columns) -> bool:
        """A quick look that settles it for nearly all blocks."""
        try:
            first, numbers = ("\n" + "\n".join(columns[i]) for i in (self._first, self._number))  # type: ignore[arg-type]
        except TypeError:
            return False
        if self._headings.names[self._first] in columns[self._first]:
            return False
        words = numbers.casefold()
        # Each label has an s or a t, most numbers have neither: one sign is found ten times faster.
        may_have_labels = "s" in words or "t" in words
        has_labels = (may_have_labels and any(word in words for word in _IN_LABELS)) or (
            " " in words and _COUNT.search(numbers)
        )
        return not (
            has_labels
            or _MAY_BE_NO_DATA.search(first)
            or (first != numbers and _MAY_BE_NO_DATA.search(numbers))
            or not _ALL_NUMBERS.fullmatch(numbers)
        )

    def _data(self, number: int, line: Sequence[Cell]) -> Sequence[Cell] | None:
        cells = self._in_our_order(line)
        reason = self._kinds.kind(cells)
        if reason is not IgnoreReason.BLANK:
            self._last_line, self._last_width = number, len(line)
        if reason in _MAY_BE_HEADINGS and self._begins_other_list(number, line):
            reason = IgnoreReason.HEADING_AGAIN
        if reason is IgnoreReason.TOTAL:
            self._totals.append((number, cells))
        elif reason in _OF_WORDS:
            self._remarks.append((number, cells))
        elif reason is IgnoreReason.UNNUMBERED:
            self._unnumbered.append(self._kinds.unnumbered(number, cells))
        if reason:
            self._ignore(number, reason)
            return None
        if self._kinds.may_be_total(cells):
            self._reject(
                number,
                ListField.INVOICE_NO,
                self._kinds.cell(cells, ListField.INVOICE_NO),
                RejectReason.TOTAL_OR_ITEM,
            )
            return None
        return self._fit(number, cells)

    def _in_our_order(self, line: Sequence[Cell]) -> Sequence[Cell]:
        if not self._places:
            return line
        return [
            line[place] if place is not None and place < len(line) else "" for place in self._places
        ]

    def _begins_other_list(self, number: int, line: Sequence[Cell]) -> bool:
        """Whether headings stand in this line; what follows then has their order."""
        headings = self._kinds.other_headings(number, line)
        if headings is None:
            return False
        places: list[int | None] = [None] * self._headings.width
        for field, index in self._headings.columns.items():
            places[index] = headings.columns.get(field)
        self._places = places
        return True

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
        if (
            self._delimiter
            and all(index != last or field in FREE_TEXT for field, index in columns.items())
            and not any(_has_lines(cell) for cell in cells)
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

    def _ignore(self, number: int, reason: IgnoreReason) -> None:
        self._ignored.append(Ignored(number, Message(reason), self._sheet))

    def _reject(self, number: int, field: ListField, value: str, reason: RejectReason) -> None:
        column = self._headings.name(field)
        self._rejected.append(Rejected(number, column, value, Message(reason), self._sheet))


def _has_lines(cell: Cell) -> bool:
    """Whether a cell of a text file goes over several lines, which may have been lines of the
    list.
    """
    return isinstance(cell, str) and len(cell.splitlines()) > 1
