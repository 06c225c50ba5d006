"""What is to run, and how much of it at once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from engine.common.cancellation import CancelToken
from engine.messages.run import RunFault
from engine.model.errors import Locked
from engine.worker.one_run import Ended, Steps
from engine.worker.slots import give_back, take_slots

GLANCE = 0.2
"""Seconds between two looks at the cancel token, and for a slot that became free."""


class Workload(msgspec.Struct, frozen=True):
    """The runs of some interfaces, in the order in which they are told."""

    steps: Mapping[str, Callable[[], Steps]]
    """By the interface's name."""
    hosts: Mapping[str, str]
    """The server of each; empty for a folder of this machine."""
    at_once: int
    """So many side by side. As many again may rest, waiting for their lists to stand still."""
    per_host: int
    """And so many on one server, whoever started them; 0: as many as there are."""
    slots: Path
    """The folder of the slots."""
    by_clock: bool
    """Whether all runs by the clock of this machine count together, and what finds no slot is left
    to those at work; else it waits for `patience` seconds.
    """
    patience: float

    @property
    def at_most(self) -> int:
        """So many processes, those that rest among them."""
        return 1 if self.at_once == 1 else 2 * self.at_once

    def take_slots(self, name: str, full: set[str]) -> list[int] | None:
        """What this run needs, as `engine.worker.slots.take_slots` gives it."""
        host = hashlib.sha256(self.hosts.get(name, "").encode()).hexdigest()[:16]
        wanted = [
            ("clock", self.at_most if self.by_clock else 0),
            (f"host-{host}", self.per_host if self.hosts.get(name) else 0),
        ]
        return take_slots(self.slots, wanted, full)


def one_by_one(runs: Workload, token: CancelToken) -> Steps:
    """Do them in this process, one after the other."""
    for name, steps in runs.steps.items():
        until = time.monotonic() + runs.patience
        while (taken := runs.take_slots(name, set())) is None and time.monotonic() < until:
            token.sleep(GLANCE)
        if token.is_cancelled:
            return
        if taken is None:
            yield no_slot(name)
            continue
        try:
            yield from steps()
        finally:
            give_back(taken)


def no_slot(name: str) -> Ended:
    """The end of a run that could not begin."""
    error = Locked(RunFault.NO_SLOT)
    return Ended(name, "failed", error.exit_code, error=error)
