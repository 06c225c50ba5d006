"""The little that every server can do, and the two ways in which it fails.

A path is what the server needs to find a file again. Each of its characters stands for one byte
(`engine.sources.names.wire`), so that a name in any encoding goes back as it was listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

import msgspec

from engine.model.errors import SourceUnreachable


class RemoteFile(msgspec.Struct, frozen=True, kw_only=True):
    """A plain file as the server tells of it."""

    name: str
    """For showing and for matching: decoded, without its folder. From outside: escape it before
    showing.
    """
    path: str
    """What the server needs to open it again; never used as a local path."""
    size: int | None
    """In bytes; None where the server does not tell."""
    modified: datetime | None
    """UTC; None where the server does not tell."""

    @property
    def has_size_and_mtime(self) -> bool:
        """Whether a change of the file must show in what the server tells."""
        return self.size is not None and self.modified is not None


class TransientError(SourceUnreachable):
    """What may pass within seconds, and is worth another try in this run: a timeout, a reset, "too
    many users".
    """


class NoSuchDirectory(SourceUnreachable):
    """The directory is not there; another try would not find it either."""


class Timeouts(msgspec.Struct, frozen=True, kw_only=True):
    """How long each step may take, in seconds."""

    connect: float = 15.0
    """Name lookup, and the connection to each address."""
    login: float = 20.0
    """Greeting, TLS, keys, password: each."""
    read: float = 30.0
    """Each answer, and each block of a transfer."""
    pauses: tuple[float, ...] = (1.0, 5.0, 15.0)
    """Before the second, the third … try of what may pass."""


class Server(Protocol):
    """An open connection to one server.

    Every operation raises `TransientError` for what may pass within seconds, `SourceUnreachable`
    for what the server refuses, `LoginRefused` for what must not be tried again, and `Cancelled`
    when the run was stopped meanwhile.
    """

    def files(self, directory: str) -> list[RemoteFile]:
        """Every plain file in `directory` (as configured; empty: where the login begins); raises
        `NoSuchDirectory`.
        """
        ...

    def stat(self, file: RemoteFile) -> RemoteFile | None:
        """The file as it is now, told as exactly as the server can; None if it has gone."""
        ...

    def read(self, file: RemoteFile) -> Iterator[bytes]:
        """The content in blocks. A transfer cut short may pass unnoticed here: compare the size."""
        ...

    def remove(self, file: RemoteFile) -> None: ...

    def move(self, file: RemoteFile, path: str) -> None: ...

    def make_folder(self, path: str) -> None:
        """Make it, unless it is there."""
        ...

    def write(self, path: str, content: bytes) -> None:
        """Put a file there, on the disk as far as the server can see to that. What lies there gives
        way.
        """
        ...

    def close(self) -> None:
        """Take leave; never raises."""
        ...
