"""Stopping a run in order: a token that a signal sets, a deadline, and the only sleep in the
engine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine.messages.run import RunFault
from engine.model.errors import Cancelled, DeadlineExceeded, ExitCode


class CancelToken:
    """Asked between steps and inside every loop that may last; `cancel` may be called from a signal
    handler.
    """

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._deadline: float | None = None
        self._on_cancel: list[Callable[[], None]] = []
        self._alarm: threading.Timer | None = None
        self.exit_code = ExitCode.TERMINATED
        self.is_unbroken = False
        self.when_resting: Callable[[bool], None] = lambda _rests: None
        """Told when a sleep begins and when it is over."""

    @property
    def is_cancelled(self) -> bool:
        return self._stopped.is_set()

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """Let what is done within it take no longer than that. The callbacks of `when_cancelled`
        end with it.
        """
        self._deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            self._deadline = None
            self._on_cancel.clear()
            if self._alarm is not None:
                self._alarm.cancel()
                self._alarm = None

    @contextmanager
    def unbroken(self) -> Iterator[None]:
        """Let nothing from outside break off what is done within it: a commit and its event."""
        self.is_unbroken = True
        try:
            yield
        finally:
            self.is_unbroken = False

    def cancel(self, exit_code: ExitCode = ExitCode.TERMINATED) -> None:
        """Stop at the next check; what blocks in a read is broken off by the callbacks of
        `when_cancelled`.
        """
        if self._stopped.is_set():
            return
        self.exit_code = exit_code
        self._stopped.set()
        self._break_off()

    def when_cancelled(self, callback: Callable[[], None]) -> None:
        """Call `callback` on cancel and at the deadline, such as closing a socket that a read is
        blocked on.
        """
        self._on_cancel.append(callback)
        if self._stopped.is_set():
            callback()
        if self._deadline is not None and self._alarm is None:
            self._alarm = threading.Timer(
                max(0.0, self._deadline - time.monotonic()), self._break_off
            )
            self._alarm.daemon = True
            self._alarm.start()

    def check(self) -> None:
        """Raise `Cancelled` if the run shall stop, `DeadlineExceeded` past its deadline."""
        if self._stopped.is_set():
            raise Cancelled(RunFault.STOPPED, exit_code=self.exit_code)
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise DeadlineExceeded(RunFault.TOO_LONG)

    def sleep(self, seconds: float) -> None:
        """Wait, and wake at once when cancelled."""
        self.when_resting(True)
        self._stopped.wait(seconds)
        self.when_resting(False)
        self.check()

    def remaining(self, at_most: float) -> float:
        """A timeout for one blocking step: `at_most` seconds, and no longer than the deadline
        leaves.
        """
        if self._deadline is None:
            return at_most
        return max(0.1, min(at_most, self._deadline - time.monotonic()))

    def _break_off(self) -> None:
        for callback in self._on_cancel:
            callback()
