"""Reaching a host: the name looked up and the connection made within their time, and broken off
from outside.
"""

from __future__ import annotations

import os
import select
import socket
import struct
import sys
import threading
import time
from contextlib import suppress
from errno import EINPROGRESS, ETIMEDOUT
from typing import Any

from engine.common.cancellation import CancelToken
from engine.common.known_secrets import without_secrets
from engine.common.os_errors import system_reason
from engine.messages.sources import SourceFault
from engine.messages.system import NetworkReason
from engine.model.errors import SourceUnreachable
from engine.model.message import Message
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
        raise TransientError(SourceFault.LOOK_UP_TOO_LONG, host=host, seconds=round(seconds))
    if not found:
        raise SourceUnreachable(SourceFault.NAME_UNKNOWN, host=host)
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
    cause = network_reason(refusal)
    raise TransientError(SourceFault.UNREACHABLE, host=host, port=port, cause=cause) from refusal


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


def acknowledge_at_once(connection: socket.socket) -> None:
    """Acknowledge what has come, and for a while what comes: where there is nothing to answer, the
    system would wait for 40 ms, and with it a server that sends in small pieces. Linux alone can.
    """
    if sys.platform == "linux":
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


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


class BadAnswerError(Exception):
    """What a server answers is of no use; `reason` says why."""

    def __init__(self, reason: NetworkReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


ABSURD = (BadAnswerError, ValueError, ArithmeticError, LookupError, TypeError, struct.error)
"""What an absurd answer makes ftplib, paramiko and Python's own library raise: a port of 99,999,
text for a number, a packet that ends too early, words in no encoding.
"""
MOST_ENTRIES = 200_000
"""Of one directory: a listing may be long, but not endless."""


def server_words(error: BaseException | None) -> str:
    """What the server said, in its own words."""
    return without_secrets(str(error))


def network_reason(error: BaseException | None) -> Message:
    """Why a connection is of no use, in a few words."""
    match error:
        case BadAnswerError():
            return Message(error.reason)
        case TimeoutError():
            return Message(NetworkReason.NO_ANSWER)
        case EOFError():
            return Message(NetworkReason.CLOSED)
        case OSError() if error.strerror:
            return system_reason(error)
        case ValueError() | ArithmeticError() | LookupError() | TypeError() | struct.error():
            return Message(NetworkReason.ABSURD_ANSWER)
        case _:
            return Message.of(NetworkReason.OTHER, words=server_words(error).rstrip("."))
