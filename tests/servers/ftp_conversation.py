"""What one client of the scripted FTP server gets: each method is a command, done as an obedient
server does it.
"""

from __future__ import annotations

import posixpath
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.servers.scripted_ftp import ScriptedFtp

TIME = "20261120063000"
"""When every file was changed last, unless `server.times` says otherwise."""


class Conversation:
    """One control connection."""

    def __init__(self, server: ScriptedFtp, connection: socket.socket) -> None:
        self.server = server
        self.connection = connection
        self.folder = "/"
        self.renamed = ""
        self._buffer = b""
        self._passive: socket.socket | None = None
        server.open.append(connection)

    def run(self) -> None:
        if self.server.implicit:
            self._begin_tls()
        self.server.greeting(self, "")
        while line := self._line():
            self.server.commands.append(line)
            command, _space, argument = line.partition(" ")
            if deed := self.server.instead.get(command):
                deed(self, argument)
            elif command in self.server.lacks or not hasattr(self, f"do_{command.lower()}"):
                self.say("500 Not known.")
            else:
                self.do(command, argument)

    def do(self, command: str, argument: str) -> None:
        """What an obedient server does."""
        getattr(self, f"do_{command.lower()}")(argument)

    def say(self, *lines: str) -> None:
        self.connection.sendall("".join(f"{line}\r\n" for line in lines).encode("latin-1"))

    def close(self) -> None:
        self.connection.close()
        if self._passive:
            self._passive.close()

    def _line(self) -> str:
        while b"\r\n" not in self._buffer:
            block = self.connection.recv(4096)
            if not block:
                raise EOFError
            self._buffer += block
        line, _end, self._buffer = self._buffer.partition(b"\r\n")
        return line.decode("latin-1")

    def _begin_tls(self) -> None:
        assert self.server.tls
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.server.open.append(self.connection)

    def path(self, argument: str) -> str:
        return posixpath.normpath(posixpath.join(self.folder, argument))

    @contextmanager
    def data(self) -> Iterator[socket.socket]:
        """The data connection, in TLS if the control connection is."""
        assert self._passive
        self._passive.settimeout(5)
        data, _address = self._passive.accept()
        self._passive.close()
        self._passive = None
        self.server.open.append(data)
        if self.server.tls:
            data = self.server.tls.wrap_socket(data, server_side=True)
            self.server.open.append(data)
            if self.server.demands_reuse and not data.session_reused:
                self.say("522 SSL connection failed: session reuse required")
                data.close()
                raise EOFError
        try:
            yield data
            if isinstance(data, ssl.SSLSocket):
                with suppress(OSError):
                    data.unwrap()
        finally:
            data.close()

    def send(self, content: bytes, answer: str = "226 Done.") -> None:
        """Send this over the data connection."""
        self.say("150 Here it comes.")
        with self.data() as data:
            data.sendall(content)
        self.say(answer)

    def names(self) -> list[str]:
        """What lies in the current folder."""
        return sorted(path for path in self.server.files if posixpath.dirname(path) == self.folder)

    def facts(self, path: str) -> str:
        modified = self.server.times.get(path, TIME)
        return f"type=file;size={len(self.server.files[path])};modify={modified};"

    def do_user(self, _user: str) -> None:
        self.say("331 And the password?")

    def do_pass(self, _password: str) -> None:
        self.server.logins += 1
        self.say("230-Welcome.", "230 Go on.")

    def do_auth(self, _kind: str) -> None:
        if self.server.tls is None:
            self.say("500 Not known.")
            return
        self.say("234 Begin.")
        self._begin_tls()

    def do_pbsz(self, _size: str) -> None:
        self.say("200 0")

    def do_prot(self, _level: str) -> None:
        self.say("200 Private.")

    def do_type(self, _kind: str) -> None:
        self.say("200 Fine.")

    def do_pwd(self, _nothing: str) -> None:
        self.say(f'257 "{self.folder}"')

    def do_cwd(self, folder: str) -> None:
        if self.path(folder) not in self.server.folders:
            self.say("550 No such directory.")
            return
        self.folder = self.path(folder)
        self.say("250 There.")

    def listen(self) -> int:
        """Open the port for the next transfer."""
        if self._passive:
            self._passive.close()
        self._passive = socket.create_server((self.server.host, 0), family=self.server.family)
        return int(self._passive.getsockname()[1])

    def do_pasv(self, _nothing: str) -> None:
        port = self.listen()
        self.say(f"227 Entering (127,0,0,1,{port >> 8},{port & 255})")

    def do_epsv(self, _nothing: str) -> None:
        self.say(f"229 Entering (|||{self.listen()}|)")

    def do_mlsd(self, _folder: str) -> None:
        lines = [
            "type=cdir;modify=20260101000000; .",
            "type=dir;modify=20260101000000; Zahlungen_alt",
        ]
        lines += [f"{self.facts(path)} {posixpath.basename(path)}" for path in self.names()]
        self.send("".join(f"{line}\r\n" for line in lines).encode("latin-1"))

    def do_list(self, _folder: str) -> None:
        lines = ["total 7", "drwxr-xr-x   2 ftp ftp  4096 Nov 20 06:30 Zahlungen_alt"]
        lines += [
            f"-rw-r--r--   1 ftp ftp {len(self.server.files[path]):9} Nov 20 06:30"
            f" {posixpath.basename(path)}"
            for path in self.names()
        ]
        self.send("".join(f"{line}\r\n" for line in lines).encode("latin-1"))

    def do_nlst(self, _folder: str) -> None:
        self.send(
            "".join(f"{posixpath.basename(path)}\r\n" for path in self.names()).encode("latin-1")
        )

    def do_mlst(self, name: str) -> None:
        path = self.path(name)
        if path in self.server.files:
            self.say("250-Listing", f" {self.facts(path)} {path}", "250 End")
        else:
            self.say("550 No such file.")

    def do_size(self, name: str) -> None:
        path = self.path(name)
        self.say(
            f"213 {len(self.server.files[path])}"
            if path in self.server.files
            else "550 No such file."
        )

    def do_mdtm(self, name: str) -> None:
        path = self.path(name)
        self.say(
            f"213 {self.server.times.get(path, TIME)}"
            if path in self.server.files
            else "550 No such file."
        )

    def do_retr(self, name: str) -> None:
        path = self.path(name)
        if path in self.server.files:
            self.send(self.server.files[path])
        else:
            self.say("550 No such file.")

    def do_dele(self, name: str) -> None:
        gone = self.server.files.pop(self.path(name), None)
        self.say("550 No such file." if gone is None else "250 Deleted.")

    def do_rnfr(self, name: str) -> None:
        self.renamed = self.path(name)
        self.say("350 And to?" if self.renamed in self.server.files else "550 No such file.")

    def do_rnto(self, name: str) -> None:
        if posixpath.dirname(self.path(name)) not in self.server.folders:
            self.say("550 No such directory.")
            return
        self.server.files[self.path(name)] = self.server.files.pop(self.renamed)
        self.say("250 Renamed.")

    def do_mkd(self, folder: str) -> None:
        self.server.folders.add(self.path(folder))
        self.say(f'257 "{folder}"')

    def do_stor(self, name: str) -> None:
        self.say("150 Go on.")
        content = b""
        with self.data() as data:
            while block := data.recv(4096):
                content += block
        self.server.files[self.path(name)] = content
        self.say("226 Done.")

    def do_quit(self, _nothing: str) -> None:
        self.say("221 Bye.")
        raise EOFError
