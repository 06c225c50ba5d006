"""`opos --headless --watch`: stay, and run what becomes due, under the configuration as it is by
then.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from engine.common.cancellation import CancelToken
from engine.model.errors import Cancelled, ConfigError, StoreError
from engine.schedule.due import due, nothing_before, runs_here, timetable_of
from engine.schedule.schedule import next_due
from engine.settings.kept_settings import settings_in_force
from engine.settings.load import Configuration
from engine.store.due_records import DueRecords
from engine.store.opening import close_connections
from engine.worker.crew import Crew
from engine.worker.one_run import Steps
from engine.worker.preload import preload
from engine.worker.run_interfaces import run_due
from engine.worker.sd_notify import notify

_LONGEST_PAUSE = 60.0
"""Seconds. So soon a changed configuration and a clock that was set are seen."""
_BEAT = 10.0
"""Seconds between two signs of life to systemd, at least."""
_SPARE_MINUTES = 5
"""After its deadline a run still reports; only who is silent even longer is restarted by systemd.
"""


class Turn(msgspec.Struct, frozen=True):
    """One look at the clock: run `steps` to its end before asking for the next turn."""

    configuration: Configuration
    """The one in force."""
    steps: Steps
    refused: ConfigError | None
    """Why a configuration that was changed since the last turn is not in force; told once."""


def turns(
    configuration: Configuration, token: CancelToken, workers: int | None = None
) -> Iterator[Turn]:
    """One turn after the other until the token is cancelled; systemd hears of it all. A run that
    lasts holds up no turn. `workers`, if given, counts instead of `worker.runs_at_once`.
    """
    crew = Crew(token)
    known: object = None
    try:
        while not token.is_cancelled:
            refused = None
            found = configuration.on_disk()
            if found != known:
                known = found
                try:
                    configuration = settings_in_force(configuration.path, keep=True)
                except ConfigError as error:
                    refused = error
                preload(configuration.settings)
                patience = configuration.settings.window.run_minutes + _SPARE_MINUTES
                notify("READY=1", f"WATCHDOG_USEC={patience * 60_000_000}")
            steps = run_due(
                configuration,
                trigger="watch",
                token=token,
                at_once=workers or configuration.settings.worker.runs_at_once,
                crew=crew,
                until=time.monotonic() + _until_the_next(configuration, datetime.now(UTC)),
            )
            yield Turn(configuration, _alive(steps), refused)
            notify("WATCHDOG=1")
            gc.collect()  # else Python keeps thousands of tuples in hand, more with each run
            if not crew.names:
                seconds = pause(configuration, datetime.now(UTC))
                close_connections(configuration.data)
                with suppress(Cancelled):
                    token.sleep(seconds)
    finally:
        notify("STOPPING=1")
        crew.stop()
        gc.unfreeze()


def pause(configuration: Configuration, now: datetime) -> float:
    """Seconds until the next turn: until something is due, and no longer than a minute. What cannot
    run now waits that long.
    """
    try:
        records = due(configuration, DueRecords(configuration).load(), now).records
    except StoreError:
        return _LONGEST_PAUSE
    until = nothing_before(configuration, records)
    if until is None or until <= now:
        return _LONGEST_PAUSE
    return min(_LONGEST_PAUSE, (until - now).total_seconds())


def _until_the_next(configuration: Configuration, now: datetime) -> float:
    """Seconds until something becomes due that is not due already, and no longer than a minute."""
    interfaces = configuration.settings.interfaces.values()
    times = (
        next_due(timetable_of(configuration, interface), now)
        for interface in interfaces
        if runs_here(interface)
    )
    seconds = ((time - now).total_seconds() for time in times if time is not None)
    return min([_LONGEST_PAUSE, *seconds])


def _alive(steps: Steps) -> Steps:
    """Pass the steps on, with a sign of life now and then."""
    told = time.monotonic()
    for step in steps:
        yield step
        if time.monotonic() - told > _BEAT:
            notify("WATCHDOG=1")
            told = time.monotonic()
