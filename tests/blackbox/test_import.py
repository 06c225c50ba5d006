"""The main job from outside: a list on the server, invoices in the store, and what stands there
afterwards.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from engine.common.file_lock import file_lock
from engine.model.item import Status
from tests.factories import item
from tests.practice import LIST_NAME, Practice, rewrite


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path / "practice")


def contents(folder: Path) -> dict[str, str]:
    """Every file below the folder by its hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_list_is_fetched_applied_and_removed(practice: Practice) -> None:
    practice.hold(item("RE-1"), item("RE-2"), item("RE-3"))
    practice.put_list("RE-1 100,00", "RE-2 40,00", "RE-9 12,50")
    answer = practice.process("--headless", "-i", "datev", "--json")
    assert answer.code == 0, answer.err
    held = practice.items
    assert {number: (one.open, one.status) for number, one in held.items()} == {
        "RE-1": (100_00, Status.OPEN),
        "RE-2": (40_00, Status.PART_PAID),
        "RE-3": (0, Status.PAID),
        "RE-9": (12_50, Status.OPEN),
    }
    assert held["RE-1"] == item("RE-1")
    assert (held["RE-3"].export, held["RE-3"].updated_by) == (False, answer.lines[0]["run"])
    assert list(practice.uploads.iterdir()) == []


def test_the_story_is_the_contract_s(practice: Practice) -> None:
    practice.hold(item("RE-1"), item("RE-3"))
    practice.put_list("RE-1 60,00")
    answer = practice.run()
    types = [line["type"] for line in answer.lines]
    assert types == [
        "run_started", "connected", "file_found", "file_fetched", "list_read", "planned",
        "committed", "file_removed",
        "run_finished", "summary",
    ]  # fmt: skip
    run = answer.lines[0]["run"]
    assert all(
        (line["v"], line["run"], line["interface"]) == (1, run, "datev")
        for line in answer.lines[:-1]
    )
    (planned,) = answer.events("planned")
    assert (planned["paid"], planned["part_paid"], planned["settled_amount"]) == (1, 1, "140.00")
    (finished,) = answer.events("run_finished")
    assert (finished["outcome"], finished["exit_code"], finished["files"]) == ("imported", 0, 1)
    assert answer.lines[-1]["runs"] == [
        {"run": run, "interface": "datev", "outcome": "imported", "exit_code": 0}
    ]
    journal = practice.data.journals / f"{run}.jsonl"
    assert journal.read_text().splitlines() == answer.out.splitlines()[:-1]


def test_the_same_list_again_changes_nothing_and_says_why(practice: Practice) -> None:
    practice.hold(item("RE-1"), item("RE-2"))
    practice.put_list("RE-1 60,00")
    practice.run()
    before = practice.items
    practice.put_list("RE-1 60,00", name="OPOS_again.csv")
    answer = practice.run()
    assert answer.code == 0
    assert [(line["name"], line["reason"]) for line in answer.events("file_skipped")] == [
        ("OPOS_again.csv", "already_imported")
    ]
    assert [line["outcome"] for line in answer.events("run_finished")] == ["nothing_to_do"]
    assert practice.items == before
    assert list(practice.uploads.iterdir()) == []


@pytest.mark.parametrize(
    "untouched",
    [
        {"handed_over": False},
        {"invoice_date": date(2026, 11, 20)},
        {"invoice_date": None},
        {"mandant": "002"},
    ],
    ids=["not handed over", "newer than the key date", "without a date", "of another Mandant"],
)
def test_an_unlisted_invoice_that_bookkeeping_cannot_know_is_never_touched(
    practice: Practice, untouched: dict[str, object]
) -> None:
    practice.hold(item("RE-1"), item("RE-2", **untouched), item("RE-3"))
    practice.put_list("RE-1 100,00")
    assert practice.run().code in (0, 3)
    assert practice.items["RE-2"] == item("RE-2", **untouched)
    assert practice.items["RE-3"].status is Status.PAID


def test_a_dry_run_tells_all_and_changes_nothing(practice: Practice) -> None:
    practice.hold(item("RE-1"), item("RE-2"))
    practice.put_list("RE-1 60,00")
    before = contents(practice.folder)
    answer = practice.run("-n")
    told = {
        line["invoice_no"]: (line["before"], line["after"], line["rule"])
        for line in answer.events("item_planned")
    }
    assert told == {
        "RE-1": ("100.00", "60.00", "listed_open"),
        "RE-2": ("100.00", "0.00", "unlisted"),
    }
    assert [line["outcome"] for line in answer.events("run_finished")] == ["dry_run"]
    after = contents(practice.folder)
    assert {name for name in after if after[name] != before.get(name)} <= {
        f"data/journals/{answer.lines[0]['run']}.jsonl", "data/locks/datev.lock",
    }  # fmt: skip
    assert before.keys() <= after.keys()


