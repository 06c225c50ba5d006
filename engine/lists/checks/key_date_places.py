"""Where a list may say of which day it is: titles, remarks, a column, sheets and the file's
name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from engine.lists.cells.dates import is_date
from engine.lists.cells.headings import Headings, ListField, normal
from engine.lists.cells.money import is_amount
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.lists.checks.key_date import DayTexts
from engine.lists.checks.reading import Reading
from engine.lists.files.opened_file import Blocks

DAY_COLUMNS = frozenset(
    map(
        normal,
        ("Stichtag", "Stichdatum", "Stand", "Stand vom", "Stand am", "Stand per", "Buchungsstand",
         "Datenstand", "Auswertungsstichtag", "OP-Stichtag", "Key date", "As of", "As of date",
         "Cut-off date"),
    )
)  # fmt: skip
"""Headings, normalised, of a column that tells the key date."""
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_FEW = 100
"""So many different days a column of the key date holds at most, and so many remarks are read from
either end.
"""


class DayColumns:
    """Columns that tell the key date on each line: what stands in them."""

    def __init__(self, headings: Headings) -> None:
        used = set(headings.columns.values())
        self.places = [
            place
            for place, name in enumerate(headings.names)
            if place not in used and normal(name) in DAY_COLUMNS
        ]
        self.cells: set[Cell] = set()

    def watched(self, blocks: Blocks) -> Blocks:
        """The same blocks, looked at as they pass."""
        return self._watch(blocks) if self.places else blocks

    def _watch(self, blocks: Blocks) -> Blocks:
        for numbers, lines in blocks:
            for place in self.places:
                self.cells.update(cells[place] for cells in lines if place < len(cells))
            yield numbers, lines


def day_texts(reading: Reading, name: str, columns: DayColumns) -> DayTexts:
    """All that may tell the day of a list that came under this `name`."""
    filtered, headings = reading.filtered, reading.match.headings
    remarks = [cells for _line, cells in filtered.remarks]
    titles = [*reading.joined.titles, *_ends(remarks)]
    aside = {one.sheet.name for one in reading.joined.aside}
    lines = [line.cells for line in filtered.unnumbered] + [cells for _, cells in filtered.totals]
    in_column = {seen(cell) for cell in columns.cells}
    if len(in_column) > _FEW:
        in_column = {text.split()[0] for text in in_column if text}
    days = sorted(in_column) if len(in_column) <= _FEW else []
    return DayTexts(
        titles=[
            *(_text(cells) for cells in titles if not _is_item(cells)),
            *(f"Stichtag {day}" for day in days),
        ],
        marked=[*headings.names, *map(_text, filter(_is_item, titles)), *map(_text, _ends(lines))],
        sheets=[sheet.name for sheet in reading.source.sheets if sheet.name not in aside],
        name=_ENDING.sub("", name),
    )


def newest_invoice(reading: Reading) -> date | None:
    """The day of the list's youngest invoice; those dated ahead do not count."""
    days: Iterable[date] = reading.lines.days.get(ListField.DOC_DATE, ())
    return max((day for day in days if day <= reading.today), default=None)


def _is_item(cells: Sequence[Cell]) -> bool:
    """Whether a line above the headings is an item or an example of one, whose days are its own."""
    days = [cell for cell in cells if seen(cell) and is_date(cell)]
    amounts = [cell for cell in cells if is_amount(cell) and not is_date(cell)]
    return len(days) > 1 and bool(amounts)


def _text(cells: Sequence[Cell]) -> str:
    return " ".join(filter(None, map(seen, cells)))


def _ends(lines: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    return lines if len(lines) <= 2 * _FEW else [*lines[:_FEW], *lines[-_FEW:]]
