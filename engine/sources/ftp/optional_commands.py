"""Commands that not every FTP server knows; what one lacks it is asked only once."""

from __future__ import annotations

import ftplib

from engine.common.cancellation import CancelToken
from engine.messages.system import NetworkReason
from engine.sources import network
from engine.sources.ftp.ftp_session import AbsurdAnswerError, Session

_NOT_KNOWN = ("500", "502", "504")
"""Replies to a command that the server does not have."""
_DENIED = ("denied", "permission", "not allowed", "verweigert", "berechtigung")


class NoSuchFile(Exception):
    """The server knows no file of this name."""


class OptionalCommands:
    """Remembers what the server lacks."""

    def __init__(self, session: Session, token: CancelToken) -> None:
        self._ftp = session
        self._token = token
        self._lacking: set[str] = set()

    def lacks(self, command: str) -> bool:
        """Whether the server said that it does not know the command."""
        return command in self._lacking

    def lines(self, command: str) -> list[str] | None:
        """Return what the command lists of the current directory; None where the server does not
        know it. Raises `ftplib.Error` for what it refuses, `AbsurdAnswerError` for a listing
        without end.
        """
        lines: list[str] = []

        def collect(line: str) -> None:
            self._token.check()
            if len(lines) == network.MOST_ENTRIES:
                raise AbsurdAnswerError(NetworkReason.ENDLESS_LISTING)
            lines.append(line)

        if self.lacks(command):
            return None
        try:
            self._ftp.retrlines(command, collect)
        except (ftplib.error_perm, ftplib.error_temp) as error:
            answer = str(error)
            if answer.startswith(_NOT_KNOWN):
                self._lacking.add(command)
                return None
            if (
                lines
                or not answer.startswith(("550", "450"))
                or any(word in answer.lower() for word in _DENIED)
            ):
                raise
            # The directory could be entered: this is how some servers say that it is empty.
        return lines

    def ask(self, line: str) -> str:
        """Send a command about a file and return the answer; empty where the server does not know
        the command. Raises `NoSuchFile`.
        """
        command = line.partition(" ")[0]
        if self.lacks(command):
            return ""
        try:
            return self._ftp.sendcmd(line)
        except ftplib.error_perm as error:
            if not str(error).startswith(_NOT_KNOWN):
                raise NoSuchFile from error
            self._lacking.add(command)
            return ""
