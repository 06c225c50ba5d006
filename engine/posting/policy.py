"""How one interface wants its lists to be understood, made from its settings once per run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

import msgspec

from engine.lists.rows.rows import Content
from engine.messages.posting import PlanRefusal
from engine.model.errors import ConfigError
from engine.model.item import Cents, Item

PaidAsOf = Literal["yesterday", "today", "tomorrow"]
Unlisted = Literal["keep", "mark_paid", "delete"]
Unknown = Literal["create", "report"]
RequireHandover = Literal["ignore", "warn", "hold"]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The posting rules of one interface for one run."""

    run: str
    """Stamped into `updated_by` of every changed item."""
    at: str
    """Stamped into `updated_at`: UTC, as `2026-11-20T07:00:00Z`."""
    paid_on: date
    """The day an invoice is set to paid where the list names none; see `posting_date`."""
    mandants: frozenset[str] = frozenset()
    """The Mandanten it may change; empty: all. With `branches`, only the Mandanten these belong to.
    """
    branches: frozenset[str] = frozenset()
    """The branches it may change, in every spelling that `Item.branch` may have; empty: all."""
    branch_of_new: str = ""
    """The branch of an item that is created, where the list names none: the interface's, if it has
    only one.
    """
    unlisted: Unlisted = "keep"
    only_handed_over: bool = True
    delete_before_import: bool = False
    unknown: Unknown = "create"
    tolerance: Cents = 0
    """A rest up to this many cents closes the invoice."""
    key_date: date | None = None
    """The day on which the file was written: it counts where the list names no day, or a later one.
    None: it is not known.
    """
    require_handover: RequireHandover = "warn"

    def governs(self, item: Item) -> bool:
        """Whether this interface may change `item` at all."""
        return (not self.mandants or item.mandant in self.mandants) and (
            not self.branches or item.branch in self.branches
        )

    def governed(self, items: Iterable[Item]) -> Counter[str]:
        """How many open items of each Mandant it may change."""
        if self.branches:
            return Counter([item.mandant for item in items if item.open and self.governs(item)])
        # To ask once for each Mandant and not for each item takes a third of the time.
        held = Counter([item.mandant for item in items if item.open])
        mandants = self.mandants or held.keys()
        return Counter({mandant: n for mandant, n in held.items() if mandant in mandants})

    def resets(self, content: Content) -> bool:
        """Whether open items are deleted first and created anew from the list."""
        return self.delete_before_import and content in (Content.OPEN, Content.ALL)

    def silence_counts(self, content: Content) -> bool:
        """Whether an invoice may change because the list does not name it.

        Only a list of open items is silent about what is paid. A list of open and settled items
        names both, so what it does not name is unknown to bookkeeping, not paid; only a reset
        deletes it.
        """
        return self.resets(content) or (content == Content.OPEN and self.unlisted != "keep")


def posting_date(paid_as_of: PaidAsOf, today: date, future_allowed: bool) -> date:
    """The day that `paid_as_of` means, seen from `today` in the practice's time zone.

    Raises `ConfigError` for tomorrow where a Mandant of the interface allows no postings in the
    future.
    """
    if paid_as_of == "tomorrow" and not future_allowed:
        raise ConfigError(PlanRefusal.NO_FUTURE_POSTINGS)
    return today + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[paid_as_of])
