"""`opos prune`: originals whose time is over are removed, by hand alone and in a run of its own, so
it is known who did it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from engine.cli.commands import Answer
from engine.cli.commands.recorded import recorded
from engine.common.data_folder import DataFolder
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal import events
from engine.journal.events import Event
from engine.model.errors import UsageError
from engine.store.archive import Archive
from engine.store.protocol import Store

LEAST_YEARS = 8
"""Posting documents are to be kept for eight years (§ 147 AO); the default of ten is the safe side:
ask the tax adviser.
"""


def prune(data: DataFolder, *, years: int, dry_run: bool) -> Answer:
    """Remove the originals archived more than `years` years ago. Ledger and history stay: undo and
    explain need no original.
    """
    if years < LEAST_YEARS:
        raise UsageError(
            _("Originals are kept for {years} years at least.").format(years=LEAST_YEARS),
            _("Give --years {years} or more; what the law demands, the tax adviser knows.").format(
                years=LEAST_YEARS
            ),
        )
    now = datetime.now(UTC)
    return (
        yield from recorded(
            data,
            "archive",
            lambda store, run: _story(data, store, run, years, now, dry_run),
            now=now,
            act="prune",
            dry_run=dry_run,
        )
    )


def _story(
    data: DataFolder, store: Store, run: str, years: int, now: datetime, dry_run: bool
) -> Iterator[Event]:
    archive = Archive(data.archive)
    waiting = {held.sha256 for held in store.waiting()}
    last_day = now.date().replace(year=now.year - years, day=min(now.day, 28))
    for archived in archive.kept():
        if archived.at.date() < last_day and archived.sha256 not in waiting:
            if not dry_run:
                archive.remove(archived, run=run, at=now)
            yield events.OriginalRemoved(
                name=sanitize(archived.name), sha256=archived.sha256, archived_at=archived.at
            )
