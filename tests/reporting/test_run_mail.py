"""The words of a mail: what a reader must find in it, and what must never get into it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.common.cancellation import CancelToken
from engine.common.i18n import use_language
from engine.common.secret import SecretStr
from engine.journal import events
from engine.journal.event_message import code_and_params
from engine.journal.event_text import render_event, render_figures
from engine.messages.posting import RowConflict
from engine.model.message import Message
from engine.model.money import Money
from engine.posting.guard_rule import GuardRule
from engine.reporting.outbox import Letter, Occasion
from engine.reporting.run_mail import write_mail, write_test_mail
from engine.reporting.smtp import send
from engine.schedule.due import computer_name
from engine.settings.model import Smtp
from tests.servers.smtp import SmtpServer

BERLIN = ZoneInfo("Europe/Berlin")
RUN = "20261120T070000Z-datev"
ENDED = datetime(2026, 11, 20, 7, 0, 3, tzinfo=UTC)
SENDER = "opos@example.org"
STARTED = events.RunStarted(
    trigger="cron", dry_run=False, pid=1, host="praxis-1", user="opos", due=None
)
PLANNED = events.Planned(
    name="OPOS.csv", created=0, changed=0, paid=37, part_paid=1, reopened=0, deleted=0,
    unchanged=1200, unknown=0,
    settled_amount=Money(1190_00), reopened_amount=Money(0),
)  # fmt: skip


def letter(occasion: Occasion = Occasion.IMPORT, **keys: Any) -> Letter:
    return Letter(
        **{
            "run": RUN,
            "at": ENDED,
            "occasion": occasion,
            "to": ("buchhaltung@example.org",),
            **keys,
        }
    )


def finished(
    outcome: events.Outcome = "imported", code: int = 0, **keys: Any
) -> events.RunFinished:
    return events.RunFinished(outcome=outcome, exit_code=code, **keys)


def rejected(line: int, value: str = "1.19O,00", name: str = "OPOS.csv") -> events.RowRejected:
    return events.RowRejected(
        name=name, line=line, column="Betrag", value=value, reason="This is no amount."
    )


def mail(*story: Any, of: Letter | None = None, interface: str = "Zahlungen") -> EmailMessage:
    """The mail as it comes out of its bytes, as a mail program reads it."""
    written = write_mail(of or letter(), interface, [STARTED, *story], SENDER, BERLIN)
    read = message_from_bytes(written.as_bytes().replace(b"\r\n", b"\n"), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content


def table(message: EmailMessage) -> list[list[str]]:
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == f"{RUN}.csv"
    assert attachment.get_content_type() == "text/csv"
    content: str = attachment.get_content()
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))


def test_an_import_in_figures() -> None:
    end = finished(paid=37, part_paid=1, unchanged=1200, settled_amount=Money(1190_00), files=1)
    message = mail(PLANNED, end)
    assert message["Subject"] == "[opos] Zahlungen: imported"
    body = text(message)
    assert "Interface: Zahlungen" in body
    assert "Ended: 2026-11-20 08:00 (Europe/Berlin)" in body
    assert f"Figures: {render_figures(end)}\n" in body
    assert f"\n{render_event(PLANNED)}\n" in body
    assert "Computer: praxis-1" in body
    assert f"opos show {RUN}" in body
    assert list(message.iter_attachments()) == []


def test_amounts_and_days_as_the_language_writes_them() -> None:
    use_language("de")
    body = text(mail(PLANNED, finished(paid=37, settled_amount=Money(1190_00), files=1)))
    assert "20.11.2026 08:00 (Europe/Berlin)" in body
    assert "1.190,00 €" in body


def test_a_failure_with_its_cause_and_what_to_do() -> None:
    trouble = letter(Occasion.TROUBLE, times=1, since=ENDED)
    message = mail(
        finished("failed", 5, cause="The server does not answer.", advice="Check the cable."),
        of=trouble,
    )
    assert message["Subject"] == "[opos] Zahlungen: failed"
    assert text(message).startswith(
        "Cause: The server does not answer.\n\nWhat to do: Check the cable.\n\n"
    )


def test_the_cause_of_a_refused_file_is_told_once() -> None:
    refused = events.FileRefused(
        name="OPOS.csv", cause="It has no heading line.", advice="Export it again."
    )
    body = text(mail(refused, finished("refused", 7, cause=refused.cause, advice=refused.advice)))
    assert body.count("It has no heading line.") == 1
    assert body.count("Export it again.") == 1


def test_trouble_that_goes_on_tells_its_number() -> None:
    message = mail(
        finished("failed", 5),
        of=letter(Occasion.STILL, times=1096, since=datetime(2026, 11, 19, 6, 0, tzinfo=UTC)),
    )
    assert message["Subject"] == "[opos] Zahlungen: still failed, 1,096 times in a row"
    assert "1,096 times in a row since 2026-11-19 07:00 (Europe/Berlin)" in text(message)


@pytest.mark.parametrize(
    ("times", "expected"), [(1, "One run had gone wrong"), (12, "12 runs in a row had gone wrong")]
)
def test_that_it_works_again(times: int, expected: str) -> None:
    message = mail(
        finished("nothing_to_do"), of=letter(Occasion.WORKS_AGAIN, times=times, since=ENDED)
    )
    assert message["Subject"] == "[opos] Zahlungen: works again"
    assert text(message).startswith(f"It works again. {expected}")


def test_a_held_import_says_how_to_release_it() -> None:
    held = events.GuardHeld(
        name="OPOS.csv", rule=GuardRule.MAX_SETTLED_PERCENT, limit="30", actual="62"
    )
    body = text(
        mail(PLANNED, held, finished("held", 8), of=letter(Occasion.TROUBLE, times=1, since=ENDED))
    )
    assert f"opos release {RUN} --reason TEXT" in body
    assert "62" in body


def test_the_first_rejected_rows_are_in_the_text_and_all_in_the_file() -> None:
    message = mail(*(rejected(line) for line in range(2, 414)), finished(code=3, rejected=412))
    assert message["Subject"] == "[opos] Zahlungen: imported, 412 rows rejected"
    body = text(message)
    assert "Rejected rows: 412. The first 20; all of them are in the file attached." in body
    assert f"OPOS.csv: {render_event(rejected(21))}\n" in body
    assert render_event(rejected(22)) not in body
    heading, *rows = table(message)
    assert heading == ["File", "Sheet", "Line", "Column", "Value", "Reason"]
    assert [row[2] for row in rows] == [str(line) for line in range(2, 414)]
    assert rows[0] == ["OPOS.csv", "", "2", "Betrag", "1.19O,00", "This is no amount."]


def test_a_file_too_large_for_a_mail_says_what_is_missing() -> None:
    rows = [rejected(line, value="x" * 400) for line in range(1, 15_001)]
    written = table(mail(*rows, finished(code=3)))
    assert 10_000 < len(written) < 15_000
    assert written[-1] == [f"{15_000 - len(written) + 2:,} more rows are in the history."]


def test_a_long_story_is_cut() -> None:
    warnings = [
        events.Warned(name="OPOS.csv", code="surplus", text=f"Surplus {n}.") for n in range(500)
    ]
    body = text(mail(*warnings, finished(code=3)))
    assert "Surplus 99." in body
    assert "Surplus 100." not in body
    assert "400 more lines are in the history." in body


HOSTILE = "=1+1\r\nBcc: evil@example.org\x1b]52;c;aGk=\x07\u202e\udc80"


def test_text_from_outside_stays_text() -> None:
    outside = [
        events.FileRefused(name=HOSTILE, cause=HOSTILE, advice=HOSTILE),
        events.Warned(name=HOSTILE, code="x", text=HOSTILE),
        rejected(2, value=HOSTILE, name=HOSTILE),
        finished("refused", 7, cause=HOSTILE),
    ]
    message = mail(*outside, interface=HOSTILE)
    assert message["Bcc"] is None
    assert message["To"] == "buchhaltung@example.org"
    for content in (message["Subject"], text(message), str(table(message))):
        assert not set(content) & set("\x1b\x07\r\u202e\udc80")
    assert not any(line.startswith("Bcc:") for line in text(message).splitlines())
    assert all(
        cell.startswith("'=1+1\\x0d\\x0a") for cell in (table(message)[1][0], table(message)[1][4])
    )


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_whatever_a_file_holds_the_mail_is_written_and_has_its_headers_alone(
    name: str, value: str
) -> None:
    story = (rejected(2, value, name), finished(code=3, cause=value))
    message = mail(*story, interface=name)
    plainly = mail(rejected(2), finished(code=3, cause="x"))
    assert sorted(message.keys()) == sorted(plainly.keys())
    for cell in table(message)[1]:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    server = SmtpServer(login=False)
    yield server
    server.close()


def test_what_arrives_is_what_was_written(server: SmtpServer) -> None:
    smtp = Smtp(host="127.0.0.1", port=server.port, security="none", sender=SENDER)
    written = write_mail(
        letter(),
        "Zahlungen Köln",
        [STARTED, rejected(2, "1.19O €"), finished(code=3)],
        SENDER,
        BERLIN,
    )
    assert send(smtp, SecretStr(""), written, CancelToken()) == {}
    trial = write_test_mail(SENDER, ("inhaber@example.org",), ENDED, Path("/etc/opos/config.toml"))
    assert send(smtp, SecretStr(""), trial, CancelToken()) == {}
    report, test = server.mails
    assert report["Subject"] == "[opos] Zahlungen Köln: imported, 1 row rejected"
    assert table(report)[1][4] == "1.19O €"
    assert "Rejected rows: 1." in text(report)
    assert test["Subject"] == "[opos] Test mail"
    assert f"{computer_name()}, of /etc/opos/config.toml" in text(test), "which installation it was"
    assert report["Message-ID"] != test["Message-ID"]


def test_a_run_in_another_language_is_told_in_the_readers() -> None:
    why = code_and_params(Message(RowConflict.STILL_OPEN))
    row = events.RowRejected(
        name="OPOS.csv", line=7, column="Saldo", value="5x", reason="noch offen", **why
    )
    end = events.RunFinished(
        outcome="failed", exit_code=4, cause="Keine Liste", advice="Nachfragen", **why
    )
    told = mail(row, end)
    assert "A list of settled items shows this one as still open." in text(told)
    everything = text(told) + str(table(told))
    assert not any(written in everything for written in ("noch offen", "Keine Liste", "Nachfragen"))
