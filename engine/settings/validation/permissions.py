"""Who may read the passwords, and who may change what opos does."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from engine.common.i18n import _
from engine.settings.validation.problems import ConfigProblem


def too_open(config: Path, secrets: Path) -> Iterator[ConfigProblem]:
    """Rights that go too far, each with the command that takes them back. Windows has no such
    rights.

    config.toml and its folder matter too: who can change them can have opos run a command of his
    own (`password_command`).
    """
    if os.name == "nt":
        return
    if _mode(secrets) & (stat.S_IRWXG | stat.S_IRWXO):
        yield _problem(secrets, _("others can read the passwords in it: run {command}"), "600")
    for path in (config, config.parent):
        everyone_writes = _mode(path) & (stat.S_IWOTH | stat.S_ISVTX) == stat.S_IWOTH
        if everyone_writes:
            yield _problem(
                path, _("everyone can change it, and what opos does with it: run {command}"), "o-w"
            )


def _mode(path: Path) -> int:
    """0 for what does not exist; whether a file can be read at all is seen when it is read."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _problem(path: Path, text: str, change: str) -> ConfigProblem:
    return ConfigProblem(
        str(path), "", text.format(command=f"`chmod {change} {shlex.quote(str(path))}`")
    )
