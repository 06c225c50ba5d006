"""The columns of a file without a heading line, which begins with its data: only where a layout is
known to be written so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.lists.cells.dates import parse_date
from engine.lists.cells.headings import Headings, ListField
from engine.lists.cells.money import Notation, Unreadable, parse_money
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import parse_side, seen
from engine.lists.layouts.layout import Layout
from engine.lists.rows.rows import Content

Head = Sequence[tuple[int, Sequence[Cell]]]

_NUMBER = re.compile(r"(?=.*[0-9])[\w./+-]{1,40}(?: [\w./+-]{1,20})?")
"""An invoice number that stands alone: one word or two, and a digit in it."""


def by_position(head: Head, layout: Layout, content: Content) -> Headings | None:
    """The columns of a file that begins with `head`; None where that shows no such layout."""
    if layout.numbers_alone and content is Content.SETTLED:
        return _numbers_alone(head)
    if not layout.positions or not head or not _is_data(head[0][1], layout.positions):
        return None
    columns = {field: place for place, field in enumerate(layout.positions) if field}
    names = [""] * len(head[0][1])
    for field, place in columns.items():
        names[place] = field.value
    return Headings(0, tuple(names), columns)


def _is_data(cells: Sequence[Cell], positions: Sequence[ListField | None]) -> bool:
    if len(cells) < len(positions):
        return False
    try:
        for field, cell in zip(positions, cells, strict=False):
            if field in (ListField.DEBIT, ListField.CREDIT, ListField.OPEN):
                parse_money(cell, Notation.GERMAN)
            elif field in (ListField.DOC_DATE, ListField.DUE_DATE):
                parse_date(cell)
            elif field is ListField.SH and parse_side(cell) is None:
                return False
    except Unreadable:
        return False
    return seen(cells[0]).isdigit() and bool(seen(cells[1]))


def _numbers_alone(head: Head) -> Headings | None:
    """One invoice number a line and nothing else, perhaps below titles."""
    filled = [
        (number, [(place, seen(cell)) for place, cell in enumerate(cells) if seen(cell)])
        for number, cells in head
    ]
    lines = [(number, cells) for number, cells in filled if cells]
    if any(len(cells) > 1 for _number, cells in lines):
        return None
    numbers = [number for number, [(_at, text)] in lines if _NUMBER.fullmatch(text)]
    if 2 * len(numbers) <= len(lines):
        return None
    title = max((number for number, _cells in lines if number < numbers[0]), default=0)
    place = lines[0][1][0][0]
    names = (*[""] * place, ListField.INVOICE_NO.value)
    return Headings(title, names, {ListField.INVOICE_NO: place})
