"""Taking a whole run back, as a run of its own. Items changed since are left alone; the file is not
imported again unless somebody releases it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

import msgspec
from msgspec.structs import asdict

from engine.common.cancellation import CancelToken
from engine.common.sanitize import sanitize
from engine.exports.numbering import Exporting
from engine.imports import plan_events
from engine.imports.committing import commit
from engine.imports.in_turn import ALL_MANDANTS, in_turn
from engine.journal import events
from engine.journal.event_message import noted, warned
from engine.journal.events import Event
from engine.journal.run_names import runs_meant
from engine.messages.clearing import ClearingFault
from engine.messages.imports import ImportNotice, RunChoice
from engine.model.errors import UsageError
from engine.model.item import Key
from engine.model.message import Message
from engine.posting.change import Change, change_kind
from engine.posting.counting import count_changes
from engine.posting.undo import plan_undo
from engine.store.ledger import Cleared, Imported, LedgerEntry, Undone
from engine.store.protocol import Store


def undoable(store: Store, name: str) -> list[LedgerEntry]:
    """What the run called `name` (or the only one whose name begins so) did and what still holds;
    raises `UsageError`.
    """
    runs = runs_meant(name, (entry.run for entry in store.ledger()))
    if not runs:
        raise UsageError(RunChoice.NOTHING_CHANGED, run=name)
    if len(runs) > 1:
        raise UsageError(RunChoice.SEVERAL, run=name)
    entries = list(store.entries_of(runs[0]))
    if undone := entries[0].undone_by:
        raise UsageError(RunChoice.UNDONE_ALREADY, run=runs[0], by=undone)
    if isinstance(entries[0], Undone):
        raise UsageError(RunChoice.IS_AN_UNDO, run=runs[0])
    _refuse_assigned_since(store, entries)
    return entries


def _refuse_assigned_since(store: Store, entries: Sequence[LedgerEntry]) -> None:
    """Raise `UsageError` where payments that the run left to a person were assigned since: they
    would be forgotten, and assigned again if the list is imported again.
    """
    if any(isinstance(entry, Imported) and entry.clearing for entry in entries):
        run = entries[0].run
        since = [
            act.run
            for act in store.ledger()
            if isinstance(act, Cleared) and act.source_run == run and not act.undone_by
        ]
        if since:
            raise UsageError(ClearingFault.ASSIGNED_SINCE, run=run, runs=since)


def undo(
    store: Store,
    name: str,
    run: str,
    exporting: Exporting,
    token: CancelToken,
    *,
    now: datetime,
    dry_run: bool,
) -> Iterator[Event]:
    """Take back what the run called `name` did; in a dry run only show it. Raises `UsageError`."""
    act = partial(_undo, name=name, run=run, exporting=exporting, now=now, dry_run=dry_run)
    yield from act(store) if dry_run else in_turn(store, ALL_MANDANTS, token, act)


def _undo(
    store: Store, *, name: str, run: str, exporting: Exporting, now: datetime, dry_run: bool
) -> Generator[Event, None, None]:
    entries = undoable(store, name)
    undone = entries[0]
    file = sanitize("" if isinstance(undone, Undone) else undone.file)
    plan = plan_undo(
        store.items(), in_one_step(change for entry in entries for change in store.changes(entry))
    )
    for change in plan.left_alone:
        number = change.item.invoice_no
        yield warned(file, Message.of(ImportNotice.CHANGED_SINCE, invoice=number))
    counts = count_changes(plan.changes, unchanged=len(plan.left_alone))
    yield events.Planned(name=file, **asdict(counts))
    yield from plan_events.items_planned(file, plan.changes)
    if files := [sanitize(entry.file) for entry in entries if isinstance(entry, Imported)]:
        notice = Message.of(ImportNotice.TAKEN_BACK, names=files, run=undone.run)
        yield noted(file, notice)
    if dry_run:
        return
    entry = Undone(run=run, at=now, interface=undone.interface, undone_run=undone.run)
    commit(store, plan.changes, entry, exporting)
    yield events.Committed(name=file, changes=len(plan.changes))


def in_one_step(changes: Iterable[Change]) -> list[Change]:
    """The changes of a run with several files as if they had been one: an item may have been
    changed by each.
    """
    folded: dict[Key, Change] = {}
    for change in changes:
        if (first := folded.get(change.key)) is None:
            folded[change.key] = change
        elif first.before is None and change.after is None:
            del folded[change.key]
        else:
            folded[change.key] = msgspec.structs.replace(
                change, kind=change_kind(first.before, change.after), before=first.before
            )
    return list(folded.values())
