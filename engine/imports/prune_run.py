"""Originals whose time is over, removed as a run of its own, so that it is known who did it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from functools import partial

from engine.common.cancellation import CancelToken
from engine.common.sanitize import sanitize
from engine.imports.in_turn import ALL_MANDANTS, in_turn
from engine.journal import events
from engine.journal.events import Event
from engine.store.archive import Archive
from engine.store.protocol import Store


def prune(
    archive: Archive,
    store: Store,
    years: int,
    run: str,
    token: CancelToken,
    *,
    now: datetime,
    dry_run: bool,
) -> Iterator[Event]:
    """Remove the originals archived more than `years` years ago, but for those that wait for a
    release, and those that an interrupted run left. Ledger and history stay: undo and explain need
    no original.
    """
    act = partial(_prune, archive, years, run, now, dry_run)
    yield from act(store) if dry_run else in_turn(store, ALL_MANDANTS, token, act)


def _prune(
    archive: Archive, years: int, run: str, now: datetime, dry_run: bool, store: Store
) -> Generator[Event, None, None]:
    waiting = {held.sha256 for held in store.waiting()}
    last_day = now.date().replace(year=now.year - years, day=min(now.day, 28))
    over = [
        archived
        for archived in archive.kept()
        if archived.at.date() < last_day and archived.sha256 not in waiting
    ]
    for archived in [*archive.left_over(), *over]:
        if not dry_run:
            archive.remove(archived, run=run, at=now)
        yield events.OriginalRemoved(
            name=sanitize(archived.name), sha256=archived.sha256, archived_at=archived.at
        )
