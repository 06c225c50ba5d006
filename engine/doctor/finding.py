"""What the doctor found: one thing that is well, or that is not."""

from __future__ import annotations

import msgspec

from engine.model.errors import ExitCode
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

    @property
    def state(self) -> State:
        """How bad it is."""
        if self.exit_code is ExitCode.OK:
            return State.OK
        return State.WARNING if self.exit_code is ExitCode.WITH_WARNINGS else State.CRITICAL
