"""The end of a run that nothing else could end: an alarm of the system's, for whatever is at work
without ever asking the token.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from engine.messages.run import RunFault
from engine.model.errors import DeadlineExceeded


@contextmanager
def last_resort(seconds: float) -> Iterator[None]:
    """Raise `DeadlineExceeded` in whatever is at work after so long. Only the main thread gets
    signals; elsewhere there is no last resort.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise DeadlineExceeded(RunFault.TOO_LONG)
