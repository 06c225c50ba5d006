"""Sending over real servers: what arrives, what is protected, and what every refusal says."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from engine.common.cancellation import CancelToken
from engine.common.i18n import advice_of, cause_of
from engine.common.secret import SecretStr
from engine.model.errors import Cancelled, ExitCode, SendFailed, SendRefused
from engine.reporting.smtp import new_mail, send, unprotected
from engine.settings.model import Smtp
from tests.servers.certificates import Authority
from tests.servers.smtp import PASSWORD, USER, SmtpServer, closed_port, dribbling, listening

TO = ("buchhaltung@example.org", "inhaber@example.org")
Start = Callable[..., SmtpServer]


@pytest.fixture
def start() -> Iterator[Start]:
    servers: list[SmtpServer] = []

    def starting(tls: ssl.SSLContext | None = None, **options: Any) -> SmtpServer:
        servers.append(SmtpServer(tls, **options))
        return servers[-1]

    yield starting
    for server in servers:
        server.close()


def settings(port: int, **keys: Any) -> Smtp:
    return Smtp(**{"host": "localhost", "port": port, "user": USER, "sender": USER, **keys})


def mail(to: tuple[str, ...] = TO, subject: str = "Zahlungen: eingelesen") -> EmailMessage:
    return new_mail(USER, to, subject, "37 bezahlt, 1.190,00 €\n", "run-1.trouble")


def send_to(smtp: Smtp, password: str = PASSWORD, timeout: float = 15.0) -> dict[str, SendFailed]:
    return send(smtp, SecretStr(password), mail(), CancelToken(), timeout)


def refusal(smtp: Smtp, password: str = PASSWORD, timeout: float = 15.0) -> SendFailed:
    with pytest.raises(SendFailed) as caught:
        send_to(smtp, password, timeout)
    assert caught.value.exit_code is ExitCode.REPORT_FAILED
    assert advice_of(caught.value)
    assert password not in f"{cause_of(caught.value)} {advice_of(caught.value)}"
    return caught.value


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_arrives_over_a_protected_connection(
    security: str, authority: Authority, start: Start
) -> None:
    server = start(authority.server_context(), starttls=security == "starttls")
    assert send_to(settings(server.port, security=security)) == {}
    assert server.recipients == [list(TO)]
    assert [encrypted for _mechanism, encrypted in server.logins] == [True]
    arrived = server.mails[0]
    assert arrived["Subject"] == "Zahlungen: eingelesen"
    assert arrived["From"] == USER
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Message-ID"] == "<opos.run-1.trouble@example.org>"
    assert arrived.get_content() == "37 bezahlt, 1.190,00 €\n"


def test_on_the_loopback_it_may_go_unprotected_and_without_login(start: Start) -> None:
    server = start(login=False)
    smtp = settings(server.port, security="none", user="")
    assert send_to(smtp) == {}
    assert len(server.mails) == 1
    assert unprotected(smtp) is None
    assert unprotected(settings(25, security="none", host="127.3.2.1")) is None
    assert unprotected(settings(25, security="none", host="mail.example.org")) is not None
    assert unprotected(settings(25, security="starttls", host="mail.example.org")) is None


def test_a_login_by_the_older_mechanism(authority: Authority, start: Start) -> None:
    server = start(authority.server_context(), without="PLAIN")
    assert send_to(settings(server.port)) == {}
    assert server.logins == [("LOGIN", True)]


@pytest.mark.parametrize(
    ("name", "days"), [("mail.example.org", 30), ("localhost", -1)], ids=["another name", "expired"]
)
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_bad_certificate_gets_no_password(
    security: str, name: str, days: int, authority: Authority, start: Start
) -> None:
    server = start(authority.server_context(name, days), starttls=security == "starttls")
    error = refusal(settings(server.port, security=security))
    assert isinstance(error, SendRefused)
    assert "certificate" in cause_of(error)
    assert server.logins == []
    assert server.mails == []


def test_a_certificate_of_an_unknown_authority_gets_no_password(
    tmp_path: Path, authority: Authority, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(Authority(folder).root))
    server = start(authority.server_context())
    assert isinstance(refusal(settings(server.port)), SendRefused)
    assert server.logins == []


def test_without_starttls_nothing_is_sent(start: Start) -> None:
    server = start(login=False)
    error = refusal(settings(server.port))
    assert isinstance(error, SendRefused)
    assert "STARTTLS" in cause_of(error)
    assert server.mails == []


def test_a_wrong_password_is_tried_once(authority: Authority, start: Start) -> None:
    server = start(authority.server_context())
    error = refusal(settings(server.port), password="falsch-1")
    assert isinstance(error, SendRefused)
    assert "535" in cause_of(error)
    assert USER in cause_of(error)
    assert len(server.logins) == 1


def test_a_server_without_a_login_is_not_sent_one(authority: Authority, start: Start) -> None:
    server = start(authority.server_context(), login=False)
    assert "login" in cause_of(refusal(settings(server.port)))
    assert server.mails == []


def test_nobody_there() -> None:
    with closed_port() as port:
        error = refusal(settings(port))
    assert not isinstance(error, SendRefused)
    assert str(port) in cause_of(error)


def test_a_name_that_is_not_known() -> None:
    assert "mail.invalid" in cause_of(refusal(settings(25, host="mail.invalid")))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_says_nothing(security: str) -> None:
    with listening() as (port, _server):
        error = refusal(settings(port, security=security), timeout=0.1)
    assert not isinstance(error, SendRefused)
    assert "did not answer" in cause_of(error)


def test_a_server_that_never_finishes_its_greeting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.reporting.smtp._ALL_SECONDS", 0.5)
    with dribbling() as port:
        error = refusal(settings(port, security="none"))
    assert "did not answer" in cause_of(error)


def test_a_run_that_is_stopped_waits_for_no_mail_server() -> None:
    token = CancelToken()
    with dribbling(token.cancel) as port, pytest.raises(Cancelled):
        send(settings(port, security="none"), SecretStr(""), mail(), token)


def test_a_server_that_speaks_no_tls(start: Start) -> None:
    server = start(login=False)
    error = refusal(settings(server.port, security="tls"))
    assert isinstance(error, SendRefused)
    assert "TLS" in cause_of(error)


def test_each_recipient_is_refused_for_itself(authority: Authority, start: Start) -> None:
    server = start(authority.server_context())
    server.refuses = {TO[1]: "550 no such \x1b[31muser"}
    refused = send_to(settings(server.port))
    assert list(refused) == [TO[1]]
    assert isinstance(refused[TO[1]], SendRefused)
    assert "550 no such \\x1b[31muser" in cause_of(refused[TO[1]])
    assert server.recipients == [[TO[0]]]


def test_who_is_only_put_off_is_told_apart(authority: Authority, start: Start) -> None:
    server = start(authority.server_context())
    server.refuses = {TO[0]: "451 greylisted", TO[1]: "550 no such user"}
    refused = send_to(settings(server.port))
    assert [isinstance(refused[address], SendRefused) for address in TO] == [False, True]
    assert server.mails == []


@pytest.mark.parametrize(("answer", "lasting"), [("552 too large", True), ("452 no space", False)])
def test_a_mail_that_is_not_taken(
    answer: str, lasting: bool, authority: Authority, start: Start
) -> None:
    server = start(authority.server_context())
    server.answer = answer
    error = refusal(settings(server.port))
    assert answer in cause_of(error)
    assert isinstance(error, SendRefused) is lasting


def test_a_server_that_breaks_off_after_it_took_the_mail_has_taken_it(
    authority: Authority, start: Start
) -> None:
    server = start(authority.server_context())
    server.breaks_off_after_mail = True
    assert send_to(settings(server.port)) == {}
    assert len(server.mails) == 1


def test_no_header_can_be_forged() -> None:
    message = mail(subject="OPOS\r\nBcc: evil@example.org\u202e")
    assert message["Bcc"] is None
    assert message["Subject"] == "OPOS\\x0d\\x0aBcc: evil@example.org\\u202e"
    for address in (
        "a@example.org, evil@example.org",
        "a@example.org\nBcc: evil@example.org",
        "evil",
        "",
        "a@b@c",
    ):
        with pytest.raises(SendRefused):
            mail(to=(address,))
