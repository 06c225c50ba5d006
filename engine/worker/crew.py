"""Workload side by side, each in a process of its own, told as if one had come after the other."""

from __future__ import annotations

import signal
import time
from multiprocessing.connection import wait

from engine.common.cancellation import CancelToken
from engine.common.os_errors import machine_error
from engine.model.errors import ExitCode
from engine.worker.child import Child
from engine.worker.one_run import Ended, Steps
from engine.worker.slots import give_back
from engine.worker.workload import GLANCE, Workload, no_slot


class Crew:
    """The children of this process, in the order in which they are told."""

    def __init__(self, token: CancelToken) -> None:
        self._token = token
        self._children: list[Child] = []
        self._stopped = False

    @property
    def names(self) -> set[str]:
        """What is at work, or waits for its slot."""
        return {child.name for child in self._children if not child.has_ended}

    def follow(self, runs: Workload, *, until: float = float("inf")) -> Steps:
        """Start these, too, and yield what all tell: until everything has ended, or the clock of
        `time.monotonic` says `until`. What finds no slot while none of ours is at work ends so.
        """
        self._children += [Child(name, steps) for name, steps in runs.steps.items()]
        idle_since = time.monotonic()
        while self._children and time.monotonic() < until:
            self._stop_with_the_token()
            self._start_more(runs)
            pipes = [child.pipe for child in self._children if child.pipe]
            if pipes:
                idle_since = time.monotonic()
            elif time.monotonic() - idle_since >= runs.patience:
                self._leave_the_rest()
            wait(pipes, GLANCE if pipes or runs.patience else 0)
            for child in self._children:
                child.listen()
            while self._children:
                yield from self._children[0].take()
                if not self._children[0].has_ended:
                    break
                self._children.pop(0)

    def stop(self) -> None:
        """Ask all that are at work to stop, and wait until they have."""
        if self._children:
            self._token.cancel()
            self._stop_with_the_token()
        for child in self._children:
            child.wait()

    def _start_more(self, runs: Workload) -> None:
        living = [child for child in self._children if child.pipe]
        busy = sum(not child.rests for child in living)
        free = min(runs.at_once - busy, runs.at_most - len(living))
        full = set[str]()
        for child in self._children:
            if free <= 0:
                return
            if child.pipe is None and not child.has_ended:
                try:
                    free -= self._started(child, runs.take_slots(child.name, full))
                except OSError as error:  # no memory for another process, no descriptor
                    refused = machine_error(error)
                    child.refuse(Ended(child.name, "failed", refused.exit_code, error=refused))

    def _started(self, child: Child, slots: list[int] | None) -> bool:
        if slots is None:
            return False
        try:
            child.start(self._token, [each.pipe for each in self._children if each.pipe])
        finally:
            give_back(slots)  # the child holds them on
        return True

    def _stop_with_the_token(self) -> None:
        if self._stopped or not self._token.is_cancelled:
            return
        self._stopped = True
        interrupted = self._token.exit_code is ExitCode.INTERRUPTED
        for child in self._children:
            child.signal(signal.SIGINT if interrupted else signal.SIGTERM)
        self._children = [child for child in self._children if child.pipe or child.has_ended]

    def _leave_the_rest(self) -> None:
        for child in self._children:
            if child.pipe is None and not child.has_ended:
                child.refuse(no_slot(child.name))
