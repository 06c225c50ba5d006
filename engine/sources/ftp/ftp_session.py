"""ftplib's client, on a connection of ours and with an end to everything.

It is spoken to in latin-1, so that every byte of a name survives. The address in a PASV answer is
never trusted: data comes from the same host.
"""

from __future__ import annotations

import ftplib
import socket

from engine.common.cancellation import CancelToken
from engine.messages.system import NetworkReason
from engine.sources import network
from engine.sources.server import Timeouts

_MOST_LINES = 500
"""Of one answer: a greeting may be long, but not endless."""


class AbsurdAnswerError(network.BadAnswerError, ftplib.Error):
    """The server speaks FTP, and says what no server should."""


class Session(ftplib.FTP):
    """A control connection, and at most one data connection at a time.

    What fails raises ftplib's errors, `OSError` or `EOFError`, and for what only FTPS can be
    refused `LoginRefused`.
    """

    def __init__(
        self,
        connection: socket.socket,
        host: str,
        port: int,
        token: CancelToken,
        timeouts: Timeouts,
    ) -> None:
        super().__init__(encoding="latin-1")
        self.host = host
        self.port = port
        self.sock = connection
        self.af = connection.family
        self.data: socket.socket | None = None
        self._token = token
        self._timeouts = timeouts

    @property
    def _control(self) -> socket.socket:
        if self.sock is None:
            raise EOFError
        return self.sock

    def greet(self) -> None:
        """Read the server's greeting."""
        self._control.settimeout(self._token.remaining(self._timeouts.login))
        self.file = self._control.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()

    def protect(self) -> None:
        """After the login; FTPS asks for encrypted transfers here."""

    def settle(self) -> None:
        """All is ready: from now on every answer has its usual time."""
        self._control.settimeout(self._token.remaining(self._timeouts.read))

    def getmultiline(self) -> str:
        lines = [self.getline()]
        if lines[0][3:4] == "-":
            last = lines[0][:3] + " "
            while not lines[-1].startswith(last):
                self._token.check()
                if len(lines) == _MOST_LINES:
                    raise AbsurdAnswerError(NetworkReason.ENDLESS_ANSWER)
                lines.append(self.getline())
        return "\n".join(lines)

    def ntransfercmd(
        self, cmd: str, rest: int | str | None = None
    ) -> tuple[socket.socket, int | None]:
        peer = self._control.getpeername()
        address = (peer[0], self._passive_port(), *peer[2:])
        data = network.connect_to(self.af, address, self._token, self._timeouts.connect)
        try:
            data.settimeout(self._token.remaining(self._timeouts.read))
            self._begin_transfer(cmd)
            self.data = self.secured(data)
        except BaseException:
            data.close()
            raise
        return self.data, None

    def _begin_transfer(self, cmd: str) -> None:
        """Send the command. Raises `ftplib.error_reply` unless the transfer begins."""
        answer = self.sendcmd(cmd)
        if answer.startswith("2"):  # some servers say 200 before the 150
            answer = self.getresp()
        if not answer.startswith("1"):
            raise ftplib.error_reply(answer)

    def secured(self, data: socket.socket) -> socket.socket:
        """The data connection as it shall be used; FTPS puts its TLS here."""
        return data

    def _passive_port(self) -> int:
        if self.af == socket.AF_INET:
            try:
                return ftplib.parse227(self.sendcmd("PASV"))[1]
            except ftplib.error_perm:
                pass  # the server knows only the newer command
        return ftplib.parse229(self.sendcmd("EPSV"), self._control.getpeername())[1]
