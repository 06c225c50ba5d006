"""The end of a run: everyone is told, then its last word is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress

from engine.common.file_lock import PATIENCE, file_lock
from engine.imports.recorder import RunRecorder
from engine.journal.journal import JournalEntry
from engine.model.errors import OposError
from engine.reporting.notifier import Reporter


def last_word(run: RunRecorder, reporter: Reporter) -> Iterator[JournalEntry]:
    """Tell it, and write it. The figures for Prometheus are made from the journals: of two runs
    that end at once the later one must see the last word of the other.
    """
    yield from run.report(reporter.ended(run.name, run.result))
    with ExitStack() as held:
        with suppress(OposError):  # figures that miss a run are better than none
            held.enter_context(file_lock(reporter.data.figures_lock, PATIENCE, reporter.token))
        with reporter.token.unbroken():
            told = [*run.report(reporter.figures(run.result)), run.finish()]
    yield from told
