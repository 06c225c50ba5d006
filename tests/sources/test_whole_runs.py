"""What a user sees when a server fails: the contract's exit code, one clear message, nothing
imported twice, nothing lost.
"""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from paramiko.sftp import CMD_REMOVE, SFTP_FAILURE

from engine.model.item import Status
from engine.sources import source
from tests.factories import item
from tests.practice import HEADING, LIST_NAME, Answer, Practice
from tests.servers.ftp import PASSWORD, USER
from tests.servers.ftp_conversation import Conversation
from tests.servers.scripted_ftp import ScriptedFtp, say
from tests.servers.scripted_sftp import HOST_KEY, ScriptedSftp
from tests.servers.self_signed import make_certificate, server_context
from tests.servers.sftp_conversation import fail
from tests.servers.smtp import SmtpServer
from tests.sources.conftest import HASTY

LIST = f"{HEADING}\r\n10001;RE-1;01.10.2026;15.10.2026;40,00;;40,00;8400;Hörgerät\r\n".encode(
    "cp1252"
)
ON_FTP = {f"/{LIST_NAME}": LIST}
ON_SFTP = {LIST_NAME.encode(): LIST}

MAIL = """
[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "opos@example.org"
[interfaces.datev.report]
email = ["office@example.org"]
"""


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """One invoice of 100 euro; a server that does not answer is given up soon."""
    monkeypatch.setattr(source, "Timeouts", lambda: HASTY)
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    return practice


def run(practice: Practice, password: str = PASSWORD, **source: Any) -> Answer:
    """Run the interface with this source instead of its folder."""
    settings = {"host": "127.0.0.1", "user": USER, **source}
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in settings.items())
    text = practice.config.read_text(encoding="utf-8")
    before, _mark, after = text.partition("[interfaces.datev.source]")
    practice.config.write_text(
        f'{before}[interfaces.datev.source]\nfilename = "OPOS"\nstable_seconds = 0\n{lines}\n\n'
        f"[interfaces.datev.posting]{after.partition('[interfaces.datev.posting]')[2]}",
        encoding="utf-8",
    )
    secrets = practice.config.with_name("secrets.toml")
    secrets.write_text(f'[interfaces.datev.source]\npassword = "{password}"\n')
    secrets.chmod(0o600)
    answer = practice.run()
    assert password not in answer.out + answer.err
    return answer


def ending(answer: Answer) -> tuple[int, str]:
    """The exit code, and the cause that the run ended with."""
    [finished] = answer.events("run_finished")
    assert answer.code == finished["exit_code"]
    assert bool(finished.get("cause")) is bool(finished.get("advice"))
    assert "Traceback" not in answer.out + answer.err
    return answer.code, finished.get("cause", "")


def is_imported_once(practice: Practice) -> None:
    invoice = practice.items["RE-1"]
    assert (invoice.open, invoice.status) == (40_00, Status.PART_PAID)


def is_untouched(practice: Practice) -> None:
    assert practice.items["RE-1"].open == 100_00


def test_all_is_well_by_sftp_and_by_ftps(practice: Practice, tmp_path: Path) -> None:
    with ScriptedSftp(ON_SFTP) as server:
        assert ending(
            run(practice, protocol="sftp", port=server.port, host_key=HOST_KEY.fingerprint)
        ) == (0, "")
        assert server.files == {}
    is_imported_once(practice)
    certificate = make_certificate(tmp_path)
    with ScriptedFtp(ON_FTP, tls=server_context(certificate)) as server:
        answer = run(practice, protocol="ftps", port=server.port, ca_file=str(certificate))
        assert answer.events("file_skipped")[0]["reason"] == "already_imported"
        assert server.files == {}
    is_imported_once(practice)


def test_a_server_that_breaks_off(practice: Practice) -> None:
    with ScriptedFtp(ON_FTP) as server:
        server.instead["RETR"] = lambda conversation, _name: conversation.send(LIST[:-10])
        code, cause = ending(run(practice, protocol="ftp", port=server.port))
        assert code == 5
        assert (
            cause
            == f"The transfer of {LIST_NAME} ended after {len(LIST) - 10} of {len(LIST)} bytes."
        )
        assert server.files == ON_FTP
    is_untouched(practice)


def test_a_refused_login(practice: Practice) -> None:
    with ScriptedSftp(ON_SFTP) as server:
        code, cause = ending(
            run(
                practice,
                "falsch-91c2",
                protocol="sftp",
                port=server.port,
                host_key=HOST_KEY.fingerprint,
            )
        )
        assert (code, cause) == (6, "127.0.0.1 refused the login of praxis.")
        assert server.tried == ["password"]
    is_untouched(practice)


def test_an_unknown_host_key_shows_the_line_that_mends_it(practice: Practice) -> None:
    with ScriptedSftp(ON_SFTP) as server:
        answer = run(practice, protocol="sftp", port=server.port)
        assert ending(answer)[0] == 6
        assert f'host_key = "{HOST_KEY.fingerprint}"' in answer.events("run_finished")[0]["advice"]
    is_untouched(practice)


