"""Correct a configuration that does not load, in the editor of whoever sits here."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from engine.common.i18n import _, describe_os_error
from engine.common.sanitize import sanitize
from tui_app.platform.text_editor import editor_at
from tui_app.screens.dialogs.note import ProblemNote

if TYPE_CHECKING:
    from tui_app.app import OposApp


def can_mend(app: OposApp) -> bool:
    """Return whether there is a mistake, in a file, and an editor for it."""
    return _command(app) is not None


def mend(app: OposApp) -> None:
    """Lend the terminal to the editor, and read what it saved."""
    command = _command(app)
    if command is None:
        return
    try:
        with app.suspend():
            subprocess.run(command, check=False)  # noqa: S603 - the editor of whoever sits here
    except OSError as error:
        problem = _("{path} cannot be used: {reason}.").format(
            path=sanitize(command[0]), reason=describe_os_error(error)
        )
        app.push_screen(ProblemNote(problem, _("Name another editor in $EDITOR.")))
    else:
        app.read_configuration()


def _command(app: OposApp) -> list[str] | None:
    place = app.in_force.mistake_place
    return editor_at(*place, os.environ) if place else None
