"""The arithmetic: what a row, or several payments, make of an item's open amount.

Everything is signed cents. An invoice is positive and its open amount never falls below zero; a
credit note is its mirror image. What an item cannot take is a surplus: named, never booked.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from engine.model.item import Cents, Item
from engine.posting.change import Rule


class Booking(msgspec.Struct, frozen=True):
    """The open amount that results, and what was left over on the way.

    For a payment list: before - open = paid - surplus + rest. For an open list: open = listed +
    surplus - rest.
    """

    open: Cents
    rule: Rule
    rest: Cents = 0
    """What was still open within the tolerance and is closed with it."""
    surplus: Cents = 0
    """Paid beyond what was open; negative: returned beyond the invoice's amount."""


def book_listed(item: Item, listed: Cents, tolerance: Cents) -> Booking:
    """An open list is the truth in both directions: the item is set to the listed amount.

    The listed amount may be more than the invoice's own (a dunning fee on the same number):
    `amount` stays, since an import does not rewrite master data.
    """
    if listed * item.amount < 0:
        return Booking(0, Rule.LISTED_OPEN, surplus=-listed)
    if is_rest(listed, item.amount, tolerance):
        return Booking(0, Rule.LISTED_OPEN, rest=listed)
    return Booking(listed, Rule.LISTED_OPEN)


def book_payments(item: Item, payments: Iterable[Cents | None], tolerance: Cents) -> Booking:
    """Every payment counts, in the order of the file; None pays what is open by then.

    A negative payment on an invoice is a return (Rücklastschrift) and opens it again, at most to
    its own amount. The tolerance is looked at once, after the last payment: of 99.50 and 0.50 the
    second is no surplus.
    """
    farthest = max(item.amount, item.open, key=abs)
    lowest, highest = min(0, farthest), max(0, farthest)
    open_, surplus, rule = item.open, 0, Rule.PAYMENT_OF_REST
    for paid in payments:
        if paid is None:
            open_ = 0
            continue
        rule = Rule.PAYMENT
        possible = min(max(open_ - paid, lowest), highest)
        surplus += paid - (open_ - possible)
        open_ = possible
    if abs(open_) < abs(item.open) and is_rest(open_, item.amount, tolerance):
        return Booking(0, rule, rest=open_, surplus=surplus)
    return Booking(open_, rule, surplus=surplus)


def is_rest(open_: Cents, amount: Cents, tolerance: Cents) -> bool:
    """Whether what is open of an invoice over `amount` may be forgiven: small enough, and truly a
    rest. A small invoice that nobody paid stays open.
    """
    return abs(open_) <= tolerance and abs(open_) < abs(amount)
