"""Whether a host is this machine itself."""

from __future__ import annotations


def is_loopback(host: str) -> bool:
    """Whether what is sent to this host never leaves this machine. A name is looked up nowhere:
    only `localhost` is believed.
    """
    from ipaddress import ip_address  # asked for by the few who protect nothing

    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
