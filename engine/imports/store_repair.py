"""A damaged or lost store, rebuilt as a run of its own: what that changes, then the question."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import datetime

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.imports.in_turn import ALL_MANDANTS, in_turn
from engine.journal import events
from engine.journal.event_message import noted, warned
from engine.journal.events import Event
from engine.messages.repair import RepairFault, RepairNote
from engine.model.errors import StoreError
from engine.model.item import Item
from engine.model.message import Message
from engine.store.opening import open_store
from engine.store.rebuild import Rebuilt, put_in_place, rebuild

REPAIR = "store"
"""Stands for the interface in the name of the run."""

_SHOWN = 20
"""So many differing invoices are named."""


def repair(
    data: DataFolder, now: datetime, token: CancelToken, confirmed: Callable[[], bool]
) -> Iterator[Event]:
    """Rebuild the store, and put it in place once that is `confirmed`; the file that was there is
    kept. Raises `StoreError`.
    """
    return in_turn(
        open_store(data), ALL_MANDANTS, token, lambda _damaged: _repair(data, now, confirmed)
    )


def _repair(
    data: DataFolder, now: datetime, confirmed: Callable[[], bool]
) -> Generator[Event, None, None]:
    rebuilt = rebuild(data)
    if not (rebuilt.base or rebuilt.again):
        raise StoreError(RepairFault.NOTHING_LEFT, folder=str(data.root))
    chains = rebuilt.chains
    if not rebuilt.is_needed:
        yield _note(RepairNote.NOT_NEEDED)
        yield from _gone(rebuilt)
    else:
        yield from _found(rebuilt)
    for broken in chains:
        yield _note(RepairNote.CHAIN, path=str(broken.chain.path), n=len(broken.missing))
    if not (rebuilt.is_needed or chains) or not confirmed():
        return
    if rebuilt.is_needed and (kept := put_in_place(data, rebuilt, now)):
        yield _note(RepairNote.KEPT, path=str(kept))
    for broken in chains:
        if kept := broken.mend(now):
            yield _note(RepairNote.KEPT, path=str(kept))
    yield events.Committed(name=data.store.name, changes=len(rebuilt.differing))


def _found(rebuilt: Rebuilt) -> Iterator[Event]:
    yield _note(RepairNote.BASE, name=rebuilt.base) if rebuilt.base else _note(RepairNote.NO_BASE)
    for entry in rebuilt.again:
        yield _note(RepairNote.AGAIN, run=entry.run, n=entry.changed)
    for held in rebuilt.held:
        yield _note(RepairNote.HELD, name=held.file, run=held.run)
    yield from _gone(rebuilt)
    for there, here in rebuilt.differing[:_SHOWN]:
        yield _difference(there, here)
    if more := len(rebuilt.differing[_SHOWN:]):
        yield _note(RepairNote.MORE, n=more)
    total = sum(item.open for item in rebuilt.items)
    yield _note(RepairNote.ITEMS, n=len(rebuilt.items), open=total)


def _gone(rebuilt: Rebuilt) -> Iterator[Event]:
    for lost in rebuilt.gone:
        message = Message.of(RepairNote.GONE, name=lost.file or lost.act, run=lost.run)
        yield warned(lost.file, message)


def _difference(there: Item | None, here: Item | None) -> Event:
    if here is None:
        return _note(RepairNote.ONLY_THERE, invoice=there.invoice_no if there else "")
    if there is None:
        return _note(RepairNote.ONLY_HERE, invoice=here.invoice_no, after=here.open)
    return _note(RepairNote.DIFFERS, invoice=here.invoice_no, before=there.open, after=here.open)


def _note(code: RepairNote, **params: str | int) -> Event:
    return noted("", Message.of(code, **params))
