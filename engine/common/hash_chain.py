"""A file of JSON lines that nobody changes unseen: each holds the hash of the line before and its
own.

A line changed, removed or put in between breaks the chain, and so does a single bit. It supports a
procedure documentation as evidence; whoever may write the file can also write it anew, so its end
is noted down elsewhere.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from engine.common.atomic_write import sync_folder, write_atomically
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.plain_file import plain, read_plain
from engine.messages.store import ChainFault
from engine.model.errors import StoreError
from engine.model.message import Message

_OWN = b',"own":"'
_OWN_LENGTH = len(_OWN) + 64 + len(b'"}')


class Link(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of a chain; its kinds add what they have to say."""

    number: int = 0
    """Counted from 1; 0 in lines that opos up to 0.1 wrote outside of a chain."""
    previous: str = ""
    """The SHA-256 of the line before, in hexadecimal; empty for the first."""


L = TypeVar("L", bound=Link)


class HashChain(Generic[L]):
    """A chain of links of one kind. Whoever appends holds a lock on the file."""

    def __init__(self, path: Path, kind: type[L], mode: int = 0o660) -> None:
        self.path = path
        self._decode = JsonDecoder(kind)
        self._mode = mode

    @property
    def torn(self) -> Path:
        """Where an end is kept that was torn off by a crash, or by who damaged the file."""
        return self.path.with_name(self.path.name + ".torn")

    def links(self) -> Iterator[tuple[L, str]]:
        """Every line, and its own hash; raises `StoreError` at a line that is none. A torn end is
        left out.
        """
        for number, line in enumerate(self._lines()[0], 1):
            link = self._link(line)
            if link is None:
                raise StoreError(ChainFault.UNREADABLE, number=number, path=str(self.path))
            yield link, _hash(line)

    def readable(self) -> Iterator[L]:
        """Every line that is as it was written."""
        for line in self._lines()[0]:
            link = self._link(line)
            if link is not None and _keeps_own_hash(line) is not False:
                yield link

    def hashes(self) -> list[str]:
        """The hash of every line, readable or not."""
        return [_hash(line) for line in self._lines()[0]]

    def mentions(self, text: str) -> bool:
        """Whether the text stands in any line: the quick answer before all are read."""
        return self.path.exists() and text.encode() in read_plain(self.path)

    def problems(self) -> Iterator[Message]:
        """Where the chain breaks; nothing where all is well."""
        lines, torn = self._lines()
        previous, chained, own_hashes = "", False, False
        for number, line in enumerate(lines, 1):
            link = self._link(line)
            if link is None:
                yield Message.of(ChainFault.UNREADABLE, number=number, path=str(self.path))
            elif chained or link.number or link.previous:
                own = _keeps_own_hash(line)
                place = (link.number, link.previous)
                if place != (number, previous) or own is False or (own is None and own_hashes):
                    yield Message.of(ChainFault.BROKEN, number=number, path=str(self.path))
                chained, own_hashes = True, own_hashes or own is not None
            previous = _hash(line)
        if torn:
            yield Message.of(ChainFault.TORN, path=str(self.path))

    def append(self, link: L) -> None:
        """Add this line; see `append_next`."""
        self.append_next(lambda: link)

    def append_next(self, next_link: Callable[[], L | None]) -> None:
        """Add the line that is told while nobody else adds one, durable when this returns, with its
        number and the hash of the line before; None adds nothing.

        A torn end is kept aside: what it told is done again by whoever was interrupted, and
        `opos verify` knows whether anything is missing. Raises `OSError`; `StoreError` where the
        last line is none.
        """
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
        descriptor = plain(str(self.path), flags, self._mode)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if (link := next_link()) is None:
                return
            lines, torn = self._lines()
            if lines and self._link(lines[-1]) is None:
                raise StoreError(ChainFault.UNREADABLE, number=len(lines), path=str(self.path))
            if torn:
                write_atomically(self.torn, [torn], self._mode)
            lines.append(chained_line(link, len(lines) + 1, lines[-1] if lines else b""))
            end = os.fstat(descriptor).st_size - len(torn)
            before = sum(len(line) + 1 for line in lines[:-1])
            try:
                os.ftruncate(descriptor, end)
                _write(descriptor, b"\n" * (before - end) + lines[-1] + b"\n")
                os.fsync(descriptor)
                if len(lines) == 1:
                    sync_folder(self.path.parent)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(descriptor, end)
                raise
        finally:
            os.close(descriptor)

    def begin_anew(self, aside: Path, missing: Iterable[L]) -> None:
        """Write the lines that are as they were written, and the `missing` ones after them, as a
        chain of their own; the file that was there is kept `aside`. Raises `OSError`.
        """
        lines: list[bytes] = []
        for link in (*self.readable(), *missing):
            lines.append(chained_line(link, len(lines) + 1, lines[-1] if lines else b""))
        if self.path.exists():
            self.path.replace(aside)
        write_atomically(self.path, [line + b"\n" for line in lines], self._mode)

    def _lines(self) -> tuple[list[bytes], bytes]:
        """The lines, and what stands behind the last line end and is no whole line."""
        try:
            *lines, rest = read_plain(self.path).split(b"\n")
        except FileNotFoundError:
            return [], b""
        if rest and self._link(rest) is not None:
            return [*lines, rest], b""  # only its line end is gone
        return lines, rest

    def _link(self, line: bytes) -> L | None:
        try:
            return self._decode(line)
        except Damaged:
            return None


def chained_line(link: Link, number: int, last: bytes) -> bytes:
    """The link as the line of this number, after this `last` one; empty before the first."""
    previous = _hash(last) if last else ""
    link = msgspec.structs.replace(link, number=number, previous=previous)
    return _with_own_hash(msgspec.json.encode(link))


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _with_own_hash(line: bytes) -> bytes:
    return line[:-1] + _OWN + _hash(line).encode() + b'"}'


def _keeps_own_hash(line: bytes) -> bool | None:
    """Whether the line is as it was written; None where it holds no hash of itself, as those that
    opos up to 0.1 wrote.
    """
    body, own = line[:-_OWN_LENGTH], line[-_OWN_LENGTH:]
    if not own.startswith(_OWN):
        return None
    return _with_own_hash(body + b"}") == line


def _write(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
