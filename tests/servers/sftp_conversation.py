"""What one client of the scripted SFTP server gets: version 3 of the protocol, as an obedient
server speaks it.
"""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Callable
from stat import S_IFDIR, S_IFLNK, S_IFREG
from typing import TYPE_CHECKING

from paramiko import Channel, Message, ServerInterface, SubsystemHandler, Transport
from paramiko.sftp import (  # fmt: skip
    CMD_ATTRS,
    CMD_CLOSE,
    CMD_DATA,
    CMD_HANDLE,
    CMD_INIT,
    CMD_LSTAT,
    CMD_MKDIR,
    CMD_NAME,
    CMD_OPEN,
    CMD_OPENDIR,
    CMD_READ,
    CMD_READDIR,
    CMD_REMOVE,
    CMD_RENAME,
    CMD_STAT,
    CMD_STATUS,
    CMD_VERSION,
    CMD_WRITE,
    SFTP_EOF,
    SFTP_FAILURE,
    SFTP_NO_SUCH_FILE,
    SFTP_OK,
    SFTP_OP_UNSUPPORTED,
    SFTP_PERMISSION_DENIED,
)

if TYPE_CHECKING:
    from tests.servers.scripted_sftp import ScriptedSftp

Deed = Callable[["SftpConversation", int, Message], None]
"""What to do on a command, given the request's number and the rest of the request."""

_NAMES_AT_ONCE = 100


def refuse(conversation: SftpConversation, number: int, _request: Message) -> None:
    """Permission denied."""
    conversation.status(number, SFTP_PERMISSION_DENIED, "Permission denied")


def fail(conversation: SftpConversation, number: int, _request: Message) -> None:
    """The error that says nothing."""
    conversation.status(number, SFTP_FAILURE, "Failure")


def hang(conversation: SftpConversation, _number: int, _request: Message) -> None:
    """Never answer."""
    conversation.server.closing.wait()


def hang_up(conversation: SftpConversation, _number: int, _request: Message) -> None:
    """Close the whole connection."""
    conversation.channel.get_transport().sock.close()
    raise EOFError


def and_then(first: Deed, then: Deed) -> Deed:
    """Do one thing the first time, and another from then on."""
    calls: list[int] = []

    def do(conversation: SftpConversation, number: int, request: Message) -> None:
        calls.append(number)
        (first if len(calls) == 1 else then)(conversation, number, request)

    return do


def obey(command: int) -> Deed:
    """What an obedient server does."""
    return lambda conversation, number, request: conversation.obey(command, number, request)


