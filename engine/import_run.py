"""The story of an import, top to bottom. Start reading here.

    find → fetch → read → plan → guard → archive → **commit** → remove

The commit is the point of no return: before it nothing has changed anywhere; what follows it can be done again without harm.
So a crash between any two steps leaves a state from which the next run ends right: a file that the ledger knows is only
removed, any other is imported as if for the first time. Lock and journal are `recording.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from engine import events, retelling
from engine.archive import Archive
from engine.cancel import CancelToken
from engine.errors import ListRefused, OposError
from engine.events import Event, SkipReason
from engine.fetch import Fetched, fetch_lists, sweep
from engine.language import _
from engine.lists.own_layouts import all_layouts
from engine.lists.read import read_list
from engine.lists.rows import Content, ListFile
from engine.paths import DataFolder
from engine.plain import plain
from engine.posting import guard
from engine.posting.plan import Plan, plan_import
from engine.posting.policy import Policy, posting_date
from engine.settings.interface import Interface
from engine.settings.model import Settings
from engine.settings.secrets import password_of
from engine.sources import Source, open_source
from engine.store.base import LedgerEntry, Store, Waiting


class ImportJob(msgspec.Struct, frozen=True, kw_only=True):
    """One interface to be run once."""

    name: str
    """The interface's name in the configuration."""
    interface: Interface
    settings: Settings
    data: DataFolder
    now: datetime
    """UTC; the one time that all of this run's decisions go by."""
    dry_run: bool = False

    @property
    def here(self) -> datetime:
        """The time of the run in the practice's zone."""
        return self.now.astimezone(ZoneInfo(self.settings.timezone))

    @property
    def local_now(self) -> datetime:
        """The same moment in the practice's zone."""
        return self.now.astimezone(ZoneInfo(self.settings.timezone))


def run_import(job: ImportJob, run: str, store: Store, token: CancelToken) -> Iterator[Event]:
    """Import every list that lies ready, the oldest first. Raises `OposError` for what ends the whole run."""
    source_settings = job.interface.source
    sweep(job.data.spool)
    with open_source(source_settings, lambda: password_of(job.name, source_settings), token) as source:
        yield events.Connected(protocol=source.protocol, address=plain(source.address))
        for found in fetch_lists(
            source,
            source_settings,
            job.data.spool,
            token,
            now=job.here,
            known=lambda sha256: _known(job, store, sha256) is not None,
        ):
            if not isinstance(found, Fetched):
                yield found
                continue
            try:
                yield from _import_file(job, run, store, source, found, token)
            finally:
                found.path.unlink(missing_ok=True)


def _import_file(job: ImportJob, run: str, store: Store, source: Source, fetched: Fetched, token: CancelToken) -> Iterator[Event]:
    archive = Archive(job.data.archive)
    name = plain(fetched.file.name)
    place = archive.place_of(fetched.sha256)
    yield events.FileFetched(name=name, size=fetched.size, sha256=fetched.sha256, archived_as=place)
    if skipped := _known(job, store, fetched.sha256):
        yield events.FileSkipped(name=name, reason=skipped)
        if skipped == "already_imported" and not job.dry_run:
            yield from _remove(source, fetched, run)
        return
    try:
        list_file = _read(job, fetched)
        yield from retelling.list_read(name, list_file)
        policy = _policy(job, run, fetched)
        plan = plan_import(store.items(), list_file, policy)
    except ListRefused as refusal:
        yield events.FileRefused(name=name, cause=refusal.cause, advice=refusal.advice)
        return
    yield from retelling.planned(name, plan)
    held = guard.check(plan, list_file, policy, job.interface.guard, _last_list(job, store))
    if held or job.dry_run:
        yield from retelling.items_planned(name, plan.changes)
    yield from retelling.held(name, held)
    if job.dry_run:
        return
    archive.put(fetched.path, fetched.sha256, name=fetched.file.name, run=run, at=job.now)
    token.check()
    if held:
        store.hold(_waiting(job, run, fetched))
        return
    store.commit(plan.changes, _ledger_entry(job, run, fetched, list_file, plan))
    yield events.Committed(name=name, changes=len(plan.changes))
    yield from _remove(source, fetched, run)


