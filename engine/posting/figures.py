"""The figures of a plan: how many changes of each kind, and how much money."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from engine.model.item import Cents
from engine.posting.change import Change, ChangeKind


class Figures(msgspec.Struct, frozen=True):
    """Counts and sums in cents. Items in a foreign currency are counted but not summed."""

    counts: dict[ChangeKind, int]
    """How many changes of each kind; every kind is there."""
    settled_amount: Cents
    """What is no longer open of items paid and part paid, rests within the tolerance included;
    credit notes count negative.
    """
    reopened_amount: Cents
    """What is open again of reopened items."""


def figures_of(changes: Iterable[Change]) -> Figures:
    """The figures of these changes."""
    counts = dict.fromkeys(ChangeKind, 0)
    settled = reopened = 0
    for change in changes:
        counts[change.kind] += 1
        if change.before is None or change.after is None or change.before.currency != "EUR":
            continue
        if change.kind in (ChangeKind.PAID, ChangeKind.PART_PAID):
            settled += change.before.open - change.after.open
        elif change.kind == ChangeKind.REOPENED:
            reopened += change.after.open - change.before.open
    return Figures(counts, settled, reopened)


def figures_by_branch(changes: Iterable[Change]) -> dict[tuple[str, str], Figures]:
    """The figures per (Mandant, branch), in that order; the branch is empty for items without
    one.
    """
    groups: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.item.mandant, change.item.branch), []).append(change)
    return {place: figures_of(groups[place]) for place in sorted(groups)}
