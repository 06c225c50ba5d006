"""Noticing that two schedulers start the runs of one data folder: cron beside a timer, or two
computers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal.journal import Run

_DAYS = timedelta(days=2)


def schedulers(runs: Iterable[Run], now: datetime) -> list[str]:
    """Who started runs by the clock within the last two days, such as `cron on praxis-1`; `runs`
    has the newest first.
    """
    found: set[str] = set()
    for run in runs:
        if now - run.started_at > _DAYS:
            break
        if run.started.trigger in ("cron", "watch"):
            found.add(
                _("{trigger} on {host}").format(
                    trigger=run.started.trigger, host=sanitize(run.started.host)
                )
            )
    return sorted(found)