class SftpConversation(SubsystemHandler):
    """One SFTP channel."""

    def __init__(
        self, channel: Channel, name: str, gate: ServerInterface, scripted: ScriptedSftp
    ) -> None:
        super().__init__(channel, name, gate)
        self.channel = channel
        self.server = scripted
        self._handles: dict[bytes, tuple[bytes, list[bytes]]] = {}

    def start_subsystem(self, name: str, transport: Transport, channel: Channel) -> None:
        try:
            while True:
                size = struct.unpack(">I", self._receive(4))[0]
                self._answer(self._receive(size))
        except (OSError, EOFError):
            channel.close()

    def _receive(self, size: int) -> bytes:
        received = b""
        while len(received) < size:
            block = self.channel.recv(size - len(received))
            if not block:
                raise EOFError
            received += block
        return received

    def _answer(self, packet: bytes) -> None:
        command, request = packet[0], Message(packet[1:])
        if command == CMD_INIT:
            self.send(CMD_VERSION, struct.pack(">I", 3))
            return
        self.server.commands.append(command)
        number = request.get_int()
        if deed := self.server.instead.get(command):
            deed(self, number, request)
        else:
            self.obey(command, number, request)

    def send(self, kind: int, body: bytes) -> None:
        self.channel.sendall(struct.pack(">IB", len(body) + 1, kind) + body)

    def status(self, number: int, code: int, text: str = "") -> None:
        answer = Message()
        answer.add_int(number)
        answer.add_int(code)
        answer.add_string(text)
        answer.add_string("")
        self.send(CMD_STATUS, answer.asbytes())

    def string(self, kind: int, number: int, text: bytes) -> None:
        """An answer that is a handle, or data."""
        self.send(kind, struct.pack(">II", number, len(text)) + text)

    def attributes(self, name: bytes) -> bytes | None:
        """Size, owner, mode and times, or None if there is no such file."""
        if name in self.server.links:
            mode = S_IFLNK | 0o777
        elif name in self.server.files:
            mode = S_IFREG | 0o644
        elif name in self.server.folders:
            mode = S_IFDIR | 0o755
        else:
            return None
        size = len(self.server.files.get(name, b""))
        modified = self.server.times.get(name, 1_795_156_200)
        return struct.pack(">IQIII", 0x1 | 0x4 | 0x8, size, mode, modified, modified)

    def obey(self, command: int, number: int, request: Message) -> None:
        act = {
            CMD_OPENDIR: self._open_folder, CMD_READDIR: self._read_folder, CMD_CLOSE: self._close,
            CMD_LSTAT: self._stat,
            CMD_STAT: self._follow, CMD_OPEN: self._open, CMD_READ: self._read,
            CMD_WRITE: self._write, CMD_REMOVE: self._remove,
            CMD_RENAME: self._rename, CMD_MKDIR: self._make_folder,
        }.get(command)  # fmt: skip
        if act is None:
            self.status(number, SFTP_OP_UNSUPPORTED)
        else:
            act(number, request)

    def _handle(self, number: int, name: bytes, content: list[bytes]) -> None:
        handle = b"%d" % len(self._handles)
        self._handles[handle] = (name, content)
        self.string(CMD_HANDLE, number, handle)

    def _open_folder(self, number: int, request: Message) -> None:
        folder = posixpath.normpath(request.get_binary())
        if folder not in self.server.folders:
            self.status(number, SFTP_NO_SUCH_FILE, "No such file")
            return
        inside = [
            name
            for name in (*self.server.files, *self.server.folders)
            if (posixpath.dirname(name) or b".") == folder
        ]
        self._handle(number, folder, [b"..", *inside])

    def _read_folder(self, number: int, request: Message) -> None:
        _folder, names = self._handles[request.get_binary()]
        now, names[:] = names[:_NAMES_AT_ONCE], names[_NAMES_AT_ONCE:]
        if now:
            self.names(number, now)
        else:
            self.status(number, SFTP_EOF)

    def names(self, number: int, names: list[bytes]) -> None:
        body = struct.pack(">II", number, len(names))
        for name in names:
            short = posixpath.basename(name)
            body += (
                struct.pack(">I", len(short))
                + short
                + struct.pack(">I", 0)
                + (self.attributes(name) or struct.pack(">I", 0))
            )
        self.send(CMD_NAME, body)

    def _close(self, number: int, request: Message) -> None:
        self._handles.pop(request.get_binary(), None)
        self.status(number, SFTP_OK)

    def _stat(self, number: int, request: Message) -> None:
        told = self.attributes(posixpath.normpath(request.get_binary()))
        if told is None:
            self.status(number, SFTP_NO_SUCH_FILE, "No such file")
        else:
            self.send(CMD_ATTRS, struct.pack(">I", number) + told)

    def _follow(self, number: int, request: Message) -> None:
        links, self.server.links = self.server.links, set()
        try:
            self._stat(number, request)
        finally:
            self.server.links = links

    def _open(self, number: int, request: Message) -> None:
        name, flags = request.get_binary(), request.get_int()
        if flags & 0x8:
            self.server.files[name] = b""
        if name in self.server.files:
            self._handle(number, name, [])
        else:
            self.status(number, SFTP_NO_SUCH_FILE, "No such file")

    def _read(self, number: int, request: Message) -> None:
        name, _names = self._handles[request.get_binary()]
        offset, length = request.get_int64(), min(request.get_int(), self.server.most_at_once)
        block = self.server.files.get(name, b"")[offset : offset + length]
        if block:
            self.string(CMD_DATA, number, block)
        else:
            self.status(number, SFTP_EOF)

    def _write(self, number: int, request: Message) -> None:
        name, _names = self._handles[request.get_binary()]
        offset, data = request.get_int64(), request.get_binary()
        self.server.files[name] = self.server.files[name][:offset] + data
        self.status(number, SFTP_OK)

    def _remove(self, number: int, request: Message) -> None:
        gone = self.server.files.pop(request.get_binary(), None)
        self.status(number, SFTP_NO_SUCH_FILE if gone is None else SFTP_OK)

    def _rename(self, number: int, request: Message) -> None:
        old, new = request.get_binary(), request.get_binary()
        if (posixpath.dirname(new) or b".") not in self.server.folders or new in self.server.files:
            self.status(number, SFTP_FAILURE, "Failure")
            return
        self.server.files[new] = self.server.files.pop(old)
        self.status(number, SFTP_OK)

    def _make_folder(self, number: int, request: Message) -> None:
        self.server.folders.add(posixpath.normpath(request.get_binary()))
        self.status(number, SFTP_OK)
