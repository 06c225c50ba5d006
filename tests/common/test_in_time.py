"""Whatever an action does, nobody waits for it longer than there is time."""

from __future__ import annotations

import threading

import pytest

from engine.common.cancellation import CancelToken
from engine.common.in_time import in_time
from engine.model.errors import Cancelled


def test_what_it_returns_and_raises() -> None:
    assert in_time(lambda: 3, CancelToken(), 60) == 3
    with pytest.raises(ZeroDivisionError):
        in_time(lambda: 1 // 0, CancelToken(), 60)


def test_what_never_ends() -> None:
    over = threading.Event()
    with pytest.raises(TimeoutError):
        in_time(over.wait, CancelToken(), 0.01)
    over.set()


def test_a_run_that_is_stopped() -> None:
    over, token = threading.Event(), CancelToken()

    def act() -> None:
        token.cancel()
        over.wait()

    with pytest.raises(Cancelled):
        in_time(act, token, 3600)
    over.set()
    with pytest.raises(Cancelled):
        in_time(lambda: pytest.fail("it was begun"), token, 3600)
