"""The end of a run that nothing else could end: an alarm of the system's, for whatever is at work
without ever asking the token.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from engine.common.cancellation import CancelToken
from engine.messages.run import RunFault
from engine.model.errors import DeadlineExceeded

_SOON = 0.7
"""Seconds in which a run that is to stop does so by itself."""
_AGAIN = 0.1
"""Seconds until the next alarm, while a commit is under way."""


@contextmanager
def last_resort(token: CancelToken, seconds: float) -> Iterator[None]:
    """Raise `DeadlineExceeded` in whatever is at work after so long, `Cancelled` soon after
    `hasten`; never within `token.unbroken`. Only the main thread gets signals; elsewhere there is
    no last resort.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: FrameType | None) -> None:
        if token.is_unbroken:
            signal.setitimer(signal.ITIMER_REAL, _AGAIN)
            return
        token.check()
        raise DeadlineExceeded(RunFault.TOO_LONG)

    former = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, _SOON if token.is_cancelled else seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def hasten() -> None:
    """For the handler of a signal that has cancelled the token: bring the alarm forward, where one
    is set.
    """
    if signal.getitimer(signal.ITIMER_REAL)[0]:
        signal.setitimer(signal.ITIMER_REAL, _SOON)
