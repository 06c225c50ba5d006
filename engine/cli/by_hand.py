"""Commands that change the store by hand: each is a run like any other, with its own journal."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import msgspec

from engine.cli.printer import Printer
from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.imports.make_ready import make_ready
from engine.imports.recorder import Decision, RunRecorder, run_started
from engine.journal import journal
from engine.journal.event_level import Level, level
from engine.journal.event_text import render_event
from engine.journal.events import Act, Event, ItemPlanned, Trigger
from engine.model.errors import ExitCode
from engine.settings.load import Configuration


@contextmanager
def run_by_hand(
    data: DataFolder,
    interface: str,
    act: Act,
    now: datetime,
    *,
    dry_run: bool = False,
    decision: Decision | None = None,
) -> Iterator[RunRecorder]:
    """Record as a run what is done. Raises as `make_ready` does."""
    started = run_started(trigger_by_hand(), act=act, dry_run=dry_run, decision=decision)
    make_ready(data, CancelToken())
    with RunRecorder(data, interface, now, started) as run:
        yield run


def print_run(
    run: RunRecorder, story: Iterator[Event], printer: Printer, then: Iterable[Event] = ()
) -> ExitCode:
    """Record the story and what is told of it `then`, and print both as they happen: item by item
    where it is only a plan.
    """
    for entry in run.whole(story, then):
        event, is_item = entry.event, isinstance(entry.event, ItemPlanned)
        is_shown = level(event) >= Level.INFO or (run.started.dry_run and is_item)
        printer.line(render_event(event) if is_shown else None, msgspec.Raw(journal.encode(entry)))
    return ExitCode(run.result.exit_code)


def send_exports(configuration: Configuration, now: datetime, run: RunRecorder) -> Iterable[Event]:
    """Send what exports have of a run by hand."""
    from engine.exports.delivery import deliver_exports  # a tick with nothing due pays for none

    return () if run.started.dry_run else deliver_exports(configuration, CancelToken(), now)


def trigger_by_hand() -> Trigger:
    """What starts a run by hand; the app says in the environment of a process that it does."""
    return "tui" if os.environ.get("OPOS_TRIGGER") == "tui" else "cli"
