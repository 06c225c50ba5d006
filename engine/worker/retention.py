"""Letting go of the journals of runs that changed nothing, so that an interface that runs for years
stays quick to look at.

Whatever undo or explain may ask for stays: journals of runs that committed or held something, the
changes, the originals. So does the journal of a run that was killed, since it cannot say whether it
had committed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from engine.common.data_folder import DataFolder
from engine.journal import journal
from engine.journal.events import Committed, GuardHeld
from engine.journal.journal import Run
from engine.model.errors import StoreError
from engine.reporting.outboxes import Outboxes
from engine.settings.model import RetentionSettings
from engine.store.opening import remove_journal


def tidy(data: DataFolder, interface: str, retention: RetentionSettings) -> None:
    """Remove what is outdated of this interface, after its first run of a day (UTC). Only for who
    runs it.
    """
    runs = journal.newest(data.journals, interface)
    this, before = next(runs, None), next(runs, None)
    if this is None or before is None or before.started_at.date() == this.started_at.date():
        return
    to_be_mailed = {letter.run for box in Outboxes(data).load().values() for letter in box.letters}
    for run in outdated([this, before, *runs], retention, this.started_at):
        if run.run not in to_be_mailed and not _did_something(run, data):
            with suppress(OSError, StoreError):  # tomorrow is another day
                remove_journal(data, run.run)
                data.error_report(run.run).unlink(missing_ok=True)


def outdated(runs: Iterable[Run], retention: RetentionSettings, now: datetime) -> Iterator[Run]:
    """Of the runs of one interface, the newest first, those that may go if they did nothing."""
    for place, run in enumerate(runs):
        too_old = now - run.started_at > timedelta(days=retention.days)
        if (
            (too_old or place >= retention.runs)
            and run.finished is not None
            and run.finished.outcome != "imported"
        ):
            yield run


def _did_something(run: Run, data: DataFolder) -> bool:
    """A run that failed may have imported one file before."""
    if run.started.dry_run:
        return False
    path = journal.journal_path(data.journals, run.run)
    return any(
        isinstance(entry.event, (Committed, GuardHeld)) for entry in journal.read_journal(path)
    )
