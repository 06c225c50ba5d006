"""An SFTP server as a source of lists."""

from __future__ import annotations

import posixpath
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from stat import S_IFMT, S_ISREG

from paramiko import SFTPAttributes, SFTPError, SSHException

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.messages.sources import SourceFault
from engine.model.errors import SourceUnreachable
from engine.settings.server import ServerSettings
from engine.sources import network
from engine.sources.names import on_wire, readable
from engine.sources.server import NoSuchDirectory, RemoteFile, Timeouts
from engine.sources.sftp.sftp_client import PACKET, WINDOW, ByteSftpClient, Pipe
from engine.sources.sftp.ssh import SshConnection


def open_sftp(
    settings: ServerSettings, port: int, password: SecretStr, token: CancelToken, timeouts: Timeouts
) -> SftpServer:
    """Connect, check the host key, log in; raises `SourceUnreachable` or `LoginRefused`."""
    connection = SshConnection(settings.host, port, token, timeouts)
    try:
        connection.check_host_key(connection.greet(), settings.host_key)
        connection.log_in(settings.user, password, settings.key_file)
        return SftpServer(connection, token, timeouts)
    except BaseException:
        connection.close()
        raise


class SftpServer:
    """The operations of `engine.sources.server.Server` over SFTP, on a connection that is logged
    in.
    """

    def __init__(self, connection: SshConnection, token: CancelToken, timeouts: Timeouts) -> None:
        self._connection = connection
        self._token = token
        alarm = threading.Timer(
            token.remaining(timeouts.login), connection.abort
        )  # paramiko waits here without an end
        alarm.start()
        try:
            with connection.translate_errors(), _no_sftp(connection):
                channel = connection.transport.open_session(WINDOW, PACKET)
                channel.in_buffer = Pipe()
                channel.settimeout(token.remaining(timeouts.read))
                channel.invoke_subsystem("sftp")
                self._client = ByteSftpClient(channel)
                connection.calm_down()
        finally:
            alarm.cancel()

    def files(self, directory: str) -> list[RemoteFile]:
        with self._translate_errors(directory):
            try:
                entries = list(self._client.entries(on_wire(directory) or b"."))
            except FileNotFoundError as error:
                raise NoSuchDirectory(SourceFault.NO_DIRECTORY, path=readable(directory)) from error
        return [
            _remote(
                posixpath.join(directory, name.decode("latin-1")),
                told,
                readable(name.decode("latin-1")),
            )
            for name, told in entries
            if _is_plain_file(told)
        ]

    def stat(self, file: RemoteFile) -> RemoteFile | None:
        with self._translate_errors(file.path):
            try:
                told = self._client.lstat(on_wire(file.path))
            except FileNotFoundError:
                return None
        return _remote(file.path, told, file.name) if _is_plain_file(told) else None

    def read(self, file: RemoteFile) -> Iterator[bytes]:
        with self._translate_errors(file.path):
            for block in self._client.content(on_wire(file.path), file.size):
                self._token.check()
                yield block

    def remove(self, file: RemoteFile) -> None:
        with self._translate_errors(file.path):
            self._client.remove(on_wire(file.path))

    def move(self, file: RemoteFile, path: str) -> None:
        with self._translate_errors(file.path):
            self._client.rename(on_wire(file.path), on_wire(path))

    def make_folder(self, path: str) -> None:
        with self._translate_errors(path):
            try:
                self._client.stat(on_wire(path))
            except FileNotFoundError:
                self._client.mkdir(on_wire(path))

    def write(self, path: str, content: bytes) -> None:
        with self._translate_errors(path), self._client.open(on_wire(path), "wb") as target:
            target.write(content)
            self._client.sync(target.handle)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _translate_errors(self, path: str) -> Iterator[None]:
        """Turn what the server refuses into words; what breaks off is the connection's to tell."""
        try:
            with self._connection.translate_errors():
                try:
                    yield
                except (SFTPError, OSError) as error:
                    if (
                        isinstance(error, TimeoutError)
                        or not self._connection.transport.is_active()
                    ):
                        raise
                    raise _Refusal from error
        except _Refusal as refusal:
            answer = network.network_reason(refusal.__cause__)
            raise SourceUnreachable(
                SourceFault.REFUSED, path=readable(path), answer=answer
            ) from refusal.__cause__


class _Refusal(Exception):
    """The server answered, and said no."""


@contextmanager
def _no_sftp(connection: SshConnection) -> Iterator[None]:
    """The login went well, but no SFTP is offered behind it: the channel is refused, closed, or
    says something else.
    """
    try:
        yield
    except (SSHException, SFTPError, EOFError) as error:
        if not connection.transport.is_active():
            raise
        cause = network.network_reason(error)
        raise SourceUnreachable(SourceFault.NO_SFTP, host=connection.host, cause=cause) from error


def _is_plain_file(told: SFTPAttributes) -> bool:
    """No folder, link or device; a server that tells no kind is believed to list files."""
    return told.st_mode is None or S_ISREG(told.st_mode) or not S_IFMT(told.st_mode)


def _remote(path: str, told: SFTPAttributes, name: str) -> RemoteFile:
    modified = None if told.st_mtime is None else datetime.fromtimestamp(told.st_mtime, UTC)
    return RemoteFile(name=name, path=path, size=told.st_size, modified=modified)
