"""The commands that answer: items, explain, runs, show, read."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from engine.model.item import Status
from tests.factories import item
from tests.practice import HEADING, LIST_NAME, Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(
        item("RE-1", name="Jürgen Müller"),
        item("RE-2", name="=cmd|'/c calc'!A1"),
        item("0012", mandant="002"),
    )
    practice.put_list("RE-1 60,00")
    assert practice.run().code == 0
    return practice


def test_items_as_the_contract_names_them(practice: Practice) -> None:
    lines = practice.opos("items", "--json").lines
    assert list(lines[0]) == [
        "mandant", "invoice_no", "account", "name", "branch", "invoice_date", "due_date", "amount",
        "open", "currency", "status",
        "paid_on", "dunning_level", "handed_over", "export", "updated_by", "updated_at",
    ]  # fmt: skip
    found = {line["invoice_no"]: (line["open"], line["status"], line["export"]) for line in lines}
    assert found == {
        "RE-1": ("60.00", "part_paid", False),
        "RE-2": ("0.00", "paid", False),
        "0012": ("100.00", "open", True),
    }


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (["mül"], ["RE-1"]),
        (["re-"], ["RE-1", "RE-2"]),
        (["--status", "paid"], ["RE-2"]),
        (["--mandant", "002"], ["0012"]),
        (["nobody"], []),
    ],
)
def test_items_are_searched(practice: Practice, arguments: list[str], numbers: list[str]) -> None:
    assert [
        line["invoice_no"] for line in practice.opos("items", *arguments, "--json").lines
    ] == numbers


def test_items_for_people(practice: Practice) -> None:
    out = practice.opos("items").out
    assert "Jürgen Müller" in out
    assert "3 items, €160.00 open." in out


def test_items_as_csv_and_excel_never_hold_a_formula(practice: Practice) -> None:
    csv_file, xlsx_file = practice.folder / "items.csv", practice.folder / "items.xlsx"
    assert practice.opos("items", "--csv", str(csv_file)).code == 0
    assert practice.opos("items", "--xlsx", str(xlsx_file)).code == 0
    with csv_file.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["invoice_no"]: row for row in csv.DictReader(file, delimiter=";")}
    assert rows["RE-2"]["name"].startswith("'=cmd")
    assert rows["RE-1"]["open"] == "60.00"
    sheet = openpyxl.load_workbook(xlsx_file).active
    assert sheet is not None
    cells = {row[1].value: row for row in sheet.iter_rows(min_row=2)}
    assert (cells["RE-2"][3].data_type, cells["RE-1"][8].value, cells["0012"][1].value) == (
        "s",
        60,
        "0012",
    )


def test_explain_names_run_file_line_and_reason(practice: Practice) -> None:
    lines = practice.opos("explain", "RE-1", "--json").lines
    load, imported, now = lines
    assert (load["act"], load["before"]) == ("load", None)
    assert (imported["act"], imported["file"], imported["line"], imported["rule"]) == (
        "import",
        LIST_NAME,
        2,
        "listed_open",
    )
    assert (imported["before"]["open"], imported["after"]["open"]) == ("100.00", "60.00")
    assert (practice.data.archive / imported["archived_as"]).exists()
    assert imported["started_by"].endswith(", cli")
    assert now["now"]["open"] == "60.00"
    assert "The list names €60.00 as open" in practice.opos("explain", "RE-1").out


def test_explain_asks_which_mandant(practice: Practice) -> None:
    practice.put("more.csv", "invoice_no;amount\r\nRE-1;5,00\r\n", "utf-8")
    assert (
        practice.opos("items", "load", str(practice.uploads / "more.csv"), "--mandant", "002").code
        == 0
    )
    answer = practice.opos("explain", "RE-1")
    assert answer.code == 2
    assert "001, 002" in answer.err
    assert practice.opos("explain", "RE-1", "--mandant", "002").code == 0


def test_runs_and_show(practice: Practice) -> None:
    (run,) = practice.opos("runs", "--json").lines
    assert (run["interface"], run["state"], run["paid"], run["trigger"]) == (
        "datev",
        "imported",
        1,
        "cli",
    )
    shown = practice.opos("show", run["run"], "--json")
    assert shown.out == (practice.data.journals / f"{run['run']}.jsonl").read_text()
    assert "1 paid" in practice.opos("runs").out
    assert "deleted on the server" in practice.opos("show", run["run"][:14]).out


def test_read_touches_no_store_and_tells_every_line(practice: Practice, tmp_path: Path) -> None:
    path = tmp_path / "OPOS_30042026.csv"
    rows = [
        "10001;RE-7;01.04.2026;15.04.2026;1.190,00;;1.190,00;8400;Hörgerät",
        "Summe;;;;;;1.190,00;;",
        "",
    ]
    path.write_bytes("\r\n".join([HEADING, *rows]).encode("cp1252"))
    before = practice.data.store.read_bytes()
    answer = practice.opos("read", str(path), "--json")
    summary = answer.lines[0]
    assert (summary["layout"], summary["encoding"], summary["rows"]) == ("datev_csv", "cp1252", 1)
    assert (summary["total"], summary["control_total"], summary["key_date"]) == (
        "1190.00",
        "1190.00",
        "2026-04-30",
    )
    assert answer.lines[1]["row"]["invoice_no"] == "RE-7"
    assert practice.data.store.read_bytes() == before
    assert "total" in practice.opos("read", str(path), "-v").out


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_items_are_loaded_from_what_was_written(
    practice: Practice, tmp_path: Path, kind: str
) -> None:
    """What `opos items` writes, `opos items load` reads."""
    path = tmp_path / f"items.{kind}"
    if kind == "jsonl":
        path.write_text(practice.opos("items", "--json").out, encoding="utf-8")
    else:
        assert practice.opos("items", f"--{kind}", str(path)).code == 0
    other = Practice(tmp_path / "other")
    answer = other.opos("items", "load", str(path), "--json")
    assert answer.code == 0, answer.out + answer.err
    kept = (
        "invoice_no",
        "name",
        "amount",
        "open",
        "status",
        "handed_over",
        "invoice_date",
        "mandant",
    )
    expected = [{key: line[key] for key in kept} for line in practice.opos("items", "--json").lines]
    if kind == "csv":
        expected[1]["name"] = "'" + expected[1]["name"]
    assert [
        {key: line[key] for key in kept} for line in other.opos("items", "--json").lines
    ] == expected


def test_loading_again_keeps_payments_and_follows_corrections(
    practice: Practice, tmp_path: Path
) -> None:
    path = tmp_path / "invoices.csv"
    path.write_text(
        "Rechnungsnummer;Rechnungsbetrag;Fibu-Übergabe\nRE-1;110,00;ja\nRE-2;100,00;ja\nRE-5;1O,00;ja\n",
        encoding="utf-8",
    )
    answer = practice.opos("items", "load", str(path), "--mandant", "001", "--json")
    assert answer.code == 3
    assert [(line["line"], line["column"]) for line in answer.events("row_rejected")] == [
        (4, "Rechnungsbetrag")
    ]
    held = practice.items
    assert (held["RE-1"].amount, held["RE-1"].open) == (110_00, 70_00)
    assert held["RE-2"].status is Status.PAID
    assert json.loads(practice.opos("items", "RE-2", "--json").out)["open"] == "0.00"


def test_the_template_is_read_and_its_example_is_no_item(
    practice: Practice, tmp_path: Path
) -> None:
    path = tmp_path / "Vorlage.xlsx"
    assert practice.opos("template", str(path)).code == 0
    summary = practice.opos("read", str(path), "--json")
    assert (summary.code, summary.lines[0]["rows"]) == (0, 0)
    again = practice.opos("template", str(path))
    assert again.code == 2
    assert "exists already" in again.err


def test_a_proposed_layout_once_confirmed_reads_the_file(
    practice: Practice, tmp_path: Path
) -> None:
    path = tmp_path / "strange.csv"
    path.write_text(
        "Vorgang;Wer;Noch zu zahlen\nRE-2026-0001;Anna Groß;119,00\nRE-2026-0002;Uwe Dürr;49,00\n",
        encoding="utf-8",
    )
    assert practice.opos("read", str(path)).code == 7
    proposed = practice.opos("read", str(path), "--suggest")
    assert proposed.code == 0
    with practice.config.open("a", encoding="utf-8") as config:
        config.write(
            proposed.out.replace("# invoice_no =", "invoice_no =").replace("# open =", "open =")
        )
    name = proposed.out.partition("[layouts.")[2].partition("]")[0]
    read = practice.opos("read", str(path), "--type", name, "--json")
    assert read.code in (0, 3), read.err
    assert (read.lines[0]["rows"], read.lines[0]["total"]) == (2, "168.00")
