"""Starts and stops runs. A run is a process of its own: the very command that cron starts, in a
session of its own.

So it goes on when the app ends or the terminal breaks off, and nothing it does can hold up a
key press.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from engine.common.i18n import _, describe_os_error
from engine.common.sanitize import sanitize
from engine.journal.journal import Run
from engine.model.errors import UserError

_AT_MOST = 20000
"""Bytes of a run's own words that are shown."""


class StartedRun:
    """A run that was started here, until it ends."""

    def __init__(self, process: subprocess.Popen[bytes], words: IO[bytes], since: datetime) -> None:
        """`since` is a time before it began."""
        self.pid = process.pid
        self.since = since
        self._process = process
        self._words = words

    @property
    def exit_code(self) -> int | None:
        """None while it goes on."""
        return self._process.poll()

    def words(self) -> str:
        """Return what it said beside its journal: all there is to know where it could not even
        begin one.
        """
        self._words.seek(0)
        lines = self._words.read(_AT_MOST).decode("utf-8", "replace").splitlines()
        return "\n".join(sanitize(line) for line in lines)

    def let_go(self) -> None:
        """Forget about it; it goes on if it was going on."""
        self._words.close()
        # Else Popen complains that the process was not waited for, which is just what is meant.
        self._process.returncode = self._process.poll() or 0


def start(config: Path, act: str, *rest: str) -> StartedRun:
    """Start `opos` with this act, the rest of its command line, and this configuration. Raises
    `UserError` where no process can be started.
    """
    # A file, not a pipe: the run may outlive the app, and must not fail for that when it
    # speaks.
    words = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the run
    # Journals tell the time to the millisecond.
    since = datetime.now(UTC).replace(microsecond=0)
    try:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-P", "-m", "tui_app", act, "-c", str(config.absolute()), *rest],
            env={**os.environ, "OPOS_TRIGGER": "tui"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=words,
            start_new_session=True,
        )
    except OSError as error:
        words.close()
        raise UserError(
            _("The run cannot be started: {error}.").format(error=describe_os_error(error)),
            _("See whether the machine has memory left."),
        ) from error
    return StartedRun(process, words, since)


def stop(run: Run) -> None:
    """Ask a run to stop in order. Raises `UserError` where it is not ours to stop."""
    here = socket.gethostname()
    if run.started.host != here:
        raise UserError(
            _("This run works on {host}, and this is {here}.").format(
                host=sanitize(run.started.host), here=here
            ),
            _("Stop it there: `kill {pid}`.").format(pid=run.started.pid),
        )
    try:
        os.kill(run.started.pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    except PermissionError as error:
        raise UserError(
            _("The run belongs to {user}, and you may not stop it.").format(
                user=sanitize(run.started.user)
            ),
            _("Ask {user}, or: `sudo kill {pid}`.").format(
                user=sanitize(run.started.user), pid=run.started.pid
            ),
        ) from error
