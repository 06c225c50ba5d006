"""Amounts: text and workbook numbers to signed cents, exact to the cent or not at all.

German and English notation differ only in what `.` and `,` mean, so `1.200` alone tells nothing. A
column shows its notation somewhere (`1.200,00`); where it never does, it is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum

from engine.lists.cells.tables import Cell, Shown
from engine.lists.cells.visible import visible
from engine.messages.row_reasons import RejectReason
from engine.model.item import Cents


class Unreadable(ValueError):
    """A cell that does not hold what its column should."""

    def __init__(self, reason: RejectReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Notation(Enum):
    """What separates the cents."""

    GERMAN = ","
    ENGLISH = "."


class Ambiguous(Exception):
    """A column that could be read in both notations, or that mixes them; `cells` are what shows
    it.
    """

    def __init__(self, *cells: str) -> None:
        super().__init__(*cells)
        self.cells = cells


_EURO = r"\s*(?:€|EURO?)?\s*"
_AMOUNT = re.compile(
    rf"""{_EURO} (?P<bracket>\()? \s* (?P<before>[-+]?) {_EURO} (?P<inner>[-+]?) \s*
        (?P<number>[0-9](?:[0-9.,'\s]*[0-9])?)
        {_EURO} (?P<after>[-+SH]?) {_EURO} (?(bracket)\)) {_EURO}""",
    re.VERBOSE | re.IGNORECASE,
)
_NOTHING = re.compile(rf"{_EURO}-(?:[.,]?-{{1,2}})?{_EURO}", re.IGNORECASE)
"""What Excel's number format for accounts prints of zero: `-   €`, also `-,--`."""
_NO_CENTS = re.compile(r"(?<=[0-9])([.,])\s?-{1,2}(?![-0-9])")
"""Whole euros as a person writes them: `100,-` and `100,--`."""
_AS_TYPED = str.maketrans({**dict.fromkeys("‐‑‒–—―−﹣－", "-"), **dict.fromkeys("’‘´`", "'")})
"""What stands for a minus or for the sign between thousands."""
_WHOLE = (
    r"(?:[0-9]{{1,12}}"
    r"|[1-9][0-9]{{0,2}}(?P<group>[{group}\s'])[0-9]{{3}}(?:(?P=group)[0-9]{{3}}){{0,2}})"
)
_CENTS = r"(?:{sign}(?P<cents>[0-9]{{1,2}})(?:(?<={sign}[0-9][0-9])0{{2,6}})?)?"
"""Databases print four decimals and more; what follows the cents is zero."""
_SHOWN_CENTS = re.compile(r"[.,][0-9]{2}(?![0-9])")
_NUMBER = {
    Notation.GERMAN: re.compile(_WHOLE.format(group=".") + _CENTS.format(sign=",")),
    Notation.ENGLISH: re.compile(_WHOLE.format(group=",") + _CENTS.format(sign=r"\.")),
}
_PLAIN_COLUMN = {
    Notation.GERMAN: re.compile(
        r"(?:-?(?:[0-9]{1,12}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}),[0-9]{2}\n)*+"
    ),
    Notation.ENGLISH: re.compile(
        r"(?:-?(?:[0-9]{1,12}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})\.[0-9]{2}\n)*"
    ),
}
_SIGNS = {"": 1, "+": 1, "-": -1, "S": 1, "H": -1}
_LARGEST: Cents = 10**14
_NOISE = Decimal("0.000001")


def notation_of(cells: Iterable[Cell]) -> Notation | None:
    """The notation that `cells` show, or None where all of them mean the same in both.

    Raises `Ambiguous` where some differ in meaning and none shows which is meant, and where two
    contradict each other.
    """
    unclear = ""
    shown: dict[Notation, str] = {}
    for cell in cells:
        found = _AMOUNT.fullmatch(_typed(cell)) if isinstance(cell, str) else None
        if found is None:
            continue
        number = found["number"]
        fits = [notation for notation in Notation if _NUMBER[notation].fullmatch(number)]
        if len(fits) == 1:
            # "1,200" has cents in neither notation; it only fits one because the other would have
            # three decimals.
            if re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", number):
                unclear = unclear or number
            else:
                shown.setdefault(fits[0], number)
    if len(shown) == 2:
        raise Ambiguous(*shown.values())
    if unclear and not shown:
        raise Ambiguous(unclear)
    return next(iter(shown), None)


def plain_column(cells: Sequence[Cell], notation: Notation) -> list[Cents] | None:
    """All of `cells` at one go, where each is text with two decimals and at most a minus before;
    else None.
    """
    try:
        column = "\n".join(cells)  # type: ignore[arg-type]
    except TypeError:
        return None
    if not _PLAIN_COLUMN[notation].fullmatch(column + "\n"):
        return None
    texts = column.replace(".", "").replace(",", "").split("\n")
    # A cell that holds a line break would shift all that follow it.
    return list(map(int, texts)) if len(texts) == len(cells) else None


def parse_money(cell: Cell, notation: Notation | None) -> Cents | None:
    """One amount in cents, or None where the cell is blank.

    The sign may be a minus before or behind, brackets, or S (plus) and H (minus) behind; a dash
    alone is zero. Raises `Unreadable` for anything that is not exactly an amount: a third decimal
    that counts, NaN, 1e9, digits of other scripts.
    """
    if isinstance(cell, Shown):
        return _number(cell)
    text = _typed(cell)
    if not text:
        return None
    if _NOTHING.fullmatch(text):
        return 0
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise Unreadable(RejectReason.NO_AMOUNT)
    number = _NUMBER[notation or Notation.GERMAN].fullmatch(found["number"])
    if number is None:
        raise Unreadable(RejectReason.NO_AMOUNT_LIKE_OTHERS)
    marks = [mark for mark in (found["before"], found["inner"], found["after"].upper()) if mark]
    if len(marks) + bool(found["bracket"]) > 1:
        raise Unreadable(RejectReason.SEVERAL_SIGNS)
    whole = re.sub(
        r"[^0-9]", "", number[0][: number.start("cents")] if number["cents"] else number[0]
    )
    sign = -1 if found["bracket"] else _SIGNS["".join(marks)]
    return sign * (int(whole) * 100 + int((number["cents"] or "0").ljust(2, "0")))


def parse_payment(cell: Cell, notation: Notation | None) -> Cents | None:
    """One payment in cents: H, the side on which a customer's payment stands, is money that came
    in, S is money that went back. Else like `parse_money`.
    """
    amount = parse_money(cell, notation)
    has_letter = isinstance(cell, str) and re.search("[sh]", cell, re.IGNORECASE)
    return -amount if amount and has_letter else amount


def is_amount(cell: Cell) -> bool:
    """Whether a cell reads as an amount in any notation."""
    for notation in Notation:
        try:
            return parse_money(cell, notation) is not None
        except Unreadable:
            continue
    return False


def shows_cents(text: str) -> bool:
    """Whether a text is an amount and cannot be a count."""
    return _SHOWN_CENTS.search(text) is not None and is_amount(text)


def _typed(text: str) -> str:
    """An amount as a keyboard writes it."""
    return _NO_CENTS.sub(r"\g<1>00", visible(text).translate(_AS_TYPED))


def _number(cell: Shown) -> Cents:
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(RejectReason.NO_AMOUNT)
    # The shortest text of a float is what was meant: 0.1 + 0.2 is off by less than a millionth of a
    # cent.
    cents = Decimal(repr(value)) * 100
    if not cents.is_finite() or abs(cents) >= _LARGEST:
        raise Unreadable(RejectReason.NO_AMOUNT)
    nearest = round(cents)
    if abs(cents - nearest) > _NOISE:
        raise Unreadable(RejectReason.TOO_MANY_DECIMALS)
    return nearest
