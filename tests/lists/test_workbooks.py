"""The same list is read the same from every program that writes workbooks."""

from __future__ import annotations

import io
import os
import struct
import sys
import tempfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlrd.compdoc import CompDoc

from engine.errors import ListRefused
from engine.lists.limits import Limits
from engine.lists.tables import Cell, Shown, Table, truth
from engine.lists.workbook_child import read
from engine.lists.workbooks import kind_of, read_workbook
from tests.lists.workbook_content import HEADINGS, ITEMS, SHOWN, TITLE, cell, serial, xlsx

FOLDER = Path(__file__).with_name("workbooks")
WITH_TYPES = [
    "list_openpyxl.xlsx", "list_libreoffice.xlsx", "list_inline.xlsx", "list_xlwt.xls", "list_libreoffice.xls", "list_2003.xml",
]  # fmt: skip


def tables(path: Path) -> list[Table]:
    return read(path, kind_of(path.read_bytes()[:4096]), Limits())


def the_list(path: Path) -> list[tuple[int, list[Cell]]]:
    return next(table.lines for table in tables(path) if table.name in ("Offene Posten", "Liste", "1"))


def texts(cells: list[Cell]) -> list[str]:
    return [cell.text if isinstance(cell, Shown) else cell for cell in cells]


def values(cells: list[Cell]) -> list[Any]:
    return [cell.value if isinstance(cell, Shown) else cell for cell in cells]


def padded(line: list[Any]) -> list[Any]:
    return line + [""] * (1 + len(HEADINGS) - len(line))


@pytest.mark.parametrize("name", WITH_TYPES)
def test_a_person_and_the_program_see_the_same(name: str) -> None:
    lines = the_list(FOLDER / name)
    assert [number for number, _cells in lines] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert lines[0][1] == [TITLE]
    assert lines[1][1] == []
    assert lines[2][1] == ["", *HEADINGS]
    assert [padded(texts(cells))[1:] for _number, cells in lines[3:]] == SHOWN


@pytest.mark.parametrize("name", WITH_TYPES)
def test_values_are_what_was_stored(name: str) -> None:
    stored = [[cell[0] if isinstance(cell, tuple) else cell for cell in row] for row in ITEMS]
    days = [[value.date() if isinstance(value, datetime) else value for value in row] for row in stored]
    read = [padded(values(cells))[1:] for _number, cells in the_list(FOLDER / name)[3:]]
    assert read == days
    assert [list(map(type, row)) for row in read] == [list(map(type, row)) for row in days]


@pytest.mark.parametrize("name", ["list_openpyxl.xlsx", "list_libreoffice.xlsx", "list_xlwt.xls", "list_libreoffice.xls"])
def test_hidden_and_very_hidden_sheets_are_told(name: str) -> None:
    shown = {table.name: table.visible for table in tables(FOLDER / name)}
    assert shown == {"Notizen": False, "Offene Posten": True, "Intern": False}


def test_a_hidden_sheet_of_excel_2003_is_told() -> None:
    assert {table.name: table.visible for table in tables(FOLDER / "list_2003.xml")} == {"Notizen": False, "Offene Posten": True}


def test_a_web_page_of_libreoffice_is_read_as_it_looks() -> None:
    lines = the_list(FOLDER / "list_libreoffice.html")
    assert lines[2][1] == ["", *HEADINGS]
    assert lines[3][1][1:6] == ["RE-2026-0001", "Müller & Söhne", "01.07.2026", "15.07.26 08:30", "1,190.00"]
    assert [cells[1] for _number, cells in lines[3:]] == [row[0] for row in SHOWN]


def test_a_web_page_named_xls_keeps_the_places_of_covered_cells() -> None:
    assert [cells for _number, cells in the_list(FOLDER / "list_excel.html")] == [
        ["Offene Posten zum 31.10.2026"],
        ["Rechnungs\xadnummer", "Kunde", "Beträge"],
        ["", "Name", "Rechnungsbetrag", "Offen"],
        ["0012", "Müller & Söhne Köln", "1.190,00 €", "595,50"],
    ]


@pytest.mark.parametrize(
    "name", ["epoch1904_openpyxl.xlsx", "epoch1904_libreoffice.xlsx", "epoch1904_xlwt.xls", "epoch1904_libreoffice.xls"]
)
def test_both_epochs_give_the_true_day(name: str) -> None:
    assert tables(FOLDER / name)[0].lines[0][1] == [Shown(date(2026, 1, 2))]


@pytest.mark.parametrize("name", ["formulas_libreoffice.xlsx", "formulas_libreoffice.xls"])
def test_formulas_give_their_stored_results(name: str) -> None:
    (_number, cells) = tables(FOLDER / name)[0].lines[3]
    assert cells == [Shown(4.0), Shown(0.0), "", "RE-7", truth(True), Shown(2.0), Shown(None, "#DIV/0!")]