def test_dry_run_and_real_run_agree(practice: Practice) -> None:
    practice.hold(*(item(f"RE-{number}") for number in range(30)))
    practice.put_list(*(f"RE-{number} {90 + number % 20},00" for number in range(25)))
    figures = [{key: value for key,
        value in practice.run(*options).events("planned")[0].items() if key not in ("run", "at")}
               for options in (["-n"], [])]  # fmt: skip
    assert figures[0] == figures[1]


def test_too_much_at_once_is_held_and_waits(practice: Practice) -> None:
    practice.hold(*(item(f"RE-{number}") for number in range(40)))
    before = practice.items
    practice.put_list(*(f"RE-{number} 100,00" for number in range(20)))
    answer = practice.run()
    assert answer.code == 8
    assert [
        (line["rule"], line["limit"], line["actual"]) for line in answer.events("guard_held")
    ] == [("max_settled_percent", "30 %", "20/40 (50.0 %)")]
    assert practice.items == before
    assert (practice.uploads / LIST_NAME).exists()
    again = practice.run()
    assert again.code == 8
    assert [line["reason"] for line in again.events("file_skipped")] == ["waiting_for_release"]


def test_payments_in_full_in_part_and_unreadable(practice: Practice) -> None:
    practice.hold(*(item(f"RE-{number}") for number in range(1, 20)))
    rows = [f"RE-{number};100,00;18.11.2026" for number in range(4, 13)]
    text = "\r\n".join(
        [
            "Rechnungsnummer;Zahlbetrag;Zahlungsdatum",
            "RE-1;30,00;18.11.2026",
            "RE-2;1O,00;18.11.2026",
            *rows,
            "",
        ]
    )
    practice.put("Zahlungen.csv", text)
    answer = practice.opos("--headless", "-i", "payments", "--json")
    assert answer.code == 3
    (rejected,) = answer.events("row_rejected")
    assert (rejected["line"], rejected["column"], rejected["value"]) == (3, "Zahlbetrag", "1O,00")
    held = practice.items
    assert (held["RE-1"].open, held["RE-2"].open, held["RE-3"].open, held["RE-4"].open) == (
        70_00,
        100_00,
        100_00,
        0,
    )
    assert held["RE-4"].paid_on == date(2026, 11, 18)


def test_a_file_that_is_no_such_list_is_refused_and_stays(practice: Practice) -> None:
    practice.hold(item("RE-1"))
    practice.put(LIST_NAME, '"EXTF";700;21;"Buchungsstapel"\r\n')
    answer = practice.run()
    assert answer.code == 7
    (refused,) = answer.events("file_refused")
    assert "Buchungsstapel" in refused["cause"]
    assert refused["advice"]
    assert practice.items["RE-1"] == item("RE-1")
    assert (practice.uploads / LIST_NAME).exists()


def test_one_interface_that_fails_does_not_stop_the_other(practice: Practice) -> None:
    practice.hold(item("RE-1"))
    practice.put(LIST_NAME, "this is no list\r\n")
    practice.put("Zahlungen.csv", "Rechnungsnummer;Zahlbetrag\r\nRE-1;100,00\r\n")
    answer = practice.opos("--headless", "--all", "--json")
    assert answer.code == 7
    assert [(run["interface"], run["outcome"]) for run in answer.lines[-1]["runs"]] == [
        ("datev", "refused"),
        ("payments", "imported"),
    ]
    assert practice.items["RE-1"].status is Status.PAID


def test_a_second_run_at_the_same_time_ends_with_11(practice: Practice) -> None:
    practice.hold(item("RE-1"))
    practice.put_list("RE-1 60,00")
    with file_lock(practice.data.run_lock("datev")):
        answer = practice.run()
    assert answer.code == 11
    assert "Another run of this interface is at work" in answer.err
    assert answer.lines[-1]["runs"] == [
        {"run": "", "interface": "datev", "outcome": "failed", "exit_code": 11}
    ]
    assert practice.items["RE-1"] == item("RE-1")


def test_nothing_there_is_nothing_to_do(practice: Practice) -> None:
    answer = practice.run()
    assert answer.code == 0
    assert [line["outcome"] for line in answer.events("run_finished")] == ["nothing_to_do"]


def test_a_damaged_store_stops_everything_with_12(practice: Practice) -> None:
    practice.hold(item("RE-1"))
    practice.data.store.write_bytes(b"{}")
    practice.put_list("RE-1 60,00")
    answer = practice.run()
    assert answer.code == 12
    assert "damaged" in answer.events("run_finished")[0]["cause"]
    assert (practice.uploads / LIST_NAME).exists()


