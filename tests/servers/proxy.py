"""A line between client and server that fails after so many bytes from the server."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, Self

Fault = Literal["reset", "close", "stall", "flip"]


class Proxy:
    """Passes on what client and server say. The first connection fails after so many bytes; later
    ones only if `always`.
    """

    def __init__(self, port: int, fault: Fault, after: int, *, always: bool = False) -> None:
        self._server_port = port
        self._fault = fault
        self._after = after
        self._faults_left = 1000 if always else 1
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopping.set()
        for connection in (self._listener, *self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for connection in (self._listener, *self._open):
            connection.close()

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._server_port))
            self._open += [client, server]
            self._start(self._pass_on, client, server, False)
            self._start(self._pass_on, server, client, self._faults_left > 0)
            self._faults_left -= 1

    def _pass_on(self, source: socket.socket, target: socket.socket, fails: bool) -> None:
        passed = 0
        with suppress(OSError):
            while block := source.recv(4096):
                if fails and passed + len(block) > self._after:
                    if self._fault != "flip":
                        self._fail(target)
                        return
                    at = self._after - passed
                    block, fails = block[:at] + bytes([block[at] ^ 1]) + block[at + 1 :], False
                passed += len(block)
                target.sendall(block)
            target.shutdown(socket.SHUT_WR)

    def _fail(self, target: socket.socket) -> None:
        if self._fault == "stall":
            self._stopping.wait()
            return
        if self._fault == "reset":
            target.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            target.close()
        else:
            target.shutdown(socket.SHUT_RDWR)
