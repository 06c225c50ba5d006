"""Runs that were killed after their commit. What they did counts, so the next run writes their last
word and tells whoever hears of them.

That a journal has no last word means "not reported yet": a run writes it when its letters are in
the outbox, and what comes before a commit is on the disk before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.sanitize import sanitize
from engine.imports.recorder import RunRecorder
from engine.journal.event_message import noted
from engine.journal.events import Committed
from engine.journal.journal import JournalEntry, Run, newest
from engine.messages.run import RunNotice
from engine.model.message import Message
from engine.reporting.notifier import Reporter
from engine.settings.load import Configuration
from engine.store.ledger import LedgerEntry, Undone
from engine.store.opening import open_store
from engine.store.protocol import Store


def tell_killed_runs(
    configuration: Configuration, now: datetime, token: CancelToken
) -> Iterator[JournalEntry]:
    """Finish each, the oldest first. Only for the holder of the store's lock."""
    data = DataFolder(configuration.data_dir)
    killed = list(_killed(data))
    if not killed:
        return
    store = open_store(data)
    for run in reversed(killed):
        entries = store.entries_of(run.run)
        if not entries:
            continue  # it changed nothing, and stays interrupted
        for entry in _finished(configuration, data, run, store, entries, now, token):
            if run.interface in configuration.settings.interfaces:
                yield entry


def _killed(data: DataFolder) -> Iterator[Run]:
    """The runs without a last word since the last import that came to its end, which told all
    before it.
    """
    for run in newest(data.journals):
        if run.finished is None and not run.alive:
            yield run
        elif run.finished and run.started.act == "import" and not run.started.dry_run:
            return


def _finished(
    configuration: Configuration,
    data: DataFolder,
    run: Run,
    store: Store,
    entries: Sequence[LedgerEntry],
    now: datetime,
    token: CancelToken,
) -> Iterator[JournalEntry]:
    began, started = run.started_at, run.started
    with RunRecorder(data, run.interface, began, started, killed=run.run) as recorder:
        for entry in entries[recorder.commits :]:
            name = "" if isinstance(entry, Undone) else sanitize(entry.file)
            yield recorder.emit(Committed(name=name, changes=len([*store.changes(entry)])))
        yield recorder.emit(noted("", Message(RunNotice.KILLED)))
        if started.act == "import" and run.interface in configuration.settings.interfaces:
            reporter = Reporter(configuration, run.interface, started.trigger, now, token)
            yield from recorder.report(reporter.ended(run.run, recorder.result))
        yield recorder.finish()
