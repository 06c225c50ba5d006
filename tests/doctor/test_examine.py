"""The doctor finds what is not well, names it with its remedy, and ends with the code of the
severest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.common.file_lock import Holder, file_lock
from engine.doctor import folders
from engine.journal.events import RunFinished, RunStarted, Trigger
from engine.journal.journal import Journal, newest
from engine.reporting.outbox import Letter, Occasion, Outbox
from engine.schedule.due import due, save_records
from engine.schedule.duplicate_schedulers import schedulers
from engine.settings.load import load_settings
from tests.factories import item
from tests.practice import Practice
from tests.servers.certificates import Authority
from tests.servers.smtp import PASSWORD, USER, SmtpServer, closed_port

NOW = datetime.now(UTC)
SMTP = f"""
[smtp]
host = "localhost"
port = {{port}}
security = "{{security}}"
user = "{USER}"
sender = "{USER}"

[interfaces.datev.report]
email = ["buchhaltung@example.org", "inhaber@example.org"]
"""


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """All is well: a list was imported, and whatever was due is dealt with."""
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    practice.data.root.chmod(0o770)
    practice.put_list("RE-1 60,00")
    assert practice.run().code == 0
    configuration = load_settings(practice.config)
    save_records(practice.data.schedule, due(configuration, {}, NOW).records)
    return practice


def found(practice: Practice, check: str, *arguments: str) -> list[dict[str, Any]]:
    """What the doctor says of one thing."""
    return [
        line
        for line in practice.opos("check", "--json", *arguments).lines
        if line["check"] == check
    ]


def states(practice: Practice, check: str, *arguments: str) -> list[tuple[str, int]]:
    return [(line["state"], line["exit_code"]) for line in found(practice, check, *arguments)]


def test_all_is_well(practice: Practice) -> None:
    answer = practice.opos("check")
    assert answer.code == 0, answer.out
    assert answer.out.rstrip().endswith("All is well.")
    lines = practice.opos("check", "--json").lines
    assert {line["check"] for line in lines} >= {
        "configuration", "folder", "lock", "store", "archive", "server", "mail", "schedule"
    }  # fmt: skip
    assert {line["interface"] for line in lines if line["check"] == "server"} == {
        "datev",
        "payments",
    }
    assert all(line["text"] for line in lines)


def test_only_the_interfaces_that_were_named(practice: Practice) -> None:
    assert {line["interface"] for line in found(practice, "server", "-i", "payments")} == {
        "payments"
    }
    assert practice.opos("check", "-i", "nobody").code == 2


def test_a_new_practice_is_well_too(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    assert practice.opos("check").code == 0
    assert not practice.data.root.exists()


def test_a_wrong_configuration(practice: Practice) -> None:
    practice.config.write_text("langauge = 'en'")
    answer = practice.opos("check", "--json")
    assert answer.code == 10
    assert "langauge" in answer.out


def test_a_store_that_is_damaged(practice: Practice) -> None:
    practice.data.store.write_bytes(b"{")
    assert practice.opos("check").code == 12
    assert states(practice, "store") == [("critical", 12)]
    assert states(practice, "archive") == [("ok", 0)]  # one trouble does not hide the rest


def test_a_chain_that_breaks(practice: Practice) -> None:
    chain = practice.data.archive / "chain.jsonl"
    chain.write_bytes(chain.read_bytes() * 2)
    assert states(practice, "archive") == [("critical", 12)]


def test_a_server_that_is_not_there(practice: Practice) -> None:
    practice.uploads.rmdir()
    assert practice.opos("check").code == 5


def test_a_run_that_hangs(practice: Practice) -> None:
    lock = practice.data.run_lock("datev")
    with file_lock(lock):
        assert states(practice, "lock") == [("ok", 0)]
        holder = Holder(pid=4711, host="praxis-1", since=NOW - timedelta(minutes=60))
        lock.write_bytes(msgspec.json.encode(holder))
        assert states(practice, "lock") == [("critical", 11)]
        assert "4711 on praxis-1" in found(practice, "lock")[0]["text"]


def test_an_import_that_waits(practice: Practice) -> None:
    practice.hold(*(item(f"RE-{n}") for n in range(100, 150)))
    practice.put_list("RE-1 60,00")
    practice.put_list("RE-1 50,00", "RE-2 10,00")
    held = practice.run()
    assert held.code == 8
    (line,) = found(practice, "held")
    assert (line["exit_code"], line["interface"]) == (3, "datev")
    assert f"opos release {held.lines[0]['run']}" in line["advice"]
    assert practice.opos("check").code == 3


def test_a_mail_that_waits(practice: Practice) -> None:
    letter = Letter(run="run", at=NOW, occasion=Occasion.TROUBLE, to=("a@example.org",))
    practice.data.outboxes.write_bytes(
        msgspec.json.encode({"datev": Outbox(letters=(letter,)), "payments": Outbox()})
    )
    assert states(practice, "outbox") == [("critical", 13)]


def test_a_clock_that_nobody_minds(practice: Practice) -> None:
    records = due(load_settings(practice.config), {}, NOW).records
    save_records(
        practice.data.schedule,
        {name: record._replace(due=NOW - timedelta(days=9)) for name, record in records.items()},
    )
    assert states(practice, "schedule") == [("critical", 4)] * 2
    assert "cron" in found(practice, "schedule")[0]["advice"]


def told(
    practice: Practice,
    interface: str,
    at: datetime,
    trigger: Trigger = "cron",
    host: str = "a",
    **end: Any,
) -> None:
    with Journal(practice.data.journals, interface, at) as journal:
        journal.write(RunStarted(trigger=trigger, dry_run=False, pid=1, host=host, user="opos"))
        journal.write(RunFinished(**{"outcome": "nothing_to_do", "exit_code": 0, **end}))


def test_a_list_that_no_longer_comes(practice: Practice) -> None:
    text = practice.config.read_text(encoding="utf-8").replace(
        'filename = "Zahlungen"', 'filename = "Zahlungen"\nexpect_days = 3'
    )
    practice.config.write_text(text, encoding="utf-8")
    assert states(practice, "no_list") == []
    path = practice.data.journals / "20200101T070000Z-payments.jsonl"
    told(practice, "payments", datetime(2020, 1, 1, 7, tzinfo=UTC))
    path.write_bytes(path.read_bytes().replace(f"{datetime.now(UTC):%Y-%m-}".encode(), b"2020-01-"))
    assert states(practice, "no_list") == [("critical", 4)]


def test_a_last_run_that_did_not_end_well(practice: Practice) -> None:
    told(
        practice,
        "payments",
        NOW,
        outcome="failed",
        exit_code=5,
        cause="The server does not answer.",
    )
    (line,) = found(practice, "last_run")
    assert (line["exit_code"], line["interface"]) == (3, "payments")
    assert "The server does not answer." in line["text"]
    told(practice, "payments", NOW + timedelta(seconds=1))
    assert found(practice, "last_run") == []


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([("cron", "a"), ("cli", "b"), ("tui", "b")], []),
        ([("watch", "a")], ["cron on a", "watch on a"]),
        ([("cron", "b")], ["cron on a", "cron on b"]),
    ],
)
def test_two_schedulers_at_once(
    practice: Practice, others: list[tuple[Trigger, str]], expected: list[str]
) -> None:
    for trigger, host in [("cron", "a"), *others]:
        told(practice, "payments", NOW, trigger, host)
    lines = found(practice, "schedulers")
    assert bool(lines) is bool(expected)
    if expected:
        assert ", ".join(expected) in lines[0]["text"]
    assert len(schedulers(newest(practice.data.journals), NOW + timedelta(days=3))) == 0


def test_folders_that_are_too_open_too_full_or_too_far(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.data.root.chmod(0o777)
    assert states(practice, "folder") == [("warning", 3)]
    assert "chmod o=" in found(practice, "folder")[0]["advice"]
    practice.data.root.chmod(0o770)
    for free, state in ((100, ("critical", 12)), (10**8, ("warning", 3)), (10**9, ("ok", 0))):
        monkeypatch.setattr(folders, "free_bytes", lambda _folder, free=free: free)
        assert states(practice, "folder") == [state]
        words = found(practice, "folder")[0]["text"]
        assert ("0 kB are free" if free == 100 else f"{free // 10**6:,} MB are free") in words
    mounts = practice.folder / "mountinfo"
    monkeypatch.setattr(folders, "_MOUNTS", mounts)
    mounts.write_text(
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n30 22 0:40 /"
        f" {str(practice.folder).replace(' ', chr(92) + '040')} rw shared:2 - nfs4 server:/srv"
        " rw\n31 22 0:41 / /else rw - cifs //server/else rw\n"
    )
    assert states(practice, "folder") == [("warning", 3)]
    assert "nfs4" in found(practice, "folder")[0]["text"]
    assert folders.file_system_of(Path("/usr")) == "ext4"


def test_a_folder_that_cannot_be_written(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "engine.doctor.folders.os.access", lambda _path, _mode: False
    )  # root, who runs tests in CI, may write anywhere
    assert states(practice, "folder") == [("critical", 12)]


def test_looked_at_by_the_wrong_user(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root, who runs tests in CI, may read anything: so the refusal is played."""

    def refuse(folder: Path, _interface: str = "") -> object:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("engine.journal.journal.newest", refuse)
    answer = practice.opos("check")
    assert answer.code == 12
    assert f"{practice.data.journals} cannot be read: Permission denied" in answer.out
    assert practice.opos("check", "--nagios").code == 2


