"""What never asks whether it may go on ends all the same."""

from __future__ import annotations

import signal
import threading

import pytest

from engine.common.cancellation import CancelToken
from engine.model.errors import DeadlineExceeded
from engine.worker.last_resort import last_resort


def never_ask() -> None:
    while True:
        pass


def test_a_loop_that_never_asks_is_ended() -> None:
    former = signal.getsignal(signal.SIGALRM)
    with pytest.raises(DeadlineExceeded), last_resort(CancelToken(), 0.01):
        never_ask()
    assert signal.getsignal(signal.SIGALRM) is former


def test_what_ends_in_time_is_left_alone() -> None:
    with last_resort(CancelToken(), 3600):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_another_thread_goes_on_without() -> None:
    done: list[bool] = []

    def work() -> None:
        with last_resort(CancelToken(), 3600):
            done.append(signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
