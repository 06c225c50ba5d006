"""Commands that change the store by hand: each is a run like any other, under the lock and with a
journal of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from engine.cli.commands import Answer, Line
from engine.common.data_folder import DataFolder
from engine.imports.recorder import at_work, record
from engine.journal import journal
from engine.journal.event_text import Level, level, render
from engine.journal.events import Act, Event, ItemPlanned, RunFinished, Trigger
from engine.model.errors import ExitCode
from engine.store.opening import open_store
from engine.store.protocol import Store


def recorded(
    data: DataFolder,
    interface: str,
    story: Callable[[Store, str], Iterator[Event]],
    *,
    now: datetime,
    act: Act,
    trigger: Trigger | None = None,
    dry_run: bool = False,
) -> Answer:
    """Tell the story of the store and the run's name into a journal, and print it: item by item
    where it is only a plan.
    """
    code = ExitCode.OK
    with at_work(data):
        store = open_store(data)
        for entry in record(
            lambda run: story(store, run),
            data=data,
            interface=interface,
            trigger=trigger or by_whose_hand(),
            now=now,
            act=act,
            dry_run=dry_run,
        ):
            event = entry.event
            shown = level(event) >= Level.INFO or (dry_run and isinstance(event, ItemPlanned))
            yield Line(render(event) if shown else None, msgspec.Raw(journal.encode(entry)))
            if isinstance(event, RunFinished):
                code = ExitCode(event.exit_code)
    return code


def by_whose_hand() -> Trigger:
    """Who starts a run that cron does not: the terminal interface says so in the environment of the
    process it starts.
    """
    return "tui" if os.environ.get("OPOS_TRIGGER") == "tui" else "cli"
