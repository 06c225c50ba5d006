"""No server is believed whose key was not pinned or known before."""

from __future__ import annotations

import base64
import hashlib
import hmac
from pathlib import Path

import paramiko
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.common.i18n import advice_of, cause_of, render
from engine.model.errors import ExitCode, LoginRefused
from engine.sources.sftp.host_keys import HostKey, KnownHosts, check_host_key, known_hosts
from tests.refusals import refused
from tests.servers.scripted_sftp import HOST_KEY, ScriptedSftp
from tests.sources.conftest import Fetch, sftp_settings

OTHER_KEY = paramiko.ECDSAKey.generate()
RSA_KEY = paramiko.RSAKey.generate(2048)
LIST = {b"Zahlungen.csv": b"1"}


def line(names: str, key: paramiko.PKey = HOST_KEY) -> str:
    return f"{names} {key.get_name()} {key.get_base64()}\n"


def hashed(name: str) -> str:
    salt = b"01234567890123456789"
    digest = hmac.new(salt, name.encode(), hashlib.sha1).digest()
    return f"|1|{base64.b64encode(salt).decode()}|{base64.b64encode(digest).decode()}"


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """The user's known_hosts, in the home folder that the tests have for themselves."""
    file = tmp_path / "home" / ".ssh" / "known_hosts"
    file.parent.mkdir()
    return file


def test_an_unknown_server_is_refused_with_the_line_to_add(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        with pytest.raises(LoginRefused) as error:
            fetch(sftp_settings(server.port, host_key=""))
        assert server.tried == [], "no password goes to a server that is not known"
        assert error.value.exit_code == ExitCode.LOGIN_REFUSED
        assert HOST_KEY.fingerprint in cause_of(error.value)
        assert "ecdsa-sha2-nistp256" in cause_of(error.value)
        assert f'host_key = "{HOST_KEY.fingerprint}"' in advice_of(error.value)
        assert fetch(sftp_settings(server.port, host_key=HOST_KEY.fingerprint)).lists, (
            "that very line makes it known"
        )


def test_the_fingerprint_is_openssh_s() -> None:
    assert HostKey("x", HOST_KEY.asbytes()).fingerprint == HOST_KEY.fingerprint


def test_another_key_than_the_pinned_one(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        server.host_key = OTHER_KEY
        with refused(LoginRefused, match="shows another host key than before") as error:
            fetch(sftp_settings(server.port))
        assert server.tried == []
        assert OTHER_KEY.fingerprint in cause_of(error.value)
        assert HOST_KEY.fingerprint in cause_of(error.value)


def test_a_server_in_known_hosts(fetch: Fetch, known: Path) -> None:
    with ScriptedSftp(LIST) as server:
        known.write_text(line(f"[127.0.0.1]:{server.port}"))
        assert fetch(sftp_settings(server.port, host_key="")).lists
        server.host_key = OTHER_KEY
        with refused(LoginRefused, match=r"another host key than before.*known_hosts, line 1\)"):
            fetch(sftp_settings(server.port, host_key=""))


def test_the_known_kind_of_key_is_asked_for(fetch: Fetch, known: Path) -> None:
    """A server with two keys must not look as if it had changed, only because another kind of key
    is preferred.
    """
    with ScriptedSftp(LIST) as server:
        server.host_key = RSA_KEY
        server.second_host_key = HOST_KEY
        known.write_text(line(f"[127.0.0.1]:{server.port}", RSA_KEY))
        assert fetch(sftp_settings(server.port, host_key="")).lists


NAMES = {
    "plain": "sftp.example.org",
    "one of several": "192.0.2.1,sftp.example.org,other",
    "pattern": "*.example.org",
    "question mark": "sft?.example.org",
    "upper case": "SFTP.Example.ORG",
    "hashed": hashed("sftp.example.org"),
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES.keys())
def test_names_as_openssh_writes_them(known: Path, names: str) -> None:
    known.write_text(f"# a comment\n\n{line(names)}")
    found = known_hosts("sftp.example.org", 22, (known,))
    assert [entry.key.fingerprint for entry in found.keys] == [HOST_KEY.fingerprint]
    assert render(found.keys[0].place) == f"{known}, line 3"


@pytest.mark.parametrize(
    "names",
    [
        "other.example.org",
        "sftp.example.org.evil",
        "*.example.org,!sftp.*",
        "[sftp.example.org]:2222",
        hashed("x"),
    ],
)
def test_names_of_others(known: Path, names: str) -> None:
    known.write_text(line(names))
    assert known_hosts("sftp.example.org", 22, (known,)).keys == []


def test_another_port_is_another_server(known: Path) -> None:
    known.write_text(
        line("sftp.example.org")
        + line("[sftp.example.org]:2222", OTHER_KEY)
        + line(hashed("[h]:2222"))
    )
    assert [entry.key.blob for entry in known_hosts("sftp.example.org", 2222, (known,)).keys] == [
        OTHER_KEY.asbytes()
    ]
    assert known_hosts("h", 2222, (known,)).keys


DAMAGED = [
    "sftp.example.org ssh-ed25519",
    "sftp.example.org ssh-ed25519 not*base64",
    "\x00\xff",
    "@revoked",
    "|1|x ssh-rsa AAAA",
]


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_line_hides_no_other(known: Path, damage: str) -> None:
    known.write_bytes(f"{damage}\n{line('sftp.example.org')}".encode("latin-1"))
    assert len(known_hosts("sftp.example.org", 22, (known,)).keys) == 1


def test_a_damaged_line_is_named_when_the_key_is_not_found(known: Path) -> None:
    known.write_text("sftp.example.org ssh-ed25519\n")
    shown = HostKey("ssh-ed25519", b"key")
    with refused(LoginRefused, match="known_hosts, line 1 cannot be read"):
        check_host_key("sftp.example.org", shown, "", known_hosts("sftp.example.org", 22, (known,)))


def test_a_revoked_key_is_refused_even_if_another_line_knows_it(known: Path) -> None:
    known.write_text(line("sftp.example.org") + "@revoked " + line("*"))
    with refused(LoginRefused, match=r"was revoked \(.*line 2\)"):
        check_host_key(
            "sftp.example.org",
            HostKey("x", HOST_KEY.asbytes()),
            "",
            known_hosts("sftp.example.org", 22, (known,)),
        )


def test_a_certificate_authority_is_no_host_key(known: Path) -> None:
    known.write_text("@cert-authority " + line("*"))
    with refused(LoginRefused, match="is not known"):
        check_host_key(
            "sftp.example.org",
            HostKey("x", HOST_KEY.asbytes()),
            "",
            known_hosts("sftp.example.org", 22, (known,)),
        )


def test_an_empty_known_hosts_knows_nobody() -> None:
    with refused(LoginRefused, match="is not known"):
        check_host_key("h", HostKey("ssh-ed25519", b"x"), "", KnownHosts([], []))


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=5))
def test_no_known_hosts_however_odd_stops_the_program(lines: list[str]) -> None:
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile() as file:
        file.write("\n".join(lines).encode())
        file.flush()
        known_hosts("sftp.example.org", 22, (Path(file.name),))
