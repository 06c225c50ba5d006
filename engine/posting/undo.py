"""Taking a run back: a plan like any other, made from the changes of the run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from engine.model.item import Item, Key
from engine.posting.change import Change, Rule, change_kind


class UndoPlan(msgspec.Struct, frozen=True):
    """What taking a run back would do."""

    changes: Sequence[Change]
    """Each puts an item back exactly as it was, its stamp included, and says where the undone
    change came from.
    """
    left_alone: Sequence[Change]
    """Changes of the run whose item was changed since: it stays as it is now."""


def plan_undo(items: Mapping[Key, Item], changes_of_the_run: Iterable[Change]) -> UndoPlan:
    """Put back every item that still stands as the run left it."""
    undone: list[Change] = []
    left_alone: list[Change] = []
    for change in changes_of_the_run:
        if items.get(change.key) != change.after:
            left_alone.append(change)
            continue
        undone.append(Change(
            kind=change_kind(change.after, change.before), rule=Rule.UNDO, before=change.after,
            after=change.before,
            line=change.line, sheet=change.sheet, more_lines=change.more_lines,
            listed_as=change.listed_as,
        ))  # fmt: skip
    return UndoPlan(undone, left_alone)