@pytest.mark.parametrize("runs", [1, 2, 3])
def test_a_refused_removal_is_a_warning_and_tried_again_in_the_next_run(
    practice: Practice, runs: int
) -> None:
    with ScriptedFtp(ON_FTP) as server:
        server.instead["DELE"] = say("550 Not allowed.")
        for _run in range(runs):
            answer = run(practice, protocol="ftp", port=server.port)
            assert answer.code == 3
            [warning] = answer.events("warning")
            assert warning["code"] == "not_removed"
            assert "Not allowed" in warning["text"]
            assert "right to read, delete and rename" in warning["text"]
            is_imported_once(practice)
        del server.instead["DELE"]
        assert run(practice, protocol="ftp", port=server.port).code == 0
        assert server.files == {}
    is_imported_once(practice)


def test_a_server_that_only_says_it_deleted_is_told_by_mail_in_the_end(practice: Practice) -> None:
    with closing(SmtpServer(login=False)) as mail, ScriptedFtp(ON_FTP) as server:
        with practice.config.open("a", encoding="utf-8") as config:
            config.write(MAIL.format(port=mail.port))
        server.instead["DELE"] = say("250 Deleted.")
        for number in range(5):
            answer = run(practice, protocol="ftp", port=server.port)
            assert (answer.code, len(mail.mails)) == (3, int(number >= 3)), answer.out
        assert server.files == ON_FTP
    is_imported_once(practice)
    assert LIST_NAME in mail.mails[0].get_content()


def test_a_line_that_breaks_after_the_import_is_a_warning(practice: Practice) -> None:
    with ScriptedSftp(ON_SFTP) as server:
        server.instead[CMD_REMOVE] = fail
        assert (
            run(practice, protocol="sftp", port=server.port, host_key=HOST_KEY.fingerprint).code
            == 3
        )
    is_imported_once(practice)


def test_a_new_list_of_the_same_name_is_a_new_list(practice: Practice) -> None:
    new = LIST.replace(b"40,00", b"5,00")
    with ScriptedFtp(ON_FTP) as server:
        looks: list[str] = []

        def look(conversation: Conversation, name: str) -> None:
            looks.append(name)
            if len(looks) == 3:  # before and after the transfer, and then before the removal
                server.files[f"/{LIST_NAME}"] = new
            conversation.do("MLST", name)

        server.instead["MLST"] = look
        answer = run(practice, protocol="ftp", port=server.port)
        assert answer.code == 3
        assert "has changed on the server since it was read" in answer.events("warning")[0]["text"]
        is_imported_once(practice)
        assert run(practice, protocol="ftp", port=server.port).code == 0
        assert server.files == {}
    assert practice.items["RE-1"].open == 5_00


def test_a_refused_list_is_acknowledged_on_the_server(practice: Practice) -> None:
    with ScriptedSftp({LIST_NAME.encode(): b"no list at all"}) as server:
        answer = run(
            practice,
            protocol="sftp",
            port=server.port,
            host_key=HOST_KEY.fingerprint,
            acknowledge=True,
        )
        assert answer.code == 7
        [result] = [
            content for name, content in server.files.items() if name.endswith(b".result.csv")
        ]
        assert result.startswith(b"\xef\xbb\xbf")
        assert all(name.startswith(b"error/") for name in server.files)


def test_a_dry_run_changes_nothing_on_the_server(practice: Practice) -> None:
    with ScriptedFtp(ON_FTP) as server:
        run(practice, protocol="ftp", port=server.port, after_import="keep")
        server.commands.clear()
        answer = practice.run("--dry-run")
        assert answer.code in (0, 3)
        assert not {"DELE", "RNFR", "RNTO", "STOR", "MKD"} & {
            line.split(" ")[0] for line in server.commands
        }


def told_to_nobody(practice: Practice, answer: Answer) -> None:
    assert "***" in ending(answer)[1] + answer.out
    for path in practice.data.journals.iterdir():
        assert PASSWORD not in path.read_text(encoding="utf-8")


def test_a_password_that_a_server_repeats_is_told_to_nobody(practice: Practice) -> None:
    with ScriptedFtp(ON_FTP) as ftp:
        ftp.instead["PASS"] = lambda conversation, argument: conversation.say(
            f"530 wrong password {argument}"
        )
        told_to_nobody(practice, run(practice, protocol="ftp", port=ftp.port))
    with ScriptedSftp(ON_SFTP) as sftp:
        sftp.instead[CMD_REMOVE] = lambda conversation, number, _request: conversation.status(
            number, SFTP_FAILURE, f"no, {PASSWORD}"
        )
        key = HOST_KEY.fingerprint
        answer = run(practice, protocol="sftp", port=sftp.port, host_key=key)
        told_to_nobody(practice, answer)
