"""Telling systemd how a service of `Type=notify` stands: one datagram to the socket that it names, nothing without one."""

from __future__ import annotations

import os
import socket
from typing import Literal


def notify(state: Literal["READY=1", "WATCHDOG=1", "STOPPING=1"]) -> None:
    """Send the state; a manager that no longer listens must not disturb the service."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # an abstract socket, which the kernel knows by a leading NUL
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
        try:
            sender.sendto(state.encode(), address)
        except OSError:
            return
