"""opos in a real pseudo-terminal, as a process of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.tui.shown import Shown

OPOS = (sys.executable, "-m", "tui_app")


class Terminal:
    """Everything the program sends is in `sent`. Leaving closes the terminal, and waits for the
    program to end.
    """

    def __init__(
        self,
        *arguments: str,
        program: Sequence[str] = OPOS,
        size: tuple[int, int] = (80, 24),
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._master, slave = pty.openpty()
        self.shown = Shown()
        self.resize(size)
        self.process = subprocess.Popen(
            [*program, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_take_as_controlling_terminal,
            env={
                "TERM": "xterm-256color",
                "LC_ALL": "C.UTF-8",
                "PATH": os.environ["PATH"],
                "HOME": os.environ["HOME"],
                **(environ or {}),
            },
        )
        os.close(slave)
        self.sent = b""
        self.heard = 0.0
        """When the last byte came, on the monotonic clock."""

    def read(self, seconds: float) -> bytes:
        """What is sent before so many seconds pass without a byte."""
        new = b""
        while select.select([self._master], [], [], seconds)[0]:
            try:
                chunk = os.read(self._master, 65536)
            except OSError:
                break
            if not chunk:
                break
            new += chunk
            self.shown.receive(chunk)
            self.heard = time.monotonic()
        self.sent += new
        return new

    def unread(self) -> int:
        """How many bytes wait to be read."""
        return int.from_bytes(fcntl.ioctl(self._master, termios.FIONREAD, bytes(4)), sys.byteorder)

    def listen(self, seconds: float) -> bytes:
        """What is sent within so many seconds, with or without pauses."""
        before, until = len(self.sent), time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and self.process.poll() is None:
            self.read(min(left, 0.05))
        return self.sent[before:]

    def wait_for(self, text: str, since: int = 0) -> None:
        """Until the text is shown in one line, or was sent all in one piece; not counting so many
        bytes at the beginning.
        """
        self.wait_until(
            lambda: (
                len(self.sent) > since
                and (text.encode() in self.sent[since:] or text in "\n".join(self.shown.lines))
            ),
            text,
        )

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Until it is true of what was sent; the limit is only there so that a
        failing test ends.
        """
        deadline = time.monotonic() + 30
        while not condition():
            is_over = self.process.poll() is not None
            assert (
                self.read(0.05) or condition() or (not is_over and time.monotonic() < deadline)
            ), f"waited in vain for {what!r} in {self.shown.lines}, {self.sent[-500:]!r}"

    def resize(self, size: tuple[int, int]) -> None:
        """Columns and lines from now on; the program gets SIGWINCH."""
        self.size = size
        self.shown.height = size[1]
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def paste(self, text: str) -> None:
        """As a terminal pastes; what the program sends meanwhile is read."""
        rest = f"\x1b[200~{text}\x1b[201~".encode()
        while rest:
            rest = rest[os.write(self._master, rest[:1024]) :]
            self.read(0)

    def hang_up(self) -> None:
        """What happens when the line breaks off: the terminal is gone."""
        os.close(self._master)
        self._master = -1

    def end(self) -> int:
        """The exit code; reads to the end first, for a program that cannot write does not end."""
        if self._master >= 0:
            self.wait_until(lambda: self.process.poll() is not None, "its end")
            self.read(0.05)
        return self.process.wait(timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._master >= 0:
            os.close(self._master)


def opened(config: Path, **environ: str) -> Terminal:
    """The app on this configuration, painted."""
    terminal = Terminal("-c", str(config), environ=environ)
    terminal.wait_for("Quit")
    return terminal


def painted(sent: bytes) -> list[tuple[int, str]]:
    """What was drawn from a first column on: the number of the line, from 1, and its text."""
    lines = re.findall(r"\x1b\[(\d+);1H((?:\x1b\[[\d;]*m|[^\x1b\r\n])*)", sent.decode())
    return [(int(number), re.sub(r"\x1b\[[\d;]*m", "", line)) for number, line in lines]


def _take_as_controlling_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
