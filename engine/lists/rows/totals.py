"""Control totals: what the file prints below its rows, against what was read."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate, islice
from operator import attrgetter
from typing import Any

import msgspec

from engine.lists.cells.columns import CellColumn, MoneyColumn
from engine.lists.cells.headings import Headings, ListField
from engine.lists.rows.line_kinds import Unnumbered
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

    def __init__(
        self, rows: Sequence[Row] | Sequence[SideFigure], field: str, standing: Cents = 0
    ) -> None:
        """`standing` is the sum of rows that are not among these and stand behind the first."""
        self.total: Cents = sum(filter(None, map(attrgetter(field), rows))) + standing
        self._standing = standing
        self._rows: Sequence[Row | SideFigure] = rows
        self._field = field

    def place(self, line: int) -> int:
        """How many rows stand before a line."""
        return bisect_left(self._lines, line)

    def between(self, start: int, end: int) -> Cents:
        """The sum of the rows from one place to before another."""
        return self._sums[end] - self._sums[start]

    def run(self, place: int) -> int:
        """Where those rows before a place begin that are of one account, or of one customer."""
        return self._runs[place - 1] if place else 0

    @cached_property
    def _lines(self) -> list[int]:
        return [row.line for row in self._rows]

    @cached_property
    def _sums(self) -> list[Cents]:
        figures = (getattr(row, self._field) or 0 for row in self._rows)
        return [0, *islice(accumulate(figures, initial=self._standing), 1, None)]

    @cached_property
    def _runs(self) -> list[int]:
        runs: list[int] = []
        before = ("", "")
        for place, row in enumerate(self._rows):
            whose = (row.account, row.name)
            runs.append(runs[-1] if runs and whose == before else place)
            before = whose
        return runs


def controls(
    totals: Sequence[TableLine], sums: Sums, read: Read, tables: Sequence[int] = (0,)
) -> list[Control]:
    """Each total line with the sum it stands for: of all rows above it, of those since the total
    line before it, or of its table's. `tables` are the last lines before each table.
    """
    found: list[Control] = []
    before = 0
    for line in totals:
        printed = read(line)
        if printed is None:
            continue
        here = sums.place(line[0])
        table = sums.place(max(start for start in tables if start < line[0]) + 1)
        sections = [
            Control(line[0], printed, sums.between(start, here)) for start in (before, table, 0)
        ]
        found.append(next((one for one in sections if one.holds), sections[-1]))
        before = here
    return found


class SideFigure(msgspec.Struct, frozen=True):
    """What one line prints under Soll, or under Haben."""

    line: int
    figure: Cents
    account: str = ""
    name: str = ""


def side_controls(
    totals: Sequence[TableLine],
    rows: Sequence[Row],
    figures: Sequence[Cents | None],
    read: Read,
    tables: Sequence[int],
) -> list[Control]:
    """The totals of Soll, or of Haben, that do not hold. Lines may be missing whose balances
    cancel, so the total of the balances alone does not tell.
    """
    side = [SideFigure(row.line, cents or 0) for row, cents in zip(rows, figures, strict=True)]
    found = controls(totals, Sums(side, "figure"), read, tables)
    return [control for control in found if not control.holds]


def without_number(
    unnumbered: Sequence[Unnumbered], totals: Sequence[TableLine], sums: Sums, read: Read
) -> list[Unnumbered]:
    """Those of the lines without an invoice number that print an amount which is not the sum of
    rows above: of an account, or since the last such sum or heading.

    An amount that only repeats the one row above it is a sum in a list that closes with one, as it
    closes each account; elsewhere it is an item of its own.
    """
    found: list[Unnumbered] = []
    single: list[Unnumbered] = []
    closed = heading = 0
    lines: list[Unnumbered | TableLine] = sorted([*unnumbered, *totals], key=_line_of)
    for line in lines:
        here = sums.place(_line_of(line))
        if isinstance(line, tuple):
            closed = here
            continue
        printed = read((line.line, line.cells))
        if printed is None and line.shows_money:
            found.append(line)
            continue
        if not printed:
            heading = here if printed is None else heading
            continue
        starts = {
            start
            for start in (0, closed, heading, sums.run(here))
            if abs(sums.between(start, here)) == abs(printed)
        }
        if line.is_dated or not starts:
            found.append(line)
            continue
        if min(starts) == here - 1:
            single.append(line)
        closed = here
    if single and closed < sums.place(sys.maxsize):
        found += single
    return sorted(found, key=_line_of)


def _line_of(line: Unnumbered | TableLine) -> int:
    return line[0] if isinstance(line, tuple) else line.line


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
