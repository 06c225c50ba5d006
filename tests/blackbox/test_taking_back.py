"""Held, released, dropped, undone, verified: what an admin does when a list was not what it
seemed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.model.item import Item, Status
from tests.factories import item
from tests.practice import LIST_NAME, Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(*(item(f"RE-{number}", dunning_level=number % 3) for number in range(40)))
    return practice


def hold_half(practice: Practice) -> str:
    """A list that would settle every second invoice; the name of the run that was held."""
    practice.put_list(*(f"RE-{number} 100,00" for number in range(20)))
    answer = practice.run()
    assert answer.code == 8
    run: str = answer.lines[0]["run"]
    return run


def test_a_held_import_is_released_with_its_reason(practice: Practice) -> None:
    run = hold_half(practice)
    shown = practice.opos("release", run, "-n", "--json")
    assert len(shown.events("item_planned")) == 20
    assert all(one.status is Status.OPEN for one in practice.items.values())
    released = practice.opos("release", run, "--reason", "Jahresabschluss", "--json")
    assert released.code == 0, released.err
    assert sum(one.status is Status.PAID for one in practice.items.values()) == 20
    explained = practice.opos("explain", "RE-30", "--json").lines[-2]
    assert (explained["released_because"], explained["rule"]) == ("Jahresabschluss", "unlisted")
    assert explained["released_by"]
    again = practice.run()
    assert [line["reason"] for line in again.events("file_skipped")] == ["already_imported"]
    assert not (practice.uploads / LIST_NAME).exists()


def test_a_release_plans_anew(practice: Practice) -> None:
    run = hold_half(practice)
    practice.put("Zahlungen.csv", "Rechnungsnummer;Zahlbetrag\r\nRE-30;100,00\r\n")
    assert practice.opos("--headless", "-i", "payments").code == 0
    paid_before = practice.items["RE-30"]
    assert practice.opos("release", run, "--reason", "checked").code == 0
    assert practice.items["RE-30"] == paid_before
    assert practice.items["RE-31"].status is Status.PAID


def test_a_dropped_import_is_never_asked_about_again(practice: Practice) -> None:
    before = practice.items
    run = hold_half(practice)
    dropped = practice.opos("release", run, "--reject", "--reason", "wrong list")
    assert dropped.code == 0
    assert "Dropped; nothing of it was imported." in dropped.out
    answer = practice.run()
    assert answer.code == 0
    assert not (practice.uploads / LIST_NAME).exists()
    assert practice.items == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["release", "nothing", "--reason", "x"], 2, "No import of run nothing waits"),
        (["release", "RUN"], 2, "needs its reason"),
        (["undo", "nothing"], 2, "has changed nothing"),
        (["undo", "RUN"], 2, "has changed nothing"),
    ],
)
def test_what_cannot_be_released_or_undone(
    practice: Practice, arguments: list[str], code: int, said: str
) -> None:
    run = hold_half(practice)
    answer = practice.opos(*(run if argument == "RUN" else argument for argument in arguments))
    assert answer.code == code
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_an_import_is_taken_back_byte_for_byte(practice: Practice) -> None:
    before = list(practice.items.values())
    practice.put_list(*(f"RE-{number} {90 + number % 11},00" for number in range(32)))
    run = practice.run().lines[0]["run"]
    shown = practice.opos("undo", run, "-n", "--json")
    undone = practice.opos("undo", run, "--json")
    assert undone.code == 0
    told = [
        {key: value for key, value in line.items() if key not in ("at", "run")}
        for line in shown.events("item_planned")
    ]
    assert told == [
        {key: value for key, value in line.items() if key not in ("at", "run")}
        for line in undone.events("item_planned")
    ]
    assert list(practice.items.values()) == before
    assert practice.opos("undo", run).code == 2


def test_what_changed_since_is_left_alone_and_told(practice: Practice) -> None:
    practice.put_list(*(f"RE-{number} 90,00" for number in range(40)))
    run = practice.run().lines[0]["run"]
    practice.put("Zahlungen.csv", "Rechnungsnummer;Zahlbetrag\r\nRE-7;90,00\r\n")
    assert practice.opos("--headless", "-i", "payments").code == 0
    undone = practice.opos("undo", run, "--json")
    assert undone.code == 3
    assert ["RE-7" in line["text"] for line in undone.events("warning")] == [True]
    assert (practice.items["RE-7"].open, practice.items["RE-8"].open) == (0, 100_00)


def test_a_deleted_item_comes_back_with_its_dunning_level(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "deleting", posting="delete_before_import = true")
    held: list[Item] = [item(f"RE-{number}", dunning_level=2) for number in range(8)]
    practice.hold(*held)
    practice.put_list(*(f"RE-{number} 100,00" for number in range(4)))
    answer = practice.run()
    assert "dunning_levels_lost" in [line["code"] for line in answer.events("warning")]
    assert {one.dunning_level for one in practice.items.values()} <= {0}
    assert practice.opos("undo", answer.lines[0]["run"]).code == 0
    assert practice.items == {one.invoice_no: one for one in held}


def test_all_agree_until_someone_meddles(practice: Practice) -> None:
    practice.put_list(*(f"RE-{number} 90,00" for number in range(40)))
    practice.run()
    good = practice.opos("verify", "--json")
    assert (good.code, good.lines[-1]["problems"]) == (0, 0)
    (
        practice.data.changes / f"{practice.opos('runs', '--json').lines[0]['run']}.1.jsonl"
    ).write_text("", encoding="utf-8")
    bad = practice.opos("verify", "--json")
    assert (bad.code, bad.lines[-1]["problems"]) == (12, 41)


@pytest.mark.parametrize(
    ("rows", "name", "code", "why"),
    [
        ([f"RE-{number} 100,00" for number in range(12)], LIST_NAME, 8, "max_settled_percent"),
        ([], LIST_NAME, 8, "empty_list"),
        ([f"RE-{number} 100,00" for number in range(40)], "OPOS_01092026.csv", 8, "key_date_older"),
        ([f"XX-{number} 100,00" for number in range(40)], LIST_NAME, 8, "foreign_list"),
    ],
    ids=["cut short", "empty", "old", "foreign"],
)
def test_a_list_that_cannot_be_right_changes_no_invoice(
    practice: Practice, rows: list[str], name: str, code: int, why: str
) -> None:
    practice.put_list(*(f"RE-{number} 100,00" for number in range(40)), name="OPOS_10102026.csv")
    assert practice.run().code == 0
    before = practice.items
    practice.put_list(*rows, name=name)
    if rows:
        path = practice.uploads / name
        path.write_bytes(path.read_bytes() + b"\r\n")  # not the very bytes of the list before
    answer = practice.run()
    assert answer.code == code
    assert why in [line["rule"] for line in answer.events("guard_held")]
    assert practice.items == before


def test_a_dry_run_is_a_list_to_hand_to_a_bookkeeper(practice: Practice) -> None:
    practice.put_list(*(f"RE-{number} 90,00" for number in range(40)))
    run = practice.run("-n").lines[0]["run"]
    path = practice.folder / "plan.csv"
    assert practice.opos("show", run, "--csv", str(path)).code == 0
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 41
    why = "The list names €90.00 as open, less than the €100.00 here."
    assert lines[1] == f"{LIST_NAME};001;RE-0;;part_paid;listed_open;100.00;90.00;2;{why}"


def test_originals_go_by_hand_alone_and_only_when_their_time_is_over(practice: Practice) -> None:
    practice.put_list(*(f"RE-{number} 90,00" for number in range(40)))
    practice.run()
    chain = practice.data.archive / "chain.jsonl"
    as_long_ago = re.sub(rb'"at":"\d{4}', b'"at":"2012', chain.read_bytes())
    chain.write_bytes(re.sub(rb',"own":"\w+"', b"", as_long_ago))  # as opos up to 0.1 wrote it
    assert practice.opos("prune", "--years", "2").code == 2
    assert len(practice.opos("prune", "--years", "40", "--json").events("original_removed")) == 0
    shown = practice.opos("prune", "-n", "--json")
    assert [line["name"] for line in shown.events("original_removed")] == [LIST_NAME]
    assert practice.opos("verify").code == 0
    assert [
        line["name"] for line in practice.opos("prune", "--json").events("original_removed")
    ] == [LIST_NAME]
    assert practice.opos("verify").code == 0
    assert practice.opos("explain", "RE-7", "--json").lines[-2]["rule"] == "listed_open"
    assert practice.opos("runs", "--json").lines[0]["act"] == "prune"


def test_a_list_of_suppliers_pays_no_invoice_by_its_silence(practice: Practice) -> None:
    before = practice.items
    rows = [f"RE-{number};Lieferant {number};01.10.2026;15.10.2026;100,00" for number in range(35)]
    practice.put(
        LIST_NAME, "\r\n".join(["Rechnungsnummer;Lieferant;Datum;Fälligkeit;Restbetrag", *rows, ""])
    )
    practice.config.write_text(
        practice.config.read_text(encoding="utf-8") + '[interfaces.datev.file]\ntype = "addison"\n',
        encoding="utf-8",
    )
    answer = practice.run()
    assert answer.code == 8
    assert [line["rule"] for line in answer.events("guard_held")] == ["creditors"]
    assert practice.items == before


def test_a_list_beyond_the_limits_is_refused_with_the_figure(practice: Practice) -> None:
    practice.config.write_text(
        practice.config.read_text(encoding="utf-8") + "[limits]\nrows = 100\n", encoding="utf-8"
    )
    practice.put_list(*(f"RE-{number} 100,00" for number in range(150)))
    answer = practice.run()
    assert answer.code == 7
    assert "100" in answer.events("file_refused")[0]["cause"]
