"""Asking for a file: Tab completes its name, as in a shell."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from tui_app.commands import commands
from tui_app.commands.command import bindings
from tui_app.screens.dialogs.ask import Ask

_NAMES_SHOWN = 12


class AskPath(Ask):
    """Answers the path as it was typed; `~` is the home folder."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([commands.COMPLETE])
    SELECTS: ClassVar[bool] = False

    def __init__(self, question: str, folder: str) -> None:
        """`folder` is where to begin; a whole path typed or pasted behind it stands for itself."""
        super().__init__(question, _("Tab completes the name."), _("Enter reads it"), value=folder)

    def action_complete(self) -> None:
        """Complete as much of the name as is certain; where there are several, show their names."""
        line = self.query_one(Input)
        line.value = _last_whole(line.value)
        paths = sorted(_continued(line.value))
        if paths:
            line.value = _in_common(paths[0], paths[-1])
            line.cursor_position = len(line.value)
        names = [
            sanitize(path.rstrip("/").rpartition("/")[2]) + ("/" if path.endswith("/") else "")
            for path in paths
        ]
        more = " …" if len(names) > _NAMES_SHOWN else ""
        text = (
            "  ".join(names[:_NAMES_SHOWN]) + more
            if len(names) > 1
            else ""
            if names
            else _("There is no such name.")
        )
        self.query_one("#consequence", Static).update(Content(text or _("Tab completes the name.")))


def _continued(text: str) -> Iterator[str]:
    """Return all paths that begin with the text; folders end with "/". Hidden names only where
    their dot is typed, and none that could write to the terminal what it likes.
    """
    folder, slash, begun = text.rpartition("/")
    try:
        for entry in os.scandir(Path(folder + slash or ".").expanduser()):
            is_meant = entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
            if is_meant and sanitize(entry.name) == entry.name:
                yield folder + slash + entry.name + ("/" if entry.is_dir() else "")
    except (OSError, RuntimeError):
        return


def _in_common(first: str, last: str) -> str:
    """Return how the first and the last of sorted names begin, and so all between them."""
    return "".join(
        one
        for one, _other in takewhile(
            lambda pair: pair[0] == pair[1], zip(first, last, strict=False)
        )
    )


def path_of(text: str) -> Path:
    """Return the file that was meant."""
    try:
        return Path(_last_whole(text)).expanduser().absolute()
    except RuntimeError:
        return Path(text)


def _last_whole(text: str) -> str:
    """Return what was typed or pasted behind a path, if that is a whole path: `/a//b`, `/a/~`."""
    begins = max(text.rfind("//"), text.rfind("/~"))
    return text[begins + 1 :] if begins >= 0 else text
