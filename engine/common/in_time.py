"""Doing what cannot be broken off, and waiting for it no longer than there is time.

The timeouts of Python's network libraries count for each read: a server that sends a byte now and
then holds them for ever, and so does a name server that is silent.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from engine.common.cancellation import CancelToken

Result = TypeVar("Result")


def in_time(action: Callable[[], Result], token: CancelToken, seconds: float) -> Result:
    """Return or raise what `action` does, in a thread of its own; raises `TimeoutError` after
    `seconds`, and `Cancelled` as soon as the run is stopped. A thread that is given up ends with
    the program.
    """
    token.check()
    finished = threading.Event()
    results: list[Result] = []
    errors: list[BaseException] = []

    def act() -> None:
        try:
            results.append(action())
        except BaseException as error:
            errors.append(error)
        finished.set()

    token.when_cancelled(finished.set)
    threading.Thread(target=act, name="in time", daemon=True).start()
    finished.wait(token.remaining(seconds))
    if results:
        return results[0]
    if errors:
        raise errors[0]
    token.check()
    raise TimeoutError