def test_a_formula_without_a_result_is_no_blank_cell() -> None:
    (_number, cells) = tables(FOLDER / "formulas_openpyxl.xlsx")[0].lines[3]
    assert values(cells) == [None, None, None, None, None, 2.0, None]
    assert texts(cells) == ["=F4*2", "=F4-F4", '=IF(F4>0,"","x")', '="RE-" & 7', "=F4>0", "2", "=1/0"]


def test_an_xls_without_its_container_is_read(tmp_path: Path) -> None:
    content = (FOLDER / "list_xlwt.xls").read_bytes()
    path = tmp_path / "bare.xls"
    path.write_bytes(CompDoc(content).get_named_stream("Workbook"))
    assert the_list(path) == the_list(FOLDER / "list_xlwt.xls")


def test_an_xls_of_excel_2_is_read(tmp_path: Path) -> None:
    """As old programs still write it: a few records, and no formats."""
    records = [
        (0x09, struct.pack("<HH", 2, 0x10)),
        (0x04, struct.pack("<HH3sB4s", 0, 0, b"", 4, b"RE-1")),
        (0x03, struct.pack("<HH3sd", 0, 1, b"", 1190.5)),
        (0x02, struct.pack("<HH3sH", 1, 0, b"", 12)),
        (0x0A, b""),
    ]
    path = tmp_path / "old.xls"
    path.write_bytes(b"".join(struct.pack("<HH", code, len(data)) + data for code, data in records))
    assert tables(path)[0].lines == [(1, ["RE-1", Shown(1190.5)]), (2, [Shown(12.0)])]


def test_an_xls_that_never_was_calculated_is_doubted() -> None:
    lines = tables(FOLDER / "formulas_xlwt.xls")[0].lines
    assert lines[3][1] == [*[Shown(None, "=")] * 5, Shown(2.0), Shown(None, "=")]
    assert lines[4][1] == [Shown(None, "#REF!")]


def made(tmp_path: Path, cells: str, **more: Any) -> list[tuple[int, list[Cell]]]:
    path = tmp_path / "made.xlsx"
    path.write_bytes(xlsx(cells, **more))
    return tables(path)[0].lines


def test_results_that_wait_for_a_calculation_are_doubted(tmp_path: Path) -> None:
    """As XlsxWriter leaves them: 0 for every formula, and the order to calculate when opened."""
    row = '<row r="1"><c r="A1"><f>1190-0</f><v>0</v></c><c r="B1"><v>5</v></c></row>'
    assert made(tmp_path, row, workbook='<calcPr calcId="124519" fullCalcOnLoad="1"/>') == [
        (1, [Shown(None, "=1190-0"), Shown(5.0)])
    ]
    assert made(tmp_path, row, workbook='<calcPr calcId="191029"/>') == [(1, [Shown(0.0), Shown(5.0)])]


def test_errors_and_lost_results_at_the_end_make_rows_of_their_own(tmp_path: Path) -> None:
    lines = made(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><f>A1</f></c></row>')
    assert lines == [(1, [Shown(1.0)]), (2, []), (3, ["", Shown(None, "=A1")])]
    assert made(tmp_path, '<row r="2"><c r="C2" t="e"><v>#REF!</v></c></row>') == [(1, []), (2, ["", "", Shown(None, "#REF!")])]


def test_cells_and_rows_without_numbers_follow_each_other(tmp_path: Path) -> None:
    cells = '<row><c s="1"><v>1</v></c><c><f>A1</f></c></row><row/><row><c s="1"><v>3</v></c></row>'
    lines = made(tmp_path, cells, formats={1: "000"})
    assert lines == [(1, [Shown(1.0, "001"), Shown(None, "=A1")]), (2, []), (3, [Shown(3.0, "003")])]


def test_tags_may_have_a_prefix(tmp_path: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:f>A1</x:f></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{main}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    assert made(tmp_path, "", parts={"xl/worksheets/sheet1.xml": sheet}) == [(1, [Shown(1.0), Shown(None, "=A1")])]


def test_strict_files_and_absolute_targets_are_read(tmp_path: Path) -> None:
    office = "http://purl.oclc.org/ooxml"
    relations = f"{office}/officeDocument/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{office}/spreadsheetml/main" xmlns:r="{relations}">'
        '<sheets><sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{office}/spreadsheetml/main"><sheetData><row r="1">'
        '<c r="A1"><v>5</v></c><c r="B1"><f>A1</f></c></row></sheetData></worksheet>',
    }
    assert made(tmp_path, "", parts=parts) == [(1, [Shown(5.0), Shown(None, "=A1")])]


def test_a_formula_is_found_wherever_blocks_of_a_large_sheet_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    formula = '<row r="1"><c r="A1"><f>B9</f></c></row>'
    for block in range(400, 460):
        monkeypatch.setattr("engine.lists.workbook_marks._BLOCK", block)
        assert made(tmp_path, f"{' ' * 300}{formula}") == [(1, [Shown(None, "=B9")])]


def test_a_wrong_dimension_hides_no_row(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1001))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><dimension ref="A1:C2"/><sheetData>{rows}</sheetData></worksheet>'
    assert len(made(tmp_path, "", parts={"xl/worksheets/sheet1.xml": sheet})) == 1000


