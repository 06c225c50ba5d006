"""What a column looks like by its cells, whatever its heading: the one judgement of the reader and
of `opos read --suggest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from engine.lists.cells.dates import is_date
from engine.lists.cells.money import is_amount
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import YES_OR_NO, seen, tells_payment

_JUDGED = 200
"""So many different cells tell what a column looks like."""
_SIDES = {"s", "h", "soll", "haben", "d", "c", "dr", "cr", "+", "-"}
_NOTHING = {"", "-", "–", "—"}
_SHOWS_MONEY = re.compile(r"[.,][0-9]{1,4}(?![0-9])|€|EUR|^[-+−(]|[-−)]$", re.IGNORECASE)
_NO_AMOUNT = re.compile(r"0[0-9]+|[0-9]{8,}")
"""A leading zero, or more digits than an invoice has: a number of something."""
_RULE = re.compile(r"\W{3,}")
"""A line of dashes or the like."""
_ZERO = re.compile(r"[-+]?0+([.,]0+)?\s*(€|EUR)?", re.IGNORECASE)


class Looks(Enum):
    """What a column looks like."""

    BLANK = "blank"
    ZERO = "zero"
    """Nothing but zero."""
    MONEY = "money"
    """Amounts with cents, a sign or a currency."""
    WHOLE = "whole"
    """Whole numbers: euros, or numbers of something."""
    DAYS = "days"
    SIDES = "sides"
    """Soll or Haben, debit or credit, plus or minus."""
    FLAGS = "flags"
    """Yes or no, 1 or 0, a cross or nothing."""
    PAYMENT_WORDS = "payment_words"
    """Words such as bezahlt and offen."""
    OTHER = "other"


def looks_of(cells: Iterable[Cell]) -> Looks:
    """What these cells, of one column, look like together."""
    texts = sorted(text for text in {seen(cell) for cell in cells} if not _RULE.fullmatch(text))
    words = {text.casefold() for text in texts}
    filled = [text for text in texts if text not in _NOTHING]
    if not filled and "-" not in words:
        return Looks.BLANK
    if words - {""} <= _SIDES and words & (_SIDES - {"-"}):
        return Looks.SIDES
    if all(map(_ZERO.fullmatch, filled)):
        return Looks.ZERO
    if words <= YES_OR_NO:
        return Looks.FLAGS
    if all(tells_payment(text) for text in filled):
        return Looks.PAYMENT_WORDS
    return _by_figures(filled[:: -(-len(filled) // _JUDGED)])


def _by_figures(texts: list[str]) -> Looks:
    if all(map(is_date, texts)):
        return Looks.DAYS
    amounts = [text for text in texts if is_amount(text) and not _NO_AMOUNT.fullmatch(text)]
    if len(amounts) * 2 < len(texts):
        return Looks.OTHER
    return Looks.MONEY if any(map(_SHOWS_MONEY.search, amounts)) else Looks.WHOLE


def holds_money(cells: Iterable[Cell]) -> bool:
    """Whether any of these cells is an amount beyond doubt."""
    texts = {seen(cell) for cell in cells}
    return any(is_amount(text) for text in filter(_SHOWS_MONEY.search, texts))
