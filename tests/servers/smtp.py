"""Real mail servers on free ports of this machine: one that works and refuses what it is told to,
and one that says nothing.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER = "opos@example.org"
PASSWORD = "gehäim-§7"


class SmtpServer:
    """Keeps what it takes in `mails`. `refuses` gives the answer for a recipient, `answer` the one
    for a mail.
    """

    def __init__(
        self,
        tls: ssl.SSLContext | None = None,
        *,
        starttls: bool = True,
        login: bool = True,
        without: str = "",
    ) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.logins: list[tuple[str, bool]] = []
        """Each attempt: the mechanism, and whether it was encrypted."""
        self.refuses: dict[str, str] = {}
        self.answer = "250 taken"
        self.breaks_off_after_mail = False
        self._login = login
        self._without = without
        self._starttls = tls if starttls else None
        self._wrapped = None if starttls else tls
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(
            self._loop.create_server(self._protocol, "127.0.0.1", 0, ssl=self._wrapped)
        )
        self.port: int = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail server")
        self._thread.start()

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        connections = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    def _protocol(self) -> SMTP:
        return SMTP(
            self,
            hostname="localhost",
            tls_context=self._starttls,
            require_starttls=self._starttls is not None,
            authenticator=self._authenticate if self._login else None,
            auth_required=self._login and self._starttls is not None,
            auth_require_tls=self._starttls is not None,
            auth_exclude_mechanism=[self._without],
            loop=self._loop,
        )

    def _authenticate(
        self, _server: SMTP, session: Session, _envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        self.logins.append((mechanism, session.ssl is not None or self._wrapped is not None))
        assert isinstance(data, LoginPassword)
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)  # aiosmtpd shall answer

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(
                envelope.content.replace(b"\r\n", b"\n"), policy=policy.default
            )
            assert isinstance(message, EmailMessage)
            self.mails.append(message)
            self.recipients.append(envelope.rcpt_tos)
        if self.breaks_off_after_mail:
            await server.push(self.answer)
            assert server.transport is not None
            server.transport.close()
        return self.answer


@contextmanager
def listening() -> Iterator[tuple[int, socket.socket]]:
    """A port where connections are taken by the kernel, and nobody ever says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1], server


@contextmanager
def dribbling(when_called: Callable[[], object] = lambda: None) -> Iterator[int]:
    """A port where a greeting begins and never ends: one more letter whenever one would give up."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _address = server.accept()
            with connection, suppress(OSError):
                connection.sendall(b"220-")
                when_called()
                while not over.wait(0.05):
                    connection.sendall(b"a")

        thread = threading.Thread(target=greet)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            over.set()
            thread.join()


@contextmanager
def closed_port() -> Iterator[int]:
    """A port that is ours, and refuses connections: bound, but not listening."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
