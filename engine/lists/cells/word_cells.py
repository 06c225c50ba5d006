"""Cells that hold one of a few words: the side of an account, a settlement mark, a currency, a
dunning level.
"""

from __future__ import annotations

import re
from enum import Enum

from engine.lists.cells.money import Unreadable
from engine.lists.cells.tables import Cell, Shown
from engine.lists.cells.visible import visible
from engine.messages.row_reasons import RejectReason


class Mark(Enum):
    """What a list says of an item's settlement."""

    OPEN = "open"
    PART_PAID = "part_paid"
    """Open, but no longer in full."""
    SETTLED = "settled"
    SMALL_DIFFERENCE = "small_difference"
    """Settled although a few cents are left (AusgleichsKZ K)."""
    DRAFT = "draft"
    """A document that is no invoice yet."""


SETTLED = (Mark.SETTLED, Mark.SMALL_DIFFERENCE)
"""The marks of what is settled."""

_SIDES = {"s": 1, "soll": 1, "1": 1, "h": -1, "haben": -1, "2": -1}
"""S and H [V]; 1 and 2 are BMD's codes for the same [V]."""

_MARKS = {
    **dict.fromkeys(
        (
            "",
            "o",
            "offen",
            "open",
            "nein",
            "no",
            "false",
            "falsch",
            "überfällig",
            "gemahnt",
            "versendet",
        ),
        Mark.OPEN,
    ),
    **dict.fromkeys(("unbezahlt", "unpaid", "0"), Mark.OPEN),
    **dict.fromkeys(
        ("teilbezahlt", "teilweise bezahlt", "teilzahlung", "part_paid"), Mark.PART_PAID
    ),
    **dict.fromkeys(
        (
            "a",
            "m",
            "n",
            "bezahlt",
            "ausgeglichen",
            "erledigt",
            "paid",
            "ja",
            "yes",
            "x",
            "true",
            "wahr",
        ),
        Mark.SETTLED,
    ),
    "k": Mark.SMALL_DIFFERENCE,
    **dict.fromkeys(("entwurf", "draft"), Mark.DRAFT),
}
"""A automatic, M manual, K small difference, N zero-balance run, O or nothing open [V third party];
the words [S].
"""
_BEGINNINGS = (
    (re.compile(r"(?:rechnungs)?entwurf\b|vorläufig|pro-?forma|draft\b"), Mark.DRAFT),
    (re.compile(r"teil\w*\s?-?(?:be|ge)?zahlt"), Mark.PART_PAID),
    (re.compile(r"(?:voll\w*\s)?(?:bezahlt|beglichen|ausgeglichen|erledigt|paid)\b"), Mark.SETTLED),
)
"""How words of one meaning begin, whatever follows: `bezahlt am 12.09.`, `Entwurf (neu)` [D]."""

_NO = ("", "0", "n", "nein", "no", "false", "falsch")
YES = ("1", "j", "ja", "y", "yes", "x", "true", "wahr", "✓", "✔", "☑")
_PAID = {**dict.fromkeys(_NO, Mark.OPEN), **dict.fromkeys(YES, Mark.SETTLED)}
YES_OR_NO = frozenset(_PAID)
"""The words of a column that says yes or no."""
_PAYMENT_WORD = re.compile(
    r"(?:un|teil|nicht |noch nicht |teilweise |voll(?:ständig)? )?"
    r"(?:bezahlt|gezahlt|beglichen|ausgeglichen|erledigt|offen|paid|open|unpaid|settled)",
    re.IGNORECASE,
)


def seen(cell: Cell) -> str:
    """The cell as a person sees it, without the blanks round it."""
    return visible(cell.text if isinstance(cell, Shown) else cell)


def parse_side(cell: Cell) -> int | None:
    """+1 for Soll, -1 for Haben, None where the cell is blank. Raises `Unreadable`."""
    text = seen(cell).casefold()
    if not text:
        return None
    if text not in _SIDES:
        raise Unreadable(RejectReason.NO_SIDE)
    return _SIDES[text]


def parse_mark(cell: Cell) -> Mark:
    """What a settlement mark or a status says. Raises `Unreadable` for a word that is not known."""
    text = seen(cell).casefold()
    if text in _MARKS:
        return _MARKS[text]
    for beginning, mark in _BEGINNINGS:
        if beginning.match(text):
            return mark
    raise Unreadable(RejectReason.MARK_UNKNOWN)


def parse_paid(cell: Cell) -> Mark:
    """What a column says that asks whether an invoice is paid: yes, no, or a status in words.
    Raises `Unreadable`.
    """
    mark = _PAID.get(seen(cell).casefold())
    return parse_mark(cell) if mark is None else mark


def tells_payment(text: str) -> bool:
    """Whether this text says no more than whether something is paid."""
    return bool(_PAYMENT_WORD.fullmatch(text))


def parse_currency(cell: Cell) -> str:
    """The ISO code of a currency, empty where the cell is blank. Raises `Unreadable`."""
    text = seen(cell).upper()
    if text in ("€", "EURO"):
        return "EUR"
    if text and not re.fullmatch(r"[A-Z]{3}", text):
        raise Unreadable(RejectReason.NO_CURRENCY)
    return text


def parse_dunning_level(cell: Cell) -> int | None:
    """A dunning level from 0 to 9, None where the cell is blank. Raises `Unreadable`."""
    text = seen(cell)
    if not text:
        return None
    if not re.fullmatch(r"[0-9]", text):
        raise Unreadable(RejectReason.NO_DUNNING_LEVEL)
    return int(text)
