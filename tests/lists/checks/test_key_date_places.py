"""The key date of whole files: wherever it stands in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile

TODAY = date(2026, 11, 20)
DAY = date(2026, 9, 30)
HEADINGS = "Rechnungsnummer;Kunde;Rechnungsdatum;Offen"
ROWS = ("RE-1;Arndt;01.06.2026;100,00", "RE-2;Arndt;12.09.2026;50,00")


def read(path: Path, *lines: str, name: str = "op.csv", content: Content | None = None) -> ListFile:
    file = path / "list.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_list(file, name, type="addison", content=content, today=TODAY)


@pytest.mark.parametrize(
    "lines",
    [
        ("Offene Posten bis 30.09.2026;;;", HEADINGS, *ROWS),
        ("Gedruckt am;05.11.2026;Stichtag:;30.09.26", HEADINGS, *ROWS),
        (HEADINGS, *ROWS, ";;;", "Stand: 30. September 2026;;;"),
        (HEADINGS, *ROWS, "Summe per 30.09.2026;;;150,00"),
        (f"{HEADINGS};Mahnstufe per 30.09.2026", *(f"{row};0" for row in ROWS)),
        (f"{HEADINGS};Stichtag", *(f"{row};30.09.2026" for row in ROWS)),
        (f"{HEADINGS};Stand", *(f"{row};2026-09-30 18:00" for row in ROWS)),
    ],
)  # fmt: skip
def test_it_stands_anywhere_in_the_list(tmp_path: Path, lines: tuple[str, ...]) -> None:
    found = read(tmp_path, *lines)
    assert (found.key_date, found.doubts) == (DAY, [])
    assert "30" in found.key_date_text


def test_of_a_column_the_earliest_day_counts(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEADINGS};Stichtag", f"{ROWS[0]};31.10.2026", f"{ROWS[1]};30.09.2026")
    assert (found.key_date, found.notices) == (DAY, [])


def test_the_name_of_the_file_tells_it(tmp_path: Path) -> None:
    assert read(tmp_path, HEADINGS, *ROWS, name="op_30_09.csv").key_date == DAY


def test_what_is_not_clear_is_a_doubt_about_the_list(tmp_path: Path) -> None:
    found = read(tmp_path, "Stichtag 03/04/26;;;", HEADINGS, ROWS[0])
    assert [doubt.message.code.value for doubt in found.doubts] == ["key_date_unclear"]
    assert found.doubts[0].reach == "list"


def test_payments_have_none_that_matters(tmp_path: Path) -> None:
    found = read(
        tmp_path, "Rechnungsnummer;Zahlbetrag;Zahldatum", "RE-1;10,00;01.06.2026",
        name="zahlungen_03_04.csv", content=Content.PAYMENTS,
    )  # fmt: skip
    assert (found.doubts, found.notices) == ([], [])


def test_the_days_of_an_example_above_the_headings_are_its_own(tmp_path: Path) -> None:
    example = "Beispiel RE-0;Muster;01.02.2026;15.02.2026;100,00"
    found = read(
        tmp_path, example, "Rechnungsnummer;Kunde;Rechnungsdatum;Fällig am;Offen",
        "RE-1;Arndt;01.06.2026;01.07.2026;100,00",
    )  # fmt: skip
    assert found.key_date is None


def test_a_workbook_tells_it_by_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "op.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "30.09.2026"
    sheet.append(HEADINGS.split(";"))
    sheet.append(["RE-1", "Arndt", date(2026, 6, 1), 100])
    book.save(path)
    assert read_list(path, "op.xlsx", today=TODAY).key_date == DAY
