"""One change to one item: what it was, what it becomes, and why. Preview, guard, history, undo and
explain all read these.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from engine.model.item import Cents, Item, Key


class ChangeKind(StrEnum):
    """What a change does, seen from the invoice."""

    CREATED = "created"
    CHANGED = "changed"
    """Dunning level or master data; no money."""
    PAID = "paid"
    PART_PAID = "part_paid"
    REOPENED = "reopened"
    """More is open than before: a returned debit, a cancelled payment, a fee."""
    DELETED = "deleted"


class Rule(StrEnum):
    """Why a change is made. `engine.journal.reasons` says it in a sentence."""

    LISTED_OPEN = "listed_open"
    """An open list names another open amount than ours."""
    LISTED_SETTLED = "listed_settled"
    """The list itself says that the invoice is settled."""
    PAYMENT = "payment"
    """A payment list names an amount."""
    PAYMENT_OF_REST = "payment_of_rest"
    """A payment list names the invoice without an amount: the whole rest was paid."""
    ASSIGNED = "assigned"
    """A person assigned a payment of the clearing list."""
    UNLISTED = "unlisted"
    """An open list does not name the invoice, and its silence counts."""
    NOT_HELD = "not_held"
    """An open list names an invoice that we did not hold."""
    DETAILS = "details"
    """The list brings a dunning level, or master data where ours was empty."""
    RESET = "reset"
    """`delete_before_import`: open items are deleted first and created anew from the list."""
    LOADED = "loaded"
    """The billing program's own file brings it; no list of bookkeeping's."""
    UNDO = "undo"
    """A run is taken back."""


class Change(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One item before and after. There is at most one per item and run, however many rows led to
    it.
    """

    kind: ChangeKind
    rule: Rule
    before: Item | None
    """None: the item is created."""
    after: Item | None
    """None: the item is deleted."""
    line: int = 0
    """The first row of the file that led to it; 0 where no row did."""
    sheet: str = ""
    more_lines: tuple[int, ...] = ()
    """Further rows, such as a second payment on the same invoice."""
    listed_as: str = ""
    """The invoice number as the list spells it, where that is not ours."""
    rest: Cents = 0
    """A rest within the tolerance, closed with the invoice."""
    surplus: Cents = 0
    """Money that was not booked, since the invoice cannot take it; negative for a return beyond the
    invoice's amount.
    """

    @property
    def item(self) -> Item:
        """The item as it is afterwards; of a deleted one, as it was."""
        item = self.after or self.before
        assert item is not None  # noqa: S101 - a change without an item is never made
        return item

    @property
    def key(self) -> Key:
        item = self.item
        return (item.mandant, item.invoice_no)


def change_kind(before: Item | None, after: Item | None) -> ChangeKind:
    """What the step from `before` to `after` does; at least one of them is an item."""
    if before is None:
        return ChangeKind.CREATED
    if after is None:
        return ChangeKind.DELETED
    if before.open == after.open:
        return ChangeKind.CHANGED
    if after.open == 0:
        return ChangeKind.PAID
    return (
        ChangeKind.PART_PAID
        if before.open * after.open > 0 and abs(after.open) < abs(before.open)
        else ChangeKind.REOPENED
    )
