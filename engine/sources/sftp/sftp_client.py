"""paramiko's SFTP client, with names as bytes, and reading ahead without a thread.

paramiko decodes names as UTF-8, so that one name in latin-1 makes a whole directory unreadable
(paramiko #546), and words of refusal, too. It pads a packet that ends too early with zeros, so that
a count of four billion keeps it busy for hours: here a packet holds what it holds. Its own reading
ahead asks for the whole file at once, from a thread of its own; here so many requests are under
way, whatever the file's size.
"""

from __future__ import annotations

import errno
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from struct import unpack
from typing import TYPE_CHECKING

from paramiko import Message, SFTPAttributes, SFTPClient, SFTPError, SSHException
from paramiko.buffered_pipe import BufferedPipe
from paramiko.sftp import (  # fmt: skip
    CMD_CLOSE,
    CMD_DATA,
    CMD_EXTENDED,
    CMD_HANDLE,
    CMD_NAME,
    CMD_OPEN,
    CMD_OPENDIR,
    CMD_READ,
    CMD_READDIR,
    CMD_STATUS,
    SFTP_EOF,
    SFTP_FLAG_READ,
    SFTP_NO_SUCH_FILE,
    SFTP_OK,
    SFTP_PERMISSION_DENIED,
    int64,
)

from engine.messages.system import NetworkReason
from engine.sources import network

WINDOW = 8 * 1024 * 1024
PACKET = 256 * 1024
"""For `Transport.open_session`: measured against OpenSSH, these halve the time of paramiko's own 2
MiB and 32 KiB.
"""
_BLOCK = 255 * 1024
"""What is asked for at once, the most that OpenSSH grants; a server that grants less is then asked
for that.
"""
_AHEAD = 16
"""Requests under way: 4 MiB."""
_LARGEST = 16 * 1024 * 1024
"""Bytes of a packet; what claims to be larger is none."""


class Pipe(BufferedPipe):  # type: ignore[type-arg]  # a type of its stubs alone
    """What has come, from paramiko's thread to ours. In its own array every byte is moved five
    times.
    """

    def __init__(self) -> None:
        super().__init__()
        self._buffer = bytearray()

    def _buffer_frombytes(self, data: bytes) -> None:
        self._buffer += data

    def _buffer_tobytes(self, limit: int | None = None) -> bytes:
        return bytes(memoryview(self._buffer)[:limit])


