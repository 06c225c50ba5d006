"""A large store, kept as a snapshot and a log: all commands see the same as in a small one."""

from __future__ import annotations

from pathlib import Path

import pytest
import tinydb

from tests.factories import item
from tests.practice import Practice
from tests.store.test_store_contract import use_log


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """Invoices in the snapshot, an import and a held one in the log."""
    practice = Practice(tmp_path)
    use_log(monkeypatch)
    practice.hold(*(item(f"RE-{number}") for number in range(40)))
    practice.put_list(*(f"RE-{number} 90,00" for number in range(40)))
    assert practice.run().code == 0
    practice.put_list("RE-1 70,00", name="OPOS_21112026.csv")
    assert practice.run().code == 8
    assert practice.data.store_log.exists()
    return practice


def amounts(practice: Practice) -> set[int]:
    """What is open in the file, as another program sees it."""
    with tinydb.TinyDB(practice.data.store, access_mode="r") as stranger:
        return {each["open_cents"] for each in stranger.table("items")}


def test_all_commands_see_what_the_log_holds(practice: Practice) -> None:
    assert practice.opos("items", "RE-7", "--json").lines[0]["open"] == "90.00"
    assert len(practice.opos("explain", "RE-7", "--json").lines) == 3
    assert practice.opos("verify").code == 0
    assert "was held by the guard" in practice.opos("check").out
    held, run = (line["run"] for line in practice.opos("runs", "--json").lines[:2])
    assert practice.opos("undo", run).code == 0
    assert practice.items["RE-7"].open == 100_00
    assert practice.opos("release", held, "--reason", "looked at").code == 0
    assert practice.items["RE-1"].open == 70_00
    assert practice.opos("verify").code == 0


def test_folded_it_is_one_file_for_any_program(practice: Practice) -> None:
    assert amounts(practice) == {100_00}
    answer = practice.opos("store", "fold")
    assert (answer.code, "2 commits of the log" in answer.out) == (0, True)
    assert amounts(practice) == {90_00}
    assert not practice.data.store_log.exists()
    assert practice.opos("store", "fold", "--json").lines == [
        {"folded": 0, "path": str(practice.data.store)}
    ]
    assert practice.opos("verify").code == 0


def test_a_rotten_log_is_told_and_repaired(practice: Practice) -> None:
    before, log = practice.items, practice.data.store_log
    whole = log.read_bytes()
    log.write_bytes(whole.replace(b"9000", b"9001", 1))
    assert practice.opos("items").code == 12
    assert practice.opos("store", "repair", "--yes").code == 0
    assert practice.items == before
    (kept,) = practice.data.root.glob("store.damaged-*.log")
    assert kept.read_bytes() != whole
    assert practice.opos("verify").code == 0


def test_a_rotten_byte_in_the_newest_commit_is_told_and_repaired(practice: Practice) -> None:
    before, log = practice.opos("runs", "--json").lines, practice.data.store_log
    log.write_bytes(log.read_bytes()[:-4] + b"?" + log.read_bytes()[-3:])
    assert practice.opos("verify").code == 12
    assert practice.opos("store", "repair", "--yes").code == 0
    assert practice.opos("verify").code == 0
    assert practice.opos("runs", "--json").lines[1:] == before
