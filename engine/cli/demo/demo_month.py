"""The month before the demo: real imports over the demo's server, told as if they had been made on
those days; and this morning, on which not all goes well.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from engine.cli.demo.demo_lists import Practice
from engine.cli.spreadsheet import write_csv
from engine.common.cancellation import CancelToken
from engine.exports.numbering import Exporting
from engine.imports.import_run import run_import
from engine.imports.job import import_job
from engine.imports.load_run import load
from engine.imports.make_ready import make_ready
from engine.imports.recorder import run_started
from engine.journal.events import Act, AnyEvent, Event
from engine.journal.journal import LOAD, JournalEntry, encode, journal_path
from engine.journal.outcome import RunOutcome
from engine.model.errors import OposError
from engine.model.item import Item
from engine.queries.invoices import item_record
from engine.settings.load import Configuration
from engine.store.opening import open_store
from engine.store.run_chain import note_run

DAYS = 28
_STEP = timedelta(seconds=0.3)
"""Between two events of a run."""
_MONDAY, _THURSDAY, _SATURDAY = 0, 3, 5


class _Due(NamedTuple):
    """What happens at one moment: lists come, and an interface is run."""

    at: datetime
    interface: str
    lists: dict[str, bytes]


def live_through(
    configuration: Configuration, practice: Practice, uploads: Path, now: datetime
) -> None:
    """Load the invoices as they are written, and run what is due on each day before today."""
    make_ready(configuration.data, CancelToken())
    today, loaded = now.astimezone().date(), date.min
    for days in range(DAYS, 0, -1):
        day = today - timedelta(days=days)
        if days % 7 == 0:
            _load(configuration, practice.written(loaded, day), uploads.parent, _at(day, 5))
            loaded = day
        if day.weekday() < _SATURDAY:
            for due in _due_on(day, practice):
                _bring(uploads, due)
                _run(configuration, due.interface, due.at)
    newest = practice.written(loaded, today)
    _load(configuration, newest, uploads.parent, now - timedelta(hours=1))


def live_through_this_morning(
    configuration: Configuration, practice: Practice, uploads: Path, now: datetime
) -> None:
    """Half a list is held, a password does not fit any more, and a list does not come."""
    morning = [
        _Due(now - timedelta(minutes=50), "ulm", practice.half_list(now.date())),
        _Due(now - timedelta(minutes=45), "bank", {}),
        _Due(now - timedelta(minutes=30), "aachen", {}),
    ]
    for due in morning:
        _bring(uploads, due)
        _run(configuration, due.interface, due.at)


def _due_on(day: date, practice: Practice) -> Iterator[_Due]:
    weekday = day.weekday()
    if weekday in (_MONDAY, _THURSDAY):
        yield _Due(_at(day, 7), "datev", practice.open_list(day))
    yield _Due(_at(day, 7, 1), "zahlungen", practice.payments("Zahlungen", day))
    if payments := practice.payments("Aachen", day):
        yield _Due(_at(day, 7, 2), "aachen", payments)
    if weekday == _MONDAY:
        yield _Due(_at(day, 7, 3), "bank", {})
    yield _Due(_at(day, 7, 4), "ulm", practice.whole_list(day))


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of that day on this machine's clock, UTC."""
    return datetime.combine(day, time(hour, minute)).astimezone(UTC)


def _bring(uploads: Path, due: _Due) -> None:
    """Put the lists on the server, written some minutes before they are fetched."""
    for name, content in due.lists.items():
        path = uploads / name
        path.write_bytes(content)
        written = (due.at - timedelta(minutes=5)).timestamp()
        os.utime(path, (written, written))


def _load(configuration: Configuration, items: list[Item], folder: Path, at: datetime) -> None:
    """Load invoices that were written since the last time, as `opos items load` does."""
    invoices = folder / "invoices.csv"
    write_csv(invoices, map(item_record, items))
    exporting, token = Exporting.of(configuration), CancelToken()
    store, run = open_store(configuration.data), f"{at:%Y%m%dT%H%M%SZ}-{LOAD}"
    story = load(store, invoices, "", run, exporting, token, now=at)
    _tell(configuration, LOAD, at, "load", story)


def _run(configuration: Configuration, interface: str, at: datetime) -> None:
    run = f"{at:%Y%m%dT%H%M%SZ}-{interface}"
    job = import_job(configuration, interface, run, at, dry_run=False)
    story = run_import(job, open_store(configuration.data), CancelToken())
    _tell(configuration, interface, at, "import", story)


def _tell(
    configuration: Configuration, interface: str, at: datetime, act: Act, story: Iterator[Event]
) -> None:
    """Write the journal of a run that began at this moment."""
    data, run = configuration.data, f"{at:%Y%m%dT%H%M%SZ}-{interface}"
    outcome = RunOutcome(act, dry_run=False)
    error: OposError | None = None
    told: list[AnyEvent] = [run_started("cron", act=act)]
    try:
        for event in story:
            assert isinstance(event, AnyEvent)  # noqa: S101 - no event is foreign
            outcome.add(event)
            told.append(event)
    except OposError as raised:
        error = raised
    seconds = _STEP.total_seconds() * len(told)
    told.append(outcome.finished(seconds, error))
    lines = [
        encode(JournalEntry(at + number * _STEP, run, interface, event)) + b"\n"
        for number, event in enumerate(told)
    ]
    journal_path(data.journals, run).write_bytes(b"".join(lines))
    note_run(data, open_store(data), run, at, repaired=False)
