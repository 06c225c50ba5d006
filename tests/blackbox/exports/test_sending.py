"""The practice's own program learns what was paid: each change once, in order, come what may."""

from __future__ import annotations

import os
import subprocess
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from engine.exports.records import ExportRecords, Underway
from engine.settings.toml.edit import toml_text
from engine.store.opening import open_store
from tests.blackbox.exports.conftest import configure, imported, in_step
from tests.exports.practice_program import PracticeProgram, rebuilt
from tests.practice import Practice, rewrite
from tests.servers.ftp import USER, FtpServer
from tests.servers.real import openssh
from tests.servers.smtp import SmtpServer, closed_port

SMTP = """
[smtp]
host = "localhost"
port = {port}
security = "none"
sender = "opos@example.org"
[monitoring]
prometheus_file = "{figures}"
[interfaces.datev.report]
email = ["office@example.org"]
"""


def test_an_import_an_undo_and_a_load_arrive_each_in_a_file_of_its_own(
    practice: Practice, program: PracticeProgram
) -> None:
    practice.put_list("RE-2 50,00", "RE-3 100,00")
    answer = practice.run()
    assert answer.code == 0
    [event] = answer.events("exported")
    assert (event["export"], event["number"], event["file"], event["changes"]) == (
        "praxis", 1, "opos_00000001.jsonl", 2,
    )  # fmt: skip
    told = {line["invoice_no"]: line for line in program.lines()}
    assert (told["RE-1"]["change"], told["RE-1"]["open"], told["RE-1"]["before_open"]) == (
        "paid", "0.00", "100.00",
    )  # fmt: skip
    assert told["RE-2"]["status"] == "part_paid"
    assert practice.opos("undo", event["run"]).code == 0
    (practice.folder / "new.csv").write_text("mandant;invoice_no;amount\n001;RE-9;80,00\n")
    assert practice.opos("items", "load", str(practice.folder / "new.csv")).code == 0
    assert program.arrived == [f"opos_{n:08}.jsonl" for n in (1, 2, 3)]
    undone = {line["invoice_no"]: line["change"] for line in program.lines("opos_00000002.jsonl")}
    assert undone == {"RE-1": "reopened", "RE-2": "reopened"}
    assert [line["change"] for line in program.lines("opos_00000003.jsonl")] == ["created"]
    assert in_step(practice, program)


def test_what_changes_nothing_and_a_dry_run_write_no_file(
    practice: Practice, program: PracticeProgram
) -> None:
    practice.put_list("RE-1 100,00", "RE-2 100,00", "RE-3 100,00")
    assert practice.run().code == 0
    practice.put_list("RE-2 50,00", "RE-3 100,00")
    assert practice.run("--dry-run").code == 0
    assert program.arrived == []
    assert practice.run().code == 0
    assert program.arrived == ["opos_00000001.jsonl"], "nothing took a number"


def test_a_folder_that_is_away_for_ten_runs_gets_all_in_order_once(
    practice: Practice, program: PracticeProgram
) -> None:
    away = program.inbox.with_name("away")
    program.inbox.rename(away)
    for n in range(1, 11):
        imported(practice, n)
    assert practice.run().code == 13, "somebody should hear of it, though nothing new came"
    away.rename(program.inbox)
    answer = practice.run()
    assert answer.code == 0
    assert [event["number"] for event in answer.events("exported")] == [*range(1, 11)]
    assert program.arrived == [f"opos_{n:08}.jsonl" for n in range(1, 11)]
    assert in_step(practice, program)
    practice.run()
    assert len(program.arrived) == 10


def test_a_name_that_is_taken_is_told_and_not_overwritten(
    practice: Practice, program: PracticeProgram
) -> None:
    foreign = program.inbox / "opos_00000001.jsonl"
    foreign.write_text("not ours")
    imported(practice, 1)
    imported(practice, 2)
    assert foreign.read_text() == "not ours"
    assert program.arrived == ["opos_00000001.jsonl"]
    [failed] = practice.run().events("export_failed")
    assert failed["code"] == "export_name_taken"
    foreign.unlink()
    assert practice.run().code == 0
    assert program.arrived == ["opos_00000001.jsonl", "opos_00000002.jsonl"]
    assert in_step(practice, program)


