"""Ending with the process that started this one, however that ends. Only Linux knows how."""

from __future__ import annotations

import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
"""Of <sys/prctl.h>."""


def die_with_parent(number: signal.Signals, parent: int) -> None:
    """Get this signal when the parent is gone; at once where it is gone already."""
    if sys.platform == "linux":
        import ctypes  # slow to import, and most processes have no parent to die with

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)
