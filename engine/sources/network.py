"""Reaching a host: the name looked up and the connection made within their time, and broken off
from outside.
"""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from contextlib import suppress
from errno import EINPROGRESS, ETIMEDOUT
from typing import Any

from engine.common.cancellation import CancelToken
from engine.common.i18n import _, describe_os_error
from engine.common.sanitize import sanitize
from engine.model.errors import SourceUnreachable
from engine.sources.server import TransientError

Address = tuple[int, Any]
"""What `socket.connect` takes for this family."""

_GLANCE = 200
"""Milliseconds between two looks at the cancel token."""


def look_up(host: str, port: int, token: CancelToken, seconds: float) -> list[Address]:
    """Every address of `host`, in the order the system prefers; raises `SourceUnreachable`."""
    found: list[Address] = []
    finished = threading.Event()

    def ask() -> None:
        with suppress(OSError, UnicodeError):
            found.extend(
                (family, address)
                for family, *_rest, address in socket.getaddrinfo(
                    host, port, type=socket.SOCK_STREAM
                )
            )
        finished.set()

    token.when_cancelled(finished.set)
    threading.Thread(target=ask, name="name lookup", daemon=True).start()
    answered = finished.wait(token.remaining(seconds))
    token.check()
    if not answered:
        raise TransientError(
            _("The name {host} could not be looked up within {seconds:.0f} seconds.").format(
                host=sanitize(host), seconds=seconds
            ),
            _("Check the name server of this machine; the next run tries again."),
        )
    if not found:
        raise SourceUnreachable(
            _("The name {host} is not known.").format(host=sanitize(host)),
            _("Check `host` of the interface, and the name server of this machine."),
        )
    return found


def connect(host: str, port: int, token: CancelToken, seconds: float) -> socket.socket:
    """A connection to the first address of `host` that answers, each within `seconds`; raises
    `SourceUnreachable`.
    """
    refusal: OSError | None = None
    for family, address in look_up(host, port, token, seconds):
        try:
            return connect_to(family, address, token, seconds)
        except OSError as error:
            refusal = error
    raise TransientError(
        _("{host}, port {port}, cannot be reached: {cause}.").format(
            host=sanitize(host), port=port, cause=describe_network_error(refusal)
        ),
        _(
            "Check `host` and `port` of the interface, the firewall between, and whether the server"
            " runs."
        ),
    ) from refusal


def connect_to(family: int, address: Any, token: CancelToken, seconds: float) -> socket.socket:
    """A connection to one address, not blocking; raises `OSError`."""
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.setblocking(False)
        _connect(connection, address, token, seconds)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(connection: socket.socket, address: Any, token: CancelToken, seconds: float) -> None:
    """Wait until it is connected, and see every moment whether the run was stopped."""
    code = connection.connect_ex(address)
    ready = select.poll()
    ready.register(connection, select.POLLOUT)
    until = time.monotonic() + token.remaining(seconds)
    while code == EINPROGRESS:
        token.check()
        if ready.poll(_GLANCE):
            code = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        elif time.monotonic() > until:
            code = ETIMEDOUT
    if code:
        raise OSError(code, os.strerror(code))


def break_off(connection: socket.socket | None) -> None:
    """Wake whoever waits on this connection: for them it ends. Harmless for one that is closed
    already.
    """
    if connection is not None:
        with suppress(OSError):
            socket.socket.shutdown(connection, socket.SHUT_RDWR)


def describe_network_error(error: BaseException | None) -> str:
    """The few words that an error of the network is told with."""
    if isinstance(error, TimeoutError):
        return _("no answer in time")
    if isinstance(error, EOFError):
        return _("the server closed the connection")
    if isinstance(error, OSError) and error.strerror:
        return describe_os_error(error)
    return sanitize(str(error)).rstrip(".")
