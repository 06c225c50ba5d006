"""The story of an import, top to bottom. Start reading here.

    find → fetch → read → plan → guard → archive → **commit** → remove

The commit is the point of no return: before it nothing has changed anywhere; what follows it can be
done again without harm. So a crash between any two steps leaves a state from which the next run
ends right: a file that the ledger knows is only removed, any other is imported as if for the first
time. Only from plan to commit others wait (`in_turn.py`); the journal is `recorder.py`'s.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from functools import partial

from engine.common.cancellation import CancelToken
from engine.common.sanitize import sanitize
from engine.imports import plan_events
from engine.imports.committing import commit
from engine.imports.expected_list import demand_list
from engine.imports.in_turn import in_turn
from engine.imports.job import ImportJob
from engine.imports.known_content import skip_known, skip_reason
from engine.imports.left_on_server import LeftOnServer
from engine.imports.planning import held_entry, ledger_entry
from engine.imports.refused_lists import RefusedLists
from engine.imports.remembered_list import remember
from engine.imports.way_of_reading import (
    ReadList,
    plan_new,
    read_new,
    to_remember,
)
from engine.imports.wrong_clock import refuse_wrong_clock
from engine.journal import events
from engine.journal.event_message import file_refused, noted, warned
from engine.journal.events import Event
from engine.lists.payments.kinds import CAMT
from engine.lists.rows.rows import StatementPage
from engine.messages.imports import ImportNotice
from engine.model.errors import ListRefused, OposError
from engine.model.message import Message
from engine.settings.secrets import password_of
from engine.sources.fetch import Fetched, fetch_lists
from engine.sources.source import Source, open_source
from engine.sources.spool import run_spool
from engine.store.opening import await_removal, open_archive
from engine.store.protocol import Store


def run_import(job: ImportJob, store: Store, token: CancelToken) -> Iterator[Event]:
    """Import every list that lies ready, the oldest first. Raises `OposError` for what ends the
    whole run.
    """

    def is_known(sha256: str) -> bool:
        return skip_reason(job, store, sha256) is not None

    refuse_wrong_clock(job, store)
    settings = job.interface.source
    password = partial(password_of, job.name, settings)
    with (
        run_spool(job.data.spool, job.run) as spool,
        RefusedLists(job) as refusals,
        open_source(settings, password, token) as source,
    ):
        yield events.Connected(protocol=source.protocol, address=sanitize(source.address))
        came = False
        left = LeftOnServer(job, store, refusals)
        lists = fetch_lists(
            source, settings, spool, token, now=job.local_now, known=is_known, refusals=left
        )

        def told(fetched: Fetched, beside: Sequence[StatementPage] = ()) -> Iterator[Event]:
            story = _import_file(job, store, source, fetched, beside, refusals, token)
            if settings.acknowledge and not job.dry_run:
                from engine.imports.acknowledgement import acknowledged  # few want it

                story = acknowledged(story, job, store, source, fetched, refusals)
            try:
                yield from story
            finally:
                fetched.path.unlink(missing_ok=True)

        pages: list[Fetched] = []
        for found in lists:
            came |= isinstance(found, Fetched | events.FileRefused)
            if not isinstance(found, Fetched):
                yield found
            elif _may_hold_pages(job, found):
                pages.append(found)
            else:
                yield from told(found)
        if pages:
            from engine.imports.pages_of_statements import pages_beside

            for page in pages_beside(job, pages, token):
                yield from told(page.fetched, page.beside)
    demand_list(job, store, came=came)


def _may_hold_pages(job: ImportJob, fetched: Fetched) -> bool:
    if job.interface.file.type != CAMT:
        return False
    from engine.imports.pages_of_statements import may_hold_pages  # most lists are no statements

    return may_hold_pages(fetched.path)


def _import_file(
    job: ImportJob,
    store: Store,
    source: Source,
    fetched: Fetched,
    beside: Sequence[StatementPage],
    refusals: RefusedLists,
    token: CancelToken,
) -> Iterator[Event]:
    """Everything that becomes of one file; `beside` are the pages in other files of the run."""
    name, sha256 = sanitize(fetched.file.name), fetched.sha256
    place = open_archive(job.data).place_of(sha256)
    yield events.FileFetched(name=name, size=fetched.size, sha256=sha256, archived_as=place)
    if reason := skip_reason(job, store, sha256):
        yield from skip_known(job, store, fetched, reason)
        is_done = reason == "already_imported"
    elif known := refusals.of_content(fetched):
        yield known
        return
    else:
        try:
            read = read_new(job, fetched, store, token).beside(beside)
            yield from plan_events.list_read(name, read.list_file)
            apply = partial(_apply, job, fetched, read, token)
            if job.dry_run:
                is_done = yield from apply(store)
            else:
                is_done = yield from in_turn(store, job.mandants, token, apply)
        except ListRefused as refusal:
            refused = file_refused(name, refusal.message)
            refusals.add(fetched, refused)
            yield refused
            return
    if is_done and not job.dry_run:
        yield from _remove(source, fetched, job)


def _apply(
    job: ImportJob, fetched: Fetched, read: ReadList, token: CancelToken, store: Store
) -> Generator[Event, None, bool]:
    """Plan the list and commit it, or hold it; return whether it is imported now. Raises
    `ListRefused`.
    """
    name, sha256 = sanitize(fetched.file.name), fetched.sha256
    if reason := skip_reason(job, store, sha256):  # somebody released or dropped it meanwhile
        yield from skip_known(job, store, fetched, reason)
        return reason == "already_imported"
    planned = plan_new(job, fetched, read, store, token)
    plan, held = planned.plan, planned.held
    yield from (noted(name, way) for way in planned.read.way(name))
    yield from plan_events.planned(name, plan)
    if held or job.dry_run:
        yield from plan_events.items_planned(name, plan.changes)
    yield from plan_events.held(name, held)
    if job.dry_run:
        return False
    archive = open_archive(job.data)
    archive.put(fetched.path, sha256, name=fetched.file.name, run=job.run, at=job.now)
    token.check()
    if held:
        store.hold(held_entry(job, fetched))
        return False
    entry = ledger_entry(job, fetched, planned.read.list_file, plan)
    remembered, changes = to_remember(job, fetched, planned, store), plan.changes
    planned.read.list_file.rows.clear()  # beside the store that is written every copy counts
    del planned, plan
    with token.unbroken():
        # The point of no return.
        commit(store, changes, entry, job.exporting)
        remember(job, remembered)
        yield events.Committed(name=name, changes=len(changes))
    return True


def _remove(source: Source, fetched: Fetched, job: ImportJob) -> Iterator[Event]:
    """Remove the file as configured. What the server refuses is a warning, since the ledger
    prevents a second import.
    """
    name = sanitize(fetched.file.name)
    try:
        await_removal(job.data, job.name, fetched.sha256, replicated=job.remove_replicated)
        yield events.FileRemoved(name=name, how=source.dispose(fetched.file, job.run))
    except OposError as error:
        notice = Message.of(ImportNotice.NOT_REMOVED, name=name, error=error.message)
        yield warned(name, notice)
