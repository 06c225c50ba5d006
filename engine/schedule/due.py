"""Which interfaces must run now, and what is remembered so that no due time is run twice, by
whichever of cron and `--watch`.

An interface's record is written by whoever runs it, after the attempt: of two ticks of a minute the
second finds it there, and a run that was killed is made up for by the next tick.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from engine.common.checked_file import read_checked, write_checked
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.file_lock import PATIENCE, file_lock
from engine.common.os_errors import machine_error, os_errors
from engine.messages.run import RunFault
from engine.model.errors import StoreError
from engine.schedule.schedule import (
    Handled,
    Timetable,
    due_now,
    handled_so_far,
    next_due,
    retry_now,
    schedule_fingerprint,
)
from engine.settings.interface import Interface
from engine.settings.load import Configuration

Records = dict[str, Handled]


class Due(msgspec.Struct, frozen=True):
    """What is due at a moment, and the records to go by from then on."""

    times: Mapping[str, datetime]
    """For each interface that must run, the due time it runs for, UTC; in the order of the
    configuration.
    """
    records: Records
    """Of all interfaces that were asked for; they differ from the stored ones where a schedule is
    new or was edited.
    """


def due(
    configuration: Configuration,
    stored: Records,
    now: datetime,
    names: Iterable[str] | None = None,
) -> Due:
    """What must run at `now`, going by what is stored: of all interfaces, or of those of these
    names.
    """
    changed = _last_changed(configuration, now)
    times: dict[str, datetime] = {}
    records: Records = {}
    interfaces = configuration.settings.interfaces
    for name in interfaces if names is None else names:
        interface = interfaces[name]
        timetable = timetable_of(configuration, interface)
        active = runs_here(interface)
        record = handled_so_far(
            stored.get(name), schedule_fingerprint(timetable, active=active), changed, now
        )
        records[name] = record
        time = due_now(timetable, record.due, now) or retry_now(timetable, record, now)
        if active and time is not None:
            times[name] = time
    return Due(times, records)


def nothing_before(configuration: Configuration, records: Records) -> datetime | None:
    """The first time of any interface that is not dealt with, past ones too, at which it is due or
    tried again; None where none ever comes.
    """
    times: list[datetime | None] = []
    for name, interface in configuration.settings.interfaces.items():
        if runs_here(interface):
            record = records[name]
            times += [next_due(timetable_of(configuration, interface), record.due), record.again]
    return min((time for time in times if time is not None), default=None)


def timetable_of(configuration: Configuration, interface: Interface) -> Timetable:
    """All that decides when this interface runs by itself."""
    settings = configuration.settings
    return Timetable(
        interface.schedule, interface.start, settings.window, ZoneInfo(settings.timezone)
    )


def runs_here(interface: Interface) -> bool:
    """Whether the interface runs by itself on this computer."""
    return interface.enabled and interface.use == "server" and belongs_here(interface)


def belongs_here(interface: Interface) -> bool:
    """Whether the interface may run on this computer at all."""
    return interface.computer.casefold() in ("", computer_name())


def computer_name() -> str:
    """This machine's name as `computer` names it: without its domain, in small letters."""
    return os.uname().nodename.partition(".")[0].casefold()


def _last_changed(configuration: Configuration, now: datetime) -> datetime:
    """Where the file is gone, which `--watch` must outlive, now."""
    try:
        return datetime.fromtimestamp(configuration.path.stat().st_ctime, UTC)
    except OSError:
        return now


_records = JsonDecoder(Records)


def load_records(path: Path) -> Records:
    """What is stored; nothing before the first tick. Raises `StoreError`."""
    try:
        return read_checked(path, _records)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise machine_error(error) from error
    except Damaged as error:
        raise StoreError(RunFault.RECORD_UNREADABLE, path=str(path)) from error


def renew_records(path: Path, judged: Records) -> None:
    """Store how the interfaces stand by what was judged; nothing of others. Raises `StoreError`,
    `Locked`.
    """
    with _changing(path):
        stored = load_records(path)
        if (now := renewed(stored, judged)) != stored:
            save_records(path, now)


def renewed(stored: Records, judged: Records) -> Records:
    """Of each interface what is stored meanwhile, where that is for its schedule of today."""
    return {
        name: stored[name]
        if name in stored and stored[name].fingerprint == record.fingerprint
        else record
        for name, record in judged.items()
    }


def store_record(path: Path, name: str, record: Handled) -> None:
    """Store how one interface stands, for whoever runs it. Raises `StoreError`, `Locked`."""
    with _changing(path):
        save_records(path, {**load_records(path), name: record})


def _changing(path: Path) -> AbstractContextManager[None]:
    return file_lock(path.with_suffix(".lock"), PATIENCE)


def save_records(path: Path, records: Records) -> None:
    """Replace all that is stored. Raises `StoreError`."""
    with os_errors(StoreError, RunFault.RECORD_NOT_WRITTEN, path=str(path)):
        write_checked(path, records)
