"""The process that reads a workbook never outlives whoever waits for it, and a small workbook costs
little. What blocks it here is a pipe that nobody writes into.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from errno import ENXIO
from pathlib import Path

import pytest

from engine.common.cancellation import CancelToken
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.workbooks import read_workbook
from engine.model.errors import Cancelled


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "list.xls"
    os.mkfifo(path)
    return path


def begun(pipe: Path) -> int:
    """The writing end, once the child reads."""
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != ENXIO:
                raise
            time.sleep(0.01)


def ends(writing: int) -> bool:
    """Whether in the end nobody reads any more; fails once the pipe is full."""
    try:
        while os.write(writing, b"1"):
            time.sleep(0.01)
    except BrokenPipeError:
        return True
    finally:
        os.close(writing)
    return False


def test_a_run_that_is_stopped_stops_it(pipe: Path) -> None:
    token = CancelToken()
    ended: list[bool] = []

    def stop() -> None:
        writing = begun(pipe)
        token.cancel()
        ended.append(ends(writing))

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(Cancelled):
        read_workbook(pipe, "xls", FileLimits(), token)
    thread.join()
    assert ended == [True]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_it_dies_with_its_parent(pipe: Path) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from engine.lists.files.limits import FileLimits;"
        "from engine.lists.files.workbook.workbooks import read_workbook;"
        "read_workbook(Path(sys.argv[1]), 'xls', FileLimits())"
    )
    with subprocess.Popen([sys.executable, "-c", program, pipe]) as parent:
        writing = begun(pipe)
        parent.send_signal(signal.SIGKILL)
        assert ends(writing)


@pytest.mark.parametrize(
    ("size", "memory", "seconds"),
    [
        (8_000, 200_000_000, 4),
        (1_000_000, 500_000_000, 15),
        (2_000_000, 1_000_000_000, 30),
        (90_000_000, 1_000_000_000, 30),
    ],
)
def test_a_small_workbook_may_cost_little(size: int, memory: int, seconds: int) -> None:
    limits = FileLimits().for_workbook(size)
    assert (limits.workbook_memory_bytes, limits.workbook_cpu_seconds) == (memory, seconds)


def test_never_more_than_is_configured() -> None:
    tight = FileLimits(workbook_memory_bytes=100_000_000, workbook_cpu_seconds=2)
    assert tight.for_workbook(90_000_000) == tight
    assert tight.for_workbook(8_000) == tight
