"""The run of one interface, within its time and as the only one of that interface."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.os_errors import machine_error
from engine.common.room import telling_room
from engine.model.errors import ExitCode, OposError
from engine.schedule.due import due, timetable_of
from engine.schedule.schedule import after_attempt
from engine.settings.load import Configuration
from engine.store.due_records import DueRecords
from engine.worker.last_resort import last_resort

if TYPE_CHECKING:
    from engine.journal.events import Event, Outcome, Trigger
    from engine.journal.journal import JournalEntry


class Ended(msgspec.Struct, frozen=True):
    """How the run of one interface ended."""

    interface: str
    outcome: Outcome
    exit_code: ExitCode
    run: str = ""
    """Empty where not even a journal could be begun."""
    error: OposError | None = None
    """Why, in that case."""


Steps = Iterator["JournalEntry | Ended"]
"""What happens, as it is written to the journals, and how each run ended."""

_TELLING = 240.0
"""Seconds that a run has after its import to send what waits and to tell how it ended."""
_GRACE = 60.0
"""Seconds after its deadline in which a run should have ended in order."""
_LAST_THINGS = 2.0
"""Seconds that the run before may still need to tidy up: its journal says already that it ended."""
_PASSING = (ExitCode.NO_FILE, ExitCode.UNREACHABLE, ExitCode.LOCKED, ExitCode.STORE)
"""What may be otherwise within the hour. A refused login would only lock the account, and a refused
or held list waits for a person.
"""


def fenced(data: DataFolder, name: str, steps: Callable[[], Steps]) -> Steps:
    """Pass the steps on. Whatever ends them is the end of this interface's run, and keeps no other
    from running.
    """
    try:
        yield from steps()
    except Exception as error:
        refused = as_ours(error, data, name)
        yield Ended(name, "failed", refused.exit_code, error=refused)


def as_ours(error: Exception, data: DataFolder, name: str) -> OposError:
    """Whatever went wrong outside of a run, as an error of ours."""
    if isinstance(error, OposError):
        return telling_room(error, data)
    if isinstance(error, OSError):
        return telling_room(machine_error(error), data)
    from engine.imports.recorder import program_error  # a tick with nothing due pays for none

    return program_error(error, data, name)


def run_if_due(
    configuration: Configuration, name: str, trigger: Trigger, token: CancelToken
) -> Steps:
    """Run it for its due time, unless another process has just done so."""
    from engine.store.opening import run_lock  # a tick with nothing due pays for none

    data = configuration.data
    with run_lock(data, name, _LAST_THINGS, token):
        found = due(configuration, DueRecords(configuration).load(), datetime.now(UTC), [name])
        if name not in found.times:
            return
        time = found.times[name]
        code = yield from _code_of(_run(configuration, name, trigger, token, due_time=time))
        if token.is_cancelled:
            return  # the machine went down in the midst of it: the next tick makes up for it
        timetable = timetable_of(configuration, configuration.settings.interfaces[name])
        passing = code in _PASSING
        ended = after_attempt(
            timetable, found.records[name], time, datetime.now(UTC), passing=passing
        )
        DueRecords(configuration).put(name, ended)


def run_when_asked(
    configuration: Configuration, name: str, trigger: Trigger, token: CancelToken, *, dry_run: bool
) -> Steps:
    """Run it, due or not. What succeeds by hand is not tried again by the clock."""
    from engine.store.opening import run_lock

    data = configuration.data
    with run_lock(data, name, _LAST_THINGS, token):
        code = yield from _code_of(_run(configuration, name, trigger, token, dry_run=dry_run))
        if dry_run or token.is_cancelled or code in _PASSING:
            return
        record = DueRecords(configuration).load().get(name)
        if record and record.again:
            DueRecords(configuration).put(name, record._replace(failed=0, again=None))


def _code_of(steps: Steps) -> Generator[JournalEntry | Ended, None, ExitCode]:
    """Pass the steps on; return how they ended."""
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
    from engine.imports.import_run import run_import
    from engine.imports.job import import_job
    from engine.imports.recorder import RunRecorder, run_started
    from engine.reporting.notifier import Reporter
    from engine.store.opening import open_store
    from engine.worker.last_word import last_word
    from engine.worker.retention import tidy

    data, now = configuration.data, datetime.now(UTC)
    reporter = Reporter(configuration, name, trigger, now, token)
    started = run_started(trigger, dry_run=dry_run, due=due_time)
    seconds = 60 * configuration.settings.window.run_minutes
    with RunRecorder(data, name, now, started) as run:
        yield run.start()
        job = import_job(configuration, name, run.name, now, dry_run=dry_run)
        if not dry_run:
            yield from run.report(reporter.begun())
        store = open_store(data)
        with token.deadline(seconds), last_resort(token, seconds + _GRACE):
            yield from run.record(run_import(job, store, token))
        if dry_run:
            yield run.finish()
        else:
            with token.deadline(_TELLING), last_resort(token, _TELLING + _GRACE):
                yield from run.report(_exported(configuration, token, now))
                yield from last_word(run, reporter)
        yield Ended(name, run.result.outcome, ExitCode(run.result.exit_code), run.name)
    if not dry_run:
        tidy(data, name, configuration.settings.retention)


def _exported(configuration: Configuration, token: CancelToken, now: datetime) -> Iterator[Event]:
    """Send what exports have, where there are any."""
    if configuration.settings.exports:
        from engine.exports.delivery import deliver_exports

        yield from deliver_exports(configuration, token, now)
