"""A small FTP server that obeys, and misbehaves where a test says so. With or without TLS, on IPv4
or IPv6.

    with ScriptedFtp({"/Zahlungen.csv": b"…"}) as server:
        server.instead["DELE"] = say("550 Not allowed.")

Paths are in wire form: one character for each byte. `server.commands` is what was asked for.
"""

from __future__ import annotations

import posixpath
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from tests.servers.ftp_conversation import Conversation

Deed = Callable[[Conversation, str], None]
"""What to do on a command, given its argument."""


def say(*answers: str) -> Deed:
    """Answer this, and do nothing."""
    return lambda conversation, _argument: conversation.say(*answers)


def hang(conversation: Conversation, _argument: str) -> None:
    """Never answer."""
    conversation.server.hang()


def stall(conversation: Conversation, name: str) -> None:
    """Send the beginning of the file, and then nothing."""
    conversation.say("150 Here it comes.")
    with conversation.data() as data:
        data.sendall(conversation.server.files[conversation.path(name)][:100])
        conversation.server.closing.wait()


def hang_up(conversation: Conversation, _argument: str) -> None:
    """Close the connection without a word."""
    raise EOFError


def and_then(first: Deed, then: Deed) -> Deed:
    """Do one thing the first time, and another from then on."""
    calls: list[str] = []

    def do(conversation: Conversation, argument: str) -> None:
        calls.append(argument)
        (first if len(calls) == 1 else then)(conversation, argument)

    return do


def obey(command: str) -> Deed:
    """What an obedient server does on this command."""
    return lambda conversation, argument: conversation.do(command, argument)


class ScriptedFtp:
    """Serves `files` from threads until the `with` statement ends."""

    def __init__(
        self,
        files: dict[str, bytes] | None = None,
        *,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        implicit: bool = False,
    ) -> None:
        self.files = dict(files or {})
        self.folders = {"/", *(posixpath.dirname(path) for path in self.files)}
        self.times: dict[str, str] = {}
        self.lacks: set[str] = set()
        """Commands that this server does not know."""
        self.instead: dict[str, Deed] = {}
        self.speaks: type[Conversation] = Conversation
        self.greeting: Deed = say("220 ready")
        self.tls = tls
        self.implicit = implicit
        self.demands_reuse = False
        self.commands: list[str] = []
        self.logins = 0
        self.closing = threading.Event()
        self.hanging = threading.Event()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.host = host
        self._listener = socket.create_server((host, 0), family=family)
        self.family = family
        self.port: int = self._listener.getsockname()[1]
        self.open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self.open:
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def asked(self, command: str) -> list[str]:
        """The arguments that this command came with."""
        return [line.partition(" ")[2] for line in self.commands if line.split(" ")[0] == command]

    def hang(self) -> None:
        """Do nothing more until the test is over; `hanging` tells the test."""
        self.hanging.set()
        self.closing.wait()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._converse, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _converse(self, connection: socket.socket) -> None:
        conversation = self.speaks(self, connection)
        try:
            conversation.run()
        except (OSError, EOFError):
            pass
        finally:
            conversation.close()
