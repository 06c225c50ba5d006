"""Cells that cannot stand: what cannot be read, invoice numbers that are none, amounts in another
currency than the list's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any

from engine.lists.cells.columns import CellColumn, MoneyColumn
from engine.lists.cells.headings import ListField
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.messages.row_reasons import RejectReason

Faults = dict[int, tuple[ListField, RejectReason]]
"""For a line, counted from 0 within its block, the field that is wrong and why; the first found
counts.
"""

Harmless = dict[ListField, list[tuple[int, str]]]
"""By their field the place and the text of cells that cannot be read, and whose loss is no harm."""

_PLAIN_NUMBERS = re.compile(r"(?:[A-Za-z0-9./&$%* _-]{1,50}+\n)*+")
_LOST_DIGITS = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_LONGEST_NUMBER = 50
_CENTS = re.compile(r"[.,][0-9]{2}(?![0-9])")

HARMLESS = frozenset((ListField.DOC_DATE, ListField.DUE_DATE, ListField.DUNNING_LEVEL))
"""A cell of these that cannot be read is told, and its row kept without it: a due date may be
`laufend` [S].
"""


def unreadable(
    columns: Mapping[ListField, CellColumn[Any]],
    harmless_fields: Set[ListField],
    cells: Sequence[Sequence[Cell]],
    strict: Set[int],
    faults: Faults,
) -> Harmless:
    """Add the unreadable `cells` (by column) to `faults`, and return those of `harmless_fields`,
    by their place in the block.

    The lines at the places `strict` were put right by joining cells: in them everything must be
    beyond doubt.
    """
    harmless: Harmless = {}
    for field, column in columns.items():
        if column.unreadable:
            for place, cell in enumerate(cells[column.index]):
                if (reason := column.unreadable.get(cell)) is None:
                    continue
                if field in harmless_fields and place not in strict:
                    harmless.setdefault(field, []).append((place, seen(cell)))
                else:
                    faults.setdefault(place, (field, reason))
        if isinstance(column, MoneyColumn):
            for place in strict:
                text = seen(cells[column.index][place])
                if text and not _CENTS.search(text):
                    faults.setdefault(place, (field, RejectReason.CELLS_SHIFTED))
    return harmless


def bad_numbers(invoice_numbers: Sequence[str], faults: Faults) -> None:
    """Add to `faults` what cannot be an invoice number."""
    if _PLAIN_NUMBERS.fullmatch("\n".join(invoice_numbers) + "\n"):
        return
    for place, number in enumerate(invoice_numbers):
        if len(number) > _LONGEST_NUMBER:
            faults.setdefault(place, (ListField.INVOICE_NO, RejectReason.NUMBER_TOO_LONG))
        elif number.startswith(("=", "#")) or not number.isprintable():
            faults.setdefault(place, (ListField.INVOICE_NO, RejectReason.NO_INVOICE_NUMBER))
        elif _LOST_DIGITS.fullmatch(number):
            faults.setdefault(place, (ListField.INVOICE_NO, RejectReason.NUMBER_SHORTENED))


def foreign_entries(codes: Sequence[str | None], faults: Faults) -> None:
    """Add to `faults` the lines entered in a foreign currency: their balance is in EUR, our
    invoice's is not.
    """
    if not {"", "EUR", None}.issuperset(codes):
        for place, code in enumerate(codes):
            if code not in ("", "EUR", None):
                faults.setdefault(place, (ListField.ENTRY_CURRENCY, RejectReason.FOREIGN_ENTRY))
