"""The invoices of the billing program, put into the store as a run of its own."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec.structs import asdict

from engine.common.cancellation import CancelToken
from engine.common.sanitize import sanitize
from engine.exports.numbering import Exporting
from engine.imports import plan_events
from engine.imports.committing import commit
from engine.imports.in_turn import ALL_MANDANTS, in_turn
from engine.imports.invoice_load import plan_load, table_of_json_lines
from engine.journal import events
from engine.journal.events import Event
from engine.journal.journal import LOAD
from engine.lists.cells.tables import Table
from engine.lists.read_table import read_tables
from engine.model.money import Money
from engine.posting.counting import count_changes
from engine.store.ledger import Loaded
from engine.store.protocol import Store


def load(
    store: Store,
    path: Path,
    mandant: str,
    run: str,
    exporting: Exporting,
    token: CancelToken,
    *,
    now: datetime,
) -> Iterator[Event]:
    """Load the file; `mandant` is that of all its invoices where it has no such column. Raises
    `ListRefused`.
    """
    table, encoding = _table(path)
    entry = Loaded(run=run, at=now, interface=LOAD, file=sanitize(path.name))
    act = partial(_load, table, encoding, mandant, entry, exporting)
    yield from in_turn(store, ALL_MANDANTS, token, act)


def _load(
    table: Table, encoding: str, mandant: str, entry: Loaded, exporting: Exporting, store: Store
) -> Generator[Event, None, None]:
    name, at = entry.file, f"{entry.at:%Y-%m-%dT%H:%M:%SZ}"
    loading = plan_load(store.items(), table, mandant=mandant, run=entry.run, at=at)
    yield events.ListRead(
        name=name, format=LOAD, encoding=encoding, rows=loading.rows,
        rejected=len(loading.rejected), ignored=loading.blank,
        total=Money(loading.total), control_total=None, key_date=None,
    )  # fmt: skip
    yield from plan_events.rejected(name, loading.rejected)
    counts = count_changes(loading.changes, unchanged=loading.unchanged)
    yield events.Planned(name=name, **asdict(counts))
    commit(store, loading.changes, entry, exporting)
    yield events.Committed(name=name, changes=len(loading.changes))


def _table(path: Path) -> tuple[Table, str]:
    table = table_of_json_lines(path)
    return read_tables(path) if table is None else (table, "utf-8")
