"""A clock that is wrong books payments on wrong days: the import is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.imports.job import ImportJob
from engine.messages.run import RunFault
from engine.model.errors import StoreError
from engine.store.protocol import Store

_EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)
"""No opos ran before; a computer without a battery begins at 1970."""
_TOLERANCE = timedelta(hours=24)
"""A clock that was set right by less may have been ahead."""


def refuse_wrong_clock(job: ImportJob, store: Store) -> None:
    """Raise `StoreError` where the run begins before opos was made, or before the store's last
    change.
    """
    if job.now < _EARLIEST or store.changed_since(job.now + _TOLERANCE):
        raise StoreError(RunFault.CLOCK_BEHIND, now=f"{job.now:%Y-%m-%d %H:%M} UTC")
