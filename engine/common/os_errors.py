"""Why the system refuses, in the language in use."""

from __future__ import annotations

import errno
import os

from engine.common.i18n import _
from engine.common.sanitize import sanitize


def describe_os_error(error: OSError) -> str:
    """The reason in a few words; in the system's own, which are English, where it is a rare one."""
    number = error.errno or 0
    if error.strerror != os.strerror(number):  # a library's own words, under numbers of its own
        return sanitize(error.strerror or str(error))
    words = {
        errno.ENOENT: _("No such file or directory"),
        errno.EACCES: _("Permission denied"),
        errno.EPERM: _("Operation not permitted"),
        errno.EEXIST: _("File exists"),
        errno.ENOTDIR: _("Not a directory"),
        errno.EISDIR: _("Is a directory"),
        errno.ENOSPC: _("No space left on device"),
        errno.EDQUOT: _("Disk quota exceeded"),
        errno.EROFS: _("Read-only file system"),
        errno.EIO: _("Input/output error"),
        errno.EMFILE: _("Too many open files"),
        errno.ENOMEM: _("Cannot allocate memory"),
        errno.ECONNREFUSED: _("Connection refused"),
        errno.ECONNRESET: _("Connection reset by peer"),
        errno.EPIPE: _("Broken pipe"),
        errno.ETIMEDOUT: _("Connection timed out"),
        errno.EHOSTUNREACH: _("No route to host"),
        errno.ENETUNREACH: _("Network is unreachable"),
    }
    return words.get(number, error.strerror)
