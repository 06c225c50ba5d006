"""One run in a process of its own: a fork of this one, which tells every step through a pipe.

It ends with its parent: in order, as at SIGTERM. What its parent does never holds it up.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from queue import SimpleQueue

from engine.common.cancellation import CancelToken
from engine.common.die_with_parent import die_with_parent
from engine.journal.journal import JournalEntry
from engine.messages.run import RunFault
from engine.model.errors import ExitCode, StoreError
from engine.worker.last_resort import hasten
from engine.worker.one_run import Ended, Steps

_Told = JournalEntry | Ended | bool | None
"""What goes through the pipe: a step, whether it rests from now on; None at the end."""


class Child:
    """The run called `name`, from its start to what it told last."""

    def __init__(self, name: str, steps: Callable[[], Steps]) -> None:
        self.name = name
        self.pipe: Connection | None = None
        """None before it is started, and once it has ended."""
        self.has_ended = False
        self.rests = False
        """Whether it sleeps right now, such as until its list stands still."""
        self._steps = steps
        self._told: deque[JournalEntry | Ended] = deque()
        self._pid = 0

    def start(self, token: CancelToken, foreign: Sequence[Connection]) -> None:
        """Fork; the pipes of other children are `foreign` to it."""
        self.pipe, writer = Pipe(duplex=False)
        parent = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            _work(self._steps, token, writer, [self.pipe, *foreign], parent)
        writer.close()

    def signal(self, number: signal.Signals) -> None:
        """Ask it to stop."""
        if self.pipe is not None:
            os.kill(self._pid, number)

    def listen(self) -> None:
        """Take in what it has told since, and its end."""
        try:
            while self.pipe is not None and self.pipe.poll():
                step = self.pipe.recv()
                if isinstance(step, bool):
                    self.rests = step
                else:
                    self._told.append(step)
        except (EOFError, OSError):
            self._reap()

    def take(self) -> Iterator[JournalEntry | Ended]:
        """What it has told and nobody has taken yet."""
        while self._told:
            yield self._told.popleft()

    def refuse(self, ended: Ended) -> None:
        """It is never started, for this reason."""
        self._told.append(ended)
        self.pipe, self.has_ended = None, True

    def wait(self) -> None:
        """Until it has ended."""
        if self.pipe is not None:
            self._reap()

    def _reap(self) -> None:
        if self.pipe is not None:
            self.pipe.close()
        self.pipe, self.has_ended = None, True
        _pid, status = os.waitpid(self._pid, 0)
        if os.WIFSIGNALED(status):
            error = StoreError(RunFault.KILLED, number=os.WTERMSIG(status))
            self._told.append(Ended(self.name, "failed", error.exit_code, error=error))


def _work(
    steps: Callable[[], Steps],
    token: CancelToken,
    writer: Connection,
    foreign: Sequence[Connection],
    parent: int,
) -> None:
    """Be the child; never returns."""
    code = int(ExitCode.BUG)
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda number, _frame: _stop(token, number))
        die_with_parent(signal.SIGTERM, parent)
        for pipe in foreign:  # else one's parent would not be the only one to read
            pipe.close()
        told: SimpleQueue[_Told] = SimpleQueue()
        token.when_resting = told.put
        telling = threading.Thread(target=_tell, args=(told, writer), daemon=True)
        telling.start()
        for step in steps():
            told.put(step)
        told.put(None)
        telling.join()
        code = int(ExitCode.OK)
    finally:
        os._exit(code)


def _stop(token: CancelToken, number: int) -> None:
    """The same signal may come twice: from a terminal, and from the parent."""
    token.cancel(ExitCode.INTERRUPTED if number == signal.SIGINT else ExitCode.TERMINATED)
    hasten()


def _tell(told: SimpleQueue[_Told], writer: Connection) -> None:
    """A thread of its own: a parent that reads slowly must not hold up who holds a lock."""
    with suppress(OSError):  # the parent is gone; the journal has it all
        while (step := told.get()) is not None:
            writer.send(step)
