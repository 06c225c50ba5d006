"""What every container of a list is turned into before a layout reads it: tables of cells.

A cell of a text file is its text. A cell of a workbook that holds a number, a date or a truth value
is a `Shown`: the value and the text a person sees in it, because an invoice number is what a person
sees (`0012` by its cell format), while an amount is what the cell holds.
"""

from __future__ import annotations

from datetime import date
from math import isfinite

import msgspec

_EXACT_BELOW = 1e15
"""Excel keeps fifteen digits; a longer number has lost its end."""


class Shown(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A workbook's cell that is not text."""

    value: float | int | bool | date | None
    """None: there is nothing to rely on. The cell holds an error (its text is `#REF!`), or a
    formula whose result the file does not hold (its text begins with `=`). A row that needs such a
    cell is rejected.
    """
    seen: str = ""
    """What a person sees where that is neither the plain number nor the plain date."""

    @property
    def text(self) -> str:
        """What a person sees in the cell.

        Ours are a decimal point, no thousands separator, all digits up to the fifteenth, and dates
        as 31.12.2026: what Excel shows there depends on the country and on the width of the column.
        """
        return self.seen or general(self.value)


Cell = str | Shown
"""Empty is the empty string."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet, or the one table of a text file."""

    name: str = ""
    """The sheet's name; empty for text."""
    visible: bool = True
    beside: list[str] = []
    """Texts that stand beside the table in its page, such as its title."""
    lines: list[tuple[int, list[Cell]]]
    """(line of the text file or row of the sheet, counted from 1; its cells from the first column
    on). Blank lines are kept.
    """


def truth(value: bool) -> Shown:
    """A cell that holds a truth value. Its text is spelt out, or it would equal the number 1 or 0
    wherever cells are compared.
    """
    return Shown(value, general(value))


def general(value: float | int | bool | date | None) -> str:
    """A value as Excel's format General shows it: `10023.0` is `10023`; from sixteen digits on it
    is `1.23457E+15`.
    """
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case date():
            return f"{value:%d.%m.%Y}"
        case int() | float() if abs(value) >= _EXACT_BELOW or not isfinite(value):
            return f"{value:.5E}"
        case int() | float():
            return str(int(value)) if value == int(value) else f"{value:.15g}"
        case _:
            return ""
