"""Ends the app when its line breaks off, or when it is told to."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

_PATIENCE = 10.0
"""Seconds in which the app keeps what is not saved and leaves the screen. A terminal that is gone,
or that nobody reads any more, holds up for good whoever writes to it.
"""


def end_on_signals(leave: Callable[[int], None]) -> None:
    """Call `leave` in the running loop, with the exit code; end without it where that takes too
    long.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, leave, 128 + number)
        # Called beside what the loop does with the signal, and also where the loop stands still.
        signal.signal(number, _end_at_last)


def _end_at_last(number: int, _frame: FrameType | None) -> None:
    last = threading.Timer(_PATIENCE, os._exit, (128 + number,))
    last.daemon = True
    last.start()
