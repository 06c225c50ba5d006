"""Telling systemd how a service of `Type=notify` stands: one datagram to the socket that it names,
nothing without one.
"""

from __future__ import annotations

import os
import socket


def notify(*state: str) -> None:
    """Send the state, such as `READY=1`; a manager that no longer listens must not disturb the
    service.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # an abstract socket, which the kernel knows by a leading NUL
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
        try:
            sender.sendto("\n".join(state).encode(), address)
        except OSError:
            return
