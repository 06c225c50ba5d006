"""The only module that prints: stdout carries data, stderr carries narration."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from shutil import get_terminal_size
from typing import TYPE_CHECKING, TextIO

import msgspec

from engine.common.i18n import _, advice_of, cause_of, describe_os_error
from engine.model.errors import ExitCode, OposError, UserError

if TYPE_CHECKING:
    from engine.cli.commands import Answer


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
            sys.stdout.reconfigure(
                errors="backslashreplace"
            )  # cron may speak a language whose encoding has no arrows

    def speak_json(self) -> None:
        """Print records instead of text, in UTF-8 whatever the environment says."""
        self._as_json = True
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")

    def answer(self, answer: Answer) -> ExitCode:
        """Print all lines of a command's answer. Raises `OutputLost` at its end where not all could
        be written.
        """
        while True:
            try:
                line = next(answer)
            except StopIteration as stop:
                if self._lost is not None:
                    cause = _("Not all could be written: {reason}.").format(
                        reason=describe_os_error(self._lost)
                    )
                    raise OutputLost(
                        cause,
                        _(
                            "Make room where the output goes. No run is harmed by it: `opos runs`"
                            " shows them."
                        ),
                    ) from None
                return ExitCode(stop.value)
            if line.passing and not self._as_json:
                self._pass(line.text or "")
            elif self._as_json and line.record is not None:
                self._write(sys.stdout, msgspec.json.encode(line.record).decode())
            elif line.text is not None and (line.aside or not self._as_json):
                self._write(sys.stderr if line.aside else sys.stdout, line.text)

    def error(self, error: OposError) -> None:
        """Cause and advice, a line each."""
        self._write(sys.stderr, f"opos: {cause_of(error)}")
        if advice_of(error):
            self._write(sys.stderr, f"      {advice_of(error)}")

    def _pass(self, text: str) -> None:
        """Show it on the terminal's last line until the next line comes; where stderr is no
        terminal, not at all.
        """
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{text[: get_terminal_size().columns - 1]}\x1b[K")
            sys.stderr.flush()
            self._passing = True

    def _write(self, stream: TextIO, text: str) -> None:
        if self._passing:
            sys.stderr.write("\r\x1b[K")
            self._passing = False
        try:
            print(text, file=stream, flush=True)
        except OSError as error:
            # Later writes, and the one at the end of the program, go nowhere instead of failing
            # again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            if not isinstance(error, BrokenPipeError):  # that is somebody who has read enough
                self._lost = error
