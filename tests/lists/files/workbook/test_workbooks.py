"""The same list is read the same from every program that writes workbooks."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, time
from pathlib import Path

import pytest

from engine.lists.cells.tables import Shown, truth
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.kind import workbook_kind
from engine.lists.files.workbook.workbooks import read_workbook
from engine.messages.workbook_refusals import WorkbookRefusal
from engine.model.errors import ListRefused
from tests.lists.files.workbook.workbook_content import HEADINGS, ITEMS, SHOWN, TITLE, serial
from tests.lists.files.workbook.workbook_reading import (
    FOLDER,
    padded,
    tables,
    texts,
    the_list,
    values,
)

WITH_TYPES = [
    "list_openpyxl.xlsx", "list_libreoffice.xlsx", "list_inline.xlsx", "list_xlwt.xls",
    "list_libreoffice.xls", "list_2003.xml",
]  # fmt: skip


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
    days = [
        [value.date() if isinstance(value, datetime) else value for value in row] for row in stored
    ]
    read = [padded(values(cells))[1:] for _number, cells in the_list(FOLDER / name)[3:]]
    assert read == days
    assert [list(map(type, row)) for row in read] == [list(map(type, row)) for row in days]


@pytest.mark.parametrize(
    "name", ["list_openpyxl.xlsx", "list_libreoffice.xlsx", "list_xlwt.xls", "list_libreoffice.xls"]
)
def test_hidden_and_very_hidden_sheets_are_told(name: str) -> None:
    shown = {table.name: table.visible for table in tables(FOLDER / name)}
    assert shown == {"Notizen": False, "Offene Posten": True, "Intern": False}


def test_a_hidden_sheet_of_excel_2003_is_told() -> None:
    assert {table.name: table.visible for table in tables(FOLDER / "list_2003.xml")} == {
        "Notizen": False,
        "Offene Posten": True,
    }


def test_a_web_page_of_libreoffice_is_read_as_it_looks() -> None:
    lines = the_list(FOLDER / "list_libreoffice.html")
    assert lines[2][1] == ["", *HEADINGS]
    assert lines[3][1][1:6] == [
        "RE-2026-0001",
        "Müller & Söhne",
        "01.07.2026",
        "15.07.26 08:30",
        "1,190.00",
    ]
    assert [cells[1] for _number, cells in lines[3:]] == [row[0] for row in SHOWN]


def test_a_web_page_named_xls_keeps_the_places_of_covered_cells() -> None:
    assert [cells for _number, cells in the_list(FOLDER / "list_excel.html")] == [
        ["Offene Posten zum 31.10.2026"],
        ["Rechnungs\xadnummer", "Kunde", "Beträge"],
        ["", "Name", "Rechnungsbetrag", "Offen"],
        ["0012", "Müller & Söhne Köln", Shown(1190.0, "1.190,00 €"), "595,50"],
    ]


@pytest.mark.parametrize(
    "name",
    [
        "epoch1904_openpyxl.xlsx",
        "epoch1904_libreoffice.xlsx",
        "epoch1904_xlwt.xls",
        "epoch1904_libreoffice.xls",
    ],
)
def test_both_epochs_give_the_true_day(name: str) -> None:
    assert tables(FOLDER / name)[0].lines[0][1] == [Shown(date(2026, 1, 2))]


@pytest.mark.parametrize("name", ["formulas_libreoffice.xlsx", "formulas_libreoffice.xls"])
def test_formulas_give_their_stored_results(name: str) -> None:
    _number, cells = tables(FOLDER / name)[0].lines[3]
    assert cells == [
        Shown(4.0),
        Shown(0.0),
        "",
        "RE-7",
        truth(True),
        Shown(2.0),
        Shown(None, "#DIV/0!"),
    ]


def test_a_formula_without_a_result_is_no_blank_cell() -> None:
    _number, cells = tables(FOLDER / "formulas_openpyxl.xlsx")[0].lines[3]
    assert values(cells) == [None, None, None, None, None, 2.0, None]
    assert texts(cells) == [
        "=F4*2",
        "=F4-F4",
        '=IF(F4>0,"","x")',
        '="RE-" & 7',
        "=F4>0",
        "2",
        "=1/0",
    ]


@pytest.mark.parametrize(
    "name", sorted(path.name for path in FOLDER.glob("list_*") if path.suffix != ".ods")
)
def test_the_child_hands_over_what_it_reads(name: str) -> None:
    kind = workbook_kind((FOLDER / name).read_bytes()[:4096])
    assert read_workbook(FOLDER / name, kind, FileLimits()) == tables(FOLDER / name)


def test_the_child_gets_none_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = tmp_path / "python"
    spy.write_text(
        f"#!/bin/sh\nexport -p > {tmp_path}/environment\ncat > {tmp_path}/stdin\nexit 3\n"
    )
    spy.chmod(0o755)
    monkeypatch.setenv("OPOS_SECRET", "geheim")
    monkeypatch.setattr(sys, "executable", str(spy))
    with pytest.raises(ListRefused) as refused:
        read_workbook(FOLDER / "list_inline.xlsx", "xlsx", FileLimits())
    assert refused.value.message.code is WorkbookRefusal.READER_FAILED
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
        (
            (
                b'<?xml version="1.0"?><Workbook'
                b' xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/>'
            ),
            "xml",
        ),
        (b'<?xml version="1.0"?><Document>', "xml"),
        (b"Konto;Rechnungsnummer;Saldo\r\n", "text"),
        (b"<Konto>;Betrag", "text"),
        (b"", "text"),
        ("\ufeffKonto".encode("utf-16"), "text"),
    ],
)
def test_a_container_is_known_by_its_beginning(head: bytes, kind: str) -> None:
    assert workbook_kind(head) == kind


def test_a_file_of_libreoffice_is_known() -> None:
    assert workbook_kind((FOLDER / "list_libreoffice.ods").read_bytes()[:4096]) == "ods"


def test_serial_counts_as_excel_does() -> None:
    assert serial(date(2026, 7, 1)) == 46204
    assert serial(datetime.combine(date(2026, 7, 1), time(12))) == 46204.5
