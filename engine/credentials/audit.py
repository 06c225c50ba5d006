"""Who asked for a stored password: one line for each try, whether it was let through or not, and
never the password itself.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from engine.common.accounts import account_name
from engine.common.os_errors import os_errors
from engine.common.sanitize import sanitize
from engine.messages.passwords import AdminPasswordFault
from engine.model.errors import StoreError

AuditedAct = Literal[
    "revealed", "refused", "paused", "admin_password_set", "admin_password_changed"
]
"""`refused`: with a wrong admin password. `paused`: not even looked at, after too many of these."""


class AuditEntry(msgspec.Struct, frozen=True):
    """One line of `audit.jsonl`."""

    at: datetime
    act: AuditedAct
    key: str
    """The setting that was asked for, such as `smtp.password`; empty where it was about the admin
    password itself.
    """
    user: str
    """Whose rights opos has."""
    sudo_user: str
    """Who called it, where that was with sudo."""


def note(path: Path, act: AuditedAct, key: str = "") -> None:
    """Add a line; when this returns it is on the disk. Raises `StoreError`: what cannot be noted
    must not happen.
    """
    entry = AuditEntry(
        datetime.now(UTC),
        act,
        sanitize(key),
        account_name(),
        sanitize(os.environ.get("SUDO_USER", "")),
    )
    with os_errors(StoreError, AdminPasswordFault.AUDIT_UNWRITABLE, path=str(path)):
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, msgspec.json.encode(entry) + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
