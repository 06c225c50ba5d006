"""The text editor of this person, opened at a line."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

_USUAL = ("sensible-editor", "nano", "vi")
"""Where neither $VISUAL nor $EDITOR says which: what a machine has."""
_TAKE_LINE = {
    "emacs", "emacsclient", "joe", "jed", "kak", "mcedit", "micro", "nano", "ne", "nvim",
    "sensible-editor", "vi", "view", "vim",
}  # fmt: skip
"""Editors that take the line as `+12`; any other might open a file of that name."""


def editor_at(path: Path, line: int, environ: Mapping[str, str]) -> list[str] | None:
    """The command that opens the file at this line; None where there is no editor."""
    wished = environ.get("VISUAL") or environ.get("EDITOR")
    try:
        command = shlex.split(wished) if wished else []
    except ValueError:
        command = []
    if not command:
        command = [name for name in _USUAL if shutil.which(name)][:1]
    if not command or shutil.which(command[0]) is None:
        return None
    at_line = [f"+{line}"] if Path(command[0]).name in _TAKE_LINE else []
    return [*command, *at_line, str(path)]
