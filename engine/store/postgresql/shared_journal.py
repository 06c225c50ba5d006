"""A run's journal that all hosts can read: written as a file, as always, and sent to the database
while it is.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import datetime

from engine.journal.events import Event, Planned, RunFinished
from engine.journal.journal import Journal, JournalEntry
from engine.model.errors import OposError
from engine.store.postgresql.journals import SharedJournals, lease_of

_TOGETHER = 0.2
"""Seconds for which lines are gathered before they are sent."""
_LAST_WORDS = 30
"""Attempts, a second apart, to send the end of a run."""


class SharedJournal(Journal):
    """A run's journal, sent to the database while it is written."""

    def __init__(
        self,
        journals: SharedJournals,
        interface: str,
        now: datetime,
        *,
        killed: str = "",
    ) -> None:
        self._journals = journals
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        if killed:
            journals.leases.take(lease_of(killed))
            journals.fetch()  # another host may have finished it
        try:
            super().__init__(
                journals.folder,
                interface,
                now,
                killed=killed,
                is_free=lambda run: journals.reserve(run, interface, now),
            )
        except Exception:
            if killed:
                journals.leases.give_back(lease_of(killed))
            raise
        if not killed:
            journals.leases.take(lease_of(self.run))

    def write(self, event: Event) -> JournalEntry:
        entry = super().write(event)
        if isinstance(event, Planned):
            self._send()  # before a commit; where the database is away, that will say so
        elif isinstance(event, RunFinished):
            self._send_the_end()
        else:
            with self._lock:
                if self._timer is None:
                    self._timer = threading.Timer(_TOGETHER, self._send)
                    self._timer.daemon = True
                    self._timer.start()
        return entry

    def close(self) -> None:
        self._send()
        self._journals.leases.give_back(lease_of(self.run))
        super().close()

    def _send(self) -> bool:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            with suppress(OposError):
                self._journals.send(self.run)
                return True
        return False

    def _send_the_end(self) -> None:
        for _attempt in range(_LAST_WORDS):
            if self._send():
                return
            time.sleep(1)
