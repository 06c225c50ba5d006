"""What is true: the invoices of a practice on the key date, and how they are held before the list
comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum
from typing import TypeVar

import msgspec
from hypothesis import strategies as st

from engine.model.item import Cents

T = TypeVar("T")

KEY_DAYS = (date(2026, 9, 30), date(2026, 8, 31), date(2026, 10, 12))
NUMBERS = (
    "RE-{n}", "RE-2026-{n:04}", "1{n:04}", "{n:06}", "2026{n:04}", "R{n:05}", "RE{n}/26", "{n}-26",
)  # fmt: skip
AMOUNTS = (100_00, 50_00, 89_90, 1190_00, 1234_56, 12_345_67, 20)
NAMES = ("Arndt", "Busch GmbH", "Çelik, Aysel", "Dorn & Söhne", "Groß")


class Fate(Enum):
    """What became of an invoice by the key date."""

    OPEN = "bookkeeping's list names it"
    PAID = "paid: an open list is silent about it"
    NEWER = "of a day after the key date"
    NOT_HANDED_OVER = "bookkeeping does not know it"
    OTHER_MANDANT = "of a Mandant that is not the interface's"
    NEW = "bookkeeping's list names it, and it is not held"


LISTED = (Fate.OPEN, Fate.NEW)
OUT_OF_REACH = (Fate.NEWER, Fate.NOT_HANDED_OVER, Fate.OTHER_MANDANT)


class Invoice(msgspec.Struct, frozen=True):
    """One invoice. Amounts are signed: a credit note is negative."""

    number: str
    account: str
    name: str
    day: date
    due: date
    amount: Cents
    before: Cents
    """What is open as we hold it."""
    open: Cents
    """What is open in truth."""
    fate: Fate


class Books(msgspec.Struct, frozen=True):
    """See the module."""

    key_date: date
    invoices: tuple[Invoice, ...]

    def of(self, *fates: Fate) -> list[Invoice]:
        """The invoices of these fates, in their order."""
        return [invoice for invoice in self.invoices if invoice.fate in fates]


class Dice:
    """Chances that hypothesis shrinks: to the first choice, to False, to the least number."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def one_of(self, choices: Sequence[T]) -> T:
        return self._draw(st.sampled_from(choices))

    def number(self, least: int, most: int) -> int:
        return self._draw(st.integers(least, most))

    def in_percent(self, percent: int) -> bool:
        return self._draw(st.integers(0, 99)) >= 100 - percent

    def some_of(self, choices: Sequence[T], most: int) -> list[T]:
        """One to `most` different ones."""
        found = [self.one_of(choices) for _ in range(self.number(1, most))]
        return list(dict.fromkeys(found))

    def shuffled(self, things: Sequence[T]) -> list[T]:
        return list(self._draw(st.permutations(things)))


def books(dice: Dice) -> Books:
    """Any practice with at least three invoices that bookkeeping knows as open."""
    key_date, number = dice.one_of(KEY_DAYS), dice.one_of(NUMBERS)
    fates = [Fate.OPEN] * dice.number(3, 8) + [
        dice.one_of((Fate.PAID, *OUT_OF_REACH)) for _ in range(dice.number(0, 5))
    ]
    if len(fates) >= 8 and dice.in_percent(20):
        fates.append(Fate.NEW)
    customers = dice.number(1, len(NAMES))
    start = dice.number(1, 900)
    return Books(
        key_date,
        tuple(
            _invoice(dice, number.format(n=start + 3 * place), customers, fate, key_date)
            for place, fate in enumerate(dice.shuffled(fates))
        ),
    )


def _invoice(dice: Dice, number: str, customers: int, fate: Fate, key_date: date) -> Invoice:
    customer = dice.number(1, customers)
    # A new invoice has a day of its own, or it might be one of ours under another number.
    least, most = {Fate.NEWER: (-20, -1), Fate.NEW: (1, 4)}.get(fate, (5, 200))
    day = key_date - timedelta(days=dice.number(least, most))
    amount = dice.one_of(AMOUNTS)
    if dice.in_percent(15):
        amount = -amount
    before = amount // 2 if dice.in_percent(20) else amount
    true = before
    if fate is Fate.PAID:
        true = 0
    elif fate is Fate.OPEN and dice.in_percent(20):
        true = before // 2
    elif fate is Fate.OPEN and dice.in_percent(5):
        before = 0
    return Invoice(
        number, str(10_000 + customer), NAMES[customer - 1], day, day + timedelta(days=30), amount,
        before, true, fate,
    )  # fmt: skip
