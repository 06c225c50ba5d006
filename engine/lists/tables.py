"""What every container of a list is turned into before a layout reads it: tables of cells.

A cell of a text file is its text. A cell of a workbook that holds a number, a date or a truth value is a `Shown`: the value and
the text a person sees in it, because an invoice number is what a person sees (`0012` by its cell format), while an
amount is what the cell holds.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class Shown(msgspec.Struct, frozen=True):
    """A workbook's cell that is not text."""

    value: float | int | bool | date | datetime
    text: str
    """What a person sees in the cell."""


Cell = str | Shown
"""Empty is the empty string."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet, or the one table of a text file."""

    name: str = ""
    """The sheet's name; empty for text."""
    visible: bool = True
    lines: list[tuple[int, list[Cell]]]
    """(line of the text file or row of the sheet, counted from 1; its cells from the first column on). Blank lines are kept."""