@pytest.fixture
def mail_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpServer]:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    server = SmtpServer(authority.server_context())
    yield server
    server.close()


def with_mail(
    practice: Practice, port: int, security: str = "starttls", password: str = PASSWORD
) -> None:
    text = practice.config.read_text(encoding="utf-8")
    practice.config.write_text(text + SMTP.format(port=port, security=security), encoding="utf-8")
    secrets = practice.folder / "secrets.toml"
    secrets.touch(mode=0o600)
    secrets.write_text(f'[smtp]\npassword = "{password}"\n', encoding="utf-8")


def test_the_mail_server_is_asked_and_sent_nothing(
    practice: Practice, mail_server: SmtpServer
) -> None:
    with_mail(practice, mail_server.port)
    assert states(practice, "mail") == [("ok", 0)]
    assert mail_server.logins
    assert mail_server.mails == []


def test_a_test_mail_on_demand(practice: Practice, mail_server: SmtpServer) -> None:
    with_mail(practice, mail_server.port)
    mail_server.refuses["inhaber@example.org"] = "550 nobody here"
    assert states(practice, "mail", "--mail") == [("ok", 0), ("ok", 0), ("critical", 13)]
    assert mail_server.recipients == [["buchhaltung@example.org"]]
    assert states(practice, "mail", "--mail", "-i", "payments") == [("ok", 0), ("warning", 3)]


def test_a_mail_server_that_refuses_us(practice: Practice, mail_server: SmtpServer) -> None:
    with_mail(practice, mail_server.port, password="wrong")
    answer = practice.opos("check")
    assert answer.code == 13
    assert "wrong" not in answer.out


def test_a_mail_server_that_is_not_there(practice: Practice) -> None:
    with closed_port() as port:
        with_mail(practice, port)
        assert states(practice, "mail", "--mail") == [("critical", 13)]


def test_one_line_for_nagios(practice: Practice) -> None:
    well = practice.opos("check", "--nagios")
    assert (well.code, well.out) == (
        0,
        "OPOS OK - 2 interfaces, all is well | interfaces=2 troubled=0\n",
    )
    practice.data.root.chmod(0o777)
    warned = practice.opos("check", "--nagios")
    assert (warned.code, warned.out.count("\n")) == (1, 1)
    practice.uploads.rmdir()
    assert practice.opos("check", "--nagios").out.startswith("OPOS CRITICAL - datev: ")
    practice.config.write_text("langauge = 'en'")
    broken = practice.opos("check", "--nagios")
    assert (broken.code, broken.out.count("\n")) == (2, 1)