class ByteSftpClient(SFTPClient):
    """Every path is bytes. Raises what paramiko raises: `OSError`, `EOFError`, `SSHException`,
    `SFTPError`; and `BadAnswerError` for answers that hold less than they say.
    """

    if TYPE_CHECKING:  # paramiko's own methods, which its stubs leave out

        def _request(self, kind: int, *arguments: object) -> tuple[int, Message]: ...
        def _async_request(self, taker: object, kind: int, *arguments: object) -> int: ...

    def entries(self, directory: bytes) -> Iterator[tuple[bytes, SFTPAttributes]]:
        """The names in a directory with what the server tells of each."""
        handle = self._handle(CMD_OPENDIR, directory)
        listed = 0
        while True:
            try:
                kind, answer = self._request(CMD_READDIR, handle)
            except EOFError:
                break
            if kind != CMD_NAME:
                raise SFTPError("expected names")
            for _entry in range(answer.get_int()):
                if listed == network.MOST_ENTRIES:
                    raise network.BadAnswerError(NetworkReason.ENDLESS_LISTING)
                listed += 1
                name, longname = answer.get_binary(), answer.get_binary()
                yield name, SFTPAttributes._from_msg(answer, name, longname)  # type: ignore[attr-defined]
        self._request(CMD_CLOSE, handle)

    def content(self, path: bytes, size: int | None) -> Iterator[bytes]:
        """A file's content in blocks: `size` bytes, or without a size until the file ends. May end
        early.
        """
        handle = self._handle(CMD_OPEN, path, SFTP_FLAG_READ, SFTPAttributes())
        try:
            yield from self._blocks(handle, size)
        finally:
            with suppress(OSError, EOFError, SSHException):
                self._async_request(type(None), CMD_CLOSE, handle)

    def sync(self, handle: object) -> None:
        """Have an open file written to the disk; not every server can."""
        with suppress(OSError, SFTPError):
            self._request(CMD_EXTENDED, "fsync@openssh.com", handle)

    def _read_packet(self) -> tuple[int, bytes]:
        """The kind of the next packet, and what it holds."""
        size, kind = unpack(">IB", self._received(5))
        if not 0 < size <= _LARGEST:
            raise SFTPError("garbage instead of a packet")
        return kind, self._received(size - 1)

    def _received(self, size: int) -> bytes:
        blocks: list[bytes] = []
        while size:
            if not (block := self.sock.recv(size)):
                raise EOFError
            blocks.append(block)
            size -= len(block)
        return b"".join(blocks)

    def _read_response(self, waitfor: int | None = None) -> tuple[int | None, Message | None]:
        kind, answer = super()._read_response(waitfor)  # type: ignore[misc]
        return kind, answer and _Answer(answer)

    def _convert_status(self, answer: Message) -> None:
        """Raise what a status means, with the server's words in whichever encoding they come."""
        told = _Answer(answer)
        if (code := told.get_int()) == SFTP_OK:
            return
        said = told.get_binary() if told.get_remainder() else b""  # version 2 has no words
        try:
            words = said.decode("utf-8")
        except UnicodeDecodeError:
            words = said.decode("cp1252", "replace")
        if code == SFTP_EOF:
            raise EOFError(words)
        number = {SFTP_NO_SUCH_FILE: errno.ENOENT, SFTP_PERMISSION_DENIED: errno.EACCES}.get(code)
        raise OSError(words) if number is None else OSError(number, words)

    def _blocks(self, handle: bytes, size: int | None) -> Iterator[bytes]:
        try:
            first = self._data(*self._request(CMD_READ, handle, int64(0), _BLOCK))
        except EOFError:
            return
        yield first
        answers = _Answers()
        under_way: deque[tuple[int, int, int]] = deque()
        granted = asked = len(first)
        while True:
            while len(under_way) < _AHEAD and (size is None or asked < size):
                length = granted if size is None else min(granted, size - asked)
                number = self._async_request(answers, CMD_READ, handle, int64(asked), length)
                under_way.append((number, asked, length))
                asked += length
            if not under_way:
                return
            number, offset, length = under_way.popleft()
            while number not in answers.arrived:
                self._read_response()
            block = b""
            try:
                block = self._data(*answers.arrived.pop(number))
                while len(block) < length:  # less came than the first time
                    block += self._data(
                        *self._request(
                            CMD_READ, handle, int64(offset + len(block)), length - len(block)
                        )
                    )
            except EOFError:
                yield block
                return
            yield block

    def _handle(self, command: int, *arguments: object) -> bytes:
        kind, answer = self._request(command, *arguments)
        if kind != CMD_HANDLE:
            raise SFTPError("expected a handle")
        return answer.get_binary()

    def _data(self, kind: int, answer: Message) -> bytes:
        """What a read brought; `EOFError` at the end of the file, `OSError` for a refusal."""
        if kind == CMD_STATUS:
            self._convert_status(answer)
        if kind != CMD_DATA:
            raise SFTPError("expected data")
        if not (block := answer.get_binary()):
            raise EOFError
        return block


class _Answer(Message):
    """A packet that ends where it ends."""

    def __init__(self, answer: Message) -> None:
        """What has not been read of the answer."""
        self.packet = answer.packet

    def get_bytes(self, n: int) -> bytes:
        read: bytes = self.packet.read(n)
        if len(read) < n:
            raise network.BadAnswerError(NetworkReason.ABSURD_ANSWER)
        return read


class _Answers:
    """Where the client puts the answers to requests that nobody waits for yet."""

    def __init__(self) -> None:
        self.arrived: dict[int, tuple[int, Message]] = {}

    def _async_response(self, kind: int, answer: Message, number: int) -> None:
        self.arrived[number] = (kind, _Answer(answer))
