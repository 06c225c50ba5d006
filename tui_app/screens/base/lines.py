"""A searched list whose lines can be looked at in full, copied and saved."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from textual import on

from engine.common.i18n import _, describe_os_error
from engine.common.sanitize import sanitize
from tui_app.commands.command import enabled_when
from tui_app.platform.clipboard import copy
from tui_app.screens.base.searching import SearchScreen
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.ask_path import path_of
from tui_app.screens.dialogs.note import Note, ProblemNote
from tui_app.widgets.line_list import LineList


class LinesScreen(SearchScreen):
    """A subclass says its lines as text; all of it must be safe for a terminal."""

    FILE_NAME = "lines"
    """How a saved file is called, between `opos-` and the time."""

    def line_text(self) -> str | None:
        """Return the line the cursor is on; None where there is none."""
        raise NotImplementedError

    def lines_text(self) -> Iterable[str]:
        """Return all lines shown."""
        raise NotImplementedError

    def details_text(self) -> str:
        """Return all that is known of the line the cursor is on; asked only where there is one."""
        raise NotImplementedError

    def has_line(self) -> bool:
        """Return whether the cursor is on a line that has a text."""
        return self.line_text() is not None

    @on(LineList.Moved)
    def _other_line(self) -> None:
        self.refresh_bindings()

    @on(LineList.Chosen)
    def _line_chosen(self) -> None:
        self.choose()

    def choose(self) -> None:
        """Do what a click on the line with the cursor does."""
        if self.has_line():
            self.action_details()

    @enabled_when(has_line)
    def action_details(self) -> None:
        self.app.push_screen(Note(_("Details"), self.details_text()))

    @enabled_when(has_line)
    def action_copy(self) -> None:
        copy(self, self.line_text() or "")

    @enabled_when(has_line)
    def action_copy_all(self) -> None:
        copy(self, "\n".join(self.lines_text()))

    @enabled_when(has_line)
    def action_save(self) -> None:
        name = f"opos-{self.FILE_NAME}-{datetime.now(self.opos.zone):%Y%m%d-%H%M%S}.txt"
        self.ask_where(
            name, lambda file: file.writelines(f"{line}\n".encode() for line in self.lines_text())
        )

    def ask_where(self, name: str, write: Callable[[BinaryIO], None]) -> None:
        """Ask for the path of a new file, in the current folder if nothing else is said, and write
        it.
        """

        def answered(path: str | None) -> None:
            if path:
                self._write(path_of(path), write)

        consequence = _(
            "A new file, which only you may read. A path that begins with ~ is in your home folder."
        )
        self.app.push_screen(
            Ask(
                _("Save to which file?"),
                consequence,
                _("Enter saves"),
                value=str(Path.cwd() / name),
            ),
            answered,
        )

    def _write(self, path: Path, write: Callable[[BinaryIO], None]) -> None:
        try:
            with open(path, "xb", opener=_private) as file:
                write(file)
        except OSError as error:
            cause = _("{path} cannot be written: {error}.").format(
                path=sanitize(str(path)), error=describe_os_error(error)
            )
            self.app.push_screen(
                ProblemNote(cause, _("Name another file, in a folder where you may write."))
            )
        else:
            self.notify(_("Saved as {path}.").format(path=sanitize(str(path))), markup=False)


def _private(name: str, flags: int) -> int:
    """Open a file that nobody else may read: invoices are nobody else's business."""
    return os.open(name, flags, 0o600)
