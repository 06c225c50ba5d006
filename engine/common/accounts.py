"""Who is at work."""

from __future__ import annotations

import os
import pwd
from pathlib import Path


def account_name() -> str:
    """Whose rights opos has, whatever the environment says; in a container the account may have no
    name but its number.
    """
    return name_of(os.geteuid())


def name_of(number: int) -> str:
    """The account's name, or its number where it has none."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def owner_name(path: Path) -> str:
    """The account that a file or folder belongs to."""
    return name_of(path.lstat().st_uid)


def foreign_owner(path: Path) -> str:
    """The account that a file or folder belongs to, if that is not ours; empty if it is, or if
    there is no such file.
    """
    try:
        owner = path.stat().st_uid
    except OSError:
        return ""
    return "" if owner == os.geteuid() else name_of(owner)


_LOGIN = Path("/proc/self/loginuid")
_NOBODY = 2**32 - 1


def person_name() -> str:
    """The person at work, for what must not depend on the environment's word: who logged in, where
    the kernel knows it; else as `user_name`.
    """
    try:
        number = int(_LOGIN.read_bytes())
    except (OSError, ValueError):
        return user_name()
    return user_name() if number == _NOBODY else name_of(number)


def user_name() -> str:
    """The user; behind sudo the person who called it, not the service account."""
    return os.environ.get("SUDO_USER") or account_name()
