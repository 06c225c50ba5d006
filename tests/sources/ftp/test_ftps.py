"""FTP over TLS: nobody is believed without a good certificate, and nothing goes over the line in
the clear.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from engine.common.i18n import advice_of, cause_of
from engine.model.errors import ConfigError, ExitCode, LoginRefused, OposError
from engine.settings.interface import SourceSettings
from engine.sources.server import Timeouts, TransientError
from tests.refusals import refused
from tests.servers.ftp_conversation import Conversation
from tests.servers.scripted_ftp import ScriptedFtp, hang, say
from tests.servers.self_signed import make_certificate, server_context
from tests.sources.conftest import Fetch, ftp_settings

CONTENT = b"Rechnung;Betrag\n" + b"1;2,00\n" * 50_000
LIST = {"/Zahlungen.csv": CONTENT, "/Zahlungen2.csv": b"2"}
WHOLE = {"Zahlungen.csv": CONTENT, "Zahlungen2.csv": b"2"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificates"))


def ftps_settings(server: ScriptedFtp, ca_file: Path | str, **more: Any) -> SourceSettings:
    tls = "implicit" if server.implicit else "explicit"
    return ftp_settings(server.port, protocol="ftps", ca_file=str(ca_file), tls=tls, **more)


@pytest.mark.parametrize(
    "version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["TLS 1.2", "TLS 1.3"]
)
@pytest.mark.parametrize("implicit", [False, True], ids=["explicit", "implicit"])
def test_lists_come_encrypted_with_the_session_resumed(
    fetch: Fetch, certificate: Path, implicit: bool, version: ssl.TLSVersion
) -> None:
    context = server_context(certificate)
    context.minimum_version = context.maximum_version = version
    with ScriptedFtp(LIST, tls=context, implicit=implicit) as server:
        server.demands_reuse = True
        told = fetch(ftps_settings(server, certificate), remove=True)
        assert told.lists == WHOLE
        assert server.files == {}
        assert server.asked("PROT") == ["P"]
        before_tls = server.commands[: server.commands.index("AUTH TLS")] if not implicit else []
        assert before_tls == [], "not even the user's name goes before TLS"


def refusal(fetch: Fetch, server: ScriptedFtp, ca_file: Path | str, **more: Any) -> OposError:
    """The refusal of such a server; nothing may have been sent to it."""
    with pytest.raises(LoginRefused) as error:
        fetch(ftps_settings(server, ca_file, **more))
    assert error.value.exit_code == ExitCode.LOGIN_REFUSED
    assert not server.asked("USER")
    assert not server.asked("PASS")
    return error.value


@pytest.mark.parametrize("implicit", [False, True], ids=["explicit", "implicit"])
def test_an_expired_certificate_is_refused_with_its_date(
    fetch: Fetch, tmp_path: Path, implicit: bool
) -> None:
    expired = make_certificate(tmp_path, begins_in_days=-60, days_valid=30)
    with ScriptedFtp(LIST, tls=server_context(expired), implicit=implicit) as server:
        error = refusal(fetch, server, expired)
    assert cause_of(error).startswith("The certificate of 127.0.0.1 expired on 2")


def test_a_certificate_of_tomorrow(fetch: Fetch, tmp_path: Path) -> None:
    early = make_certificate(tmp_path, begins_in_days=2)
    with ScriptedFtp(LIST, tls=server_context(early)) as server:
        assert "is valid only from" in cause_of(refusal(fetch, server, early))


@pytest.mark.parametrize("name", ["ftp.example.org", "192.0.2.7"])
def test_a_certificate_for_another_name_is_refused_with_that_name(
    fetch: Fetch, tmp_path: Path, name: str
) -> None:
    other = make_certificate(tmp_path, name)
    with ScriptedFtp(LIST, tls=server_context(other)) as server:
        assert (
            cause_of(refusal(fetch, server, other))
            == f"The certificate of 127.0.0.1 is for another name: {name}."
        )


def test_a_self_made_certificate_is_refused_with_its_fingerprint_unless_it_is_named(
    fetch: Fetch, tmp_path: Path, certificate: Path
) -> None:
    fingerprint = (
        x509.load_pem_x509_certificate(certificate.read_bytes())
        .fingerprint(SHA256())
        .hex(":")
        .upper()
    )
    with ScriptedFtp(LIST, tls=server_context(certificate)) as server:
        by_the_system = refusal(fetch, server, "")
        by_another = refusal(fetch, server, make_certificate(tmp_path))
        assert fetch(ftps_settings(server, certificate)).lists == WHOLE
    for error in (by_the_system, by_another):
        assert "cannot be trusted" in cause_of(error)
        assert "ca_file" in advice_of(error)
        assert fingerprint in advice_of(error)


def test_no_encryption_is_no_reason_to_go_without(fetch: Fetch, certificate: Path) -> None:
    with ScriptedFtp(LIST) as server:
        assert "offers no encryption" in cause_of(refusal(fetch, server, certificate))


def test_transfers_in_the_clear_are_refused(fetch: Fetch, certificate: Path) -> None:
    with ScriptedFtp(LIST, tls=server_context(certificate)) as server:
        server.instead["PROT"] = say("536 Not supported.")
        with refused(LoginRefused, match="refuses to encrypt the transfers"):
            fetch(ftps_settings(server, certificate))
        assert server.asked("MLSD") == []


def in_the_clear(conversation: Conversation, _argument: str) -> None:
    """Pretend to encrypt the transfer, and do not."""
    conversation.server.tls, kept = None, conversation.server.tls
    try:
        conversation.send(b"type=file;size=1;modify=20260101000000; Zahlungen.csv\r\n")
    finally:
        conversation.server.tls = kept


def test_a_transfer_that_comes_in_the_clear_is_not_read(fetch: Fetch, certificate: Path) -> None:
    with ScriptedFtp(LIST, tls=server_context(certificate)) as server:
        server.instead["MLSD"] = in_the_clear
        with refused(LoginRefused, match="could not agree on TLS"):
            fetch(ftps_settings(server, certificate))


def test_an_answer_sent_ahead_of_tls_is_thrown_away(fetch: Fetch, certificate: Path) -> None:
    """Someone on the way adds an answer to that of AUTH TLS, before the encryption begins."""

    def add_an_answer(conversation: Conversation, _argument: str) -> None:
        conversation.say("234 Begin.", "230 You are in, no password needed.")
        conversation._begin_tls()

    with ScriptedFtp(LIST, tls=server_context(certificate)) as server:
        server.instead["AUTH"] = add_an_answer
        assert fetch(ftps_settings(server, certificate)).lists == WHOLE
        assert server.asked("PASS")


WRONG_WAYS: dict[str, tuple[bool, str]] = {
    "explicit asked of implicit": (True, "explicit"),
    "implicit of explicit": (False, "implicit"),
}


@pytest.mark.parametrize(("implicit", "tls"), WRONG_WAYS.values(), ids=WRONG_WAYS.keys())
def test_the_wrong_kind_of_tls_ends_in_time(
    fetch: Fetch, certificate: Path, implicit: bool, tls: str
) -> None:
    with (
        ScriptedFtp(LIST, tls=server_context(certificate), implicit=implicit) as server,
        pytest.raises(OposError) as error,
    ):
        fetch(
            ftp_settings(server.port, protocol="ftps", ca_file=str(certificate), tls=tls),
            timeouts=Timeouts(login=0.3, pauses=()),
        )
    assert advice_of(error.value)


def begin_and_hang(conversation: Conversation, argument: str) -> None:
    conversation.say("234 Begin.")
    hang(conversation, argument)


def test_a_handshake_that_hangs_ends_in_time(fetch: Fetch, certificate: Path) -> None:
    with ScriptedFtp(LIST, tls=server_context(certificate)) as server:
        server.instead["AUTH"] = begin_and_hang
        with refused(TransientError, match=r"timed out|no answer in time"):
            fetch(ftps_settings(server, certificate), timeouts=Timeouts(login=0.3, pauses=()))


def leave(*, early: bool) -> Callable[[Conversation, str], None]:
    def deed(conversation: Conversation, argument: str) -> None:
        conversation.say("150 Here it comes.")
        with conversation.data() as data:
            assert isinstance(data, ssl.SSLSocket)
            data.sendall(CONTENT[:1000] if early else CONTENT)
            socket.socket.shutdown(data, socket.SHUT_WR)  # without the farewell of TLS
        conversation.say("226 Done.")

    return deed


def test_a_server_that_leaves_without_farewell_is_believed_if_all_came(
    fetch: Fetch, certificate: Path
) -> None:
    with ScriptedFtp({"/Zahlungen.csv": CONTENT}, tls=server_context(certificate)) as server:
        server.instead["RETR"] = leave(early=False)
        assert fetch(ftps_settings(server, certificate)).lists == {"Zahlungen.csv": CONTENT}
        server.instead["RETR"] = leave(early=True)
        with refused(TransientError, match=f"ended after 1000 of {len(CONTENT)} bytes"):
            fetch(ftps_settings(server, certificate))


def test_a_ca_file_without_certificates(fetch: Fetch, tmp_path: Path) -> None:
    empty = tmp_path / "leer.pem"
    empty.write_text("nothing")
    with ScriptedFtp(LIST) as server:
        for name in (empty, tmp_path / "fehlt.pem"):
            with refused(ConfigError, match="ca_file"):
                fetch(ftps_settings(server, name))