def test_a_program_that_takes_its_files_away_gets_none_twice(
    practice: Practice, program: PracticeProgram
) -> None:
    for n in (1, 2, 3):
        imported(practice, n)
        assert program.arrived == [f"opos_{n:08}.jsonl"]
        (program.inbox / program.arrived[0]).unlink()


def test_a_ready_file_comes_last(practice: Practice, program: PracticeProgram) -> None:
    configure(practice, program.export('ready_file = "{stem}.ok"'))
    imported(practice, 1)
    assert program.arrived == ["opos_00000001.jsonl", "opos_00000001.ok"]
    times = [(program.inbox / name).stat().st_mtime_ns for name in program.arrived]
    assert times == sorted(times)


def test_two_exports_are_numbered_each_for_itself(
    practice: Practice, program: PracticeProgram
) -> None:
    other = PracticeProgram(practice.folder, "nur_loeschungen")
    configure(practice, program.export(), other.export(on='["paid"]'))
    imported(practice, 1)
    practice.put_list("RE-2 100,00", "RE-3 100,00", name="OPOS_2.csv")
    assert practice.run().code == 0
    assert len(program.arrived) == 2
    assert other.arrived == ["opos_00000001.jsonl"]
    assert [line["invoice_no"] for line in other.lines()] == ["RE-1"]


def test_what_was_taken_back_is_told_where_it_had_been_told(
    practice: Practice, program: PracticeProgram
) -> None:
    configure(practice, program.export(on='["deleted"]'))
    rewrite(practice.config, 'unlisted = "mark_paid"', 'unlisted = "delete"')
    practice.put_list("RE-2 100,00", "RE-3 100,00")
    [event] = practice.run().events("exported")
    practice.opos("undo", event["run"])
    first, second = program.lines()
    assert (first["change"], first["status"], first["open"]) == ("deleted", "deleted", "0.00")
    assert (second["change"], second["status"], second["open"]) == ("created", "open", "100.00")


def test_the_numbers_go_on_where_the_files_are_though_the_store_is_an_older_one(
    practice: Practice, program: PracticeProgram
) -> None:
    before = practice.data.store.read_bytes()
    imported(practice, 1)
    imported(practice, 2)
    practice.data.store.write_bytes(before)
    imported(practice, 3)
    assert program.arrived[-1] == "opos_00000003.jsonl"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount")
def test_a_disk_that_is_full_keeps_the_files_waiting(
    practice: Practice, program: PracticeProgram
) -> None:
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k", "none", str(program.inbox)], check=False
    )
    if mount.returncode:
        pytest.skip("no right to mount")
    try:
        for n in range(1, 13):
            imported(practice, n)
        [failed] = practice.run().events("export_failed")
        assert "space" in failed["cause"]
        subprocess.run(["mount", "-o", "remount,size=1m", str(program.inbox)], check=True)
        assert practice.run().code == 0
        assert program.arrived == [f"opos_{n:08}.jsonl" for n in range(1, 13)]
        assert in_step(practice, program)
    finally:
        subprocess.run(["umount", str(program.inbox)], check=True)


def test_what_the_files_say_rebuilds_the_store(
    practice: Practice, program: PracticeProgram
) -> None:
    (practice.folder / "new.csv").write_text("mandant;invoice_no;amount\n001;RE-9;80,00\n")
    practice.opos("items", "load", str(practice.folder / "new.csv"))
    practice.put_list("RE-9 20,00", "RE-1 100,00", "RE-2 100,00", "RE-3 100,00")
    practice.run()
    store = open_store(practice.data).items()
    assert rebuilt(program.lines()) == {("001", "RE-9"): store["001", "RE-9"]}


def test_figures_and_mail_tell_of_what_waits_once_and_when_it_went(
    practice: Practice, program: PracticeProgram
) -> None:
    with closing(SmtpServer(login=False)) as server:
        figures = practice.folder / "opos.prom"
        text = practice.config.read_text("utf-8").partition("\n[exports.")[0]
        practice.config.write_text(text + SMTP.format(port=server.port, figures=figures))
        with practice.config.open("a") as config:
            config.write(program.export())
        away = program.inbox.with_name("away")
        program.inbox.rename(away)
        for n in (1, 2, 3):
            imported(practice, n)
        assert 'opos_export_waiting_files{export="praxis"} 3' in figures.read_text()
        [mail] = server.mails
        assert "an export waits" in mail["Subject"]
        assert "File 1 of the export praxis waits" in mail.get_content()
        away.rename(program.inbox)
        assert practice.run().code == 0
        assert 'opos_export_waiting_files{export="praxis"} 0' in figures.read_text()
        assert "works again" in server.mails[-1]["Subject"]


