"""Why the system refuses."""

from __future__ import annotations

import os
import socket
import ssl
from errno import EACCES, ENOENT, EXDEV
from gettext import NullTranslations
from pathlib import Path

import pytest

from engine.common.i18n import cause_of, describe_os_error
from engine.common.os_errors import os_errors
from engine.messages.store import StoreFault
from engine.model.errors import StoreError


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


def test_what_the_system_refuses_becomes_an_error_with_its_reason(tmp_path: Path) -> None:
    missing = tmp_path / "store.json"
    with (
        pytest.raises(StoreError) as caught,
        os_errors(StoreError, StoreFault.UNREADABLE, path=str(missing)),
    ):
        missing.read_bytes()
    assert cause_of(caught.value) == (
        f"The store {missing} cannot be read: No such file or directory."
    )
    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_other_errors_pass() -> None:
    with pytest.raises(ValueError, match="mine"), os_errors(StoreError, StoreFault.UNREADABLE):
        raise ValueError("mine")
