"""A real FTP server on a free port of this machine, for as long as a test needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

USER = "praxis"
PASSWORD = "geheim-7f3a"
ALL_RIGHTS = "elradfmwMT"


class FtpServer:
    """Serves `root` from a thread. `handler` may be a subclass that misbehaves."""

    def __init__(
        self,
        root: Path,
        handler: type = FTPHandler,
        host: str = "127.0.0.1",
        rights: str = ALL_RIGHTS,
    ) -> None:
        self.root = root
        self.host = host
        self.user = USER
        self.password = PASSWORD
        authorizer = DummyAuthorizer()
        authorizer.add_user(USER, PASSWORD, str(root), perm=rights)
        self.handler = type(
            "Handler",
            (handler,),
            {"authorizer": authorizer, "auth_failed_timeout": 0, "banner": "ready"},
        )
        self._loop = IOLoop()
        self._server = FTPServer((host, 0), self.handler, ioloop=self._loop)
        self.port: int = self._server.address[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="ftp server")
        self._thread.start()

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._loop.loop(timeout=0.02, blocking=False)
        self._server.close_all()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()


@pytest.fixture
def ftp_server(tmp_path: Path) -> Iterator[FtpServer]:
    """A server whose root is the folder `ftp` of the test."""
    root = tmp_path / "ftp"
    root.mkdir()
    server = FtpServer(root)
    yield server
    server.close()
