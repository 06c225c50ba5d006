"""What a plan comes to, in numbers: counted once, and told by plans, runs and screens."""

from __future__ import annotations

import msgspec

from engine.model.money import Money


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many items of each kind, and how much money.

    Items in a foreign currency are counted but not summed.
    """

    created: int = 0
    changed: int = 0
    paid: int = 0
    part_paid: int = 0
    reopened: int = 0
    deleted: int = 0
    unchanged: int = 0
    """Items the list speaks of that already stand as it says."""
    unknown: int = 0
    """Rows about invoices that are not held and not created."""
    settled_amount: Money = Money(0)
    """What is no longer open of items paid and part paid, rests within the tolerance included;
    credit notes count negative.
    """
    reopened_amount: Money = Money(0)
    """What is open again of reopened items."""

    def __add__(self, other: Counts) -> Counts:
        """Add up field by field; of an event only its counts are taken."""
        return Counts(**{
            name: getattr(self, name) + getattr(other, name) for name in Counts.__struct_fields__
        })  # fmt: skip

    @property
    def any_items(self) -> bool:
        """Whether there is an item that was created, changed or found as it is."""
        return any(getattr(self, name) for name in Counts.__struct_fields__ if name != "unknown")