def test_a_list_that_is_expected_and_does_not_come_is_a_failure(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice", source="expect_file = true")
    answer = practice.run()
    assert answer.code == 4
    (finished,) = answer.events("run_finished")
    assert finished["outcome"] == "failed"
    assert "No list has come" in finished["cause"]
    practice.put_list("RE-1 60,00")
    assert practice.run().code == 0


def test_the_silence_of_days_is_a_failure_until_a_new_list_comes(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice", source="expect_days = 3")
    practice.hold(item("RE-1"))
    practice.put_list("RE-1 60,00")
    run = practice.run().lines[0]["run"]
    assert practice.run().code == 0
    old = practice.data.journals / f"{run}.jsonl"
    old.write_text(
        old.read_text(encoding="utf-8").replace('"at":"20', '"at":"19'), encoding="utf-8"
    )
    answer = practice.run()
    assert (answer.code, answer.events("run_finished")[0]["outcome"]) == (4, "failed")
    practice.put_list("RE-1 50,00")
    assert practice.run().code == 0


def test_a_refused_file_is_set_aside_with_its_result_beside_it(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice", source="acknowledge = true")
    practice.hold(item("RE-1"))
    practice.put(LIST_NAME, '"EXTF";700;21;"Buchungsstapel"\r\n')
    answer = practice.run()
    assert answer.code == 7
    assert [line["how"] for line in answer.events("file_removed")] == ["moved"]
    run = answer.lines[0]["run"]
    names = sorted(path.name for path in (practice.uploads / "error").iterdir())
    assert names == [f"{run}_{LIST_NAME}", f"{run}_{LIST_NAME}.result.csv"]
    assert "Buchungsstapel" in (practice.uploads / "error" / names[1]).read_text(
        encoding="utf-8-sig"
    )
    assert practice.run().code == 0


def test_a_held_file_is_set_aside_with_rows_and_reasons(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice", source="acknowledge = true")
    practice.hold(*(item(f"RE-{number}") for number in range(5)))
    path = practice.put_list("RE-1 100,00", "=RE-2 1O,00")
    answer = practice.run()
    assert answer.code == 8
    result = next((practice.uploads / "error").glob("*.result.csv")).read_text(encoding="utf-8-sig")
    assert ";3;Sollbetrag;1O,00;this is no amount" in result
    assert not path.exists()
    assert practice.opos("release", answer.lines[0]["run"], "--reason", "checked").code in (0, 3)


@pytest.mark.parametrize("journal_is_lost", [False, True])
def test_what_was_held_and_not_set_aside_is_so_by_the_next_run(
    tmp_path: Path, journal_is_lost: bool
) -> None:
    """As a run leaves it that was killed in between."""
    practice = Practice(tmp_path / "practice", source="acknowledge = false")
    practice.hold(*(item(f"RE-{number}") for number in range(5)))
    practice.put_list("RE-1 100,00", "=RE-2 1O,00")
    run = practice.run().lines[0]["run"]
    if journal_is_lost:
        (practice.data.journals / f"{run}.jsonl").unlink()
    rewrite(practice.config, "acknowledge = false", "acknowledge = true")
    for _time in range(2):  # put there again, it is set aside again
        answer = practice.run()
        assert [line["how"] for line in answer.events("file_removed")] == ["moved"]
        names = sorted(path.name for path in (practice.uploads / "error").iterdir())
        assert names == [f"{run}_{LIST_NAME}", f"{run}_{LIST_NAME}.result.csv"]
        told = (practice.uploads / "error" / names[1]).read_text(encoding="utf-8-sig")
        told_of = "it waits for a release" if journal_is_lost else "1O,00;this is no amount"
        assert told_of in told
        practice.put_list("RE-1 100,00", "=RE-2 1O,00")


def test_a_list_over_several_branches_tells_the_part_of_each(practice: Practice) -> None:
    practice.hold(
        item("RE-1", branch="ulm"),
        item("RE-2", branch="ulm"),
        item("RE-3", branch="stuttgart"),
        item("RE-4"),
    )
    practice.put_list("RE-1 60,00", "RE-3 10,00", "RE-4 100,00")
    parts = {
        part["branch"]: (part["paid"], part["part_paid"], part["settled_amount"])
        for part in practice.run("-n").events("planned_for")
    }
    assert parts == {"stuttgart": (0, 1, "90.00"), "ulm": (1, 1, "140.00")}


def test_an_earlier_list_again_changes_nothing_and_is_told(practice: Practice) -> None:
    practice.hold(item("RE-1"))
    practice.put_list("RE-1 60,00")
    first = practice.run().lines[0]["run"]
    practice.put_list("RE-1 50,00", name="OPOS_20112026.csv")
    practice.run()
    practice.put_list("RE-1 60,00", name="OPOS_21112026.csv")
    answer = practice.run()
    assert answer.code == 3
    assert [(line["code"], first in line["text"]) for line in answer.events("warning")] == [
        ("old_list_again", True)
    ]
    assert practice.items["RE-1"].open == 50_00
