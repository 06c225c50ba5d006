"""Who is at work."""

from __future__ import annotations

import os
import pwd


def account_name() -> str:
    """Whose rights opos has, whatever the environment says; in a container the account may have no
    name but its number.
    """
    number = os.geteuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def user_name() -> str:
    """Behind sudo the person, not the service user."""
    return os.environ.get("SUDO_USER") or account_name()
