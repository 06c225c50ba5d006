"""Who may read the passwords, and who may change what opos does."""

from __future__ import annotations

import grp
import os
import pwd
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from engine.common.accounts import account_name, foreign_owner
from engine.common.i18n import _
from engine.settings.validation.problems import ConfigProblem


def too_open(config: Path, secrets: Path) -> Iterator[ConfigProblem]:
    """Files of others and rights that go too far, each with the command that mends it.

    Who can change config.toml, or put another in its place, can have opos run a command of his own
    (`password_command`). So it, its folder and secrets.toml must be ours or root's, and nobody else
    may write them; git does the same with its configuration (CVE-2022-24765).
    """
    if _mode(secrets) & (stat.S_IRWXG | stat.S_IRWXO):
        yield _problem(secrets, _("others can read the passwords in it: run {command}"), "600")
    folders = dict.fromkeys((config.parent, config.resolve().parent))
    for path in (config, secrets, *folders):
        yield from _of_somebody_else(path)
        mode = _mode(path)
        if mode & (stat.S_IWOTH | stat.S_ISVTX) == stat.S_IWOTH:
            yield _problem(
                path, _("everyone can change it, and what opos does with it: run {command}"), "o-w"
            )
        elif mode & (stat.S_IWGRP | stat.S_ISVTX) == stat.S_IWGRP and _is_shared(path):
            yield _problem(
                path,
                _("a group can change it, and what opos does with it: run {command}"),
                "g-w",
            )


def _of_somebody_else(path: Path) -> Iterator[ConfigProblem]:
    owner = foreign_owner(path)
    if owner and path.stat().st_uid != 0:
        text = _(
            "it belongs to {owner}, who could have opos run a command of theirs: run opos as"
            " {owner} (`sudo -u {owner} opos …`), or make it yours: {command}"
        )
        command = f"`sudo chown {account_name()} {shlex.quote(str(path))}`"
        yield ConfigProblem(str(path), "", text.format(owner=owner, command=command))


def _is_shared(path: Path) -> bool:
    """Whether the group of a file has somebody in it besides root and ourselves."""
    us = {os.geteuid(), 0}
    try:
        group = grp.getgrgid(path.stat().st_gid)
        primary = {each.pw_uid for each in pwd.getpwall() if each.pw_gid == group.gr_gid}
        members = {pwd.getpwnam(name).pw_uid for name in group.gr_mem}
    except (KeyError, OSError):
        return True
    return not primary | members <= us


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
