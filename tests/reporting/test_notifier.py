"""A real mail server, whatever it does: the import is kept, the run ends with 13, and the next run
sends what waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.reporting import outbox, smtp
from engine.reporting.outboxes import Outboxes
from tests.factories import item
from tests.practice import Practice
from tests.servers.certificates import Authority
from tests.servers.smtp import PASSWORD, USER, SmtpServer, closed_port, listening

TO = "buchhaltung@example.org"
SETTINGS = f"""
[smtp]
host = "localhost"
port = {{port}}
user = "{USER}"
sender = "{USER}"

[interfaces.datev.report]
email = ["{TO}"]
on = ["success"]
"""


@pytest.fixture
def server(authority: Authority) -> Iterator[SmtpServer]:
    """One that works."""
    server = SmtpServer(authority.server_context())
    yield server
    server.close()


@pytest.fixture
def expired(authority: Authority) -> Iterator[SmtpServer]:
    """One whose certificate is no longer valid."""
    server = SmtpServer(authority.server_context(days=-1))
    yield server
    server.close()


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    return practice


def use(practice: Practice, port: int, password: str = PASSWORD) -> None:
    text = practice.config.read_text(encoding="utf-8").partition("\n[smtp]")[0]
    practice.config.write_text(text + SETTINGS.format(port=port), encoding="utf-8")
    secrets = practice.folder / "secrets.toml"
    secrets.touch(mode=0o600)
    secrets.write_text(f'[smtp]\npassword = "{password}"\n', encoding="utf-8")


def imported_without_report(practice: Practice, *words: str) -> None:
    """The list is imported and gone from the server, the run ends with 13 and says why."""
    practice.put_list("RE-1 60,00")
    answer = practice.run()
    assert answer.code == 13, answer.out + answer.err
    assert practice.items["RE-1"].open == 60_00
    assert list(practice.uploads.iterdir()) == []
    (end,) = answer.events("run_finished")
    assert (end["outcome"], end["exit_code"], end["part_paid"]) == ("imported", 13, 1)
    (failed,) = answer.events("report_failed")
    assert failed["to"] == TO
    for word in words:
        assert word in failed["cause"]
    assert "Traceback" not in answer.err
    assert len(Outboxes(practice.data).load()["datev"].letters) == 1


def sent_with_the_next_run(practice: Practice, server: SmtpServer) -> None:
    """A run that has nothing to do sends what waited; then nothing waits any more."""
    use(practice, server.port)
    answer = practice.run()
    assert answer.code == 0, answer.out + answer.err
    assert [event["to"] for event in answer.events("report_sent")] == [TO]
    (arrived,) = server.mails
    assert arrived["Subject"] == "[opos] Open items from DATEV: imported"
    assert Outboxes(practice.data).load()["datev"].letters == ()
    assert practice.run().code == 0
    assert len(server.mails) == 1


def test_a_report_is_sent(practice: Practice, server: SmtpServer) -> None:
    use(practice, server.port)
    practice.put_list("RE-1 60,00")
    assert practice.run().code == 0
    assert server.recipients == [[TO]]


def test_refused(practice: Practice, server: SmtpServer) -> None:
    with closed_port() as port:
        use(practice, port)
        imported_without_report(practice, "localhost", str(port))
    sent_with_the_next_run(practice, server)


def test_hanging(practice: Practice, server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    patient = smtp.send
    monkeypatch.setattr(
        smtp,
        "send",
        lambda server, password, message, token: patient(
            server, password, message, token, timeout=0.2
        ),
    )
    with listening() as (port, _socket):
        use(practice, port)
        imported_without_report(practice, "did not answer")
    monkeypatch.undo()
    monkeypatch.setenv("SSL_CERT_FILE", str(practice.folder.parent / "authority.pem"))
    sent_with_the_next_run(practice, server)


def test_a_bad_certificate(
    practice: Practice, server: SmtpServer, expired: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(practice, expired.port)
    imported_without_report(practice, "certificate")
    assert expired.logins == []
    waits_and_then_is_sent(practice, server, monkeypatch)


def test_a_wrong_password(
    practice: Practice, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(practice, server.port, password="wrong-one")
    imported_without_report(practice, "refused the login")
    assert (
        len(server.logins) == 1
    )  # a second attempt would bring the account nearer to being locked
    assert "wrong-one" not in "".join(path.read_text() for path in practice.data.journals.iterdir())
    waits_and_then_is_sent(practice, server, monkeypatch)


def waits_and_then_is_sent(
    practice: Practice, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was refused is left alone for an hour, also by runs that come sooner."""
    logins = len(server.logins)
    use(practice, server.port)
    assert practice.run().code == 0
    assert len(server.logins) == logins
    monkeypatch.setattr(outbox, "_PAUSE", outbox._PAUSE * 0)
    sent_with_the_next_run(practice, server)


def test_a_recipient_put_off_gets_it_later(practice: Practice, server: SmtpServer) -> None:
    use(practice, server.port)
    server.refuses[TO] = "451 come again"
    imported_without_report(practice, "451")
    server.refuses.clear()
    sent_with_the_next_run(practice, server)


def test_two_readers_of_two_languages(practice: Practice, server: SmtpServer) -> None:
    use(practice, server.port)
    text = practice.config.read_text(encoding="utf-8")
    readers = 'email_de = ["de@example.org"]\nemail_en = ["en@example.org"]'
    practice.config.write_text(text.replace(f'email = ["{TO}"]', readers), encoding="utf-8")
    practice.put_list("RE-1 60,00")
    assert practice.run().code == 0
    german, english = server.mails
    assert german["To"] == "de@example.org"
    assert german["Subject"] == "[opos] Open items from DATEV: importiert"
    assert english["Subject"] == "[opos] Open items from DATEV: imported"


@pytest.mark.parametrize("lost", ["gone", "damaged"])
def test_a_letter_whose_outbox_is_lost_is_sent_all_the_same(
    practice: Practice, server: SmtpServer, lost: str
) -> None:
    with closed_port() as port:
        use(practice, port)
        imported_without_report(practice)
    if lost == "gone":
        practice.data.outboxes.unlink()
    else:
        practice.data.outboxes.write_bytes(b"\xff" + practice.data.outboxes.read_bytes())
    sent_with_the_next_run(practice, server)
