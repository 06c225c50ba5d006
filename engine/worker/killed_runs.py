"""Runs that were killed after their commit. What they did counts, so the next run writes their last
word and tells whoever hears of them.

That a journal has no last word means "not reported yet": a run writes it when its letters are in
the outbox, and what comes before a commit is on the disk before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.sanitize import sanitize
from engine.imports.recorder import RunRecorder
from engine.journal.event_message import noted
from engine.journal.events import Committed
from engine.journal.journal import JournalEntry, Run, newest
from engine.messages.run import RunNotice
from engine.model.errors import Locked
from engine.model.message import Message
from engine.reporting.notifier import Reporter
from engine.settings.load import Configuration
from engine.store.ledger import LedgerEntry, Undone
from engine.store.opening import open_store, run_lock
from engine.store.protocol import Store
from engine.store.run_chain import run_chain
from engine.worker.last_word import last_word


def tell_killed_runs(
    configuration: Configuration, now: datetime, token: CancelToken
) -> Iterator[JournalEntry]:
    """Finish each, the oldest first; those of an interface that is at work just now are left to
    the next.
    """
    data, killed = configuration.data, list(killed_runs(configuration))
    if not killed:
        return
    store = open_store(data)
    noted_at_its_end = {line.run for line in run_chain(data).readable()}
    for run in reversed(killed):
        entries = store.entries_of(run.run)
        if not entries or run.run in noted_at_its_end:
            continue  # it changed nothing, and stays interrupted; or its last word is damaged
        is_known = run.interface in configuration.settings.interfaces
        with ExitStack() as held:
            try:
                if is_known:
                    held.enter_context(run_lock(data, run.interface))
                recorder = held.enter_context(_reopened(data, run))
            except Locked:
                continue
            if recorder.is_finished:
                continue  # another process was quicker
            for entry in _finished(configuration, recorder, run, store, entries, now, token):
                if is_known:
                    yield entry


def killed_runs(configuration: Configuration) -> Iterator[Run]:
    """The runs without a last word, the newest first. The last import that came to its end told all
    that were dead by then; no run is at work for longer than `patience`.
    """
    patience = timedelta(minutes=2 * configuration.settings.window.run_minutes + 10)
    told: datetime | None = None
    for run in newest(configuration.data.journals):
        if told is not None and run.started_at < told - patience:
            return
        if run.finished is None:
            if not run.alive:
                yield run
        elif told is None and run.started.act == "import" and not run.started.dry_run:
            told = run.started_at


def _reopened(data: DataFolder, run: Run) -> RunRecorder:
    return RunRecorder(data, run.interface, run.started_at, run.started, killed=run.run)


def _finished(
    configuration: Configuration,
    recorder: RunRecorder,
    run: Run,
    store: Store,
    entries: Sequence[LedgerEntry],
    now: datetime,
    token: CancelToken,
) -> Iterator[JournalEntry]:
    for entry in entries[recorder.commits :]:
        name = "" if isinstance(entry, Undone) else sanitize(entry.file)
        yield recorder.emit(Committed(name=name, changes=len([*store.changes(entry)])))
    yield recorder.emit(noted("", Message(RunNotice.KILLED)))
    if run.started.act == "import" and run.interface in configuration.settings.interfaces:
        reporter = Reporter(configuration, run.interface, run.started.trigger, now, token)
        yield from last_word(recorder, reporter)
    else:
        yield recorder.finish()
