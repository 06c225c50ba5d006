"""An FTP server as a source of lists."""

from __future__ import annotations

import ftplib
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from socket import socket
from ssl import SSLSocket

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.messages.sources import SourceFault
from engine.messages.trust import LoginFault
from engine.model.errors import LoginRefused, SourceUnreachable
from engine.settings.server import ServerSettings
from engine.sources import network
from engine.sources.ftp.ftp_listing import ListingEntry, from_list, from_mlsd, moment
from engine.sources.ftp.ftp_session import Session
from engine.sources.ftp.optional_commands import NoSuchFile, OptionalCommands
from engine.sources.names import readable, wire
from engine.sources.server import NoSuchDirectory, RemoteFile, Timeouts, TransientError

_BLOCK = 256 * 1024


def open_ftp(
    settings: ServerSettings, port: int, password: SecretStr, token: CancelToken, timeouts: Timeouts
) -> FtpServer:
    """Connect and log in by FTP or FTPS; raises `SourceUnreachable` or `LoginRefused`."""
    server = FtpServer(connected(settings, port, token, timeouts), token)
    try:
        server.greet()
        server.log_in(settings.user, password)
    except BaseException:
        server.close()
        raise
    return server


def connected(
    settings: ServerSettings, port: int, token: CancelToken, timeouts: Timeouts
) -> Session:
    """A session of the protocol that is configured, before its greeting."""
    if settings.protocol == "ftp":
        return Session(
            network.connect(settings.host, port, token, timeouts.connect),
            settings.host,
            port,
            token,
            timeouts,
        )
    from engine.sources.ftp.ftps import tls_session

    return tls_session(settings, port, token, timeouts)


