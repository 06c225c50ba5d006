"""From a whole file to a plan, under the settings of one interface. The import and the release of a
held one both go this way.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from engine.common.data_folder import DataFolder
from engine.lists.layouts.custom import all_layouts
from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile
from engine.posting import guard
from engine.posting.guard import HoldReason, LastList
from engine.posting.plan import Plan, plan_import
from engine.posting.policy import Policy, posting_date
from engine.settings.interface import Interface
from engine.settings.list_limits import file_limits
from engine.settings.model import Settings
from engine.sources.fetch import Fetched
from engine.store.ledger import Imported
from engine.store.protocol import Store


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
    def zone(self) -> ZoneInfo:
        """The practice's time zone."""
        return ZoneInfo(self.settings.timezone)

    @property
    def local_now(self) -> datetime:
        """The same moment in the practice's zone."""
        return self.now.astimezone(self.zone)


def read_file(job: ImportJob, fetched: Fetched) -> ListFile:
    """Read the file as this interface's list; raises `ListRefused`."""
    return read_list(
        fetched.path,
        fetched.file.name,
        type=job.interface.file.type,
        content=Content(job.interface.file.content),
        encoding=job.interface.file.encoding,
        layouts=all_layouts(job.settings.layouts),
        limits=file_limits(job.settings.limits),
        today=job.local_now.date(),
    )


def plan_file(
    job: ImportJob, run: str, fetched: Fetched, list_file: ListFile, store: Store
) -> tuple[Plan, list[HoldReason]]:
    """What the list would change, and every reason to hold it; raises `ListRefused`."""
    policy = _policy(job, run, fetched)
    plan = plan_import(store.items(), list_file, policy)
    return plan, guard.hold_reasons(
        plan, list_file, policy, job.interface.guard, _last_list(job, store)
    )


def ledger_entry(
    job: ImportJob, run: str, fetched: Fetched, list_file: ListFile, plan: Plan
) -> Imported:
    """What the ledger shall remember of this file."""
    return Imported(
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
        fingerprint=guard.list_fingerprint(list_file),
    )


def _policy(job: ImportJob, run: str, fetched: Fetched) -> Policy:
    posting, settings, branches = job.interface.posting, job.settings, job.interface.branches
    mandants = _mandants(job)
    future_allowed = all(
        settings.mandants[name].future_postings for name in mandants if name in settings.mandants
    )
    return Policy(
        run=run,
        at=f"{job.now:%Y-%m-%dT%H:%M:%SZ}",
        paid_on=posting_date(posting.paid_as_of, job.local_now.date(), future_allowed),
        mandants=mandants,
        branches=_spellings(job),
        branch_of_new=branches[0] if len(branches) == 1 else "",
        unlisted=posting.unlisted,
        only_handed_over=posting.only_handed_over,
        delete_before_import=posting.delete_before_import,
        unknown=posting.unknown,
        tolerance=int(posting.tolerance * 100),
        key_date=_day_written(job, fetched),
        require_handover=posting.require_handover,
    )


def _mandants(job: ImportJob) -> frozenset[str]:
    """The Mandanten the interface may change: its own, else those of its branches, else all that
    are configured.
    """
    branches = (
        job.settings.branches[key] for key in job.interface.branches if key in job.settings.branches
    )
    of_branches = [branch.mandant for branch in branches if branch.mandant]
    return frozenset(job.interface.posting.mandants or of_branches or job.settings.mandants)


def _spellings(job: ImportJob) -> frozenset[str]:
    """The interface's branches as invoices may name them: by their key in the configuration or by
    their name.
    """
    keys = job.interface.branches
    names = (job.settings.branches[key].name for key in keys if key in job.settings.branches)
    return frozenset(keys) | frozenset(name for name in names if name)


def _day_written(job: ImportJob, fetched: Fetched) -> date | None:
    """The day to assume for a list that names none: when the file was written, as the server
    says.
    """
    modified = fetched.file.modified
    return None if modified is None else modified.astimezone(job.zone).date()


def _last_list(job: ImportJob, store: Store) -> LastList | None:
    """The list this interface applied last, for comparison."""
    last = store.last_list(job.name)
    if last is None:
        return None
    return LastList(rows=last.rows, key_date=last.key_date, fingerprint=last.fingerprint)
