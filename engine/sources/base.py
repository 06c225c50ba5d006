"""The little that every source can do: find files, read one in blocks, and be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol, Self

import msgspec

from engine.events import Removal


class RemoteFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as the server lists it."""

    name: str
    """For showing and for matching: decoded, without its folder. From outside: escape it before showing."""
    path: str
    """What the source needs to open it again; never used as a local path."""
    size: int | None
    """In bytes; None where the server does not tell."""
    modified: datetime | None
    """UTC; None where the server does not tell."""


class Source(Protocol):
    """An open connection; leave it with `close`, or use it in a `with` statement.

    Raises `SourceUnreachable` for what may pass by itself and `LoginRefused` for what will not.
    """

    protocol: str
    address: str
    """For people: `ftp://user@host:21/dir/`, never with a password."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def find(self) -> list[RemoteFile]:
        """Every plain file of the configured directory, whatever its name."""
        ...

    def read(self, file: RemoteFile) -> Iterator[bytes]:
        """The file's content in blocks; raises `SourceUnreachable` when it breaks off."""
        ...

    def done(self, file: RemoteFile, run: str) -> Removal:
        """Remove the file as configured, unless its size or time changed since it was listed."""
        ...
