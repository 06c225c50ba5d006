"""`opos items load FILE`: told into a journal like every run, so that it can be explained and shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from engine import events, journal, retelling
from engine.commands import Answer, Line
from engine.errors import ExitCode, UsageError
from engine.events import Event, RunFinished, Trigger
from engine.items import money
from engine.language import _
from engine.lists.limits import Limits
from engine.lists.read import read_tables
from engine.loading import plan_loading
from engine.lock import store_lock
from engine.narration import Level, level, tell
from engine.paths import DataFolder
from engine.plain import plain
from engine.posting.figures import figures_of
from engine.recording import prepare, record
from engine.store.base import LedgerEntry, Store
from engine.store.tinydb_store import TinyDbStore

LOAD = "load"
"""Stands for the interface in the name of the run."""


def load(data: DataFolder, path: Path, *, mandant: str, trigger: Trigger = "cli") -> Answer:
    """Load the file in a run of its own; its events, and how it ended."""
    if not path.is_file():
        raise UsageError(_("There is no file {path}.").format(path=plain(str(path))), _("Give the path of a file with invoices."))
    prepare(data)
    now = datetime.now(UTC)
    code = ExitCode.OK
    with store_lock(data.lock):
        store = TinyDbStore(data)
        for entry in record(
            lambda run: _story(store, path, mandant, run, now), data=data, interface=LOAD, trigger=trigger, now=now
        ):
            shown = level(entry.event) >= Level.INFO
            yield Line(tell(entry.event) if shown else None, msgspec.Raw(journal.encode(entry)))
            if isinstance(entry.event, RunFinished):
                code = ExitCode(entry.event.exit_code)
    return code


def _story(store: Store, path: Path, mandant: str, run: str, now: datetime) -> Iterator[Event]:
    name = plain(path.name)
    table, container = read_tables(path, Limits())
    loading = plan_loading(store.items(), table, mandant=mandant, run=run, at=f"{now:%Y-%m-%dT%H:%M:%SZ}")
    yield events.ListRead(
        name=name, format=LOAD, encoding=container, rows=loading.rows, rejected=len(loading.rejected), ignored=loading.blank,
        total=money(loading.total), control_total=None, key_date=None,
    )  # fmt: skip
    yield from retelling.rejected(name, loading.rejected)
    yield retelling.figures(name, figures_of(loading.changes), unchanged=loading.unchanged, unknown=0)
    store.commit(loading.changes, LedgerEntry(run=run, at=now, interface=LOAD, act="load", file=path.name))
    yield events.Committed(name=name, changes=len(loading.changes))
