"""The only module that prints: stdout carries data, stderr carries narration.

Whatever a text holds, no control character reaches the terminal but the ends of lines.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from shutil import get_terminal_size
from typing import Any, TextIO

import msgspec

from engine.common.i18n import _, advice_of, cause_of, describe_os_error
from engine.common.sanitize import escape_json, sanitize, sanitize_lines
from engine.model.errors import ExitCode, OposError, UserError


class OutputLost(UserError):
    """What was asked for is done, and could not be told."""

    exit_code = ExitCode.BUG  # what every program ends with that cannot write its output


class Printer:
    """Prints lines, as text or as JSON; goes silent where it cannot, since a run must not end for
    that.
    """

    def __init__(self) -> None:
        self._as_json = False
        self._passing = False
        self._lost: OSError | None = None
        if isinstance(sys.stdout, TextIOWrapper):
            # Cron may speak a language whose encoding has no arrows.
            sys.stdout.reconfigure(errors="backslashreplace")

    def speak_json(self) -> None:
        """Print records instead of text, in UTF-8 whatever the environment says."""
        self._as_json = True
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")

    def line(self, text: str | None, record: Any = None) -> None:
        """Print one line of the answer: `text` for people, `record` with `--json`; None where there
        is nothing for them.
        """
        if self._as_json:
            if record is not None:
                self._write(sys.stdout, _json(record))
        elif text is not None:
            self._write(sys.stdout, text)

    def aside(self, text: str) -> None:
        """Print a word beside the answer, on stderr."""
        self._write(sys.stderr, text)

    def passing(self, text: str, record: Any) -> None:
        """Print how far something is: on the terminal's last line until the next line comes; where
        stderr is no terminal, not at all.
        """
        if self._as_json:
            self.line(None, record)
        elif sys.stderr.isatty():
            sys.stderr.write(f"\r{sanitize(text, get_terminal_size().columns - 1)}\x1b[K")
            sys.stderr.flush()
            self._passing = True

    def error(self, error: OposError) -> None:
        """Print cause and advice, a line each."""
        self._write(sys.stderr, f"opos: {cause_of(error)}")
        if advice_of(error):
            self._write(sys.stderr, f"      {advice_of(error)}")

    def check(self) -> None:
        """Raise `OutputLost` where not all could be written."""
        if self._lost is not None:
            raise OutputLost(
                _("Not all could be written: {reason}.").format(
                    reason=describe_os_error(self._lost)
                ),
                _(
                    "Make room where the output goes. No run is harmed by it: `opos runs`"
                    " shows them."
                ),
            )

    def _write(self, stream: TextIO, text: str) -> None:
        if self._passing:
            sys.stderr.write("\r\x1b[K")
            self._passing = False
        try:
            print(sanitize_lines(text), file=stream, flush=True)
        except OSError as error:
            # Later writes, and the one at the end of the program, go nowhere instead of failing
            # again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            if not isinstance(error, BrokenPipeError):  # that is somebody who has read enough
                self._lost = error


def _json(record: Any) -> str:
    try:
        line = msgspec.json.encode(record).decode()
    except UnicodeEncodeError:  # a path whose bytes are no UTF-8
        import json

        line = json.dumps(msgspec.to_builtins(record))
    return escape_json(line)