def _known(job: ImportJob, store: Store, sha256: str) -> SkipReason | None:
    """Why this very content is not to be imported: it was before, or it waits for a release."""
    this = (job.name, sha256)
    if any((entry.interface, entry.sha256) == this and not entry.undone_by for entry in store.ledger()):
        return "already_imported"
    if any((held.interface, held.sha256) == this for held in store.waiting()):
        return "waiting_for_release"
    return None


def _read(job: ImportJob, fetched: Fetched) -> ListFile:
    return read_list(
        fetched.path,
        fetched.file.name,
        type=job.interface.file.type,
        content=Content(job.interface.file.content),
        encoding=job.interface.file.encoding,
        layouts=all_layouts(job.settings.layouts),
        today=job.local_now.date(),
    )


def _policy(job: ImportJob, run: str, fetched: Fetched) -> Policy:
    posting, settings = job.interface.posting, job.settings
    mandants = posting.mandants or tuple(settings.mandants)
    future_allowed = all(settings.mandants[name].future_postings for name in mandants if name in settings.mandants)
    return Policy(
        run=run,
        at=f"{job.now:%Y-%m-%dT%H:%M:%SZ}",
        paid_on=posting_date(posting.paid_as_of, job.local_now.date(), future_allowed),
        mandants=frozenset(posting.mandants),
        branches=_spellings(job),
        unlisted=posting.unlisted,
        only_handed_over=posting.only_handed_over,
        delete_before_import=posting.delete_before_import,
        unknown=posting.unknown,
        tolerance=int(posting.tolerance * 100),
        key_date=_day_of(fetched, settings),
        require_handover=posting.require_handover,
    )


def _spellings(job: ImportJob) -> frozenset[str]:
    """The interface's branches as invoices may name them: by their key in the configuration or by their name."""
    branches = job.interface.branches
    return frozenset(branches) | frozenset(job.settings.branches[key].name for key in branches if key in job.settings.branches)


def _day_of(fetched: Fetched, settings: Settings) -> date | None:
    """The day to assume for a list that names none: when the file was written, as the server says."""
    modified = fetched.file.modified
    return None if modified is None else modified.astimezone(ZoneInfo(settings.timezone)).date()


def _last_list(job: ImportJob, store: Store) -> guard.LastList | None:
    """The list this interface applied last, for comparison."""
    for entry in reversed(store.ledger()):
        if entry.act == "import" and entry.interface == job.name and not entry.undone_by:
            return guard.LastList(rows=entry.rows, key_date=entry.key_date, fingerprint=entry.fingerprint)
    return None


def _remove(source: Source, fetched: Fetched, run: str) -> Iterator[Event]:
    """Remove the file as configured. What the server refuses is a warning, since the ledger prevents a second import."""
    name = plain(fetched.file.name)
    try:
        yield events.FileRemoved(name=name, how=source.done(fetched.file, run))
    except OposError as error:
        text = _("{name} is imported, but could not be removed on the server: {cause} {advice}")
        yield events.Warned(name=name, code="not_removed", text=text.format(name=name, cause=error.cause, advice=error.advice))


def _waiting(job: ImportJob, run: str, fetched: Fetched) -> Waiting:
    return Waiting(
        run=run,
        at=job.now,
        interface=job.name,
        file=fetched.file.name,
        sha256=fetched.sha256,
        size=fetched.size,
        modified=fetched.file.modified,
    )


def _ledger_entry(job: ImportJob, run: str, fetched: Fetched, list_file: ListFile, plan: Plan) -> LedgerEntry:
    return LedgerEntry(
        run=run,
        at=job.now,
        interface=job.name,
        file=fetched.file.name,
        sha256=fetched.sha256,
        size=fetched.size,
        modified=fetched.file.modified,
        content=list_file.content,
        rows=len(list_file.rows),
        key_date=plan.key_date,
        fingerprint=guard.fingerprint(list_file),
    )
