"""`opos --headless --watch`: stay, and run what becomes due, under the configuration as it is by
then.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.model.errors import Cancelled, ConfigError, StoreError
from engine.schedule.due import due, load_records, nothing_before
from engine.settings.load import Configuration, load_settings
from engine.worker.one_run import Steps
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


def turns(configuration: Configuration, token: CancelToken) -> Iterator[Turn]:
    """One turn after the other until the token is cancelled; systemd hears of it all."""
    known: object = None
    try:
        while not token.is_cancelled:
            refused = None
            found = _as_it_is(configuration)
            if found != known:
                known = found
                try:
                    configuration = load_settings(configuration.path)
                except ConfigError as error:
                    refused = error
                patience = configuration.settings.window.run_minutes + _SPARE_MINUTES
                notify("READY=1", f"WATCHDOG_USEC={patience * 60_000_000}")
            yield Turn(
                configuration, _alive(run_due(configuration, trigger="watch", token=token)), refused
            )
            notify("WATCHDOG=1")
            with suppress(Cancelled):
                token.sleep(pause(configuration, datetime.now(UTC)))
    finally:
        notify("STOPPING=1")


def pause(configuration: Configuration, now: datetime) -> float:
    """Seconds until the next turn: until something is due, and no longer than a minute. What cannot
    run now waits that long.
    """
    try:
        records = due(
            configuration, load_records(DataFolder(configuration.data_dir).schedule), now
        ).records
    except StoreError:
        return _LONGEST_PAUSE
    until = nothing_before(configuration, records)
    if until is None or until <= now:
        return _LONGEST_PAUSE
    return min(_LONGEST_PAUSE, (until - now).total_seconds())


def _as_it_is(configuration: Configuration) -> tuple[object, ...]:
    """What changes when the configuration is changed, taken before it is read."""
    return tuple(_traits(path) for path in (configuration.path, configuration.secrets_path))


def _traits(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _alive(steps: Steps) -> Steps:
    """The same steps, with a sign of life now and then."""
    told = time.monotonic()
    for step in steps:
        yield step
        if time.monotonic() - told > _BEAT:
            notify("WATCHDOG=1")
            told = time.monotonic()
