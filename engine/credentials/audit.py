"""Who asked for a stored password: one line for each try, whether it was let through or not, and
never the password itself.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from engine.common.accounts import account_name
from engine.common.hash_chain import HashChain, Link
from engine.common.os_errors import os_errors
from engine.common.sanitize import sanitize
from engine.messages.passwords import AdminPasswordFault
from engine.model.errors import StoreError

AuditedAct = Literal[
    "revealed", "refused", "paused", "admin_password_set", "admin_password_changed"
]
"""`refused`: with a wrong admin password. `paused`: not even looked at, after too many of these."""


class AuditEntry(Link, frozen=True, kw_only=True):
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
        at=datetime.now(UTC),
        act=act,
        key=sanitize(key),
        user=account_name(),
        sudo_user=sanitize(os.environ.get("SUDO_USER", "")),
    )
    with os_errors(StoreError, AdminPasswordFault.AUDIT_UNWRITABLE, path=str(path)):
        audit_chain(path).append(entry)


def audit_chain(path: Path) -> HashChain[AuditEntry]:
    """The lines, each holding the hash of the one before; for their owner alone."""
    return HashChain(path, AuditEntry, 0o600)
