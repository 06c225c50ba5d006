"""A held import, carried out or dropped; or one that was taken back, carried out again. The plan is
made anew from the archived file, since items may have changed meanwhile.

The file on the server is left to the interface's next run: the ledger knows its content from now
on, so it is only removed.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from functools import partial

import msgspec

from engine.common.accounts import person_name, user_name
from engine.common.cancellation import CancelToken
from engine.common.sanitize import sanitize
from engine.imports import plan_events
from engine.imports.committing import commit
from engine.imports.in_turn import in_turn
from engine.imports.job import ImportJob
from engine.imports.known_content import imported_since
from engine.imports.planning import from_archive, ledger_entry, plan_file, read_file
from engine.imports.recorder import Decision
from engine.journal import events
from engine.journal.events import Event
from engine.journal.run_names import runs_meant
from engine.lists.rows.rows import ListFile
from engine.messages.imports import ImportFault, RunChoice
from engine.model.errors import ReleaseRefused, UsageError
from engine.posting.guard import list_fingerprint
from engine.settings.change_log import last_saver
from engine.sources.fetch import Fetched
from engine.store.ledger import Dropped, HeldImport, Imported
from engine.store.protocol import Store


def held_import(store: Store, name: str, file: str) -> HeldImport:
    """The held import of the run called `name`, or of the only one whose name begins so, else the
    one that was taken back; `file` chooses where a run has several. Raises `UsageError`.
    """
    waiting = store.waiting()
    found = _meant(waiting, name, file) or _meant(_taken_back(store), name, file)
    if len(found) == 1:
        return found[0]
    choice = RunChoice.SEVERAL_HELD if found else RunChoice.NOT_HELD
    names = [f"{held.run} {sanitize(held.file)}" for held in found or waiting]
    raise UsageError(choice, run=name, names=names or ["–"])


def _meant(imports: Sequence[HeldImport], name: str, file: str) -> list[HeldImport]:
    runs = runs_meant(name, (held.run for held in imports))
    return [held for held in imports if held.run in runs and file in ("", sanitize(held.file))]


def _taken_back(store: Store) -> list[HeldImport]:
    """The imports that were taken back, as if they were held since they were made."""
    return [
        HeldImport(
            run=entry.run,
            at=entry.at,
            interface=entry.interface,
            file=entry.file,
            sha256=entry.sha256,
            size=entry.size,
            modified=entry.modified,
            scope=entry.scope,
            started_by=entry.started_by,
        )
        for entry in store.ledger()
        if isinstance(entry, Imported) and entry.undone_by
    ]


def release(
    job: ImportJob, decision: Decision, store: Store, token: CancelToken
) -> Iterator[Event]:
    """Carry out a held import, whatever the guard says of it by now; in a dry run only show what it
    would do. Raises `ReleaseRefused` where its content was imported since, or it takes another
    person.
    """
    held = _decided(decision, store)
    if not job.dry_run:
        demand_second_person(job, held.started_by, always=held.second_person)
    fetched = from_archive(job, held)
    list_file = read_file(job, fetched)
    yield from plan_events.list_read(sanitize(held.file), list_file)
    act = partial(_release, job, decision, fetched, list_file)
    yield from act(store) if job.dry_run else in_turn(store, job.mandants, token, act)


def _release(
    job: ImportJob, decision: Decision, fetched: Fetched, list_file: ListFile, store: Store
) -> Generator[Event, None, None]:
    held = _decided(decision, store)
    name = sanitize(held.file)
    if since := imported_since(job, store, held, list_fingerprint(list_file)):
        raise ReleaseRefused(ImportFault.IMPORTED_SINCE, run=held.run, since=since)
    plan, still_held, _items = plan_file(job, fetched, list_file, store)
    yield from plan_events.planned(name, plan)
    if job.dry_run:
        yield from plan_events.items_planned(name, plan.changes)
        yield from plan_events.held(name, still_held)
        return
    entry = ledger_entry(job, fetched, list_file, plan)
    entry = msgspec.structs.replace(entry, released_by=user_name(), reason=decision.reason)
    commit(store, plan.changes, entry, job.exporting)
    yield events.Committed(name=name, changes=len(plan.changes))


def demand_second_person(job: ImportJob, started_by: str, *, always: bool = False) -> None:
    """Raise `ReleaseRefused` where it takes another person than the one at work: not who started
    the import, nor who last changed the interface.
    """
    if not always and not job.interface.guard.second_person:
        return
    me = person_name()
    if me == started_by:
        raise ReleaseRefused(ImportFault.STARTED_BY_YOU, user=me)
    if me == last_saver(job.data, job.name):
        raise ReleaseRefused(ImportFault.SAVED_BY_YOU, user=me, interface=job.name)


def reject(job: ImportJob, decision: Decision, store: Store, token: CancelToken) -> Iterator[Event]:
    """Drop a held import: its interface never asks about this content again. A dry run has nothing
    to show.
    """
    if not job.dry_run:
        yield from in_turn(store, job.mandants, token, partial(_reject, job, decision))


def _reject(job: ImportJob, decision: Decision, store: Store) -> Generator[Event, None, None]:
    held = _decided(decision, store)
    entry = Dropped(
        run=job.run,
        at=job.now,
        interface=held.interface,
        file=held.file,
        sha256=held.sha256,
        size=held.size,
        modified=held.modified,
        scope=held.scope,
        dropped_by=user_name(),
        reason=decision.reason,
    )
    commit(store, [], entry, job.exporting)
    yield events.Committed(name=sanitize(held.file), changes=0)


def _decided(decision: Decision, store: Store) -> HeldImport:
    return held_import(store, decision.run, sanitize(decision.file))
