"""A commit waits for the standbys that the server waits for (`synchronous_standby_names`), but no
longer than there is time.

The server would wait for ever, and no timeout of its own counts while it does. So a thread looks
on, and breaks off the waiting: the commit has happened then, on this server alone.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress

from engine.common.cancellation import CancelToken
from engine.messages.database import DatabaseFault
from engine.model.errors import OposError, StoreError
from engine.store.postgresql.database import Connection, Database

PATIENCE = 10.0
"""Seconds for which a standby is waited for: it may be starting anew."""
_GLANCE = 0.2
"""Seconds between two looks."""
# Nothing but this waiting is broken off: what it would do to a statement is another thing.
_BREAK_OFF = """
select pg_cancel_backend(pid) from pg_stat_activity where pid = %s and wait_event = 'SyncRep'
"""


def commit_confirmed(connection: Connection, database: Database, token: CancelToken) -> bool:
    """Commit; returns whether every standby has it that must. Where it is False, the commit counts
    on this server.
    """
    is_done = threading.Event()
    broken_off = threading.Event()
    pid = connection.info.backend_pid

    def look_on() -> None:
        until = time.monotonic() + token.remaining(PATIENCE)
        while not is_done.wait(_GLANCE):
            if token.is_cancelled or time.monotonic() > until:
                with suppress(OposError):  # then the commit will say so
                    if database.run(_BREAK_OFF, pid):
                        broken_off.set()

    thread = threading.Thread(target=look_on, daemon=True)
    thread.start()
    try:
        connection.commit()
    finally:
        is_done.set()
        thread.join()
    return not broken_off.is_set()


def unconfirmed(database: Database) -> StoreError:
    """What there is to say where it is False."""
    return StoreError(DatabaseFault.NOT_CONFIRMED, store=database.shown, n=int(PATIENCE))
