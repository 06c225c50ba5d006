"""Why the system refuses, as a part of messages, and one way to report it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from engine.messages.run import RunFault
from engine.messages.system import SystemReason
from engine.model.errors import OposError, StoreError
from engine.model.message import Code, Message, Param

_REASONS = {
    errno.ENOENT: SystemReason.NO_SUCH_FILE,
    errno.EACCES: SystemReason.PERMISSION_DENIED,
    errno.EPERM: SystemReason.NOT_PERMITTED,
    errno.EEXIST: SystemReason.FILE_EXISTS,
    errno.ENOTDIR: SystemReason.NOT_A_DIRECTORY,
    errno.EISDIR: SystemReason.IS_A_DIRECTORY,
    errno.ENXIO: SystemReason.NO_PLAIN_FILE,
    errno.ENOSPC: SystemReason.NO_SPACE,
    errno.EDQUOT: SystemReason.QUOTA_EXCEEDED,
    errno.EROFS: SystemReason.READ_ONLY,
    errno.EIO: SystemReason.IO_ERROR,
    errno.EMFILE: SystemReason.TOO_MANY_FILES,
    errno.ENOMEM: SystemReason.NO_MEMORY,
    errno.ECONNREFUSED: SystemReason.CONNECTION_REFUSED,
    errno.ECONNRESET: SystemReason.CONNECTION_RESET,
    errno.EPIPE: SystemReason.BROKEN_PIPE,
    errno.ETIMEDOUT: SystemReason.TIMED_OUT,
    errno.EHOSTUNREACH: SystemReason.NO_ROUTE,
    errno.ENETUNREACH: SystemReason.NETWORK_UNREACHABLE,
}


def system_reason(error: OSError) -> Message:
    """The reason in a few words; in the system's own, which are English, where it is a rare one."""
    number = error.errno or 0
    if error.strerror != os.strerror(number):  # a library's own words, under numbers of its own
        return Message.of(SystemReason.OTHER, words=error.strerror or str(error))
    if number in _REASONS:
        return Message(_REASONS[number])
    return Message.of(SystemReason.OTHER, words=error.strerror)


@contextmanager
def os_errors(kind: type[OposError], code: Code, **params: Param) -> Iterator[None]:
    """Raise an error of this kind for an `OSError` within; the code's words name the reason
    `{error}`.
    """
    try:
        yield
    except OSError as error:
        raise kind(code, **params, error=system_reason(error)) from error


def machine_error(error: OSError) -> StoreError:
    """What the machine refused where nobody expected it: told so, never as an error of opos."""
    path = error.filename if isinstance(error.filename, str) else ""
    return StoreError(RunFault.MACHINE, path=path or "–", error=system_reason(error))
