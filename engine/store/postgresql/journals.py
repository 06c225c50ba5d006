"""Journals that all hosts can read. Each run writes its own as a file, as it always does; its lines
go to the database as well, and every host fetches those of the others.

So a journal loses nothing where the database is away: the file is what has yet to be sent. One that
was fetched is locked here while its run lives elsewhere, so that readers know no difference.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from engine.common.atomic_write import write_atomically
from engine.common.data_folder import DataFolder
from engine.common.os_errors import os_errors
from engine.common.plain_file import plain, read_plain
from engine.journal.events import RunFinished
from engine.journal.journal import decode, journal_path
from engine.messages.run import RunFault
from engine.model.errors import Locked, StoreError
from engine.store.postgresql.database import Database, text_array
from engine.store.postgresql.leases import Leases

_AT_ONCE = 200
"""Journals that are fetched with one question."""
_OVERLAP = "10 seconds"
"""So long a line may take from being written to being seen by others."""


class SharedJournals:
    """The journals of one schema, and their copies in the data folder. Its methods raise
    `StoreError` where the database is away.
    """

    def __init__(self, database: Database, leases: Leases, data: DataFolder) -> None:
        self.leases = leases
        self.folder = data.journals
        self._database = database
        self._writer = f"{socket.gethostname()}:{data.root.resolve()}"
        self._sent: dict[str, int] = {}
        """By run, how many of its lines were sent from here."""
        self._locked: dict[str, int] = {}
        """The open copies of journals that are being written elsewhere."""

    def reserve(self, run: str, interface: str, now: datetime) -> bool:
        """Take this name for a run of ours; False where there is one already."""
        statement = (
            "insert into runs (run, interface, started, writer) values (%s, %s, %s, %s)"
            " on conflict do nothing returning 1"
        )
        return bool(self._database.run(statement, run, interface, now, self._writer))

    def send(self, run: str) -> None:
        """Send the lines that were written since the last time, for whoever holds the run's
        lease. Where another host has gone on with the run, its lines stand.
        """
        if run not in self._sent:
            statement = "select lines from runs where run = %s"
            self._sent[run] = self._database.run(statement, run)[0][0]
        sent = self._sent[run]
        lines = whole_lines(journal_path(self.folder, run))
        if len(lines) == sent:
            return
        self._database.run(
            "with grown as (update runs set lines = %s, ended = %s, changed = clock_timestamp()"
            " where run = %s and lines = %s returning run)"
            " insert into events select run, number, line"
            " from grown, unnest(%s::int[], %s::json[]) as new (number, line)",
            len(lines),
            is_ended(lines),
            run,
            sent,
            [*range(sent + 1, len(lines) + 1)],
            text_array(line.decode() for line in lines[sent:]),
        )
        self._sent[run] = len(lines)

    def remove(self, run: str) -> None:
        """Let go of a journal everywhere; its copies go as each host comes to it."""
        self._database.run("delete from runs where run = %s", run)

    def fetch(self) -> None:
        """Bring the copies up to date, and send what a killed run of this host left unsent."""
        path = self.folder / ".fetched"
        with (
            os_errors(StoreError, RunFault.JOURNAL_NOT_OPENED, folder=str(self.folder)),
            open(path, "a+", encoding="utf-8", opener=plain) as file,
        ):
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            schema, _blank, until = file.read().partition(" ")
            since = until if schema == self._database.schema and until else "-infinity"
            found = self._changed_since(since)
            alive = self._alive()
            wanted: dict[str, int] = {}
            for run in found:
                held = self._held(run, is_alive=run.name in alive)
                if held is not None:
                    wanted[run.name] = held
            for name in alive & wanted.keys():
                self._lock(name)  # before it is written, as its writer does
            differing = [
                name for name, lines in self._lines(wanted) if not self._goes_on(name, lines)
            ]
            for name, lines in self._lines(dict.fromkeys(differing, 0)):
                self._replace(name, lines)
            for name in alive:
                if journal_path(self.folder, name).exists():
                    self._lock(name)
            self.let_go(keep=alive)
            if found:
                file.truncate(0)
                file.write(f"{self._database.schema} {max(run.changed for run in found)}")

    def let_go(self, keep: Collection[str] = ()) -> None:
        """Unlock the copies of all but these runs."""
        for name in self._locked.keys() - set(keep):
            os.close(self._locked.pop(name))

    def _changed_since(self, moment: str) -> list[_SharedRun]:
        rows = self._database.run(
            "select runs.run, writer, lines, ended, changed::text, line::text from runs"
            " join events on events.run = runs.run and number = lines"
            " where changed > %s::timestamptz - %s::interval and lines > 0",
            moment,
            _OVERLAP,
        )
        return [_SharedRun(*row) for row in rows]

    def _alive(self) -> set[str]:
        """The runs of other processes that live."""
        rows = self._database.run("select name from held where name like %s", lease_of("%"))
        others = {name for (name,) in rows}.difference(self.leases.names)
        return {name.removeprefix(lease_of("")) for name in others}

    def _held(self, run: _SharedRun, *, is_alive: bool) -> int | None:
        """How many lines the copy has; None where it has all that it should."""
        lines = whole_lines(journal_path(self.folder, run.name))
        if run.writer == self._writer and not run.ended:
            if not is_alive and len(lines) > run.lines:
                with suppress(Locked), self.leases.held(lease_of(run.name)):
                    self.send(run.name)
            return None
        if len(lines) < run.lines:
            return len(lines)
        is_the_same = (len(lines), lines[-1]) == (run.lines, run.last.encode())
        return run.lines if run.ended and not is_the_same else None

    def _lines(self, wanted: Mapping[str, int]) -> Iterator[tuple[str, list[str]]]:
        """For each of these runs the lines from that number on."""
        in_order = list(wanted)
        for start in range(0, len(in_order), _AT_ONCE):
            names = in_order[start : start + _AT_ONCE]
            rows = self._database.run(
                "select run, line::text from events"
                " join unnest(%s::text[], %s::int[]) as wanted (run, held) using (run)"
                " where number >= held order by run, number",
                names,
                [wanted[name] for name in names],
            )
            for name, lines in groupby(rows, key=itemgetter(0)):
                yield name, [line for _name, line in lines]

    def _lock(self, name: str) -> None:
        """Let readers see that the run of this journal lives."""
        if name in self._locked:
            return
        path = journal_path(self.folder, name)
        file = plain(str(path), os.O_WRONLY | os.O_CREAT, 0o660)
        with suppress(BlockingIOError):  # it is written here, or another program follows it, too
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._locked[name] = file

    def _goes_on(self, name: str, lines: list[str]) -> bool:
        """Write the lines behind the copy, where the first of them is its last one; whether it was.
        Else its host was lost with lines that nobody saw, and another one has gone on.
        """
        path = journal_path(self.folder, name)
        held = whole_lines(path)
        if held and held[-1:] != [lines[0].encode()]:
            return False
        with path.open("ab") as copy:
            copy.truncate(sum(len(line) + 1 for line in held))
            copy.writelines(line.encode() + b"\n" for line in lines[bool(held) :])
        return True

    def _replace(self, name: str, lines: list[str]) -> None:
        path = journal_path(self.folder, name)
        write_atomically(path, [line.encode() + b"\n" for line in lines])
        if name in self._locked:
            os.close(self._locked.pop(name))
            self._lock(name)


class _SharedRun(NamedTuple):
    name: str
    writer: str
    """The host and the folder that it was begun in."""
    lines: int
    ended: bool
    changed: str
    last: str
    """Its last line."""


def lease_of(run: str) -> str:
    """The lease that tells that the run lives."""
    return f"run/{run}"


def whole_lines(path: Path) -> list[bytes]:
    """The lines of a file without their ends, but for one that is torn."""
    try:
        return read_plain(path).split(b"\n")[:-1]
    except FileNotFoundError:
        return []


def is_ended(lines: Sequence[bytes]) -> bool:
    """Whether the last line is a run's last word."""
    last = decode(lines[-1]) if lines else None
    return last is not None and isinstance(last.event, RunFinished)
