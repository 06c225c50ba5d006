"""Control totals: what the file prints below its rows, against what was read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import Any

import msgspec

from engine.lists.cells.columns import CellColumn, MoneyColumn
from engine.lists.cells.headings import Headings, ListField
from engine.lists.rows.row_filter import TableLine
from engine.lists.rows.rows import Row
from engine.model.item import Cents

_FIGURE_BEHIND_WORDS = re.compile(r"[^0-9]*?[\s:](?P<figure>[-+−(]?[0-9].*)", re.DOTALL)


Read = Callable[[TableLine], Cents | None]
"""Reads the figure that a line prints."""


class Control(msgspec.Struct, frozen=True):
    """One printed total and what it should be."""

    line: int
    printed: Cents
    counted: Cents

    @property
    def holds(self) -> bool:
        """A total is printed without the sign of its items by some, so only its size counts."""
        return abs(self.printed) == abs(self.counted)


class Sums:
    """The running sum of the rows, as the eye adds up a printed list."""

    def __init__(self, rows: Sequence[Row], field: str) -> None:
        self.total: Cents = sum(filter(None, map(attrgetter(field), rows)))
        self._rows, self._field = rows, field

    def before(self, lines: Sequence[int]) -> list[Cents]:
        """For each of `lines` the sum of all rows that stand before it."""
        if not lines:
            return []
        numbers = [row.line for row in self._rows]
        sums = [0, *accumulate(getattr(row, self._field) or 0 for row in self._rows)]
        return [sums[bisect_left(numbers, line)] for line in lines]


def controls(totals: Sequence[TableLine], sums: Sums, read: Read) -> list[Control]:
    """Each total line with the sum it stands for: of all rows above it, or of those since the total
    line before it.
    """
    found: list[Control] = []
    before = 0
    for line, here in zip(totals, sums.before([line[0] for line in totals]), strict=True):
        printed = read(line)
        if printed is not None:
            of_section = Control(line[0], printed, here - before)
            found.append(of_section if of_section.holds else Control(line[0], printed, here))
            before = here
    return found


def without_number(
    unnumbered: Sequence[TableLine], totals: Sequence[TableLine], sums: Sums, read: Read
) -> list[int]:
    """Those of the lines without an invoice number that print an amount which is not the sum of an
    account's rows above.
    """
    found: list[int] = []
    before = 0
    lines = sorted([*unnumbered, *totals], key=lambda line: line[0])
    for line, here in zip(lines, sums.before([line[0] for line in lines]), strict=True):
        printed = read(line)
        if line in totals or (printed and abs(printed) in (abs(here - before), abs(here))):
            before = here
        elif printed:
            found.append(line[0])
    return found


def printed_figure(
    line: TableLine, headings: Headings, column: CellColumn[Any] | None
) -> Cents | None:
    """The figure of a total line: under `column`, else the only amount in the line wherever it
    stands.

    It stands under a column of dates, or beyond the last heading, in lists that are public [S].
    """
    cells = line[1]
    reader = MoneyColumn("", 0)
    if isinstance(column, MoneyColumn):
        reader.style = column.style
        if (
            column.index < len(cells)
            and (figure := reader.values([cells[column.index]])[0]) is not None
        ):
            return figure
    number = headings.columns[ListField.INVOICE_NO]
    figures: list[Cents | None] = []
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and (behind := _FIGURE_BEHIND_WORDS.fullmatch(cell)):
            figures += reader.values([behind["figure"]])
        elif place != number:
            figures += reader.values([cell])
    found = [figure for figure in figures if figure is not None]
    return found[0] if len(found) == 1 else None
