"""The background worker: run the interfaces that shall run, one after the other, and say how each
ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.i18n import _
from engine.common.idle_cache import store_note
from engine.common.sanitize import sanitize
from engine.imports.recorder import RunRecorder, at_work, run_started
from engine.journal.events import Outcome, Trigger
from engine.journal.journal import JournalEntry
from engine.model.errors import ExitCode, OposError, StoreLocked, UsageError
from engine.schedule.due import (
    belongs_here,
    computer_name,
    due,
    load_records,
    nothing_before,
    save_records,
)
from engine.settings.load import Configuration


class Ended(msgspec.Struct, frozen=True):
    """How the run of one interface ended."""

    interface: str
    outcome: Outcome
    exit_code: ExitCode
    run: str = ""
    """Empty where not even a journal could be begun."""
    error: OposError | None = None
    """Why, in that case."""


Steps = Iterator[JournalEntry | Ended]
"""What happens, as it is written to the journals, and how each run ended."""


def named(configuration: Configuration, names: Sequence[str]) -> list[str]:
    """The interfaces of these names; raises `UsageError` for one that there is not, and for one
    that belongs elsewhere.
    """
    interfaces = configuration.settings.interfaces
    for name in names:
        if name not in interfaces:
            raise UsageError(
                _("There is no interface {name} in {path}.").format(
                    name=sanitize(name), path=configuration.path
                ),
                _("Its interfaces are: {names}.").format(names=", ".join(interfaces) or "–"),
            )
        if not belongs_here(interfaces[name]):
            raise UsageError(
                _("The interface {name} belongs to the computer {theirs}; this is {ours}.").format(
                    name=sanitize(name),
                    theirs=sanitize(interfaces[name].computer),
                    ours=sanitize(computer_name()),
                ),
                _("Run it there, or change its computer in the configuration."),
            )
    return list(names)


def enabled(configuration: Configuration) -> list[str]:
    """All interfaces that are enabled and may run on this computer."""
    interfaces = configuration.settings.interfaces.items()
    return [name for name, interface in interfaces if interface.enabled and belongs_here(interface)]


def run_now(
    configuration: Configuration,
    names: Sequence[str],
    *,
    trigger: Trigger,
    token: CancelToken,
    dry_run: bool = False,
) -> Steps:
    """Run these interfaces, due or not; one that fails never stops the others, but a stopped token
    does.
    """
    for name in names:
        if not token.is_cancelled:
            job = _Job(configuration, name, trigger, token, dry_run)
            yield from _under_lock(job, _run)


def run_due(configuration: Configuration, *, trigger: Trigger, token: CancelToken) -> Steps:
    """Run every interface that is due, for its due time and for no other."""
    data = DataFolder(configuration.data_dir)
    stored = load_records(data.schedule)
    found = due(configuration, stored, datetime.now(UTC))
    if not found.times and found.records != stored:
        with suppress(StoreLocked), at_work(data):
            save_records(data.schedule, found.records)
    for name in found.times:
        if not token.is_cancelled:
            yield from _under_lock(_Job(configuration, name, trigger, token), _run_if_due)


def note_nothing_due(configuration: Configuration, named: str | None, seen: bytes | None) -> None:
    """Spare the next ticks the way here; `named` and `seen` are as
    `engine.common.idle_cache.remember` wants them.
    """
    data, now = DataFolder(configuration.data_dir), datetime.now(UTC)
    records = load_records(data.schedule)
    found = due(configuration, records, now)
    if not found.times and found.records == records:
        until = nothing_before(configuration, records) or datetime.max.replace(tzinfo=UTC)
        store_note(named, seen, str(data.root), now.timestamp(), until.timestamp())


class _Job(msgspec.Struct, frozen=True):
    configuration: Configuration
    name: str
    trigger: Trigger
    token: CancelToken
    dry_run: bool = False

    @property
    def data(self) -> DataFolder:
        return DataFolder(self.configuration.data_dir)


def _under_lock(job: _Job, act: Callable[[_Job], Steps]) -> Steps:
    try:
        with at_work(job.data):
            yield from act(job)
    except OposError as error:
        yield Ended(job.name, "failed", error.exit_code, error=error)


def _run_if_due(job: _Job) -> Steps:
    """Only the holder of the lock knows whether another process has not just done it."""
    found = due(job.configuration, load_records(job.data.schedule), datetime.now(UTC))
    if job.name in found.times:
        time = found.times[job.name]
        yield from _run(job, time)
        if (
            not job.token.is_cancelled
        ):  # else the machine went down in the midst of it: the next tick makes up for it
            found.records[job.name] = found.records[job.name]._replace(due=time)
    save_records(job.data.schedule, found.records)


def _run(job: _Job, due_time: datetime | None = None) -> Steps:
    with job.token.deadline(60 * job.configuration.settings.window.run_minutes):
        yield from _run_in_time(job, due_time)


def _run_in_time(job: _Job, due_time: datetime | None) -> Steps:
    from engine.imports.import_run import (
        run_import,
    )  # a tick with nothing due need not pay for these
    from engine.imports.planning import ImportJob
    from engine.reporting.notifier import Reporter
    from engine.store.opening import open_store
    from engine.worker.retention import tidy

    now = datetime.now(UTC)
    settings = job.configuration.settings
    task = ImportJob(
        name=job.name,
        interface=settings.interfaces[job.name],
        settings=settings,
        data=job.data,
        now=now,
        dry_run=job.dry_run,
    )
    reporter = Reporter(job.configuration, job.name, job.trigger, now)
    started = run_started(job.trigger, dry_run=job.dry_run, due=due_time)
    with RunRecorder(job.data, job.name, now, started) as run:
        yield run.start()
        if not job.dry_run:
            yield from map(run.emit, reporter.begun())
        yield from run.record(run_import(task, run.name, open_store(job.data), job.token))
        if not job.dry_run:
            yield from map(run.emit, reporter.ended(run.name, run.result))
        yield run.finish()
        yield Ended(job.name, run.result.outcome, ExitCode(run.result.exit_code), run.name)
    if not job.dry_run:
        tidy(job.data, job.name, settings.retention)
