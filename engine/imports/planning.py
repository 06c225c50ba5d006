"""From a whole file to a plan, under the settings of one interface. The import and the release of a
held one both go this way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from engine.common.accounts import person_name
from engine.common.cancellation import CancelToken
from engine.imports.job import ImportJob
from engine.imports.known_content import part_payment_keys, seen_before
from engine.lists.read_table import ReaderSettings
from engine.lists.rows.payments import payment_keys
from engine.lists.rows.rows import Content, ListFile
from engine.messages.imports import ImportFault
from engine.model.errors import StoreError
from engine.model.item import Item, Key
from engine.posting.clearing import ClearingEntry
from engine.posting.guard import HoldReason, LastList, hold_reasons, list_fingerprint
from engine.posting.in_question import in_question
from engine.posting.plan import Plan
from engine.posting.plan_import import plan_import
from engine.posting.policy import Policy, posting_date
from engine.settings.list_limits import expected_payments
from engine.sources.fetch import Fetched
from engine.sources.server import RemoteFile
from engine.store.ledger import HeldImport, Imported
from engine.store.opening import open_archive
from engine.store.protocol import Store


def read_file(job: ImportJob, fetched: Fetched, token: CancelToken | None = None) -> ListFile:
    """Read the file as this interface's list; raises `ListRefused`, and `Cancelled` where `token`
    stops it.
    """
    from engine.lists.read import read_list  # most lists are read where they differ alone

    settings = msgspec.structs.asdict(read_settings(job))
    return read_list(fetched.path, fetched.file.name, **settings, token=token)


def from_archive(job: ImportJob, entry: HeldImport | Imported) -> Fetched:
    """The archived original as if it were fetched now. Raises `StoreError` where it is gone, or no
    longer as it came.
    """
    archive = open_archive(job.data)
    path = archive.path_of(entry.sha256)
    if not path.exists():
        raise StoreError(ImportFault.ORIGINAL_GONE, name=entry.file, run=entry.run)
    if not archive.is_whole(entry.sha256):
        raise StoreError(ImportFault.ORIGINAL_CHANGED, name=entry.file, run=entry.run)
    file = RemoteFile(name=entry.file, path="", size=entry.size, modified=entry.modified)
    return Fetched(file=file, path=path, sha256=entry.sha256, size=entry.size)


def read_settings(job: ImportJob) -> ReaderSettings:
    """How this interface's lists are to be read."""
    file = job.interface.file
    return ReaderSettings(
        type=file.type,
        content=Content(file.content),
        encoding=file.encoding,
        layouts=job.layouts,
        limits=job.limits,
        expected=expected_payments(file),
        today=job.local_now.date(),
    )


class PlannedFile(NamedTuple):
    """What a list would change."""

    plan: Plan
    held: list[HoldReason]
    """Every reason to hold it."""
    items: Mapping[Key, Item]
    """Those that it was planned for."""


def plan_file(job: ImportJob, fetched: Fetched, list_file: ListFile, store: Store) -> PlannedFile:
    """Plan the list; raises `ListRefused`."""
    policy = policy_of_file(job, fetched)
    known = store.known_payments(payment_keys(list_file.payments))
    asked = in_question(store.items_in_turn(job.mandants), list_file, policy)
    plan = plan_import(asked.items, asked.list_file, policy, known, asked.governed)
    held = reasons_to_hold(job, fetched, list_file, plan, policy, store)
    return PlannedFile(plan, held, asked.items)


def reasons_to_hold(
    job: ImportJob,
    fetched: Fetched,
    list_file: ListFile,
    plan: Plan,
    policy: Policy,
    store: Store,
) -> list[HoldReason]:
    """Every reason to hold what is planned."""
    return [
        *seen_before(job, store, fetched.sha256, list_file, plan),
        *hold_reasons(plan, list_file, policy, job.interface.guard, _last_list(job, store)),
    ]


def ledger_entry(job: ImportJob, fetched: Fetched, list_file: ListFile, plan: Plan) -> Imported:
    """What the ledger shall remember of this file."""
    return Imported(
        run=job.run,
        at=job.now,
        interface=job.name,
        file=fetched.file.name,
        sha256=fetched.sha256,
        size=fetched.size,
        modified=fetched.file.modified,
        content=list_file.content,
        rows=list_file.row_count + len(list_file.payments),
        key_date=plan.key_date,
        fingerprint=list_fingerprint(list_file),
        scope=job.scope,
        started_by=person_name(),
        clearing=tuple(_named(job, fetched, plan.clearing)),
        payment_keys=(*part_payment_keys(list_file, plan), *payment_keys(list_file.payments)),
    )


def _named(
    job: ImportJob, fetched: Fetched, entries: Iterable[ClearingEntry]
) -> Iterator[ClearingEntry]:
    """The entries of the clearing list with names that no other import gives."""
    for number, entry in enumerate(entries):
        made_of = f"{job.run} {fetched.sha256} {number}".encode()
        name = hashlib.blake2b(made_of, digest_size=5).hexdigest()
        yield msgspec.structs.replace(entry, id=name)


def held_entry(job: ImportJob, fetched: Fetched) -> HeldImport:
    """What the store shall remember of this file until somebody decides."""
    return HeldImport(
        run=job.run,
        at=job.now,
        interface=job.name,
        file=fetched.file.name,
        sha256=fetched.sha256,
        size=fetched.size,
        modified=fetched.file.modified,
        scope=job.scope,
        started_by=person_name(),
        second_person=job.interface.guard.second_person,
    )


def policy_of(job: ImportJob, day_written: date | None = None) -> Policy:
    """How this interface's lists are to be understood, one that was written on this day."""
    posting, branches = job.interface.posting, job.interface.branches
    return Policy(
        run=job.run,
        at=f"{job.now:%Y-%m-%dT%H:%M:%SZ}",
        paid_on=posting_date(posting.paid_as_of, job.local_now.date(), job.may_post_ahead),
        mandants=job.mandants,
        branches=job.branches,
        branch_of_new=branches[0] if len(branches) == 1 else "",
        unlisted=posting.unlisted,
        only_handed_over=posting.only_handed_over,
        delete_before_import=posting.delete_before_import,
        unknown=posting.unknown,
        tolerance=int(posting.tolerance * 100),
        key_date=day_written,
        require_handover=posting.require_handover,
    )


def policy_of_file(job: ImportJob, fetched: Fetched) -> Policy:
    """How this file is to be understood."""
    return policy_of(job, _day_written(job, fetched))


def _day_written(job: ImportJob, fetched: Fetched) -> date | None:
    """When the file was written, as the server says: no list speaks of a later day."""
    modified = fetched.file.modified
    return None if modified is None else modified.astimezone(job.zone).date()


def _last_list(job: ImportJob, store: Store) -> LastList | None:
    """The list this interface applied last, for comparison."""
    last = store.last_list(job.name)
    if last is None:
        return None
    return LastList(rows=last.rows, key_date=last.key_date)
