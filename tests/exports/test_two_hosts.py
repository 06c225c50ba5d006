"""Two hosts that share one PostgreSQL send the files of one export: each once, in order."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.exports.practice_program import PracticeProgram
from tests.factories import item
from tests.store.postgresql.hosts import Host


@pytest.fixture
def exporting(tmp_path: Path, hosts: tuple[Host, Host]) -> tuple[Host, Host, PracticeProgram]:
    program = PracticeProgram(tmp_path)
    for host in hosts:
        with host.config.open("a", encoding="utf-8") as config:
            config.write(program.export())
    one, other = hosts
    one.hold(item("RE-1"), item("RE-2"))
    return one, other, program


def in_step(host: Host, program: PracticeProgram) -> bool:
    return 200_00 + program.balance() == sum(each.open for each in host.items.values())


def test_what_one_could_not_send_the_other_sends(
    exporting: tuple[Host, Host, PracticeProgram],
) -> None:
    one, other, program = exporting
    away = program.inbox.with_name("away")
    program.inbox.rename(away)
    one.put_list("RE-1 60,00", "RE-2 100,00")
    assert one.run().code == 13
    rows = other.opos("exports", "--json").lines
    assert [(row["number"], row["state"], row["code"]) for row in rows] == [
        (1, "waiting", "no_folder")
    ]
    away.rename(program.inbox)
    assert [event["number"] for event in other.run().events("exported")] == [1]
    assert one.run().events("exported") == []
    assert program.arrived == ["opos_00000001.jsonl"]
    again = other.folder / "again.jsonl"
    assert one.opos("export", "--number", "1", "-o", str(again)).code == 0
    assert again.read_bytes() == (program.inbox / "opos_00000001.jsonl").read_bytes()


def test_both_at_once_give_no_number_twice(exporting: tuple[Host, Host, PracticeProgram]) -> None:
    one, other, program = exporting
    for n in range(1, 4):
        one.put_list(f"RE-1 {100 - n},00", "RE-2 100,00", name=f"OPOS_{n}.csv")
        one.put(f"Zahlungen_{n}.csv", f"Rechnungsnummer;Betrag\r\nRE-2;{n},00\r\n")
        started = [
            subprocess.Popen(
                host.command("--headless", "-i", name),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for host, name in ((one, "datev"), (other, "payments"))
        ]
        assert {run.wait() for run in started} <= {0, 3, 8}
        rows = one.opos("exports", "--json").lines
        assert [row["state"] for row in rows] == ["sent"] * len(rows)
        assert [row["number"] for row in rows] == [*range(1, 1 + len(rows))]
        assert program.arrived == [row["file"] for row in rows]
        assert in_step(one, program)
