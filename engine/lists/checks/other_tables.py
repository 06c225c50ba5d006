"""Tables of the file that are no part of its list: harmless, or may they hold what the list lacks?

Harmless is a table that names nothing new beside an amount: a legend, a cover, a pivot of the
list's customers, a copy of the list. Where a line of it has an amount and an invoice number that
the list does not hold, the list may be silent about just that invoice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from engine.common.sanitize import sanitize
from engine.lists.cells.dates import is_date
from engine.lists.cells.money import is_amount
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.lists.checks.reading import Reading
from engine.lists.files.opened_file import Sheet
from engine.lists.layouts.further_table import Why
from engine.lists.rows.rows import Doubt, Reach
from engine.messages.table_doubts import TableDoubt
from engine.model.message import Message

_CODES = {
    Why.HIDDEN: TableDoubt.HIDDEN_SHEET,
    Why.OLD: TableDoubt.OLD_SHEET,
    Why.OTHER_COLUMNS: TableDoubt.OTHER_COLUMNS,
    Why.NOT_UNDERSTOOD: TableDoubt.SHEET_NOT_UNDERSTOOD,
}
_LETTERS_AND_DIGITS = re.compile(r"(?=.*[^\W\d_])(?=(?:.*[0-9]){3})\S{4,30}")
"""What an invoice number of another order may look like: letters and at least three digits."""
_CENTS = re.compile(r"[.,][0-9]{2}\b")


def doubts_of_tables(reading: Reading) -> Iterator[Doubt]:
    """A doubt for each table left aside that may hold items of the list."""
    if not reading.joined.aside:
        return
    known = _named(reading)
    shapes = {_shape(row.invoice_no) for row in reading.invoices.rows}
    for aside in reading.joined.aside:
        line = _item(aside.sheet, known, shapes)
        if line:
            message = Message.of(_CODES[aside.why], sheet=sanitize(aside.sheet.name, 60), row=line)
            yield Doubt(message, Reach.LIST, line=line, sheet=aside.sheet.name)


def _named(reading: Reading) -> set[str]:
    rows = reading.invoices.rows
    return {
        *(row.invoice_no for row in rows),
        *(row.account for row in rows),
        *(row.name for row in rows),
        *(one.value for one in reading.lines.rejected),
    }


def _item(sheet: Sheet, known: Set[str], shapes: Set[str]) -> int:
    """The first line that may be an item which the list does not name; 0 if there is none."""
    for numbers, lines in sheet.blocks():
        for number, cells in zip(numbers, lines, strict=True):
            if _may_be_item(cells, known, shapes):
                return number
    return 0


def _may_be_item(cells: Sequence[Cell], known: Set[str], shapes: Set[str]) -> bool:
    filled = [cell for cell in cells if seen(cell)]
    texts = [seen(cell) for cell in filled]
    numbers = [
        place
        for place, text in enumerate(texts)
        if text not in known and _may_be_number(filled[place], text, shapes)
    ]
    if numbers and any(is_amount(cell) and numbers != [place] for place, cell in enumerate(filled)):
        return True
    # An item whose number has no digits, or none at all: a day, an amount in cents, and words.
    return (
        len(filled) > 2
        and known.isdisjoint(texts)
        and any(is_amount(cell) and _CENTS.search(seen(cell)) for cell in filled)
        and any(map(is_date, filled))
    )


def _may_be_number(cell: Cell, text: str, shapes: Set[str]) -> bool:
    if is_date(cell):
        return False
    return _shape(text) in shapes or bool(
        _LETTERS_AND_DIGITS.fullmatch(text) and not is_amount(cell)
    )


def _shape(text: str) -> str:
    """What numbers of one order have in common: of digits alone how many, else all that is no
    digit.
    """
    return "0" * len(text) if text.isdigit() else re.sub("[0-9]+", "0", text)
