"""What was imported, taken back, dropped or held once is not booked again unseen, whatever the
interface or the file is called.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.factories import item
from tests.practice import LIST_NAME, Answer, Practice, rewrite

PAYMENTS = "Rechnungsnummer;Betrag;Zahlungsdatum\r\nRE-1;10,00;20.11.2026\r\n"


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """A server that keeps its files."""
    practice = Practice(tmp_path / "practice")
    rewrite(practice.config, "stable_seconds", 'after_import = "keep"\nstable_seconds')
    practice.hold(*(item(f"RE-{number}") for number in range(1, 9)))
    return practice


def pay(practice: Practice, name: str = "payments") -> Answer:
    return practice.opos("--headless", "-i", name, "--json")


def held_by(answer: Answer) -> list[tuple[str, str]]:
    assert answer.code == 8, answer.out
    return [(line["rule"], line["actual"]) for line in answer.events("guard_held")]


def copied(practice: Practice, name: str, mandant: str = "001") -> None:
    """The interface of the payments once more, under another name and with a folder of its own, to
    which the file is delivered, too.
    """
    folder = practice.folder / name
    folder.mkdir()
    shutil.copy(practice.uploads / "Zahlungen.csv", folder)
    text = practice.config.read_text(encoding="utf-8")
    table = text[text.index("[interfaces.payments]") :]
    table = table.replace("interfaces.payments", f"interfaces.{name}")
    table = table.replace(f"{practice.uploads}/", f"{folder}/")
    table = table.replace('"001"', f'"{mandant}"')
    practice.config.write_text(
        f"{text}[mandants.{mandant}]\n{table}" if mandant != "001" else text + table,
        encoding="utf-8",
    )


def test_a_renamed_interface_books_no_payment_twice(practice: Practice) -> None:
    practice.put("Zahlungen.csv", PAYMENTS)
    run = pay(practice).lines[0]["run"]
    rewrite(practice.config, "interfaces.payments", "interfaces.zahlungen")
    again = pay(practice, "zahlungen")
    assert held_by(again) == [("imported_before", f"{run} (payments)")]
    assert practice.items["RE-1"].open == 90_00
    waits = pay(practice, "zahlungen")
    assert held_by(waits) == []
    assert [line["reason"] for line in waits.events("file_skipped")] == ["waiting_for_release"]
    meant = practice.opos("release", again.lines[0]["run"], "--reason", "paid twice")
    assert meant.code == 0, meant.err
    assert practice.items["RE-1"].open == 80_00


def test_a_copied_interface_books_no_payment_twice(practice: Practice) -> None:
    practice.put("Zahlungen.csv", PAYMENTS)
    pay(practice)
    copied(practice, "copy")
    assert [rule for rule, _run in held_by(pay(practice, "copy"))] == ["imported_before"]


def test_another_mandant_may_read_the_same_file(practice: Practice) -> None:
    practice.put("Zahlungen.csv", PAYMENTS)
    pay(practice)
    copied(practice, "other", mandant="002")
    assert pay(practice, "other").events("guard_held") == []


def test_the_same_payments_in_other_bytes_are_held_however_long_ago(practice: Practice) -> None:
    practice.put("Zahlungen.csv", PAYMENTS)
    run = pay(practice).lines[0]["run"]
    practice.put("Zahlungen-2.csv", PAYMENTS.replace("RE-1", "RE-2"))
    assert pay(practice).code == 0
    practice.put("Zahlungen-3.csv", PAYMENTS.replace("\r\n", "\n"))
    assert held_by(pay(practice)) == [("same_payments", f"{run} (payments)")]


SECOND = "RE-2;5,00;21.11.2026\r\n"


def test_a_part_payment_that_comes_again_among_others_is_held(practice: Practice) -> None:
    practice.put("Zahlungen.csv", PAYMENTS)
    run = pay(practice).lines[0]["run"]
    practice.put("Zahlungen-2.csv", PAYMENTS + SECOND)
    assert held_by(pay(practice)) == [("repeated_payments", "1")]
    assert (practice.items["RE-1"].open, practice.items["RE-2"].open) == (90_00, 100_00)
    practice.opos("undo", run)
    practice.put("Zahlungen-3.csv", PAYMENTS + SECOND.replace("5,00", "6,00"))
    assert len(pay(practice).events("committed")) == 1
    assert (practice.items["RE-1"].open, practice.items["RE-2"].open) == (90_00, 94_00)


@pytest.mark.parametrize("other", ["RE-1;11,00;20.11.2026", "RE-1;10,00;21.11.2026"])
def test_another_part_payment_is_booked(practice: Practice, other: str) -> None:
    practice.put("Zahlungen.csv", PAYMENTS)
    pay(practice)
    practice.put("Zahlungen-2.csv", PAYMENTS.splitlines()[0] + f"\r\n{other}\r\n{SECOND}")
    assert pay(practice).code == 0
    assert practice.items["RE-1"].open < 90_00


def test_what_was_paid_in_full_may_stand_in_each_list(practice: Practice) -> None:
    whole = PAYMENTS.replace("10,00", "100,00")
    practice.put("Zahlungen.csv", whole)
    pay(practice)
    practice.put("Zahlungen-2.csv", whole + SECOND)
    assert pay(practice).events("guard_held") == []
    assert practice.items["RE-2"].open == 95_00


def test_the_same_file_under_two_names_is_booked_once(practice: Practice) -> None:
    practice.put("Zahlungen.csv", PAYMENTS)
    practice.put("Zahlungen-2.csv", PAYMENTS)
    answer = pay(practice)
    assert answer.code == 0
    assert [line["reason"] for line in answer.events("file_skipped")] == ["already_imported"]
    assert practice.items["RE-1"].open == 90_00


def test_what_was_taken_back_is_held_and_released_by_the_command_that_undo_names(
    practice: Practice,
) -> None:
    practice.put("Zahlungen.csv", PAYMENTS)
    run = pay(practice).lines[0]["run"]
    undone = practice.opos("undo", run)
    assert undone.code == 0
    assert "it is held" in undone.out
    assert f"opos release {run} --reason" in undone.out
    again = pay(practice)
    assert held_by(again) == [("taken_back", f"{run} (payments)")]
    assert practice.items["RE-1"].open == 100_00
    assert practice.opos("release", run, "--reason", "right after all").code == 0
    assert practice.items["RE-1"].open == 90_00
    twice = practice.opos("release", run, "--reason", "again")
    assert (twice.code, "was imported since" in twice.out) == (8, True)
    assert [line["reason"] for line in pay(practice).events("file_skipped")] == ["already_imported"]


def test_a_held_list_is_not_booked_by_a_renamed_interface_and_then_released(
    practice: Practice,
) -> None:
    rewrite(practice.config, "[interfaces.payments.file]", GUARD + "[interfaces.payments.file]")
    practice.put("Zahlungen.csv", PAYMENTS)
    first = pay(practice)
    assert [rule for rule, _run in held_by(first)] == ["max_settled_amount"]
    rewrite(practice.config, GUARD, "")
    copied(practice, "copy")
    second = pay(practice, "copy")
    assert held_by(second) == [("held_before", f"{first.lines[0]['run']} (payments)")]
    runs = [first.lines[0]["run"], second.lines[0]["run"]]
    assert [practice.opos("release", run, "--reason", "x").code for run in runs] == [0, 8]
    assert practice.items["RE-1"].open == 90_00


GUARD = "[interfaces.payments.guard]\nmax_settled_amount = 1.00\n\n"


def test_what_was_dropped_is_not_imported_by_a_renamed_interface(practice: Practice) -> None:
    rewrite(practice.config, "[interfaces.payments.file]", GUARD + "[interfaces.payments.file]")
    practice.put("Zahlungen.csv", PAYMENTS)
    dropping = practice.opos(
        "release", pay(practice).lines[0]["run"], "--reject", "--reason", "x", "--json"
    )
    rewrite(practice.config, GUARD, "")
    copied(practice, "copy")
    run = dropping.lines[0]["run"]
    assert held_by(pay(practice, "copy")) == [("dropped_before", f"{run} (payments)")]


def test_of_a_run_with_two_held_files_each_is_released_by_its_name(practice: Practice) -> None:
    rewrite(practice.config, "[interfaces.payments.file]", GUARD + "[interfaces.payments.file]")
    practice.put("Zahlungen-1.csv", PAYMENTS)
    practice.put("Zahlungen-2.csv", PAYMENTS.replace("RE-1", "RE-2"))
    run = pay(practice).lines[0]["run"]
    which = practice.opos("release", run, "--reason", "x")
    assert (which.code, "Zahlungen-2.csv" in which.err) == (2, True)
    assert practice.opos("release", run, "Zahlungen-2.csv", "--reason", "x").code == 0
    assert (practice.items["RE-1"].open, practice.items["RE-2"].open) == (100_00, 90_00)


def test_a_list_that_says_how_things_stand_may_come_again(practice: Practice) -> None:
    rows = [f"RE-{number} 90,00" for number in range(1, 9)]
    practice.put_list(*rows)
    assert practice.run().code == 0
    rewrite(practice.config, "interfaces.datev", "interfaces.renamed")
    again = practice.opos("--headless", "-i", "renamed", "--json")
    assert (again.code, again.events("committed")[0]["changes"]) == (0, 0)


def test_an_older_list_that_lies_on_the_server_still_is_no_news(practice: Practice) -> None:
    practice.put_list("RE-1 60,00", name=LIST_NAME)
    practice.run()
    practice.put_list("RE-1 50,00", name="OPOS_20112026.csv")
    practice.run()
    assert practice.run().code == 0
