"""A file of the server as a sample: chosen among those that are there, and copied to be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.common.i18n import _, describe_os_error, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from engine.settings.list_limits import file_limits
from engine.settings.load import Configuration
from engine.settings.secrets import password_of
from engine.sources.look import copy_of, files_there
from engine.sources.server import RemoteFile
from tui_app.platform.background import in_background
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.dialogs.pick import Pick

_LOCAL = "local"


class ServerFile:
    """Keeps the copy until `close`."""

    def __init__(self, screen: OposScreen) -> None:
        self._screen = screen
        self._folder: TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Remove the copy."""
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def ask(
        self,
        edited: Configuration,
        name: str,
        read: Callable[[Path], None],
        local: Callable[[], None],
    ) -> None:
        """Show the files of this interface's server; `read` gets the copy of the one that is
        chosen, and `local` is called where it shall be a file of this machine.
        """
        self._screen.run_worker(self._ask(edited, name, read, local), group="server file")

    async def _ask(
        self,
        edited: Configuration,
        name: str,
        read: Callable[[Path], None],
        local: Callable[[], None],
    ) -> None:
        source = edited.settings.interfaces[name].source
        password = partial(password_of, name, source)
        now = datetime.now(self._screen.opos.zone)
        try:
            files = await in_background(partial(files_there, source, password, now))
        except OposError as error:
            self._screen.app.push_screen(ProblemNote.of(error))
            return

        def chosen(words: list[str] | None) -> None:
            if words == [_LOCAL]:
                local()
            elif words:
                self._screen.run_worker(self._copy(edited, name, files[int(words[0])], read))

        labels = {str(at): sanitize(file.name) for at, file in enumerate(files)}
        choices = {str(at): _size(file) for at, file in enumerate(files)} | {_LOCAL: ""}
        self._screen.app.push_screen(
            Pick(
                _("Which file of the server shall be read?"),
                choices,
                [],
                labels={**labels, _LOCAL: _("a file of this machine …")},
            ),
            chosen,
        )

    async def _copy(
        self, edited: Configuration, name: str, file: RemoteFile, read: Callable[[Path], None]
    ) -> None:
        source = edited.settings.interfaces[name].source
        password = partial(password_of, name, source)
        most = file_limits(edited.settings.limits).file_bytes
        self.close()
        self._folder = TemporaryDirectory(prefix="opos-sample-")
        folder = Path(self._folder.name)
        try:
            path = await in_background(partial(copy_of, source, password, file, folder, most))
        except OposError as error:
            self._screen.app.push_screen(ProblemNote.of(error))
        except OSError as error:
            self._screen.app.push_screen(ProblemNote(describe_os_error(error)))
        else:
            read(path)


def _size(file: RemoteFile) -> str:
    if file.size is None:
        return ""
    return ngettext("{n} byte", "{n} bytes", file.size).format(n=format_number(file.size))
