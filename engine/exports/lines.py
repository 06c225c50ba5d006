"""What a file of an export tells: a line a change, with the names of `opos items` and what happened
to the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.common.sanitize import sanitize
from engine.model.item import Item
from engine.model.item_columns import Value, item_columns
from engine.model.money import Money
from engine.posting.change import Change, ChangeKind, change_kind
from engine.settings.exports import Export
from engine.store.ledger import LedgerEntry, Undone

ExportLine = Mapping[str, Value]
"""A value for each of `EXPORT_COLUMNS`."""

DELETED = "deleted"
"""The status of an item that is no longer there."""
FULL = "full"
"""What stands for the change where a line tells an item as it is."""


def told_changes(export: Export, entry: LedgerEntry, changes: Iterable[Change]) -> Iterator[Change]:
    """Those of an act's changes that the export tells. What is taken back is told where it had been
    told: of a deleted invoice that it is there again.
    """
    for change in changes:
        kinds = {change.kind}
        if isinstance(entry, Undone):
            kinds.add(change_kind(change.after, change.before))
        if _is_of(export, change.item) and not kinds.isdisjoint(map(ChangeKind, export.on)):
            yield change


def change_line(entry: LedgerEntry, change: Change) -> ExportLine:
    """The item as it is after the change; of a deleted one nothing is open."""
    line = dict(item_columns(change.item))
    if change.after is None:
        line |= {"open": Money(0), "status": DELETED}
    return line | {
        "before_open": None if change.before is None else Money(change.before.open),
        "change": change.kind.value,
        "rule": change.rule.value,
        "run": entry.run,
        "file": sanitize("" if isinstance(entry, Undone) else entry.file),
        "line": change.line or None,
    }


def full_lines(export: Export, items: Iterable[Item]) -> Iterator[ExportLine]:
    """Every item as it stands, to begin with."""
    for item in items:
        if _is_of(export, item):
            yield item_columns(item) | {
                "before_open": None,
                "change": FULL,
                "rule": "",
                "run": item.updated_by,
                "file": "",
                "line": None,
            }


def _is_of(export: Export, item: Item) -> bool:
    return not export.mandants or item.mandant in export.mandants
