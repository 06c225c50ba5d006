"""The clearing list from the import to the last cent: assigned, dropped, taken back."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from engine.common.cancellation import CancelToken
from engine.imports.prune_run import prune
from engine.store.opening import open_archive, open_store
from tests.factories import item
from tests.lists.payments.making import IBAN, PAYER, Entry, camt, mt940
from tests.practice import Answer, Practice

BANK = f"""
[interfaces.bank]
name = "Bank"

[interfaces.bank.source]
protocol = "folder"
directory = "{{uploads}}/"
filename = "camt"
stable_seconds = 0

[interfaces.bank.file]
type = "camt"
content = "payments"
accounts = ["{IBAN}"]

[interfaces.bank.posting]
mandants = ["001"]
{{posting}}
"""


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    made = Practice(tmp_path)
    configure(made)
    made.hold(item("RE-1"), item("RE-2", amount=50_00, open=50_00), item("RE-9", account="10009"))
    return made


def configure(practice: Practice, posting: str = "", guard: str = "") -> None:
    text = practice.config.read_text(encoding="utf-8").partition("\n[interfaces.bank]")[0]
    bank = BANK.format(uploads=practice.uploads, posting=posting)
    practice.config.write_text(f"{text}{bank}{guard}", encoding="utf-8")


def imported(practice: Practice, *entries: Entry, name: str = "camt.xml") -> Answer:
    practice.put(name, camt(*entries).decode(), encoding="utf-8")
    return practice.opos("--headless", "-i", "bank", "--json")


def waiting(practice: Practice) -> list[dict[str, Any]]:
    return [json.loads(line) for line in practice.opos("clearing", "--json").out.splitlines()]


def assign(practice: Practice, *more: str) -> Answer:
    entry = waiting(practice)[0]["entry"]
    return practice.opos("clearing", "assign", entry, *more, "--reason", "by phone", "--json")


def opens(practice: Practice) -> dict[str, int]:
    return {number: one.open for number, one in practice.items.items()}


def test_a_payment_that_names_no_invoice_waits_until_somebody_says_which(
    practice: Practice,
) -> None:
    answer = imported(practice, Entry(paid=40_00, text="Danke", reference="B1"))
    assert answer.code == 3
    (one,) = waiting(practice)
    assert (one["amount"], one["name"], one["iban"], one["reason"]) == (
        "40.00", "Anna Müller", PAYER, "no_number",
    )  # fmt: skip
    assert assign(practice, "RE-1").code == 0
    assert (opens(practice)["RE-1"], waiting(practice)) == (60_00, [])
    told = practice.opos("explain", "RE-1").out
    assert "assigned from the clearing list" in told
    assert "by phone" in told


def test_what_one_invoice_cannot_take_waits_on(practice: Practice) -> None:
    imported(practice, Entry(paid=120_00, text="RE-1 und RE-2"))
    assign(practice, "RE-1")
    assert [one["amount"] for one in waiting(practice)] == ["20.00"]
    assign(practice, "RE-2")
    assert (opens(practice)["RE-2"], waiting(practice)) == (30_00, [])


def test_an_assignment_can_be_taken_back(practice: Practice) -> None:
    imported(practice, Entry(paid=40_00, text="Danke"))
    run = assign(practice, "RE-1").events("run_finished")[0]["run"]
    assert practice.opos("undo", run).code == 0
    assert opens(practice)["RE-1"] == 100_00
    assert [one["amount"] for one in waiting(practice)] == ["40.00"]


def test_an_import_is_taken_back_after_its_assignments(practice: Practice) -> None:
    run = imported(practice, Entry(paid=40_00, text="Danke")).events("run_started")[0]["run"]
    assigned = assign(practice, "RE-1").events("run_finished")[0]["run"]
    refused = practice.opos("undo", run)
    assert refused.code == 2
    assert assigned in refused.err
    practice.opos("undo", assigned)
    assert practice.opos("undo", run).code == 0
    assert waiting(practice) == []


def test_a_payment_that_is_for_no_invoice_is_dropped(practice: Practice) -> None:
    imported(practice, Entry(paid=40_00, text="Steuererstattung"))
    entry = waiting(practice)[0]["entry"]
    assert practice.opos("clearing", "drop", entry, "--reason", "tax", "-n").code == 0
    assert waiting(practice)
    assert practice.opos("clearing", "drop", entry[:4], "--reason", "tax").code == 0
    assert (waiting(practice), opens(practice)["RE-1"]) == ([], 100_00)


def test_a_dry_run_shows_it_and_changes_nothing(practice: Practice) -> None:
    imported(practice, Entry(paid=40_00, text="Danke"))
    answer = assign(practice, "RE-1", "-n")
    (planned,) = answer.events("item_planned")
    assert (planned["before"], planned["after"]) == ("100.00", "60.00")
    assert (opens(practice)["RE-1"], len(waiting(practice))) == (100_00, 1)


def test_a_return_gives_back_what_was_paid(practice: Practice) -> None:
    imported(practice, Entry(text="RE-2", paid=50_00), name="camt-1.xml")
    imported(practice, Entry(text="Lastschrift", paid=-50_00, is_return=True), name="camt-2.xml")
    assert opens(practice)["RE-2"] == 0
    assert assign(practice, "RE-2").code == 3
    assert opens(practice)["RE-2"] == 50_00


def test_what_was_decided_for_a_payer_is_offered_and_not_applied(practice: Practice) -> None:
    imported(practice, Entry(paid=40_00, text="Danke"), name="camt-1.xml")
    assign(practice, "RE-9")
    imported(practice, Entry(paid=60_00, text="Gruß"), name="camt-2.xml")
    (one,) = waiting(practice)
    assert (one["offers"], opens(practice)["RE-9"]) == ("RE-9", 60_00)


@pytest.mark.parametrize("kind", ["camt", "mt940", "zip"])
def test_each_payment_is_shown_with_the_words_of_its_file(practice: Practice, kind: str) -> None:
    first, second = Entry(paid=40_00, text="Danke"), Entry(paid=9_00, text="Gruß", name="Uwe Ä")
    if kind == "camt":
        practice.put("camt.xml", camt(first, second).decode(), encoding="utf-8")
    elif kind == "mt940":
        text = practice.config.read_text(encoding="utf-8").replace(
            'type = "camt"', 'type = "mt940"'
        )
        practice.config.write_text(text, encoding="utf-8")
        practice.put("camt.sta", mt940(first, second).decode("cp1252"))
    else:
        with ZipFile(practice.uploads / "camt.zip", "w") as packed:
            for number, one in enumerate((first, second)):
                packed.writestr(f"{number}.xml", camt(one, opening=1_000_00 + number * 40_00))
    practice.opos("--headless", "-i", "bank")
    assert [(one["name"], one["text"], one["iban"]) for one in waiting(practice)] == [
        ("Anna Müller", "Danke", PAYER), ("Uwe Ä", "Gruß", PAYER),
    ]  # fmt: skip
    assert len(practice.opos("clearing", "gruß", "--json").lines) == 1


def test_payments_booked_in_one_sum_keep_their_own_words(practice: Practice) -> None:
    imported(practice, Entry(batch=((5_00, "Danke"), (5_00, "Gruß"), (7_00, "Viel Glück"))))
    assert [one["text"] for one in waiting(practice)] == ["Danke", "Gruß", "Viel Glück"]


def test_once_the_original_is_gone_nothing_tells_who_paid(practice: Practice) -> None:
    imported(practice, Entry(paid=40_00, text="Danke"), Entry(paid=9_00, text="Grüße"))
    imported(practice, Entry(text="RE-2", paid=50_00), name="camt-2.xml")
    run = assign(practice, "RE-9").events("run_finished")[0]["run"]
    assert told_of_payers(practice)
    archive, store = open_archive(practice.data), open_store(practice.data)
    later = datetime.now(UTC) + timedelta(days=4_000)
    assert [*prune(archive, store, 10, "later", CancelToken(), now=later, dry_run=False)]
    assert told_of_payers(practice) == []
    (one,) = waiting(practice)
    assert (one["amount"], one["name"], one["text"]) == ("9.00", "", "")
    assert one["offers"] == "RE-9"
    assert practice.opos("undo", run).code == 0
    assert len(waiting(practice)) == 2
    assert practice.opos("verify").code == 0


def test_an_original_that_was_changed_since_tells_nothing(practice: Practice) -> None:
    imported(practice, Entry(paid=40_00, text="Danke"))
    (original,) = (path for path in practice.data.archive.rglob("*") if len(path.name) == 64)
    original.chmod(0o640)
    original.write_bytes(original.read_bytes().replace(b"Danke", b"RE-77"))
    (one,) = waiting(practice)
    assert (one["amount"], one["name"], one["text"]) == ("40.00", "", "")


def told_of_payers(practice: Practice) -> list[Path]:
    """The files of the data folder with what stood in the statements."""
    words = [one.encode() for one in (PAYER, "Anna", "Müller", "Danke", "Grüße")]
    files = [path for path in (practice.folder / "data").rglob("*") if path.is_file()]
    return [path for path in files if any(word in _content(path) for word in words)]


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("assign", "ENTRY", "RE-7", "--reason", "x"), 2, "no invoice RE-7"),
        (("assign", "zzz", "RE-1", "--reason", "x"), 2, "zzz"),
        (("assign", "ENTRY", "RE-1"), 2, "reason"),
        (("assign", "ENTRY"), 2, "takes an entry and an invoice"),
        (("drop", "ENTRY", "RE-1"), 2, "takes an entry and an invoice"),
        (("assign", "ENTRY", "RE-0", "--reason", "x"), 2, "Nothing is open"),
    ],
)
def test_what_cannot_be_decided_says_why(
    practice: Practice, arguments: tuple[str, ...], code: int, words: str
) -> None:
    imported(practice, Entry(paid=70_00, text="RE-2"), name="camt-1.xml")
    entry = waiting(practice)[0]["entry"]
    typed = [entry if word == "ENTRY" else word for word in arguments]
    if "RE-0" in typed:
        imported(practice, Entry(text="RE-1", paid=100_00), name="camt-2.xml")
        typed[typed.index("RE-0")] = "RE-1"
    answer = practice.opos("clearing", *typed)
    assert (answer.code, words in answer.err) == (code, True), answer


def test_the_guards_limit_holds_for_an_assignment_too(practice: Practice) -> None:
    imported(practice, Entry(paid=40_00, text="Danke"))
    configure(practice, guard="\n[interfaces.bank.guard]\nmax_settled_amount = 30.00\n")
    answer = assign(practice, "RE-1")
    assert answer.code == 8
    assert opens(practice)["RE-1"] == 100_00


def test_where_a_second_person_is_demanded_the_first_may_not_assign(practice: Practice) -> None:
    imported(practice, Entry(paid=40_00, text="Danke"))
    configure(practice, guard="\n[interfaces.bank.guard]\nsecond_person = true\n")
    assert assign(practice, "RE-1").code == 8
    assert opens(practice)["RE-1"] == 100_00


def test_the_list_goes_to_a_spreadsheet(practice: Practice, tmp_path: Path) -> None:
    imported(practice, Entry(paid=40_00, text="=cmd", name="Anna"))
    path = tmp_path / "clearing.csv"
    assert practice.opos("clearing", "--csv", str(path)).code == 0
    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("entry;amount;currency;paid_on;name;iban")
    assert "'=cmd" in text
    assert practice.opos("clearing", "nobody").out.startswith("0 payments wait.")


def test_an_entry_that_came_in_another_file_is_passed_over(practice: Practice) -> None:
    entry = Entry(paid=40_00, text="RE-1", reference="B1")
    practice.put("camt-054.xml", camt(entry, message="054").decode(), encoding="utf-8")
    practice.opos("--headless", "-i", "bank", "--json")
    answer = imported(practice, entry, Entry(paid=10_00, text="RE-2", reference="B2"))
    assert opens(practice) == {"RE-1": 60_00, "RE-2": 40_00, "RE-9": 100_00}
    assert "known_payments" in [note["code"] for note in answer.events("note")]


def test_a_statement_whose_balance_does_not_hold_is_held(practice: Practice) -> None:
    practice.put("camt.xml", camt(Entry(paid=40_00), closing=0).decode(), encoding="utf-8")
    answer = practice.opos("--headless", "-i", "bank", "--json")
    assert answer.code == 8
    assert [held["rule"] for held in answer.events("guard_held")] == ["balance_mismatch"]
    assert not waiting(practice)
    run = answer.events("run_started")[0]["run"]
    assert practice.opos("release", run, "--reason", "the bank says so").code == 3
    assert len(waiting(practice)) == 1
    assert open_store(practice.data).clearing()[0].imported.reason == "the bank says so"


def test_the_store_and_its_history_agree(practice: Practice) -> None:
    imported(practice, Entry(paid=40_00, text="Danke"))
    assign(practice, "RE-1")
    assert practice.opos("verify").code == 0
