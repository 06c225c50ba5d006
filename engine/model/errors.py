"""What can go wrong, each with a message and the exit code of the contract.

A `UserError` is something the user can cause or mend, a `ProgramError` is our own fault. Both are
shown as two sentences, never as a traceback, and are not changed once they are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from engine.model.message import Code, Message, Param, said

if TYPE_CHECKING:
    from datetime import datetime


class ExitCode(IntEnum):
    """The exit codes that scripts rely on."""

    OK = 0
    BUG = 1
    USAGE = 2
    WITH_WARNINGS = 3
    NO_FILE = 4
    UNREACHABLE = 5
    LOGIN_REFUSED = 6
    LIST_REFUSED = 7
    HELD = 8
    CONFIG = 10
    LOCKED = 11
    STORE = 12
    REPORT_FAILED = 13
    INTERRUPTED = 130
    TERMINATED = 143


_SEVEREST_FIRST = (
    ExitCode.STORE, ExitCode.CONFIG, ExitCode.BUG, ExitCode.USAGE, ExitCode.HELD,
    ExitCode.LIST_REFUSED, ExitCode.LOGIN_REFUSED,
    ExitCode.UNREACHABLE, ExitCode.LOCKED, ExitCode.NO_FILE, ExitCode.WITH_WARNINGS,
    ExitCode.REPORT_FAILED,
)  # fmt: skip


def severest(codes: Sequence[ExitCode]) -> ExitCode:
    """The one exit code that stands for several outcomes, in the order the contract gives."""
    for code in (ExitCode.TERMINATED, ExitCode.INTERRUPTED, *_SEVEREST_FIRST):
        if code in codes:
            return code
    return ExitCode.OK


class OposError(Exception):
    """What opos tells in words instead of a traceback.

    `message` says what happened and where, and what to do; `engine.common.i18n` has the words. An
    error that can end a run is made from a code and its parameters, so that its journal can be read
    in any language. One that is told at once, to whoever types, may be made from two sentences.
    """

    exit_code: ExitCode

    def __init__(self, cause: Code | str, advice: str = "", /, **params: Param) -> None:
        super().__init__(cause if isinstance(cause, str) else f"{cause.value}: {params}")
        self.message = said(cause, advice) if isinstance(cause, str) else Message(cause, params)


class ProgramError(OposError):
    """A fault of opos itself, which nobody but its makers can mend."""

    exit_code = ExitCode.BUG


class UserError(OposError):
    """Something the user can cause or mend; where no other kind fits, what was asked for cannot be
    done.
    """

    exit_code = ExitCode.USAGE


class UsageError(UserError):
    """The command line is wrong."""

    exit_code = ExitCode.USAGE


class SourceUnreachable(UserError):
    """The server cannot be reached, or broke off; the next run tries again."""

    exit_code = ExitCode.UNREACHABLE


class NoFile(UserError):
    """No list came though one is demanded."""

    exit_code = ExitCode.NO_FILE


class LoginRefused(UserError):
    """Password, key, certificate or host key refused; trying again would only lock the account."""

    exit_code = ExitCode.LOGIN_REFUSED


class ListRefused(UserError):
    """The file is not what the interface expects, incomplete or unreadable."""

    exit_code = ExitCode.LIST_REFUSED


class ReleaseRefused(UserError):
    """A held import may not be released so; it waits still."""

    exit_code = ExitCode.HELD


class ConfigError(UserError):
    """The configuration is wrong."""

    exit_code = ExitCode.CONFIG


class Locked(UserError):
    """Another run is at work on the same interface, or holds what this one waited for."""

    exit_code = ExitCode.LOCKED

    def __init__(
        self,
        cause: Code | str,
        advice: str = "",
        /,
        *,
        began: datetime | None = None,
        **params: Param,
    ) -> None:
        super().__init__(cause, advice, **params)
        self.began = began
        """Since when the other one holds it, UTC; None where that is not known."""


class StoreError(UserError):
    """The store, the archive or the journal cannot be read or written."""

    exit_code = ExitCode.STORE


class SendFailed(UserError):
    """Whoever is to be told cannot be reached or puts it off; the next run tries again."""

    exit_code = ExitCode.REPORT_FAILED


class SendRefused(SendFailed):
    """Certificate, login, sender or recipient refused: trying again soon would not help, and may
    lock the account.
    """


class ExportError(UserError):
    """A file of an export could not be written or put where it belongs; it waits."""

    exit_code = ExitCode.REPORT_FAILED


class Cancelled(UserError):
    """The run was stopped by a signal; nothing was changed by the step it was in."""

    def __init__(
        self,
        cause: Code | str,
        advice: str = "",
        /,
        *,
        exit_code: ExitCode = ExitCode.TERMINATED,
        **params: Param,
    ) -> None:
        super().__init__(cause, advice, **params)
        self.exit_code = exit_code


class DeadlineExceeded(UserError):
    """The run took longer than it may; nothing was changed by the step it was in."""

    exit_code = ExitCode.UNREACHABLE
