"""The watcher of one configuration in a process of its own: a fork of this one, whose output comes
back in whole lines.

It ends with its parent, in order, as at SIGTERM.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from engine.common.die_with_parent import die_with_parent
from engine.model.errors import ExitCode

_CHUNK = 65536
_STDOUT, _STDERR = 1, 2


class PrintedLine(NamedTuple):
    """What the watcher printed."""

    text: str
    is_error: bool
    """Whether it came on stderr."""


class WatcherProcess:
    """Started as soon as it is made; `watch` is what it does, and returns its exit code."""

    def __init__(self, watch: Callable[[], int], foreign: Iterable[int]) -> None:
        """The pipes of other watchers are `foreign` to it."""
        pipes = {target: os.pipe() for target in (_STDOUT, _STDERR)}
        self._rests = {reader: b"" for reader, _writer in pipes.values()}
        """What came through each pipe that is open and is no whole line yet."""
        self._stdout = pipes[_STDOUT][0]
        self.is_asked = False
        """Whether it was asked to end."""
        parent = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            writers = {target: writer for target, (_reader, writer) in pipes.items()}
            _work(watch, writers, [*self._rests, *foreign], parent)
        for _reader, writer in pipes.values():
            os.close(writer)

    @property
    def pipes(self) -> list[int]:
        """What it prints comes through these."""
        return list(self._rests)

    def stop(self) -> None:
        """Ask it to end, once: asked twice, it would end at once."""
        if not self.is_asked:
            self.is_asked = True
            os.kill(self._pid, signal.SIGTERM)

    def read(self, pipe: int) -> Iterator[PrintedLine]:
        """The lines that came through a pipe that is ready, and at its end the rest."""
        chunk = os.read(pipe, _CHUNK)
        *lines, rest = (self._rests[pipe] + chunk).split(b"\n")
        self._rests[pipe] = rest
        if not chunk:
            del self._rests[pipe]
            os.close(pipe)
            lines += [rest] if rest else []
        for line in lines:
            yield PrintedLine(line.decode(errors="backslashreplace"), pipe != self._stdout)

    def ended(self) -> int | None:
        """Its exit code, or the signal that killed it as a negative number, once all that it
        printed has been read; None until then.
        """
        if self._rests:
            return None
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None


def _work(
    watch: Callable[[], int], writers: dict[int, int], foreign: Iterable[int], parent: int
) -> None:
    """Be the watcher; never returns. Handlers and token are those it was forked with."""
    code = int(ExitCode.BUG)
    try:
        os.setpgid(0, 0)  # Ctrl+C reaches the parent alone, which passes it on
        die_with_parent(signal.SIGTERM, parent)
        os.environ.pop("NOTIFY_SOCKET", None)  # systemd hears of the parent alone
        for target, writer in writers.items():
            os.dup2(writer, target)
        for pipe in (*foreign, *writers.values()):
            os.close(pipe)
        code = int(watch())
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
