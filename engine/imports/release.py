"""A held import, carried out or dropped. The plan is made anew from the archived file, since items
may have changed meanwhile.

The file on the server is left to the interface's next run: the ledger knows its content from now
on, so it is only removed.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from engine.common.sanitize import sanitize
from engine.imports import plan_events
from engine.imports.job import ImportJob
from engine.imports.planning import ledger_entry, plan_file, read_file
from engine.journal import events
from engine.journal.events import Event
from engine.journal.run_names import runs_meant
from engine.messages.imports import ImportFault, RunChoice
from engine.model.errors import StoreError, UsageError
from engine.sources.fetch import Fetched
from engine.sources.server import RemoteFile
from engine.store.archive import Archive
from engine.store.ledger import Dropped, HeldImport
from engine.store.protocol import Store


def held_import(store: Store, name: str) -> HeldImport:
    """The held import of the run called `name`, or of the only one whose name begins so; raises
    `UsageError`.
    """
    waiting = store.waiting()
    runs = runs_meant(name, (held.run for held in waiting))
    found = [held for held in waiting if held.run in runs]
    if len(found) == 1:
        return found[0]
    choice = RunChoice.SEVERAL_HELD if found else RunChoice.NOT_HELD
    raise UsageError(choice, run=name, names=[held.run for held in waiting] or ["–"])


def release(
    job: ImportJob, held_run: str, store: Store, *, by: str, reason: str
) -> Iterator[Event]:
    """Carry out a held import, whatever the guard says of it by now; in a dry run only show what it
    would do.
    """
    held = held_import(store, held_run)
    name = sanitize(held.file)
    fetched = _as_fetched(job, held)
    list_file = read_file(job, fetched)
    yield from plan_events.list_read(name, list_file)
    plan, still_held = plan_file(job, fetched, list_file, store)
    yield from plan_events.planned(name, plan)
    if job.dry_run:
        yield from plan_events.items_planned(name, plan.changes)
        yield from plan_events.held(name, still_held)
        return
    entry = ledger_entry(job, fetched, list_file, plan)
    store.commit(plan.changes, msgspec.structs.replace(entry, released_by=by, reason=reason))
    yield events.Committed(name=name, changes=len(plan.changes))


def reject(job: ImportJob, held_run: str, store: Store, *, by: str, reason: str) -> Iterator[Event]:
    """Drop a held import: its content is never asked about again."""
    held = held_import(store, held_run)
    entry = Dropped(
        run=job.run,
        at=job.now,
        interface=held.interface,
        file=held.file,
        sha256=held.sha256,
        size=held.size,
        modified=held.modified,
        dropped_by=by,
        reason=reason,
    )
    store.commit([], entry)
    yield events.Committed(name=sanitize(held.file), changes=0)


def _as_fetched(job: ImportJob, held: HeldImport) -> Fetched:
    path = Archive(job.data.archive).path_of(held.sha256)
    if not path.exists():
        raise StoreError(ImportFault.ORIGINAL_GONE, name=held.file, run=held.run)
    file = RemoteFile(name=held.file, path="", size=held.size, modified=held.modified)
    return Fetched(file=file, path=path, sha256=held.sha256, size=held.size)
