"""Errors: whose they are, and what a program ends with that meets them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from engine.messages.run import RunFault
from engine.model.errors import (
    Cancelled,
    DeadlineExceeded,
    ExitCode,
    Locked,
    OposError,
    ProgramError,
    UserError,
)


def _below(kind: type[OposError]) -> Iterator[type[OposError]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _below(sub)


def test_an_error_is_the_users_or_our_own_and_never_both() -> None:
    assert set(OposError.__subclasses__()) == {UserError, ProgramError}
    assert not set(_below(UserError)) & set(_below(ProgramError))
    assert ProgramError("c").exit_code is ExitCode.BUG


def test_a_stop_and_a_passed_deadline_end_differently() -> None:
    assert Cancelled(RunFault.STOPPED).exit_code is ExitCode.TERMINATED
    stopped = Cancelled(RunFault.STOPPED, exit_code=ExitCode.INTERRUPTED)
    assert stopped.exit_code is ExitCode.INTERRUPTED
    assert Cancelled(RunFault.STOPPED).exit_code is ExitCode.TERMINATED
    assert not isinstance(DeadlineExceeded(RunFault.TOO_LONG), Cancelled)


def test_a_lock_knows_since_when_it_is_held() -> None:
    began = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    locked = Locked(RunFault.LOCKED_BY, began=began, pid=1, host="h", since="07:00")
    assert locked.began == began
    assert locked.message.params == {"pid": 1, "host": "h", "since": "07:00"}
