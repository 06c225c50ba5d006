"""What a run changed, item by item."""

from __future__ import annotations

from collections.abc import Iterator

from engine.common.data_folder import DataFolder
from engine.common.sanitize import sanitize
from engine.imports import plan_events
from engine.journal import journal
from engine.journal.event_message import event_cause
from engine.journal.events import ItemPlanned
from engine.model.item import to_decimal
from engine.store.ledger import Undone
from engine.store.protocol import Store


def run_changes(store: Store, data: DataFolder, name: str) -> Iterator[dict[str, object]]:
    """The same as `run_items`, a record per change."""
    yield from map(_record, run_items(store, data, name))


def run_items(store: Store, data: DataFolder, name: str) -> Iterator[ItemPlanned]:
    """What the run called `name` changed; of a dry run or a held import, what it would have. Raises
    `UsageError` where there is no such run, or several begin so.
    """
    path = journal.find_run(data.journals, name)
    done = [
        (entry.undone_run if isinstance(entry, Undone) else entry.file, change)
        for entry in store.entries_of(path.stem)
        for change in store.changes(entry)
    ]
    for file, change in done:
        yield from plan_events.items_planned(sanitize(file), [change])
    if not done:
        for written in journal.read_journal(path):
            if isinstance(written.event, ItemPlanned):
                yield written.event


def _record(item: ItemPlanned) -> dict[str, object]:
    return {
        "name": item.name,
        "mandant": item.mandant,
        "invoice_no": item.invoice_no,
        "customer": item.customer,
        "kind": item.kind.value,
        "rule": item.rule.value,
        "before": None if item.before is None else to_decimal(item.before),
        "after": None if item.after is None else to_decimal(item.after),
        "line": item.line,
        "reason": event_cause(item),
    }
