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


def foreign_owner(path: Path) -> str:
    """The account that a file or folder belongs to, if that is not ours; empty if it is, or if
    there is no such file.
    """
    try:
        owner = path.stat().st_uid
    except OSError:
        return ""
    return "" if owner == os.geteuid() else name_of(owner)


def user_name() -> str:
    """Behind sudo the person, not the service user."""
    return os.environ.get("SUDO_USER") or account_name()
