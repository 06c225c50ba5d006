"""The FTP server of the demo, on this machine alone."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "Beispiel-Passwort"  # noqa: S105 - of a server that exists for a minute, on this machine only


@contextmanager
def ftp_server(root: Path) -> Iterator[int]:
    """An FTP server on a free port of the loopback, in a thread of its own."""
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.servers import FTPServer

    log = logging.getLogger("pyftpdlib")  # its words would stand between ours
    log.addHandler(logging.NullHandler())
    log.propagate = False
    authorizer = DummyAuthorizer()
    for user in ("opos", "bank"):
        authorizer.add_user(user, PASSWORD, str(root), perm="elrd")
    handler = type("DemoHandler", (FTPHandler,), {"authorizer": authorizer, "banner": "opos demo"})
    server = FTPServer(("127.0.0.1", 0), handler)
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.is_set():
            server.ioloop.loop(timeout=0.05, blocking=False)
        server.close_all()

    thread = threading.Thread(target=serve, name="demo-ftp-server", daemon=True)
    thread.start()
    try:
        yield server.socket.getsockname()[1]
    finally:
        stopped.set()
        thread.join()
