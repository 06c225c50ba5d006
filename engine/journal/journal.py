"""The story of a run in a file: one JSON object per line, append only. Everyone reads it: the
app, `opos show`, `--json`.

The writer holds a kernel lock on its journal, so a reader knows whether the run still lives,
whoever started it and however it ended.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from heapq import nlargest
from itertools import groupby
from pathlib import Path
from typing import Self

import msgspec

from engine.common.atomic_write import sync_folder
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.os_errors import os_errors
from engine.common.plain_file import open_plain, plain, read_plain
from engine.journal.events import AnyEvent, Event, Planned, RunFinished, RunStarted
from engine.journal.run_names import runs_meant
from engine.messages.run import RunFault
from engine.model.errors import Locked, StoreError, UsageError
from engine.model.item import from_decimal, to_decimal
from engine.model.money import Money

VERSION = 1
_FEW = 200
"""Runs that are asked for, mostly."""
LOAD = "load"
"""Stands for the interface in the name of a run that loads invoices."""


class Envelope(msgspec.Struct, frozen=True):
    """What every line begins with."""

    v: int
    at: datetime
    run: str
    interface: str


class JournalEntry(msgspec.Struct, frozen=True):
    """One line of a journal: an event, and when it happened in which run."""

    at: datetime
    run: str
    interface: str
    event: AnyEvent


def _money_to_json(value: object) -> str:
    if isinstance(value, Money):
        return to_decimal(value)
    raise TypeError(value)


def _money_from_json(kind: type, value: object) -> Money:
    if kind is Money and isinstance(value, str):
        return Money(from_decimal(value))
    raise TypeError(value)


_encoder = msgspec.json.Encoder(enc_hook=_money_to_json)
_envelope = JsonDecoder(Envelope)
_event: JsonDecoder[AnyEvent] = JsonDecoder(
    AnyEvent,  # type: ignore[arg-type]  # mypy takes no union for a type; msgspec does
    dec_hook=_money_from_json,
)


def encode(entry: JournalEntry) -> bytes:
    """The entry as one line of JSON without its line end, envelope first."""
    at = entry.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    envelope = _encoder.encode(
        {"v": VERSION, "at": at, "run": entry.run, "interface": entry.interface}
    )
    return envelope[:-1] + b"," + _encoder.encode(entry.event)[1:]


def decode(line: bytes) -> JournalEntry | None:
    """The entry in a line; None for a torn or damaged line, or one whose type, kind or rule this
    version does not know.
    """
    try:
        envelope = _envelope(line)
        return JournalEntry(envelope.at, envelope.run, envelope.interface, _event(line))
    except Damaged:
        return None


class Journal:
    """The journal of a run that is going on. Write with `write`; leave with `close`, or use it in a
    `with` statement.
    """

    def __init__(
        self,
        folder: Path,
        interface: str,
        now: datetime,
        *,
        killed: str = "",
        is_free: Callable[[str], bool] = lambda _run: True,
    ) -> None:
        """Begin a new one, under the first name that `is_free` beyond this folder, too; or go on
        with that of the `killed` run; raises `Locked` where somebody else does.
        """
        self.interface = interface
        self._folder = folder
        self.run, self._file = (
            (killed, _reopen(folder, killed))
            if killed
            else _create(folder, interface, now, is_free)
        )
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | (fcntl.LOCK_NB if killed else 0))
        except BlockingIOError:
            os.close(self._file)
            raise Locked(RunFault.AT_WORK) from None

    def write(self, event: Event) -> JournalEntry:
        """Append the event, visible to readers at once. Raises `StoreError` when the disk is
        full.
        """
        assert isinstance(event, AnyEvent)  # noqa: S101 - tells the type checker that no event is foreign
        entry = JournalEntry(datetime.now(UTC), self.run, self.interface, event)
        with os_errors(StoreError, RunFault.JOURNAL_NOT_WRITTEN, run=self.run):
            line = memoryview(encode(entry) + b"\n")
            while line:
                line = line[os.write(self._file, line) :]
            if isinstance(event, Planned | RunFinished):  # before a commit, and at the end
                os.fsync(self._file)
                sync_folder(self._folder)
        return entry

    def close(self) -> None:
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _reopen(folder: Path, run: str) -> int:
    """The journal of this run, to append to; half a line at its end is cut off."""
    path = journal_path(folder, run)
    with os_errors(StoreError, RunFault.JOURNAL_NOT_OPENED, folder=str(folder)):
        whole = read_plain(path).rfind(b"\n") + 1
        file = plain(str(path), os.O_WRONLY | os.O_APPEND)
        os.ftruncate(file, whole)
    return file


def _create(
    folder: Path, interface: str, now: datetime, is_free: Callable[[str], bool]
) -> tuple[str, int]:
    """A new journal, and with it the run's name: its start in UTC and its interface. Made
    exclusively, so the name is unique.
    """
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{interface}"
    for attempt in range(1, 1000):
        run = name if attempt == 1 else f"{name}-{attempt}"
        if not is_free(run):
            continue
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL
        with (
            os_errors(StoreError, RunFault.JOURNAL_NOT_OPENED, folder=str(folder)),
            suppress(FileExistsError),
        ):
            return run, os.open(journal_path(folder, run), flags, 0o660)
    raise StoreError(RunFault.TOO_MANY_RUNS, name=name)


def journal_path(folder: Path, run: str) -> Path:
    """Where the journal of `run` lies."""
    return folder / f"{run}.jsonl"


def read_journal(path: Path) -> Iterator[JournalEntry]:
    """All entries of a journal, in order; a torn last line is left out."""
    with open_plain(path) as file:
        for line in file:
            if (entry := decode(line)) is not None:
                yield entry


def is_alive(path: Path) -> bool:
    """Whether the run that writes this journal still lives."""
    try:
        with open_plain(path) as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


class Run(msgspec.Struct, frozen=True):
    """A run at a glance, from the first and last line of its journal."""

    run: str
    interface: str
    started_at: datetime
    started: RunStarted
    finished: RunFinished | None
    """None while it runs, and for ever where it was killed."""
    alive: bool

    @property
    def state(self) -> str:
        """The outcome; `running`, or `interrupted` where its writer is gone without a last word."""
        if self.finished is not None:
            return self.finished.outcome
        return "running" if self.alive else "interrupted"


def newest(folder: Path, interface: str = "") -> Iterator[Run]:
    """All runs, or those of one interface, the newest first, each looked at when asked for;
    unreadable ones are left out.
    """
    for _second, names in groupby(_newest_names(folder, interface), key=lambda name: name[:16]):
        # Names tell the second; which of one second came first only the journals themselves tell.
        found = [
            run
            for name in names
            if (run := glance(journal_path(folder, name))) and interface in ("", run.interface)
        ]
        yield from sorted(found, key=lambda run: run.started_at, reverse=True)


def _newest_names(folder: Path, interface: str) -> Iterator[str]:
    """The same by their names. After years there are tens of thousands, and few are asked for."""
    mark = f"Z-{interface}" if interface else ""
    few = nlargest(_FEW, (name for name in _names(folder) if mark in name))
    yield from few
    if len(few) == _FEW:
        older = (name for name in _names(folder) if mark in name and name < few[-1])
        yield from sorted(older, reverse=True)


def _names(folder: Path) -> Iterator[str]:
    """Of all runs, in no order."""
    with suppress(FileNotFoundError), os.scandir(folder) as files:
        for file in files:
            if file.name.endswith(".jsonl"):
                yield file.name.removesuffix(".jsonl")


def glance(path: Path) -> Run | None:
    """The run of this journal at a glance; None if it cannot be read, or has no readable first
    line.
    """
    try:
        with open_plain(path) as file:
            first = decode(file.readline())
            if first is None or not isinstance(first.event, RunStarted):
                return None
            file.seek(max(0, path.stat().st_size - 65536))
            lines = file.read().rstrip(b"\n").rsplit(b"\n", 1)
    except OSError:
        return None
    last = decode(lines[-1])
    finished = last.event if last is not None and isinstance(last.event, RunFinished) else None
    return Run(
        first.run,
        first.interface,
        first.at,
        first.event,
        finished,
        finished is None and is_alive(path),
    )


def find_run(folder: Path, name: str) -> Path:
    """The journal of the run called `name`, or of the only one whose name begins so; raises
    `UsageError`.
    """
    found = runs_meant(name, _names(folder))
    if len(found) == 1:
        return journal_path(folder, found[0])
    raise UsageError(RunFault.AMBIGUOUS if found else RunFault.NO_SUCH_RUN, name=name)
