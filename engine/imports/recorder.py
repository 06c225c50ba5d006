"""Telling a story into a journal: whatever a run does, it begins with `run_started` and ends with
one `run_finished`.
"""

from __future__ import annotations

import os
import socket
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from engine.common.accounts import user_name
from engine.common.atomic_write import sweep_temporary_files
from engine.common.data_folder import DataFolder
from engine.common.file_lock import store_lock
from engine.common.os_errors import os_errors
from engine.journal.events import Act, Event, RunFinished, RunStarted, Trigger
from engine.journal.journal import Journal, JournalEntry
from engine.journal.outcome import RunOutcome
from engine.messages.run import RunFault
from engine.model.errors import OposError, ProgramError, StoreError

Story = Callable[[str], Iterator[Event]]
"""What happens in a run, told as events, given the run's name."""
Reports = Callable[[str, RunFinished], Iterator[Event]]
"""Who hears of the run, told as events, given its name and how it ended."""


def record(
    story: Story,
    *,
    data: DataFolder,
    interface: str,
    trigger: Trigger,
    now: datetime,
    act: Act = "import",
    dry_run: bool = False,
    due: datetime | None = None,
    reports: Reports | None = None,
) -> Iterator[JournalEntry]:
    """Tell the story into a new journal, and pass on what was written; `reports` are told right
    before the last event.

    An `OposError` or an error of the program itself ends the story, never the recording. Raises
    `StoreError` where the journal itself cannot be written.
    """
    with Journal(data.journals, interface, now) as journal:
        yield journal.write(
            RunStarted(
                trigger=trigger,
                dry_run=dry_run,
                pid=os.getpid(),
                host=socket.gethostname(),
                user=user_name(),
                act=act,
                due=due,
            )
        )
        began = time.monotonic()
        tally = RunOutcome(act, dry_run=dry_run)
        error: OposError | None = None
        try:
            for event in story(journal.run):
                entry = journal.write(event)
                tally.add(entry.event)
                yield entry
        except OposError as caught:
            error = caught
        except Exception as caught:
            error = program_error(caught, data, journal.run)
        for event in (
            reports(journal.run, tally.finished(time.monotonic() - began, error)) if reports else ()
        ):
            entry = journal.write(event)
            tally.add(entry.event)
            yield entry
        yield journal.write(tally.finished(time.monotonic() - began, error))


@contextmanager
def at_work(data: DataFolder) -> Iterator[None]:
    """Be the one who may change the store: make the data folder, hold the lock, clear away what
    killed writers left.

    Raises `StoreLocked` where another run is at work, `StoreError` where the folder cannot be made.
    """
    prepare(data)
    with store_lock(data.lock):
        sweep_temporary_files(data.root)
        yield


def prepare(data: DataFolder) -> None:
    """Make the data folder; raises `StoreError` where that cannot be."""
    with os_errors(StoreError, RunFault.DATA_FOLDER, folder=str(data.root)):
        data.make()


def program_error(error: Exception, data: DataFolder, run: str) -> ProgramError:
    """An error of ours as one sentence; the traceback, without the values of variables, goes to a
    file.
    """
    report = data.error_report(run)
    try:
        report.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return ProgramError(RunFault.PROGRAM_ERROR_UNSAVED, kind=type(error).__name__)
    return ProgramError(RunFault.PROGRAM_ERROR, kind=type(error).__name__, path=str(report))
