"""How a running command is stopped."""

from __future__ import annotations

import signal

from engine.common.cancellation import CancelToken
from engine.model.errors import ExitCode
from engine.worker.last_resort import hasten


def stop_on_signals() -> CancelToken:
    """The token that the first signal cancels, to stop in order; the second ends the program at
    once.
    """
    token = CancelToken()

    def stop(number: int, _frame: object) -> None:
        if token.is_cancelled:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        token.cancel(ExitCode.INTERRUPTED if number == signal.SIGINT else ExitCode.TERMINATED)
        hasten()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    return token
