"""Why the system refuses."""

from __future__ import annotations

import os
import socket
import ssl
from errno import EACCES, ENOENT, EXDEV
from gettext import NullTranslations

import pytest

from engine.common.i18n import describe_os_error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(ENOENT, os.strerror(ENOENT)), "«No such file or directory»"),
        (PermissionError(EACCES, os.strerror(EACCES), "/a/file"), "«Permission denied»"),
        (OSError(EXDEV, os.strerror(EXDEV)), os.strerror(EXDEV)),
        (ssl.SSLError(ENOENT, "[SSL] wrong\x1b version"), "[SSL] wrong\\x1b version"),
        (
            socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
            "Name or service not known",
        ),
        (TimeoutError("timed out"), "timed out"),
    ],
)
def test_the_usual_reasons_are_told_in_the_language_in_use(
    error: OSError, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Marked(NullTranslations):
        def gettext(self, message: str) -> str:
            return message if message == "{words}" else f"«{message}»"

    monkeypatch.setattr("engine.common.i18n._translations", Marked())
    assert describe_os_error(error) == said
