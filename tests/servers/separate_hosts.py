"""Hosts of their own on this machine: each a network namespace on a bridge, with a name of its own.

It takes root and iproute2; where there is neither, all are this one host, and who asks is told.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import msgspec

_NET = f"10.231.{os.getpid() % 250}."
_OURS = f"op{os.getpid()}"
"""What the names of all that is made begin with: several may do so at once."""


class SeparateHost(msgspec.Struct, frozen=True):
    """One of them."""

    name: str
    begin: tuple[str, ...]
    """What a command begins with that shall run there."""
    cable: str = ""

    def cut_off(self) -> None:
        """Take it off the network."""
        _ip("link", "set", self.cable, "down")


class Network(msgspec.Struct, frozen=True):
    """The hosts, and this machine as they see it."""

    address: str
    hosts: Sequence[SeparateHost]

    @property
    def is_real(self) -> bool:
        """Whether they are hosts of their own."""
        return self.address.startswith(_NET)

    def __str__(self) -> str:
        kind = "network namespaces" if self.is_real else "data folders on one host"
        return f"{len(self.hosts)} {kind}"


@contextmanager
def separate_hosts(*names: str) -> Iterator[Network]:
    """Make them, and take them away at the end."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("ip", "unshare", "hostname"))):
        yield Network("127.0.0.1", [SeparateHost(name, ()) for name in names])
        return
    with ExitStack() as stack:
        _ip("link", "add", _OURS, "type", "bridge")
        stack.callback(_ip, "link", "del", _OURS)
        _ip("address", "add", f"{_NET}1/24", "dev", _OURS)
        _ip("link", "set", _OURS, "up")
        hosts = [_host(stack, name, number) for number, name in enumerate(names, 2)]
        yield Network(f"{_NET}1", hosts)


def _host(stack: ExitStack, name: str, number: int) -> SeparateHost:
    space = cable = f"{_OURS}-{number}"
    _ip("netns", "add", space)
    stack.callback(_ip, "netns", "del", space)
    _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space)
    stack.callback(_ip, "link", "del", cable)
    _ip("link", "set", cable, "master", _OURS, "up")
    _ip("-n", space, "address", "add", f"{_NET}{number}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        _ip("-n", space, "link", "set", device, "up")
    named = ("unshare", "--uts", "sh", "-c", f'hostname {name}; exec "$0" "$@"')
    return SeparateHost(name, ("ip", "netns", "exec", space, *named), cable)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)
