"""A machine that refuses another process."""

from __future__ import annotations

import errno
import os
from functools import partial
from pathlib import Path

import pytest

from engine.common.cancellation import CancelToken
from engine.model.errors import ExitCode
from engine.worker.crew import Crew
from engine.worker.one_run import Ended, Steps
from engine.worker.workload import Workload


def well(name: str) -> Steps:
    yield Ended(name, "nothing_to_do", ExitCode.OK)


def test_what_cannot_be_started_is_told_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["a", "b", "c"]
    genuine, calls = os.fork, []

    def fork() -> int:
        calls.append(1)
        if len(calls) == 2:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return genuine()

    monkeypatch.setattr(os, "fork", fork)
    runs = Workload(
        {name: partial(well, name) for name in names},
        dict.fromkeys(names, ""),
        at_once=2,
        per_host=0,
        slots=tmp_path,
        by_clock=True,
        patience=0.0,
    )
    ended = [step for step in Crew(CancelToken()).follow(runs) if isinstance(step, Ended)]
    codes = [(end.interface, end.exit_code) for end in ended]
    assert codes == [("a", ExitCode.OK), ("b", ExitCode.STORE), ("c", ExitCode.OK)]
