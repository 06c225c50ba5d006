"""What a file of an export tells: a line a change, with the names of `opos items` and what happened
to the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from engine.common.sanitize import sanitize
from engine.model.item import Item
from engine.model.money import Money
from engine.posting.change import Change, ChangeKind, change_kind
from engine.settings.exports import Export
from engine.store.ledger import LedgerEntry, Undone

Value = Money | date | bool | int | str | None
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
    line = dict(_item_line(change.item))
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
            yield _item_line(item) | {
                "before_open": None,
                "change": FULL,
                "rule": "",
                "run": item.updated_by,
                "file": "",
                "line": None,
            }


def _is_of(export: Export, item: Item) -> bool:
    return not export.mandants or item.mandant in export.mandants


def _item_line(item: Item) -> dict[str, Value]:
    return {
        "mandant": item.mandant,
        "invoice_no": item.invoice_no,
        "account": item.account,
        "name": item.name,
        "branch": item.branch,
        "invoice_date": item.invoice_date,
        "due_date": item.due_date,
        "amount": Money(item.amount),
        "open": Money(item.open),
        "currency": item.currency,
        "status": item.status.value,
        "paid_on": item.paid_on,
        "dunning_level": item.dunning_level,
        "handed_over": item.handed_over,
        "export": item.export,
        "updated_by": item.updated_by,
        "updated_at": item.updated_at,
    }
