"""A whole store moved to a PostgreSQL or brought back, as a run where it is afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from engine.common.atomic_write import write_atomically
from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder, SharedStore
from engine.common.file_lock import PATIENCE
from engine.common.i18n import _
from engine.common.os_errors import os_errors
from engine.doctor.verify import verify_problems
from engine.exports.records import ExportRecords
from engine.imports.in_turn import ALL_MANDANTS
from engine.journal import events
from engine.journal.event_message import noted
from engine.journal.events import Event
from engine.messages.database import DatabaseFault, MoveNote
from engine.messages.run import RunFault
from engine.model.errors import StoreError, UsageError
from engine.model.message import Message
from engine.reporting.outboxes import Outboxes
from engine.settings.load import Configuration
from engine.settings.secrets import password_of
from engine.settings.store_url import parse_store_url
from engine.store.due_records import DueRecords
from engine.store.moving import bring_up_to_date, move_in, move_out
from engine.store.opening import open_store

STORE = "store"
"""Stands for the interface in the name of the run."""


def shared_at(configuration: Configuration, url: str) -> DataFolder:
    """The same data folder with its store at this address, with tables that are up to date. Raises
    `UsageError` where the store is on a PostgreSQL already, or the address is none.
    """
    data, store = configuration.data, configuration.settings.store
    if data.shared:
        raise UsageError(
            _("The store is on a PostgreSQL already: {store}.").format(
                store=parse_store_url(data.shared.url).shown
            ),
            _("`opos store export FOLDER` brings it back first."),
        )
    try:
        parse_store_url(url)
    except ValueError as error:
        raise UsageError(f"--to {error}", _("Such as postgresql://opos@db1/opos.")) from error
    moved = DataFolder(data.root, SharedStore(url, partial(password_of, STORE, store)))
    bring_up_to_date(moved)
    return moved


def moving_in(configuration: Configuration, moved: DataFolder) -> Iterator[Event]:
    """Move the store of the data folder, and mark the folder: whoever comes to it is refused."""
    data = configuration.data
    with open_store(data).exclusively(ALL_MANDANTS, CancelToken(), PATIENCE) as held:
        if n := sum(1 for _problem in verify_problems(data)):
            raise StoreError(DatabaseFault.NOT_WHOLE, n=n)
        move_in(data, held, moved)
        _copy_records(configuration, data, moved)
        shown = parse_store_url(moved.shared.url).shown if moved.shared else ""
        yield _told(MoveNote.MOVED, moved, store=shown)
        with os_errors(StoreError, RunFault.DATA_FOLDER, folder=str(data.root)):
            write_atomically(data.moved, [shown.encode() + b"\n"])
    yield events.Committed(name=shown, changes=0)


def moving_out(configuration: Configuration, target: DataFolder) -> Iterator[Event]:
    """Copy the store into a new folder, as any TinyDB opens it."""
    data = configuration.data
    move_out(data, target)
    _copy_records(configuration, data, target)
    yield _told(MoveNote.BACK, target, folder=str(target.root))
    yield events.Committed(name=target.root.name, changes=0)


def _copy_records(configuration: Configuration, data: DataFolder, to: DataFolder) -> None:
    """What is due, what waits to be mailed, what of the exports went."""
    due = DueRecords(configuration, to)
    for name, record in DueRecords(configuration, data).load().items():
        due.put(name, record)
    for name, box in Outboxes(data).load().items():
        Outboxes(to).put(name, box)
    for name in configuration.settings.exports:
        with ExportRecords(to).exclusively(name):
            ExportRecords(to).put(name, ExportRecords(data).load(name))


def _told(code: MoveNote, data: DataFolder, **where: str) -> Event:
    store = open_store(data)
    items = store.items().values()
    total = sum(item.open for item in items)
    acts = len(store.ledger())
    return noted("", Message.of(code, n=len(items), open=total, acts=acts, **where))