def test_an_sftp_server_that_is_away_for_ten_runs_gets_all_in_order_once(
    practice: Practice, program: PracticeProgram, tmp_path: Path
) -> None:
    place = tmp_path / "server"
    place.mkdir()
    with openssh(place, internal=True) as server, closed_port() as away:
        reached = {"host": "127.0.0.1", **server.settings, "directory": f"{program.inbox}/"}

        def target(port: int) -> str:
            told = {**reached, "port": port}
            return "".join(f"{name} = {toml_text(value)}\n" for name, value in told.items())

        configure(practice, program.export(target=target(away)))
        for n in range(1, 11):
            imported(practice, n)
        [failed] = practice.run().events("export_failed")
        assert failed["code"] == "host_unreachable"
        assert program.arrived == []
        configure(practice, program.export(target=target(server.settings["port"])))
        answer = practice.run()
        assert answer.code == 0
        assert [event["number"] for event in answer.events("exported")] == [*range(1, 11)]
        assert program.arrived == [f"opos_{n:08}.jsonl" for n in range(1, 11)]
        assert in_step(practice, program)


def test_runs_side_by_side_send_each_file_once(
    practice: Practice, program: PracticeProgram
) -> None:
    for n in range(1, 6):
        practice.put_list(f"RE-1 {100 - n},00", "RE-2 100,00", "RE-3 100,00", name=f"OPOS_{n}.csv")
        practice.put(f"Zahlungen_{n}.csv", f"Rechnungsnummer;Betrag\r\nRE-2;{n},00\r\n")
        assert practice.process("--headless", "--all").code in (0, 3, 8)
        sent = [row for row in practice.opos("exports", "--json").lines if row["state"] == "sent"]
        assert [row["number"] for row in sent] == [*range(1, 1 + len(sent))]
        assert program.arrived == [row["file"] for row in sent]
        assert in_step(practice, program), "nothing waits for a later run"


def test_a_refused_login_is_not_tried_again_within_the_hour(
    practice: Practice, ftp_server: FtpServer
) -> None:
    (ftp_server.root / "eingang").mkdir()
    program = PracticeProgram(practice.folder)
    target = f'protocol = "ftp"\nhost = "127.0.0.1"\nport = {ftp_server.port}\nuser = "{USER}"\n'
    configure(practice, program.export(target=target + 'directory = "eingang/"\n'))
    secrets = practice.folder / "secrets.toml"
    secrets.write_text('[exports.praxis.target]\npassword = "wrong"\n')
    secrets.chmod(0o600)
    imported(practice, 1)
    secrets.write_text(f'[exports.praxis.target]\npassword = "{ftp_server.password}"\n')
    [failed] = practice.run().events("export_failed")
    assert failed["code"] == "login_refused", "still: no other login was tried"
    assert practice.opos("export").code == 0, "by hand it is tried at once"
    assert [path.name for path in (ftp_server.root / "eingang").iterdir()] == [
        "opos_00000001.jsonl"
    ]


def test_what_was_begun_on_another_target_is_put_on_the_new_one(
    practice: Practice, program: PracticeProgram
) -> None:
    foreign = program.inbox / "opos_00000001.jsonl"
    foreign.write_text("not ours")
    imported(practice, 1)
    record = ExportRecords(practice.data).load("praxis")
    begun = Underway(
        number=1, file=foreign.name, renaming=foreign.name, address=f"{program.inbox}/"
    )
    ExportRecords(practice.data).put("praxis", msgspec.structs.replace(record, underway=begun))
    other = PracticeProgram(practice.folder, "neues_programm")
    place = f'protocol = "folder"\ndirectory = "{other.inbox}/"\n'
    configure(practice, program.export(target=place))
    assert practice.run().code == 0
    assert other.arrived == ["opos_00000001.jsonl"]
