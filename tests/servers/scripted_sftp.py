"""A small SFTP server that obeys, and misbehaves where a test says so.

    with ScriptedSftp({b"Zahlungen.csv": b"…"}) as server:
        server.instead[CMD_REMOVE] = refuse

SSH is paramiko's; the SFTP on it is our own, in bytes, so that it can tell any name and any lie.
"""

from __future__ import annotations

import posixpath
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self

import paramiko
from paramiko import Channel, PKey, ServerInterface
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED

from tests.servers.ftp import PASSWORD, USER
from tests.servers.sftp_conversation import Deed, SftpConversation

HOST_KEY = paramiko.ECDSAKey.generate()
TIME = 1_795_156_200
"""2026-11-20 06:30 UTC, when every file was changed last, unless `server.times` says otherwise."""


class ScriptedSftp:
    """Serves `files` from threads until the `with` statement ends; names are relative to where the
    login begins.
    """

    def __init__(self, files: dict[bytes, bytes] | None = None, *, host: str = "127.0.0.1") -> None:
        self.files = dict(files or {})
        self.folders = {b".", *(posixpath.dirname(name) or b"." for name in self.files)}
        self.links: set[bytes] = set()
        self.times: dict[bytes, int] = {}
        self.instead: dict[int, Deed] = {}
        self.speaks: type[SftpConversation] = SftpConversation
        """By the number of the command: what to do instead of obeying."""
        self.most_at_once = 1 << 20
        """Bytes granted to one read."""
        self.host_key: PKey = HOST_KEY
        self.second_host_key: PKey | None = None
        self.user_key: PKey | None = None
        self.allowed = "publickey,password"
        self.takes_passwords = True
        self.offers_sftp = True
        self.before_login: Callable[[], object] = lambda: None
        self.before_sftp: Callable[[], object] = lambda: None
        self.greeting: Callable[[socket.socket], object] = lambda connection: None
        """Done on the bare connection, before SSH begins."""
        self.commands: list[int] = []
        self.tried: list[str] = []
        """What was tried to log in with."""
        self.closing = threading.Event()
        self.host = host
        self._listener = socket.create_server(
            (host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.break_off()
        for thread in self._threads:
            thread.join()

    def break_off(self) -> None:
        """Close every connection without a word."""
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        transport: paramiko.Transport | None = None
        try:
            self.greeting(connection)
            transport = paramiko.Transport(connection)
            transport.add_server_key(self.host_key)
            if self.second_host_key:
                transport.add_server_key(self.second_host_key)
            transport.set_subsystem_handler("sftp", self.speaks, scripted=self)
            transport.start_server(server=_Gate(self))
            transport.join()
        except (OSError, EOFError, paramiko.SSHException):
            pass
        finally:
            if transport:
                transport.close()
            connection.close()


class _Gate(ServerInterface):
    """Who may enter, and what for."""

    def __init__(self, server: ScriptedSftp) -> None:
        self._server = server

    def get_allowed_auths(self, username: str) -> str:
        return self._server.allowed

    def check_auth_password(self, username: str, password: str) -> int:
        self._server.tried.append("password")
        self._server.before_login()
        right = self._server.takes_passwords and (username, password) == (USER, PASSWORD)
        return AUTH_SUCCESSFUL if right else AUTH_FAILED

    def check_auth_publickey(self, username: str, key: PKey) -> int:
        self._server.tried.append("key")
        self._server.before_login()
        return AUTH_SUCCESSFUL if username == USER and key == self._server.user_key else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED

    def check_channel_subsystem_request(self, channel: Channel, name: str) -> bool:
        self._server.before_sftp()
        return self._server.offers_sftp and super().check_channel_subsystem_request(channel, name)
