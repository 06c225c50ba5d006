"""Whether a further table of a file goes on with the list that begins in another, and how its
columns stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from engine.lists.cells.dates import is_date
from engine.lists.cells.headings import Headings, ListField, normal
from engine.lists.cells.money import is_amount
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.lists.files.opened_file import Sheet
from engine.lists.layouts.identify import Match, headings_of, is_old
from engine.model.errors import ListRefused

_MONEY = (ListField.OPEN, ListField.AMOUNT, ListField.DEBIT, ListField.CREDIT, ListField.PAID)
_DAYS = (ListField.DOC_DATE, ListField.DUE_DATE, ListField.PAID_ON)
_BESIDE = frozenset(
    (ListField.NAME, ListField.BRANCH, ListField.DOC_DATE, ListField.DUE_DATE, ListField.TEXT,
     ListField.DUNNING_LEVEL, ListField.POSTING_NO)
)  # fmt: skip
"""Fields that may stand in one table and lack in another: no amount means anything else by them."""


class Why(Enum):
    """Why a table is left aside."""

    HIDDEN = auto()
    OLD = auto()
    OTHER_COLUMNS = auto()
    NOT_UNDERSTOOD = auto()


def goes_on(sheet: Sheet, match: Match, last: Headings | None) -> Headings | Why:
    """The headings by which a table goes on with the list: its own, or those of the table before.
    Else why it does not.
    """
    if not sheet.visible:
        return Why.HIDDEN
    if is_old(sheet.name):
        return Why.OLD
    try:
        found = headings_of(sheet, match.layout, match.content)
    except ListRefused:
        return Why.NOT_UNDERSTOOD
    if found and not match.layout.lacking(found.columns, match.content):
        return found if _decisive(found) == _decisive(match.headings) else Why.OTHER_COLUMNS
    if last and _looks_like(sheet, last):
        return Headings(0, last.names, last.columns)
    return Why.NOT_UNDERSTOOD


def _decisive(headings: Headings) -> set[ListField]:
    fields = headings.columns.keys() - _BESIDE
    return fields - {ListField.AMOUNT} if ListField.OPEN in fields else fields


def _looks_like(sheet: Sheet, headings: Headings) -> bool:
    """Whether most lines of a table without headings hold an invoice number, amounts and days where
    the list has them, and none is wider.
    """
    columns = headings.columns
    lines = [cells for _line, cells in sheet.head if any(map(seen, cells))]
    if not columns.keys() & set(_MONEY) or any(len(cells) > headings.width for cells in lines):
        return False
    return 2 * sum(_is_row(cells, headings) for cells in lines) > len(lines)


def _is_row(cells: Sequence[Cell], headings: Headings) -> bool:
    def filled(fields: Sequence[ListField]) -> Iterator[Cell]:
        for index in (headings.columns.get(field, len(cells)) for field in fields):
            if index < len(cells) and seen(cells[index]):
                yield cells[index]

    number = next(filled((ListField.INVOICE_NO,)), "")
    amounts = list(filled(_MONEY))
    return (
        any(map(str.isdigit, seen(number)))
        and bool(amounts)
        and all(map(is_amount, amounts))
        and all(map(is_date, filled(_DAYS)))
    )


def united(main: Headings, other: Headings) -> tuple[Headings, tuple[int, ...]]:
    """The columns of both tables, those of `main` first, and where in the other each stands."""
    names, columns = list(main.names), dict(main.columns)
    order = [-1] * len(names)
    field_at = {index: field for field, index in other.columns.items()}
    free = [index for index in range(len(names)) if index not in columns.values()]
    for index, name in enumerate(other.names):
        field = field_at.get(index)
        if field in columns:
            order[columns[field]] = index
            continue
        place = None
        if field is None:
            same = (one for one in free if normal(names[one]) == normal(name))
            place = next(same, None)
        if place is None:
            names.append(name)
            order.append(index)
            if field is not None:
                columns[field] = len(names) - 1
        else:
            free.remove(place)
            order[place] = index
    is_same = order == list(range(len(names))) and len(names) == main.width
    return Headings(main.line, tuple(names), columns), () if is_same else tuple(order)
