"""Writing a run into a journal: whatever it does, it begins with `run_started` and ends with one
`run_finished`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, Self

from engine.common.accounts import user_name
from engine.common.data_folder import DataFolder
from engine.common.os_errors import machine_error
from engine.common.room import telling_room
from engine.common.sanitize import sanitize
from engine.journal.event_message import report_failed
from engine.journal.events import (
    Act,
    AnyEvent,
    Committed,
    Event,
    GuardHeld,
    OriginalRemoved,
    RunFinished,
    RunStarted,
    Trigger,
)
from engine.journal.journal import JournalEntry, journal_path, read_journal
from engine.journal.outcome import RunOutcome
from engine.messages.run import RunFault
from engine.model.errors import OposError, ProgramError, StoreError


class RunRecorder:
    """The recording of one run.

        with RunRecorder(data, "datev", now, run_started("cron")) as run:
            yield run.start()
            yield from run.record(story)
            yield run.finish()

    Every method that writes returns what was written, and raises `StoreError` where the journal
    cannot be.
    """

    def __init__(
        self,
        data: DataFolder,
        interface: str,
        now: datetime,
        started: RunStarted,
        *,
        killed: str = "",
    ) -> None:
        """Of a new run, or the rest of one that was `killed`: what that told counts. Raises
        `Locked` where that one is at work after all, or another process finishes it.
        """
        self._data = data
        self.started = started
        self._outcome = RunOutcome(started.act, dry_run=started.dry_run)
        self._error: OposError | None = None
        self._changed_something = False
        self._began = time.monotonic()
        from engine.store.opening import begin_journal  # a tick with nothing due pays for none

        self._journal = begin_journal(data, interface, now, killed=killed)
        self.commits = 0
        """How many commits were told."""
        self.is_finished = False
        """Whether the last word was said."""
        if killed:
            for entry in read_journal(journal_path(data.journals, killed)):
                self._add(entry.event)
                self._began = time.monotonic() - (entry.at - now).total_seconds()

    @property
    def name(self) -> str:
        """The run's name."""
        return self._journal.run

    @property
    def result(self) -> RunFinished:
        """How the run ends if nothing more happens."""
        return self._outcome.finished(time.monotonic() - self._began, self._error)

    def start(self) -> JournalEntry:
        """Write the first event."""
        return self._journal.write(self.started)

    def emit(self, event: Event) -> JournalEntry:
        """Write one event."""
        entry = self._journal.write(event)
        self._add(entry.event)
        return entry

    def _add(self, event: AnyEvent) -> None:
        self._outcome.add(event)
        self.commits += isinstance(event, Committed)
        self.is_finished |= isinstance(event, RunFinished)
        if isinstance(event, Committed | GuardHeld | OriginalRemoved):
            self._changed_something = not self.started.dry_run

    def record(self, story: Iterator[Event]) -> Iterator[JournalEntry]:
        """Write a story as it happens. An `OposError` or an error of the program itself ends the
        story, never the recording: the last event says so.
        """
        try:
            for event in story:
                yield self.emit(event)
        except OposError as error:
            self._error = telling_room(error, self._data)
        except OSError as error:
            self._error = telling_room(machine_error(error), self._data)
        except Exception as error:
            self._error = program_error(error, self._data, self.name)
        finally:
            if isinstance(story, Generator):
                story.close()  # it may hold the store, and an error that is kept holds it

    def report(self, story: Iterable[Event]) -> Iterator[JournalEntry]:
        """Write what those who hear of the run are told. What goes wrong in telling them is told in
        the journal, and changes nothing of the run.
        """
        try:
            for event in story:
                yield self.emit(event)
        except OposError as error:
            yield self.emit(report_failed(self._journal.interface, error.message))
        except OSError as error:
            yield self.emit(report_failed(self._journal.interface, machine_error(error).message))
        except Exception as error:
            failed = program_error(error, self._data, self.name)
            yield self.emit(report_failed(self._journal.interface, failed.message))

    def finish(self) -> JournalEntry:
        """Write the last event, and note in the chain over the runs how the run left everything."""
        entry = self._journal.write(self.result)
        if self._changed_something:
            self._note(entry.at)
        return entry

    def _note(self, at: datetime) -> None:
        """What cannot be noted is no fault of the run; `opos verify` sees it."""
        from engine.store.opening import open_store  # a tick with nothing due pays for none
        from engine.store.run_chain import note_run

        with suppress(StoreError):
            repaired = self.started.act in ("repair", "move")
            note_run(self._data, open_store(self._data), self.name, at, repaired=repaired)

    def whole(self, story: Iterator[Event], then: Iterable[Event] = ()) -> Iterator[JournalEntry]:
        """Write a run from its first event to its last, with what is told of it `then`."""
        yield self.start()
        yield from self.record(story)
        yield from self.report(then)
        yield self.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._journal.close()


class Decision(NamedTuple):
    """What a run decides on that takes back, releases or drops what another one did."""

    run: str
    file: str = ""
    reason: str = ""


def run_started(
    trigger: Trigger,
    *,
    act: Act = "import",
    dry_run: bool = False,
    due: datetime | None = None,
    decision: Decision | None = None,
) -> RunStarted:
    """The first event of a run of this process."""
    of_run, of_file, reason = decision or Decision("")
    return RunStarted(
        trigger=trigger,
        dry_run=dry_run,
        pid=os.getpid(),
        host=os.uname().nodename,
        user=user_name(),
        act=act,
        due=due,
        of_run=of_run,
        of_file=sanitize(of_file),
        reason=sanitize(reason, 2000),
    )


def program_error(error: Exception, data: DataFolder, run: str) -> ProgramError:
    """An error of ours as one sentence; the traceback, without the values of variables, goes to a
    file.
    """
    import traceback

    report = data.error_report(run)
    try:
        report.touch(mode=0o640)
        report.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return ProgramError(RunFault.PROGRAM_ERROR_UNSAVED, kind=type(error).__name__)
    return ProgramError(RunFault.PROGRAM_ERROR, kind=type(error).__name__, path=str(report))
