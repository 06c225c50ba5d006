"""Ways to log in by SSH: a password, a key with or without a passphrase, the agent."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest

from engine.common.i18n import advice_of, cause_of
from engine.model.errors import ConfigError, LoginRefused
from tests.refusals import refused
from tests.servers.ftp import PASSWORD
from tests.servers.scripted_sftp import ScriptedSftp
from tests.sources.conftest import Fetch, sftp_settings

LIST = {b"Zahlungen.csv": b"1"}
PASSPHRASE = "Schlüssel-5d"
KEYS = {"ECDSA": paramiko.ECDSAKey.generate(), "RSA": paramiko.RSAKey.generate(2048)}
needs_openssh = pytest.mark.skipif(
    not shutil.which("ssh-agent"), reason="OpenSSH's client is not installed"
)


@pytest.fixture(params=KEYS)
def key(request: pytest.FixtureRequest) -> paramiko.PKey:
    return KEYS[request.param]


def saved(key: paramiko.PKey, folder: Path, passphrase: str | None = None) -> str:
    path = folder / "id"
    key.write_private_key_file(str(path), password=passphrase)
    return str(path)


def test_a_key_without_passphrase(fetch: Fetch, tmp_path: Path, key: paramiko.PKey) -> None:
    with ScriptedSftp(LIST) as server:
        server.user_key = key
        assert fetch(sftp_settings(server.port, key_file=saved(key, tmp_path)), password="").lists
        assert "password" not in server.tried


def test_a_key_whose_passphrase_is_the_password(
    fetch: Fetch, tmp_path: Path, key: paramiko.PKey
) -> None:
    with ScriptedSftp(LIST) as server:
        server.user_key = key
        settings = sftp_settings(server.port, key_file=saved(key, tmp_path, PASSPHRASE))
        assert fetch(settings, password=PASSPHRASE).lists
        for wrong in ("falsch-91c2", ""):
            with refused(
                ConfigError, match="no private key that can be read with this password"
            ) as error:
                fetch(settings, password=wrong)
            assert not wrong or wrong not in cause_of(error.value) + advice_of(error.value)
        assert "password" not in server.tried, "a passphrase never goes to the server"


def test_a_refused_key_beside_a_password(fetch: Fetch, tmp_path: Path) -> None:
    key_file = saved(KEYS["ECDSA"], tmp_path)
    with ScriptedSftp(LIST) as server:
        assert fetch(sftp_settings(server.port, key_file=key_file), password=PASSWORD).lists
        with pytest.raises(LoginRefused):
            fetch(sftp_settings(server.port, key_file=key_file), password="")


def test_a_refused_key_s_passphrase_is_not_tried_as_a_password(
    fetch: Fetch, tmp_path: Path
) -> None:
    with ScriptedSftp(LIST) as server:
        with pytest.raises(LoginRefused):
            fetch(
                sftp_settings(server.port, key_file=saved(KEYS["ECDSA"], tmp_path, PASSPHRASE)),
                password=PASSPHRASE,
            )
        assert "password" not in server.tried


def test_a_server_that_takes_no_passwords_says_what_it_takes(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        server.allowed = "publickey"
        server.takes_passwords = False
        with refused(LoginRefused, match="It accepts only: publickey"):
            fetch(sftp_settings(server.port))


def test_key_files_that_are_none(fetch: Fetch, tmp_path: Path) -> None:
    junk = tmp_path / "junk"
    junk.write_text("hello")
    with ScriptedSftp(LIST) as server:
        with refused(ConfigError, match="fehlt cannot be read"):
            fetch(sftp_settings(server.port, key_file=str(tmp_path / "fehlt")))
        with refused(ConfigError, match="junk is no private key"):
            fetch(sftp_settings(server.port, key_file=str(junk)))


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An SSH agent of the test's own."""
    said = subprocess.run(["ssh-agent", "-s"], capture_output=True, text=True, check=True).stdout
    settings = dict(re.findall(r"(SSH_\w+)=([^;]+);", said))
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    yield
    subprocess.run(
        ["ssh-agent", "-k"], env={**os.environ, **settings}, capture_output=True, check=True
    )


@needs_openssh
@pytest.mark.usefixtures("agent")
def test_the_agent_s_keys_are_used_only_without_password_and_key_file(
    fetch: Fetch, tmp_path: Path
) -> None:
    key = KEYS["ECDSA"]
    subprocess.run(["ssh-add", "-q", saved(key, tmp_path)], check=True, capture_output=True)
    with ScriptedSftp(LIST) as server:
        server.user_key = key
        assert fetch(sftp_settings(server.port), password="").lists
        server.tried.clear()
        with pytest.raises(LoginRefused):
            fetch(sftp_settings(server.port), password="falsch")
        assert server.tried == ["password"], (
            "the agent's keys are not offered to a server that has a password"
        )


def test_no_password_no_key_no_agent(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with ScriptedSftp(LIST) as server, pytest.raises(LoginRefused):
        fetch(sftp_settings(server.port), password="")


def test_paramiko_comes_without_what_it_needs_to_run_commands() -> None:
    code = "import engine.sources.sftp.ssh, sys; print('invoke.runners' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "False\n"


def test_a_login_hurries_and_a_transfer_does_not(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried: list[object] = []
    monkeypatch.setattr("engine.sources.network.acknowledge_at_once", hurried.append)
    with ScriptedSftp({b"Zahlungen.csv": bytes(3_000_000)}) as server:
        assert fetch(sftp_settings(server.port)).lists
    assert 0 < len(hurried) < 60, "which is less than the packets of the list"
