"""Whole processes, timed from start to end with the memory they took at most; contestants take
turns.

Whoever measures must stay small: what the kernel tells of a child's memory begins with that of the
process it was forked from.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

SETTLED = 6
"""Seconds after which opos may keep what it found in a configuration that was just written."""


class Contestant(NamedTuple):
    """A command, and what brings the world back to where it was before each run."""

    command: Sequence[str]
    prepare: Callable[[], object]
    run: Callable[[Sequence[str]], tuple[float, float]] | None = None
    """Runs it once, and returns seconds and megabytes; None: as a process from start to end."""


class Staying:
    """A process that stays, and does its job whenever it is asked by a line; it answers with the
    megabytes that took. Started when it is asked first.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def run(self, command: Sequence[str]) -> tuple[float, float]:
        """The seconds from the question to the answer, and the megabytes."""
        if self._process is None:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        began = time.perf_counter()
        print(file=asked, flush=True)
        answer = answered.readline()
        took = time.perf_counter() - began
        if not answer:
            raise SystemExit(f"{' '.join(command)} ended")
        return took, float(answer)

    def end(self) -> None:
        if self._process is not None:
            self._process.communicate()


class Figures(NamedTuple):
    """Seconds and megabytes of one contestant."""

    seconds: list[float]
    megabytes: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def compare(contestants: Mapping[str, Contestant], rounds: int) -> dict[str, Figures]:
    """Run all contestants in turn, `rounds` times after one that is not counted, so that drift of
    the machine hits all alike.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    peak = dict.fromkeys(contestants, 0.0)
    for turn in range(rounds + 1):
        for name, contestant in contestants.items():
            contestant.prepare()
            took, megabytes = (contestant.run or _run)(contestant.command)
            if turn:
                seconds[name].append(took)
                peak[name] = max(peak[name], megabytes)
    return {name: Figures(seconds[name], peak[name]) for name in contestants}


def table(figures: Mapping[str, Figures], base: str) -> str:
    """The figures as lines, each with its ratio to `base`."""
    lines = [f"{'':<26} {'min':>8} {'median':>8} {'max':>8} {'ratio':>7} {'MB':>6}"]
    for name, one in figures.items():
        ratio = one.median / figures[base].median
        times = " ".join(
            f"{value * 1000:8.0f}" for value in (min(one.seconds), one.median, max(one.seconds))
        )
        lines.append(f"{name:<26} {times} {ratio:7.2f} {one.megabytes:6.0f}")
    return "\n".join(lines)


def _run(command: Sequence[str]) -> tuple[float, float]:
    # An installed program has its bytecode cached; a developer's shell may forbid that.
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _pid, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return took, usage.ru_maxrss / 1024
