"""One run at a time: the kernel's lock, told in words, and free the moment its holder dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading

import pytest

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.file_lock import file_lock, holder_of
from engine.common.i18n import cause_of
from engine.model.errors import Cancelled, ExitCode, Locked
from tests.refusals import refused

HOLD = """
    import sys, time
    from pathlib import Path
    from engine.common.file_lock import file_lock
    with file_lock(Path(sys.argv[1])):
        print("held", flush=True)
        time.sleep(60)
"""


def test_the_second_is_told_who_is_first(data: DataFolder) -> None:
    with file_lock(data.lock), pytest.raises(Locked) as refused, file_lock(data.lock):
        pass
    assert str(os.getpid()) in cause_of(refused.value)
    assert refused.value.exit_code is ExitCode.LOCKED


def test_it_is_free_again_afterwards_and_the_file_stays(data: DataFolder) -> None:
    for _turn in range(2):
        with file_lock(data.lock):
            assert (held := holder_of(data.lock)) is not None
            assert held.pid == os.getpid()
    assert data.lock.exists()
    assert holder_of(data.lock) is None


def test_a_killed_holder_holds_nothing(data: DataFolder) -> None:
    command = [sys.executable, "-c", textwrap.dedent(HOLD), str(data.lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with refused(Locked, match=str(other.pid)), file_lock(data.lock):
            pass
        other.send_signal(signal.SIGKILL)
        other.wait()
    with file_lock(data.lock):
        pass


def test_a_torn_note_of_the_holder_is_no_obstacle(data: DataFolder) -> None:
    with file_lock(data.lock):
        data.lock.write_bytes(b'{"pid":')
        with refused(Locked, match="Another run holds the store"), file_lock(data.lock):
            pass


def test_who_waits_gets_it_when_it_is_free(data: DataFolder) -> None:
    begun, held = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        with file_lock(data.lock, 60):
            held.set()

    with file_lock(data.lock):
        waiting = threading.Thread(target=wait)
        waiting.start()
        begun.wait()
        assert not held.wait(0.3)
    waiting.join()
    assert held.is_set()


def test_who_gave_up_waiting_does_not_keep_it(data: DataFolder) -> None:
    with file_lock(data.lock), pytest.raises(Locked), file_lock(data.lock, 0.1):
        pass
    with file_lock(data.lock, 60):
        pass


def test_waiting_can_be_stopped(data: DataFolder) -> None:
    token = CancelToken()
    with file_lock(data.lock):
        threading.Timer(0.1, token.cancel).start()
        with pytest.raises(Cancelled), file_lock(data.lock, 3600, token):
            pass
