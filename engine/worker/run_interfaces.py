"""The background worker: run the interfaces that shall run, one after the other, and say how each
ended.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.i18n import _
from engine.common.idle_cache import store_note
from engine.common.os_errors import machine_error
from engine.common.sanitize import sanitize
from engine.imports.exclusive_access import exclusive_access
from engine.imports.recorder import RunRecorder, program_error, run_started
from engine.journal.events import Outcome, Trigger
from engine.journal.journal import JournalEntry
from engine.messages.store import StoreFault
from engine.model.errors import (
    ConfigError,
    ExitCode,
    OposError,
    StoreError,
    StoreLocked,
    UsageError,
)
from engine.schedule.due import (
    Records,
    belongs_here,
    computer_name,
    due,
    load_records,
    nothing_before,
    save_records,
    timetable_of,
)
from engine.schedule.schedule import after_attempt
from engine.settings.load import Configuration
from engine.worker.last_resort import last_resort


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

_GRACE = 60.0
"""Seconds after its deadline in which a run should have ended in order."""
_PASSING = (ExitCode.NO_FILE, ExitCode.UNREACHABLE, ExitCode.LOCKED, ExitCode.STORE)
"""What may be otherwise within the hour. A refused login would only lock the account, and a refused
or held list waits for a person.
"""


def named_interfaces(configuration: Configuration, names: Sequence[str]) -> list[str]:
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


def enabled_interfaces(configuration: Configuration) -> list[str]:
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
            steps = _run_by_hand(configuration, name, trigger, token, dry_run=dry_run)
            yield from _under_lock(configuration, name, steps)


def run_due(configuration: Configuration, *, trigger: Trigger, token: CancelToken) -> Steps:
    """Run every interface that is due, for its due time and for no other."""
    data = DataFolder(configuration.data_dir)
    stored = load_records(data.schedule)
    found = due(configuration, stored, datetime.now(UTC))
    if data.is_empty():
        # A mount point whose disk is not there looks like this; whoever begins says so by hand.
        error = StoreError(StoreFault.NOT_BEGUN, folder=str(data.root))
        yield from (Ended(name, "failed", error.exit_code, error=error) for name in found.times)
        return
    if not found.times and found.records != stored:
        with suppress(StoreLocked), exclusive_access(data, begin=False):
            save_records(data.schedule, found.records)
    for name in found.times:
        if not token.is_cancelled:
            steps = _run_if_due(configuration, name, trigger, token, found.records)
            yield from _under_lock(configuration, name, steps)


def note_nothing_due(configuration: Configuration, named: str | None, seen: bytes | None) -> None:
    """Spare the next ticks the way here; `named` and `seen` are as
    `engine.common.idle_cache.store_note` wants them.
    """
    data, now = DataFolder(configuration.data_dir), datetime.now(UTC)
    records = load_records(data.schedule)
    found = due(configuration, records, now)
    if not found.times and found.records == records:
        until = nothing_before(configuration, records) or datetime.max.replace(tzinfo=UTC)
        store_note(named, seen, str(data.root), now.timestamp(), until.timestamp())


def _under_lock(configuration: Configuration, name: str, steps: Steps) -> Steps:
    """The same steps, as the one who may change the store. Whatever ends them is how this interface
    ended, and keeps no other from running.
    """
    data = DataFolder(configuration.data_dir)
    try:
        with exclusive_access(data):
            yield from steps
    except OposError as error:
        yield Ended(name, "failed", error.exit_code, error=error)
    except OSError as error:
        refused = machine_error(error)
        yield Ended(name, "failed", refused.exit_code, error=refused)
    except Exception as error:
        failed = program_error(error, data, name)
        yield Ended(name, "failed", failed.exit_code, error=failed)


def _run_if_due(
    configuration: Configuration, name: str, trigger: Trigger, token: CancelToken, judged: Records
) -> Steps:
    """Only the holder of the lock knows whether another process has not just done it. The other
    interfaces stand as they were `judged` before, unless something was stored for them since.
    """
    schedule = DataFolder(configuration.data_dir).schedule
    stored = load_records(schedule)
    found = due(configuration, stored, datetime.now(UTC), [name])
    if name in found.times:
        time = found.times[name]
        code = yield from _code_of(_run(configuration, name, trigger, token, due_time=time))
        if not token.is_cancelled:
            timetable = timetable_of(configuration, configuration.settings.interfaces[name])
            found.records[name] = after_attempt(
                timetable, found.records[name], time, datetime.now(UTC), passing=code in _PASSING
            )
        # else the machine went down in the midst of it: the next tick makes up for it
    save_records(schedule, {**_newest(stored, judged), **found.records})


def _newest(stored: Records, judged: Records) -> Records:
    """Of each interface what is stored, where that is for its schedule of today."""
    return {
        name: stored[name]
        if name in stored and stored[name].fingerprint == record.fingerprint
        else record
        for name, record in judged.items()
    }


def _run_by_hand(
    configuration: Configuration, name: str, trigger: Trigger, token: CancelToken, *, dry_run: bool
) -> Steps:
    """What succeeds by hand is not tried again by the clock."""
    code = yield from _code_of(_run(configuration, name, trigger, token, dry_run=dry_run))
    if dry_run or token.is_cancelled or code in _PASSING:
        return
    schedule = DataFolder(configuration.data_dir).schedule
    records = load_records(schedule)
    if name in records and records[name].again:
        records[name] = records[name]._replace(failed=0, again=None)
        save_records(schedule, records)


def _code_of(steps: Steps) -> Generator[JournalEntry | Ended, None, ExitCode]:
    """The same steps; return how they ended."""
    code = ExitCode.OK
    for step in steps:
        if isinstance(step, Ended):
            code = step.exit_code
        yield step
    return code


def _run(
    configuration: Configuration,
    name: str,
    trigger: Trigger,
    token: CancelToken,
    *,
    dry_run: bool = False,
    due_time: datetime | None = None,
) -> Steps:
    """Run one interface, within its time."""
    from engine.exports.delivery import deliver_exports  # a tick with nothing due pays for none
    from engine.imports.import_run import run_import
    from engine.imports.job import import_job
    from engine.reporting.notifier import Reporter
    from engine.settings.change_log import note_outside_changes
    from engine.store.opening import open_store
    from engine.worker.killed_runs import tell_killed_runs
    from engine.worker.retention import tidy

    data, now = DataFolder(configuration.data_dir), datetime.now(UTC)
    reporter = Reporter(configuration, name, trigger, now, token)
    started = run_started(trigger, dry_run=dry_run, due=due_time)
    seconds = 60 * configuration.settings.window.run_minutes
    if not dry_run:
        yield from tell_killed_runs(configuration, now, token)
        with suppress(ConfigError, StoreError):  # the next run notes it
            note_outside_changes(configuration)
    with RunRecorder(data, name, now, started) as run:
        yield run.start()
        job = import_job(configuration, name, run.name, now, dry_run=dry_run)
        if not dry_run:
            yield from run.report(reporter.begun())
        store = open_store(data)
        with token.deadline(seconds), last_resort(seconds + _GRACE):
            yield from run.record(run_import(job, store, token))
        if not dry_run:
            yield from run.report(deliver_exports(configuration, token, now))
            yield from run.report(reporter.ended(run.name, run.result))
        yield run.finish()
        yield Ended(name, run.result.outcome, ExitCode(run.result.exit_code), run.name)
    if not dry_run:
        tidy(data, name, configuration.settings.retention)
