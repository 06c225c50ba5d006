"""Follows the journals: every run that goes on or begins is seen here, whether this screen, cron or another admin started it.

Nothing here waits: each `poll` is a few small reads, and what is too much for one is left for the next.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from engine import journal
from engine.events import RunFinished, RunStarted
from engine.journal import Entry, Run

_READ_BYTES = 65536
_NEWEST = 50
_CLOCK_GRAIN_SECONDS = 2.0
"""A folder changed so recently may change again without a new time of change on a coarse clock."""


class News(NamedTuple):
    """What a poll found."""

    entries: list[Entry]
    """New lines of all runs, those of one run in order."""
    runs: list[Run]
    """Runs that began, ended or were found dead."""


class Tail:
    """One journal, read as it grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb", buffering=0)
        self._torn = b""

    def read(self) -> list[Entry]:
        """The whole lines that came since the last call, at most 64 kB of them."""
        *lines, self._torn = (self._torn + self._file.read(_READ_BYTES)).split(b"\n")
        return [entry for line in lines if (entry := journal.decode(line)) is not None]

    @property
    def has_begun(self) -> bool:
        """Whether a line was read: the writer held its lock before it wrote."""
        return self._file.tell() > 0

    @property
    def is_read(self) -> bool:
        """Whether all that was written has been read."""
        return self._file.tell() >= os.fstat(self._file.fileno()).st_size

    def close(self) -> None:
        self._file.close()


class RunWatcher:
    """The newest run of each interface, and what is being written to the journals."""

    def __init__(self, journals: Path, interfaces: Iterable[str], *, tell_newest: bool = False) -> None:
        """With `tell_newest` the newest runs are told from their beginning even if they are over."""
        self._folder = journals
        self._tell_newest = tell_newest
        self._interfaces = tuple(interfaces)
        self._known: set[str] | None = None
        self._changed = 0
        self._tails: dict[Path, Tail] = {}
        self.latest: dict[str, Run] = {}
        """By interface, its newest run."""

    def poll(self) -> News:
        """What happened since the last call; the first tells the newest run of each interface, and a live one from its start."""
        runs = self._first_look() if self._known is None else []
        entries: list[Entry] = []
        for path in self._new_journals():
            self._tail(path)
        for path in list(self._tails):
            found, changed = self._follow(path)
            entries += found
            runs += changed
        for run in runs:
            if (newest := self.latest.get(run.interface)) is None or run.started_at >= newest.started_at:
                self.latest[run.interface] = run
        return News(entries, runs)

    def last_runs(self, interface: str, at_most: int) -> list[Run]:
        """The interface's newest runs, the newest first."""
        names = sorted((name for name in self._known or () if _tells_one_of(name, {interface})), key=in_order, reverse=True)
        glances = (_glance(journal.journal_path(self._folder, name)) for name in names)
        return list(islice((run for run in glances if run is not None and run.interface == interface), at_most))

    def close(self) -> None:
        for tail in self._tails.values():
            tail.close()
        self._tails.clear()

    def _first_look(self) -> list[Run]:
        """The newest run of each interface; one that is alive, or is just about to begin, is followed from its beginning."""
        names = sorted(run_names(self._folder), key=in_order, reverse=True)
        self._known = set(names)
        wanted = set(self._interfaces)
        runs: list[Run] = []
        followed: list[Path] = []
        for name in names:
            if not wanted:
                break
            if _tells_one_of(name, wanted):
                path = journal.journal_path(self._folder, name)
                run = _glance(path)
                if run is None or run.alive or self._tell_newest:
                    followed.append(path)
                if run is not None and run.interface in wanted:
                    wanted.discard(run.interface)
                    runs.append(run)
        for path in reversed(followed):
            self._tail(path)
        return runs

    def _new_journals(self) -> list[Path]:
        try:
            changed = self._folder.stat().st_mtime_ns
        except OSError:
            return []
        if changed == self._changed and time.time() - changed / 1e9 > _CLOCK_GRAIN_SECONDS:
            return []
        self._changed = changed
        known = self._known or set()
        new = [name for name in run_names(self._folder) if name not in known]
        self._known = known.union(new)
        return [journal.journal_path(self._folder, name) for name in sorted(new)]

    def _tail(self, path: Path) -> None:
        # One that this user may not read is someone else's; the others are shown all the same.
        with suppress(OSError):
            self._tails[path] = Tail(path)

    def _follow(self, path: Path) -> tuple[list[Entry], list[Run]]:
        """New lines of one journal, and its run if that began or ended with them."""
        tail = self._tails[path]
        # Asked before reading, so that what a writer wrote before it went is read to the end.
        is_gone = tail.has_begun and not journal.is_alive(path)
        entries = tail.read()
        is_over = is_gone and tail.is_read
        if is_over:
            tail.close()
            del self._tails[path]
        if is_over or any(isinstance(entry.event, RunStarted | RunFinished) for entry in entries):
            return entries, [run for run in [_glance(path)] if run is not None]
        return entries, []


def run_names(folder: Path) -> list[str]:
    """The names of all runs, in no order; they begin with their time."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - of ten years' journals the names are enough
    except OSError:
        return []
    return [name.removesuffix(".jsonl") for name in names if name.endswith(".jsonl")]


def in_order(name: str) -> tuple[str, int]:
    """To sort runs by: the second they began in, and of one second their number."""
    number = name.rpartition("-")[2]
    return (name[:16], int(number) if number.isdecimal() else 1)


def run_of_process(folder: Path, pid: int) -> Run | None:
    """The run that a process of this machine writes or wrote, if it is among the newest."""
    for name in nlargest(_NEWEST, run_names(folder), key=in_order):
        run = _glance(journal.journal_path(folder, name))
        if run is not None and run.started.pid == pid and run.started.host == socket.gethostname():
            return run
    return None


def _glance(path: Path) -> Run | None:
    try:
        return journal.glance(path)
    except OSError:
        return None


def _tells_one_of(name: str, interfaces: set[str]) -> bool:
    """Whether a run's name may be one of these interfaces, without opening its journal."""
    told = name.partition("Z-")[2]
    return told in interfaces or told.rpartition("-")[0] in interfaces
