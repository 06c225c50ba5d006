"""Dates as bookkeeping programs write them.

Read are `31.12.2026`, `31.12.26`, `31-12-2026`, `2026-12-31`, `31122026` (and `1122026`, which lost
its leading zero in a number column), `20261231`, each with a time behind if need be, and the date
cells of workbooks. `TTMM` and `TTMMJJ` without a separator are refused: they need a year or a
century that no list states. Days with slashes are read only where the column shows whether the day
or the month stands first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from engine.lists.cells.money import Ambiguous, Unreadable
from engine.lists.cells.tables import Cell, Shown
from engine.lists.cells.visible import visible
from engine.messages.row_reasons import RejectReason

_FIRST_YEAR, _LAST_YEAR = 1970, 2099

_TIME = (
    r"(?:(?:,?\s+|T)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r"\s*(?:Uhr|Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_SHAPES = tuple(
    re.compile(shape + _TIME)
    for shape in (
        r"(?P<d>[0-9]{1,2})(?P<s>[.-])\s?(?P<m>[0-9]{1,2})(?P=s)\s?(?P<y>[0-9]{4}|[0-9]{2})",
        r"(?P<y>[0-9]{4})(?P<s>[./-])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})",
        r"(?P<d>[0-9]{1,2})(?P<m>[0-9]{2})(?P<y>(?:19|20)[0-9]{2})",
        r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
    )
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
"""All that looks like a hyphen."""
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})" + _TIME)


def month_first(cells: Iterable[Cell]) -> bool | None:
    """Whether days with slashes have the month first (`12/31/2026`); None where there are none.

    Raises `Ambiguous` where no day beyond the twelfth shows it, or where some show this and some
    that.
    """
    unclear = ""
    shown: dict[bool, str] = {}
    for cell in cells:
        found = _SLASHED.fullmatch(visible(cell)) if isinstance(cell, str) else None
        if found is None or found[1] == found[2]:
            continue
        if int(found[1]) > 12 or int(found[2]) > 12:
            shown.setdefault(int(found[2]) > 12, found[0])
        else:
            unclear = found[0]
    if len(shown) == 2:
        raise Ambiguous(*shown.values())
    if unclear and not shown:
        raise Ambiguous(unclear)
    return next(iter(shown), None)


def parse_date(cell: Cell, month_first: bool | None = None) -> date | None:
    """The date in a cell, or None where it is blank. Raises `Unreadable`."""
    if isinstance(cell, Shown):
        if isinstance(cell.value, date):
            return cell.value
        text = cell.text
    else:
        text = cell
    text = visible(text).translate(DASHES)
    if not text:
        return None
    for shape in _SHAPES:
        # Only one of the two shapes of eight digits can hold: with the year last its century would
        # be a month of 19 or 20.
        if (found := shape.fullmatch(text)) and (
            value := _date(found["y"], found["m"], found["d"])
        ):
            return value
    if found := _SLASHED.fullmatch(text):
        first, second, year = found.groups()
        if value := _date(year, first, second) if month_first else _date(year, second, first):
            return value
    raise Unreadable(RejectReason.NO_DATE)


def is_date(cell: Cell) -> bool:
    """Whether a cell reads as a day."""
    try:
        return parse_date(cell) is not None
    except Unreadable:
        return False


def _date(year: str, month: str, day: str) -> date | None:
    number = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(number, int(month), int(day)) if _FIRST_YEAR <= number <= _LAST_YEAR else None
    except ValueError:
        return None