class FtpServer:
    """The operations of `engine.sources.server.Server` over FTP."""

    def __init__(self, session: Session, token: CancelToken) -> None:
        self._ftp = session
        self._token = token
        self._home = "/"
        self._optional = OptionalCommands(session, token)
        token.when_cancelled(self.abort)

    def greet(self) -> None:
        """Wait for the greeting; with FTPS, TLS begins here."""
        with self._translate_errors():
            self._ftp.greet()

    def log_in(self, user: str, password: SecretStr) -> None:
        with self._translate_errors():
            try:
                self._ftp.login(wire(user), wire(password.get_secret_value()))
            except (ftplib.error_perm, ftplib.error_reply, ValueError) as error:
                raise LoginRefused(
                    LoginFault.REFUSED, user=user, answer=network.server_words(error)
                ) from None
            except (EOFError, ConnectionError):
                self._token.check()
                raise LoginRefused(LoginFault.CLOSED, host=self._ftp.host, user=user) from None
            self._ftp.protect()
            self._ftp.settle()
            self._ftp.voidcmd("TYPE I")
            with suppress(ftplib.error_perm):
                self._home = self._ftp.pwd() or "/"

    def files(self, directory: str) -> list[RemoteFile]:
        path = self._at(directory)
        with self._translate_errors(path):
            try:
                self._ftp.voidcmd("CWD " + (path.rstrip("/") or "/"))
            except ftplib.error_perm as error:
                raise NoSuchDirectory(
                    SourceFault.DIRECTORY_CLOSED,
                    path=readable(path),
                    answer=network.server_words(error),
                ) from None
            files = self._listing(path)
            self._ftp.voidcmd(
                "TYPE I"
            )  # a listing leaves the session in text mode, where SIZE and RETR count otherwise
            return files

    def stat(self, file: RemoteFile) -> RemoteFile | None:
        try:
            with self._translate_errors(file.path):
                return self._by_facts(file) or self._by_commands(file)
        except NoSuchFile:
            return None

    def read(self, file: RemoteFile) -> Iterator[bytes]:
        with self._translate_errors(file.path):
            data = self._ftp.transfercmd("RETR " + self._at(file.path))
            finished = False
            try:
                with data:
                    for block in _blocks(data):
                        self._token.check()
                        yield block
                    if isinstance(data, SSLSocket):
                        # Some servers leave without the farewell of TLS: the size tells.
                        with suppress(OSError):
                            data.unwrap()
                self._ftp.voidresp()
                finished = True
            finally:
                if not finished:
                    # the answer that is still to come would be taken for that of the next command
                    self.abort()

    def remove(self, file: RemoteFile) -> None:
        with self._translate_errors(file.path):
            self._ftp.delete(self._at(file.path))

    def move(self, file: RemoteFile, path: str) -> None:
        with self._translate_errors(file.path):
            self._ftp.rename(self._at(file.path), self._at(path))

    def make_folder(self, path: str) -> None:
        with (
            self._translate_errors(path),
            suppress(ftplib.error_perm),
        ):  # it is there already, or the move into it will say why not
            self._ftp.mkd(self._at(path))

    def write(self, path: str, content: bytes) -> None:
        with self._translate_errors(path):
            self._ftp.storbinary("STOR " + self._at(path), BytesIO(content))

    def abort(self) -> None:
        network.break_off(self._ftp.sock)
        network.break_off(self._ftp.data)

    def close(self) -> None:
        with suppress(ftplib.Error, OSError, EOFError, AttributeError, *network.ABSURD):
            self._ftp.quit()
        self._ftp.close()

    def _at(self, path: str) -> str:
        """The path from the root, since listing changes the session's own directory."""
        return posixpath.join(self._home, path)

    def _listing(self, path: str) -> list[RemoteFile]:
        """The current directory, in the best way that the server knows."""
        if (lines := self._optional.lines("MLSD")) is not None:
            entries = from_mlsd(lines)
        elif (lines := self._optional.lines("LIST")) is not None and (
            listed := from_list(lines)
        ) is not None:
            entries = listed
        else:
            entries = [
                ListingEntry(line.removeprefix(path.rstrip("/") + "/"))
                for line in self._optional.lines("NLST") or []
            ]
        return [_remote(f"{path.rstrip('/')}/{entry.name}", entry) for entry in entries]

    def _by_facts(self, file: RemoteFile) -> RemoteFile | None:
        """By MLST; None where the server does not know it."""
        if self._optional.lacks("MLSD") or not (answer := self._ask("MLST", file.path)):
            return None
        entries = from_mlsd([line.strip() for line in answer.splitlines()[1:-1]])
        if not entries:
            raise NoSuchFile
        return _remote(file.path, msgspec.structs.replace(entries[0], name=""))

    def _by_commands(self, file: RemoteFile) -> RemoteFile:
        """By SIZE and MDTM, and by listing anew where the server does not know SIZE."""
        size = self._ask("SIZE", file.path)[4:].strip()
        told_time = self._ask("MDTM", file.path)[4:].strip()
        told_size = int(size) if size.isdecimal() else self._size_listed(file)
        return _remote(file.path, ListingEntry("", told_size, moment(told_time)))

    def _size_listed(self, file: RemoteFile) -> int | None:
        for listed in self.files(posixpath.dirname(file.path)):
            if listed.path == file.path:
                return listed.size
        raise NoSuchFile

    def _ask(self, command: str, path: str) -> str:
        return self._optional.ask(f"{command} {self._at(path)}")

    @contextmanager
    def _translate_errors(self, path: str = "") -> Iterator[None]:
        """Turn ftplib's errors into words: what may pass, and what the server refuses."""
        try:
            yield
        except (ftplib.error_perm, ftplib.error_reply) as error:
            raise SourceUnreachable(
                SourceFault.REFUSED, path=readable(path), answer=network.server_words(error)
            ) from error
        except (ftplib.Error, OSError, EOFError, *network.ABSURD) as error:
            self._token.check()
            cause = network.network_reason(error)
            raise TransientError(SourceFault.BROKE_OFF, host=self._ftp.host, cause=cause) from error


def _blocks(data: socket) -> Iterator[bytes]:
    """What comes, in large blocks: TLS hands out 16 KiB at most, and each block costs whoever
    hashes and writes it.
    """
    buffer = memoryview(bytearray(_BLOCK))
    filled = 0
    while came := data.recv_into(buffer[filled:]):
        filled += came
        if filled == _BLOCK:
            yield bytes(buffer)
            filled = 0
    yield bytes(buffer[:filled])


def _remote(path: str, entry: ListingEntry) -> RemoteFile:
    return RemoteFile(
        name=readable(entry.name or posixpath.basename(path)),
        path=path,
        size=entry.size,
        modified=entry.modified,
    )
