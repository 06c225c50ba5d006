"""What the doctor found: one thing that is well, or that is not."""

from __future__ import annotations

from typing import Self

import msgspec

from engine.common.i18n import _, advice_of, cause_of
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode, OposError
from engine.reporting.monitoring import State


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """`check` is English and stable, the sentences are for people."""

    check: str
    text: str
    advice: str = ""
    exit_code: ExitCode = ExitCode.OK
    """As in the contract: 3 for a warning, others for what does not work."""
    interface: str = ""
    """The interface that it concerns alone."""
    is_of_identity: bool = False
    """Whether a server's key or certificate is not trusted."""

    @classmethod
    def of(cls, check: str, error: OposError) -> Self:
        """What the error says, found by this check."""
        cause, advice = cause_of(error), advice_of(error)
        return cls(check=check, exit_code=error.exit_code, text=cause, advice=advice)

    @property
    def state(self) -> State:
        """How bad it is."""
        if self.exit_code is ExitCode.OK:
            return State.OK
        return State.WARNING if self.exit_code is ExitCode.WITH_WARNINGS else State.CRITICAL


def check_word(check: str) -> str:
    """What was looked at, as people call it."""
    words = {
        "configuration": _("Configuration"),
        "folder": _("Folder"),
        "lock": _("Lock"),
        "store": _("Store"),
        "database": _("Database"),
        "archive": _("Archive"),
        "held": _("Held"),
        "server": _("Server"),
        "mail": _("Mail"),
        "notify": _("Notifications"),
        "outbox": _("Unsent mails"),
        "export": _("Exports"),
        "schedule": _("Schedule"),
        "silence": _("New lists"),
        "refused": _("Refused lists"),
        "last_run": _("Last run"),
        "schedulers": _("Schedulers"),
    }
    return words.get(check, sanitize(check))
