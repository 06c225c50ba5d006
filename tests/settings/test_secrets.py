"""Passwords from every place they may lie in, and never in what is said when that fails."""

from __future__ import annotations

import shlex
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest

from engine.common.i18n import advice_of, cause_of
from engine.common.secret import SecretStr
from engine.model.errors import ConfigError
from engine.settings import secrets
from engine.settings.interface import SourceSettings
from engine.settings.model import Smtp
from engine.settings.secrets import password_of
from tests.refusals import refused


def _source(**fields: Any) -> SourceSettings:
    return SourceSettings(host="h", filename="f", **fields)


def _password(table: SourceSettings | Smtp, **environ: str) -> str:
    return password_of("datev", table, environ).get_secret_value()


def _printing(program: str) -> str:
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(program)}"


def test_none_is_configured() -> None:
    assert _password(_source()) == ""


def test_inline() -> None:
    assert _password(_source(password=SecretStr("geheim"))) == "geheim"
    assert _password(Smtp(password=SecretStr("geheim"))) == "geheim"


@pytest.mark.parametrize("content", ["geheim", "geheim\n", "geheim\r\n"])
def test_from_a_file_without_its_line_end(tmp_path: Path, content: str) -> None:
    path = tmp_path / "password"
    path.write_bytes(content.encode())
    assert _password(_source(password_file=str(path))) == "geheim"


def test_blanks_belong_to_the_password(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text(" ge heim ü \n", encoding="utf-8")
    assert _password(_source(password_file=str(path))) == " ge heim ü "


def test_from_a_command_without_a_shell(tmp_path: Path) -> None:
    command = _printing("import sys; print(sys.argv[1:])") + ' "a b" $HOME; echo x'
    assert _password(_source(password_command=command)) == "['a b', '$HOME;', 'echo', 'x']"


def test_from_a_systemd_credential_if_nothing_is_configured(tmp_path: Path) -> None:
    (tmp_path / "datev.password").write_text("of the unit\n")
    assert _password(_source(), CREDENTIALS_DIRECTORY=str(tmp_path)) == "of the unit"
    assert (
        _password(_source(password=SecretStr("mine")), CREDENTIALS_DIRECTORY=str(tmp_path))
        == "mine"
    )
    assert (
        password_of("other", _source(), {"CREDENTIALS_DIRECTORY": str(tmp_path)}).get_secret_value()
        == ""
    )


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"canary\nsecond\n", b"canary\xff", b"canary" * 1000]
)
def test_a_file_that_holds_no_single_line_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "password"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as refused:
        _password(_source(password_file=str(path)))
    assert str(path) in cause_of(refused.value)
    assert "canary" not in "".join(traceback.format_exception(refused.value)) + advice_of(
        refused.value
    )


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with refused(ConfigError, match="No such file"):
        _password(_source(password_file=str(tmp_path / "none")))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            _printing("import sys; print('canary', file=sys.stderr); print('canary'); sys.exit(3)"),
            "ended with 3",
        ),
        (_printing("print('canary'); print('canary')"), "no single line"),
        ("/nowhere/pass show canary", "cannot be started: No such file"),
        ("pass 'show canary", "a quote is not closed"),
        ("''", "cannot be started"),
    ],
)
def test_a_command_that_fails_is_refused_without_its_words(command: str, words: str) -> None:
    with pytest.raises(ConfigError) as refused:
        _password(_source(password_command=command))
    assert words in cause_of(refused.value)
    assert "canary" not in "".join(traceback.format_exception(refused.value)) + advice_of(
        refused.value
    )


def test_a_command_that_waits_for_somebody_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_COMMAND_SECONDS", 0.1)
    with refused(ConfigError, match=r"did not end within 0\.1 seconds"):
        _password(_source(password_command=_printing("import threading; threading.Event().wait()")))


def test_a_command_is_never_asked_for_input() -> None:
    with refused(ConfigError, match="no single line"):
        _password(
            _source(password_command=_printing("import sys; print(sys.stdin.read(), end='')"))
        )
