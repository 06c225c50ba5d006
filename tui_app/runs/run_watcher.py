"""Follows the journals: every run that goes on or begins is seen here, whether this screen, cron or
another admin started it.

Nothing here waits: each `poll` is a few small reads, and what is too much for one is left for the
next.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from engine.common.plain_file import plain
from engine.journal import journal
from engine.journal.events import RunFinished, RunStarted
from engine.journal.journal import JournalEntry, Run
from tui_app.runs.run_names import RunNames, in_order, run_names

_READ_BYTES = 65536
_NEWEST = 50
"""Runs, among which is whatever goes on: only one at a time changes the store."""


class News(NamedTuple):
    """What a poll found."""

    entries: list[JournalEntry]
    """New lines of all runs, those of one run in order."""
    runs: list[Run]
    """Runs that began, ended or were found dead."""


class Tail:
    """One journal, read as it grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = open(path, "rb", buffering=0, opener=plain)  # noqa: SIM115 - read as it grows
        self._torn = b""

    def read(self) -> list[JournalEntry]:
        """Return the whole lines that came since the last call, at most 64 kB of them."""
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

    def __init__(
        self, journals: Path, interfaces: Iterable[str], *, with_newest: bool = False
    ) -> None:
        """With `with_newest` the newest runs, and the newest of each interface, are told from
        their beginning even if they are over.
        """
        self._folder = journals
        self._with_newest = with_newest
        self._interfaces = tuple(interfaces)
        self._names = RunNames(journals)
        self._has_looked = False
        self._tails: dict[Path, Tail] = {}
        self.latest: dict[str, Run] = {}
        """By interface, its newest run, and whatever goes on; a dry run that is over changed
        nothing and is not among them.
        """
        self.trials: dict[str, Run] = {}
        """By interface, the newest dry run that is over."""

    def poll(self) -> News:
        """Return what happened since the last call; the first tells the newest run of each
        interface, and a live one from its start.
        """
        new = self._names.look()
        entries: list[JournalEntry] = []
        runs: list[Run] = []
        if self._has_looked:
            self._tail_all(new)
        else:
            self._has_looked = True
            runs += self._first_look()
        for path in list(self._tails):
            new_entries, changed = self._follow(path)
            entries += new_entries
            runs += changed
        for run in runs:
            self._remember(run)
        return News(entries, runs)

    def _remember(self, run: Run) -> None:
        name, shown = run.interface, self.latest.get(run.interface)
        known = self.trials if _is_trial(run) else self.latest
        if (newest := known.get(name)) is None or run.started_at >= newest.started_at:
            known[name] = run
        if _is_trial(run) and shown is not None and shown.run == run.run:
            del self.latest[name]
            for real in self.last_runs(name, 1):
                self.latest[name] = real

    def watch(self, interfaces: Iterable[str]) -> None:
        """Watch the newest run of these interfaces from now on; what goes on is followed as
        before.
        """
        self._interfaces = tuple(interfaces)
        for interface in self._interfaces:
            if interface not in self.latest:
                for run in self._newest_of(interface):
                    self._remember(run)

    def last_runs(self, interface: str, at_most: int) -> list[Run]:
        """Return the interface's newest runs without dry runs, the newest first."""
        real = (run for run in self._runs_of(interface) if not _is_trial(run))
        return list(islice(real, at_most))

    def _newest_of(self, interface: str) -> Iterator[Run]:
        """Return the interface's newest run, and the newest dry run if it is newer."""
        is_first_trial = True
        for run in self._runs_of(interface):
            if not _is_trial(run):
                yield run
                return
            if is_first_trial:
                is_first_trial = False
                yield run

    def _runs_of(self, interface: str) -> Iterator[Run]:
        for name in self._names.of(interface):
            run = _glance(journal.journal_path(self._folder, name))
            if run is not None and run.interface == interface:
                yield run

    def close(self) -> None:
        for tail in self._tails.values():
            tail.close()
        self._tails.clear()

    def _first_look(self) -> list[Run]:
        """Return the newest run of each interface; what is alive, or is just about to begin, is
        followed from its beginning.
        """
        runs = [run for interface in self._interfaces for run in self._newest_of(interface)]
        newest = {run.run for run in runs}
        followed = {run.run for run in runs if run.alive or self._with_newest}
        for name in self._names.newest(_NEWEST):
            run = _glance(journal.journal_path(self._folder, name))
            if run is None or run.alive or self._with_newest:
                followed.add(name)
            if run is not None and run.alive and name not in newest:
                runs.append(run)
        self._tail_all(followed)
        return runs

    def _tail_all(self, names: Iterable[str]) -> None:
        for name in sorted(names, key=in_order):
            path = journal.journal_path(self._folder, name)
            # One that this user may not read is someone else's; the others are shown all the same.
            with suppress(OSError):
                self._tails[path] = Tail(path)

    def _follow(self, path: Path) -> tuple[list[JournalEntry], list[Run]]:
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


def run_of_process(folder: Path, pid: int, since: datetime) -> Run | None:
    """Return the run that a process of this machine, begun at `since` or later, writes or wrote, if
    it is among the newest.

    Numbers of processes come again, in a container soon: an older run must not be taken for the one
    that was just started.
    """
    for name in nlargest(_NEWEST, run_names(folder)):
        run = _glance(journal.journal_path(folder, name))
        if run is None or run.started_at < since:
            continue
        if run.started.pid == pid and run.started.host == socket.gethostname():
            return run
    return None


def _is_trial(run: Run) -> bool:
    """Return whether this is a dry run that is over."""
    return run.started.dry_run and not run.alive


def _glance(path: Path) -> Run | None:
    try:
        return journal.glance(path)
    except OSError:
        return None
