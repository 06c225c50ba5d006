"""What runs are called tells when they began and of which interface: of ten years' journals the
names are enough.

A name is the second a run began in, its interface, and a number where there were several:
`20261120T070000Z-datev-2`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from heapq import nlargest
from pathlib import Path

from engine.common.sanitize import sanitize
from tui_app.wording.text import when

_CLOCK_GRAIN_SECONDS = 2.0
"""A folder changed so recently may change again without a new time of change on a coarse clock."""


def run_names(folder: Path) -> list[str]:
    """Return the names of all runs, in no order; they begin with their time."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - a path for each would take ten times as long
    except OSError:
        return []
    return [name.removesuffix(".jsonl") for name in names if name.endswith(".jsonl")]


def in_order(name: str) -> tuple[str, int]:
    """Return what to sort runs by: the second they began in, and of one second their number."""
    number = name.rpartition("-")[2]
    return (name[:16], int(number) if number.isdecimal() else 1)


class RunNames:
    """The names in a folder of journals, found by interface. Nothing is read before `look`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changed = 0
        self._known: set[str] = set()
        self._by_interface: dict[str, list[str]] = {}

    def look(self) -> Sequence[str]:
        """Return the names that came since the last look, at first all, in no order."""
        try:
            changed = self._folder.stat().st_mtime_ns
        except OSError:
            return ()
        if changed == self._changed and time.time() - changed / 1e9 > _CLOCK_GRAIN_SECONDS:
            return ()
        self._changed = changed
        new = [name for name in run_names(self._folder) if name not in self._known]
        self._known.update(new)
        for name in new:
            for interface in interfaces_of(name):
                self._by_interface.setdefault(interface, []).append(name)
        return new

    def of(self, interface: str) -> Sequence[str]:
        """Return the names that this interface's runs may have, the newest first; `a-2` is the
        second run of `a`, or one of `a-2`.
        """
        return sorted(self._by_interface.get(interface, ()), key=in_order, reverse=True)

    def newest(self, at_most: int) -> Sequence[str]:
        """Return the newest names of all interfaces, the newest first."""
        return nlargest(at_most, self._known)


def began(name: str) -> datetime | None:
    """Return the second in which the run of this name began; None where it does not tell."""
    try:
        return datetime.strptime(name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def run_called(name: str, called: Callable[[str], str], zone: tzinfo) -> str:
    """Return what people call a run: its interface, as `called` says it, and when it began."""
    at, interfaces = began(name), interfaces_of(name)
    interface = next((each for each in interfaces if called(each) != each), interfaces[-1])
    return f"{called(interface)}, {when(at, zone, datetime.now(UTC))}" if at else sanitize(name)


def interfaces_of(name: str) -> Sequence[str]:
    """Return the interfaces that a run of this name may belong to."""
    ending = name.partition("Z-")[2]
    interface, _minus, number = ending.rpartition("-")
    return (ending, interface) if interface and number.isdecimal() else (ending,)
