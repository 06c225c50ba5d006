"""Counting changes: how many of each kind, and how much money."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from engine.model.counts import Counts
from engine.model.money import Money
from engine.posting.change import Change, ChangeKind


def count_changes(changes: Iterable[Change], *, unchanged: int = 0, unknown: int = 0) -> Counts:
    """The numbers and sums of these changes."""
    kinds: Counter[ChangeKind] = Counter()
    settled = reopened = 0
    for change in changes:
        kinds[change.kind] += 1
        if change.before is None or change.after is None or change.before.currency != "EUR":
            continue
        if change.kind in (ChangeKind.PAID, ChangeKind.PART_PAID):
            settled += change.before.open - change.after.open
        elif change.kind == ChangeKind.REOPENED:
            reopened += change.after.open - change.before.open
    return Counts(
        **{kind.value: number for kind, number in kinds.items()},
        unchanged=unchanged,
        unknown=unknown,
        settled_amount=Money(settled),
        reopened_amount=Money(reopened),
    )


def count_by_branch(changes: Iterable[Change]) -> dict[tuple[str, str], Counts]:
    """The counts per (Mandant, branch), in that order, where they are several; the branch is empty
    for items without one.
    """
    groups: defaultdict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes:
        item = change.item
        groups[item.mandant, item.branch].append(change)
    places = sorted(groups) if len(groups) > 1 else ()
    return {place: count_changes(groups[place]) for place in places}