def test_macros_and_links_to_other_workbooks_stay_asleep(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><f>[1]Tabelle1!A1</f><v>7</v></c></row>'
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    parts = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 no macro", "xl/externalLinks/externalLink1.xml": link}
    assert made(tmp_path, cells, parts=parts) == [(1, [Shown(7.0)])]


def test_times_of_day_and_durations_are_text(tmp_path: Path) -> None:
    formats = {1: "hh:mm", 2: "[h]:mm", 3: "DD.MM.YYYY HH:MM"}
    cells = f'<row r="1">{cell("A1", 0.5, 1)}{cell("B1", 1.5, 2)}{cell("C1", 46204.99999999, 3)}</row>'
    assert made(tmp_path, cells, formats=formats) == [(1, ["12:00:00", "1 day, 12:00:00", Shown(date(2026, 7, 2))])]


def test_a_truth_value_is_never_taken_for_a_number(tmp_path: Path) -> None:
    ((_number, cells),) = made(tmp_path, f'<row r="1">{cell("A1", 0)}{cell("B1", False)}{cell("C1", 1)}{cell("D1", True)}</row>')
    assert texts(cells) == ["0", "FALSE", "1", "TRUE"]
    assert len(set(cells)) == 4


def test_numbers_that_are_none_stay_text(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1_000</v></c><c r="B1"><v>١٢٣</v></c><c r="C1"><v>0x10</v></c></row>'
    assert made(tmp_path, cells) == [(1, ["1_000", "١٢٣", "0x10"])]


def test_the_noise_of_floats_is_kept_as_value_and_not_shown(tmp_path: Path) -> None:
    ((_number, cells),) = made(tmp_path, f'<row r="1">{cell("A1", 0.1 + 0.2)}</row>')
    assert (values(cells), texts(cells)) == ([0.1 + 0.2], ["0.3"])


cells_of_any_kind = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"], exclude_characters="_"), max_size=12),
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(float),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2999, 12, 31)),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(cells_of_any_kind, min_size=1, max_size=5), min_size=1, max_size=8))
def test_calamine_and_openpyxl_give_the_same_rows(rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, line in enumerate(rows, 1):
        for column, value in enumerate(line, 1):
            target = sheet.cell(row, column, value)
            if isinstance(value, str):
                target.data_type = "s"
    content = io.BytesIO()
    book.save(content)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content.getvalue())
        file.flush()
        ours = [padded(values(cells)) for _number, cells in tables(Path(file.name))[0].lines]
    theirs = [
        padded([value.date() if isinstance(value, datetime) else "" if value is None else value for value in line])
        for line in openpyxl.load_workbook(content).worksheets[0].iter_rows(values_only=True)
    ]
    while theirs and not any(value != "" for value in theirs[-1]):
        theirs.pop()
    assert ours == theirs


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("list_*") if path.suffix != ".ods"))
def test_the_child_hands_over_what_it_reads(name: str) -> None:
    kind = kind_of((FOLDER / name).read_bytes()[:4096])
    assert read_workbook(FOLDER / name, kind, Limits()) == tables(FOLDER / name)


def test_the_child_gets_none_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spy = tmp_path / "python"
    spy.write_text(f"#!/bin/sh\nexport -p > {tmp_path}/environment\ncat > {tmp_path}/stdin\nexit 3\n")
    spy.chmod(0o755)
    monkeypatch.setenv("OPOS_SECRET", "geheim")
    monkeypatch.setattr(sys, "executable", str(spy))
    with pytest.raises(ListRefused, match="program that reads workbooks failed"):
        read_workbook(FOLDER / "list_inline.xlsx", "xlsx", Limits())
    assert "geheim" in str(os.environ)
    assert "geheim" not in (tmp_path / "environment").read_text()
    assert (tmp_path / "stdin").read_bytes() == b""


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"\x09\x08\x10\x00\x00\x06", "xls"),
        (b"\x09\x00\x04\x00\x02\x00", "xls"),
        (b"PK\x03\x04\x14\x00\x06\x00", "xlsx"),
        (b"<html><body>", "html"),
        (b"\xef\xbb\xbf\r\n  <TABLE border=1>", "html"),
        ("\ufeff<html>".encode("utf-16-le"), "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/>', "xml"),
        (b'<?xml version="1.0"?><Document>', "xml"),
        (b"Konto;Rechnungsnummer;Saldo\r\n", "text"),
        (b"<Konto>;Betrag", "text"),
        (b"", "text"),
        ("\ufeffKonto".encode("utf-16"), "text"),
    ],
)
def test_a_container_is_known_by_its_beginning(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


def test_a_file_of_libreoffice_is_known() -> None:
    assert kind_of((FOLDER / "list_libreoffice.ods").read_bytes()[:4096]) == "ods"


def test_serial_counts_as_excel_does() -> None:
    assert serial(date(2026, 7, 1)) == 46204
    assert serial(datetime.combine(date(2026, 7, 1), time(12))) == 46204.5
