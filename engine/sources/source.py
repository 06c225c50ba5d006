"""A source: the place on a server or on this machine that one interface takes its lists from."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.journal.events import Removal
from engine.messages.sources import SourceFault
from engine.model.errors import SourceUnreachable
from engine.settings.interface import SourceSettings
from engine.sources.connection import ServerConnection
from engine.sources.names import readable, wire
from engine.sources.selection import directories, fixed_part, ready_name
from engine.sources.server import NoSuchDirectory, RemoteFile, Server, Timeouts, TransientError


class Source(ServerConnection[SourceSettings]):
    """The lists of one interface."""

    def files(self, directory: str) -> list[RemoteFile]:
        """Every plain file of the directory, whatever its name. Umlauts in its own name are tried
        in both encodings.
        """
        try:
            return self.with_retries(lambda server: server.files(wire(directory)))
        except NoSuchDirectory:
            if directory.isascii():
                raise
            return self.with_retries(
                lambda server: server.files(directory.encode("cp1252", "replace").decode("latin-1"))
            )

    def all_files(self, today: date) -> list[RemoteFile]:
        """Those of the configured directory; of directories by date those that exist. What comes
        before the date must exist.
        """
        fixed = fixed_part(self.settings.directory)
        files = self.files(fixed)
        if fixed == self.settings.directory:
            return files
        files = []
        for directory in directories(self.settings, today):
            with suppress(NoSuchDirectory):
                files += self.files(directory)
        return files

    def stat(self, file: RemoteFile) -> RemoteFile | None:
        """The file as it is now; None if it has gone. Tried once: whoever fetches begins anew after
        `TransientError`.
        """
        return self._try(lambda server: server.stat(file))

    def read(self, file: RemoteFile) -> Iterator[bytes]:
        """The file's content in blocks. Tried once, too."""
        try:
            yield from self._connected().read(file)
        except TransientError:
            self.close()
            raise

    def dispose(self, file: RemoteFile, run: str) -> Removal:
        """Remove the imported file as configured, unless its size or time changed since it was
        read. Its ready file goes first: left alone, it would declare the next list of this name
        ready before it is.
        """
        how = self.settings.after_import
        if how == "keep":
            return "kept"

        def act(server: Server) -> None:
            is_there = self._is_still_there(server, file)
            self._remove_ready_file(server, file)
            if is_there:
                self._take_away(server, file, run)

        self.with_retries(act)
        return "deleted" if how == "delete" else "moved"

    def set_aside(self, file: RemoteFile, run: str, result: bytes) -> None:
        """Move a refused or held file into the error folder, with `result` beside it as
        NAME.result.csv. The result comes first: whoever is interrupted finds the file again. The
        same content under the same name gives way.
        """
        target = sibling_path(file, self.settings.error_folder, run)
        before = RemoteFile(name=file.name, path=target, size=None, modified=None)

        def act(server: Server) -> None:
            server.make_folder(posixpath.dirname(target))
            server.write(f"{target}.result.csv", result)
            is_there = self._is_still_there(server, file)
            self._remove_ready_file(server, file)
            if is_there:
                if server.stat(before) is not None:
                    server.remove(before)
                server.move(file, target)

        self.with_retries(act)

    def _take_away(self, server: Server, file: RemoteFile, run: str) -> None:
        if self.settings.after_import == "move":
            target = sibling_path(file, self.settings.move_to, run)
            server.make_folder(posixpath.dirname(target))
            server.move(file, target)
        else:
            server.remove(file)
            if server.stat(file) is not None:
                raise SourceUnreachable(SourceFault.NOT_DELETED, name=file.name)

    def _remove_ready_file(self, server: Server, file: RemoteFile) -> None:
        if not self.settings.ready_file:
            return
        directory, name = posixpath.split(file.path)
        path = posixpath.join(directory, ready_name(wire(self.settings.ready_file), name))
        if ready := server.stat(
            RemoteFile(name=readable(path), path=path, size=None, modified=None)
        ):
            server.remove(ready)

    def _is_still_there(self, server: Server, file: RemoteFile) -> bool:
        """Whether it is still to be taken away: not if a lost answer did it already; raises if it
        is another file by now.
        """
        now = server.stat(file)
        if now is not None and (now.size, now.modified) != (file.size, file.modified):
            raise SourceUnreachable(SourceFault.CHANGED_MEANWHILE, name=file.name)
        return now is not None


def sibling_path(file: RemoteFile, folder: str, run: str) -> str:
    """The path in a folder beside the file that it goes to, under a name that no
    other run gives.
    """
    directory, name = posixpath.split(file.path)
    return posixpath.join(directory, wire(folder), f"{run}_{name}")


def open_source(
    settings: SourceSettings,
    password: Callable[[], SecretStr],
    token: CancelToken,
    timeouts: Timeouts | None = None,
) -> Source:
    """Return the place that these settings name; it connects when a `with` statement enters it.

    `password` is asked for at each login, and unwrapped only where it is sent. Tests shorten the
    timeouts.
    """
    return Source(settings, password, token, timeouts or Timeouts())
