"""The story of an import, top to bottom. Start reading here.

    find → fetch → read → plan → guard → archive → **commit** → remove

The commit is the point of no return: before it nothing has changed anywhere; what follows it can be
done again without harm. So a crash between any two steps leaves a state from which the next run
ends right: a file that the ledger knows is only removed, any other is imported as if for the first
time. Lock and journal are `recording.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.common.cancellation import CancelToken
from engine.common.i18n import _, advice_of, cause_of
from engine.common.sanitize import sanitize
from engine.imports import plan_events
from engine.imports.acknowledgement import acknowledged
from engine.imports.expected_list import demand
from engine.imports.planning import ImportJob, ledger_entry, plan_file, read_file
from engine.journal import events
from engine.journal.events import Event, SkipReason
from engine.lists.rows.rows import Content
from engine.model.errors import ListRefused, OposError
from engine.settings.secrets import password_of
from engine.sources.fetch import Fetched, fetch_lists, sweep
from engine.sources.source import Source, open_source
from engine.store.archive import Archive
from engine.store.ledger import HeldImport, Imported
from engine.store.protocol import Store


def run_import(job: ImportJob, run: str, store: Store, token: CancelToken) -> Iterator[Event]:
    """Import every list that lies ready, the oldest first. Raises `OposError` for what ends the
    whole run.
    """
    settings, spool = job.interface.source, job.data.spool
    sweep(spool)
    with open_source(settings, lambda: password_of(job.name, settings), token) as source:
        yield events.Connected(protocol=source.protocol, address=sanitize(source.address))
        known = lambda sha256: _why_not(job, store, sha256) is not None  # noqa: E731 - said where it is used
        came = False
        for found in fetch_lists(source, settings, spool, token, now=job.local_now, known=known):
            if not isinstance(found, Fetched):
                yield found
                continue
            came = True
            story = _import_file(job, run, store, source, found, token)
            if settings.acknowledge and not job.dry_run:
                story = acknowledged(story, source, found, run)
            try:
                yield from story
            finally:
                found.path.unlink(missing_ok=True)
    demand(job, run, store, came=came)


def _import_file(
    job: ImportJob, run: str, store: Store, source: Source, fetched: Fetched, token: CancelToken
) -> Iterator[Event]:
    archive = Archive(job.data.archive)
    name, sha256 = sanitize(fetched.file.name), fetched.sha256
    yield events.FileFetched(
        name=name, size=fetched.size, sha256=sha256, archived_as=archive.place_of(sha256)
    )
    if skipped := _why_not(job, store, sha256):
        yield events.FileSkipped(name=name, reason=skipped)
        yield from _warned_if_old(job, store, fetched)
        if skipped == "already_imported" and not job.dry_run:
            yield from _remove(source, fetched, run)
        return
    try:
        list_file = read_file(job, fetched)
        yield from plan_events.list_read(name, list_file)
        plan, held = plan_file(job, run, fetched, list_file, store)
    except ListRefused as refusal:
        yield events.FileRefused(name=name, cause=cause_of(refusal), advice=advice_of(refusal))
        return
    yield from plan_events.planned(name, plan)
    if held or job.dry_run:
        yield from plan_events.items_planned(name, plan.changes)
    yield from plan_events.held(name, held)
    if job.dry_run:
        return
    archive.put(fetched.path, sha256, name=fetched.file.name, run=run, at=job.now)
    token.check()
    if held:
        store.hold(_waiting(job, run, fetched))
        return
    store.commit(plan.changes, ledger_entry(job, run, fetched, list_file, plan))
    yield events.Committed(name=name, changes=len(plan.changes))
    yield from _remove(source, fetched, run)


def _why_not(job: ImportJob, store: Store, sha256: str) -> SkipReason | None:
    """Why this very content is not to be imported: it was before, or it waits for a release."""
    if store.dealt_with(job.name, sha256):
        return "already_imported"
    if store.held(job.name, sha256):
        return "waiting_for_release"
    return None


def _warned_if_old(job: ImportJob, store: Store, fetched: Fetched) -> Iterator[Event]:
    """An open list that is an earlier one again, byte for byte, while another has come since: the
    later one stands.
    """
    earlier, last = store.dealt_with(job.name, fetched.sha256), store.last_list(job.name)
    if not isinstance(earlier, Imported) or last is None or last.sha256 == fetched.sha256:
        return
    if last.content in (Content.OPEN, Content.ALL):
        name = sanitize(fetched.file.name)
        text = _(
            "{name} is the list of run {run} again, and run {later} has imported another since:"
            " nothing is changed."
        )
        text = text.format(name=name, run=earlier.run, later=last.run)
        yield events.Warned(name=name, code="old_list_again", text=text)


def _remove(source: Source, fetched: Fetched, run: str) -> Iterator[Event]:
    """Remove the file as configured. What the server refuses is a warning, since the ledger
    prevents a second import.
    """
    name = sanitize(fetched.file.name)
    try:
        yield events.FileRemoved(name=name, how=source.dispose(fetched.file, run))
    except OposError as error:
        text = _("{name} is imported, but could not be removed on the server: {cause} {advice}")
        text = text.format(name=name, cause=cause_of(error), advice=advice_of(error))
        yield events.Warned(name=name, code="not_removed", text=text)


def _waiting(job: ImportJob, run: str, fetched: Fetched) -> HeldImport:
    return HeldImport(
        run=run,
        at=job.now,
        interface=job.name,
        file=fetched.file.name,
        sha256=fetched.sha256,
        size=fetched.size,
        modified=fetched.file.modified,
    )
