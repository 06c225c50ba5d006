"""From workbook to rows: a cell there is nothing to rely on rejects its row, and never passes for a
blank or for zero.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile
from tests.lists.files.workbook.workbook_content import cell, serial, xlsx

FOLDER = Path(__file__).with_name("workbooks")
TODAY = date(2026, 11, 20)


def read(tmp_path: Path, *rows: str, content: Content) -> ListFile:
    path = tmp_path / "list.xlsx"
    numbered = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, 1))
    path.write_bytes(xlsx(numbered, formats={1: "DD.MM.YYYY", 2: "00000"}))
    return read_list(path, "Liste.xlsx", type="excel", content=content, today=TODAY)


@pytest.mark.parametrize(
    "amount", ['<c r="B3"><f>C3*2</f></c>', '<c r="B3" t="e"><v>#REF!</v></c>', cell("B3", False)]
)
def test_a_payment_of_an_unknown_amount_never_settles_the_rest(tmp_path: Path, amount: str) -> None:
    found = read(
        tmp_path,
        cell("A1", "Rechnungsnummer") + cell("B1", "Zahlbetrag"),
        cell("A2", "RE-1") + cell("B2", 0.0),
        cell("A3", "RE-2") + amount,
        cell("A4", "RE-3") + cell("B4", 100.0),
        content=Content.PAYMENTS,
    )
    assert [(row.invoice_no, row.paid) for row in found.rows] == [("RE-1", 0), ("RE-3", 10000)]
    assert [(row.line, row.column) for row in found.rejected] == [(3, "Zahlbetrag")]


@pytest.mark.parametrize(
    "open_amount",
    ['<c r="C2"><f>B2-D2</f></c>', '<c r="C2" t="e"><v>#DIV/0!</v></c>', cell("C2", False)],
)
def test_an_open_amount_that_is_not_known_is_not_zero(tmp_path: Path, open_amount: str) -> None:
    found = read(
        tmp_path,
        cell("A1", "Rechnungsnummer")
        + cell("B1", "Rechnungsbetrag")
        + cell("C1", "Offener Betrag"),
        cell("A2", "RE-1") + cell("B2", 1190.0) + open_amount,
        cell("A3", "RE-2") + cell("B3", 0.1 + 0.2) + cell("C3", 0.1 + 0.2),
        content=Content.OPEN,
    )
    assert [(row.invoice_no, row.open) for row in found.rows] == [("RE-2", 30)]
    assert [row.line for row in found.rejected] == [2]


@pytest.mark.parametrize(
    "number",
    [
        '<c r="A2" t="e"><v>#N/A</v></c>',
        '<c r="A2"><f>A1</f></c>',
        cell("A2", 1.2345678901234567e18),
    ],
)
def test_an_invoice_number_that_is_not_known_is_rejected(tmp_path: Path, number: str) -> None:
    found = read(
        tmp_path,
        cell("A1", "Rechnungsnummer") + cell("B1", "Offener Betrag"),
        number + cell("B2", 1190.0),
        cell("A3", 12, 2) + cell("B3", 1.0),
        content=Content.OPEN,
    )
    assert [row.invoice_no for row in found.rows] == ["00012"]
    assert [row.line for row in found.rejected] == [2]


def test_an_invoice_number_that_excel_made_a_date_is_rejected(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        cell("A1", "Rechnungsnummer") + cell("B1", "Offener Betrag"),
        cell("A2", serial(date(2026, 7, 1)), 1) + cell("B2", 1190.0),
        cell("A3", "RE-2") + cell("B3", 1.0),
        content=Content.OPEN,
    )
    assert [row.invoice_no for row in found.rows] == ["RE-2"]
    assert [row.line for row in found.rejected] == [2]


@pytest.mark.parametrize(
    "name",
    [
        "list_openpyxl.xlsx",
        "list_libreoffice.xls",
        "list_inline.xlsx",
        "list_xlwt.xls",
        "list_2003.xml",
    ],
)
def test_the_list_of_every_program_becomes_the_same_items(name: str) -> None:
    found = read_list(FOLDER / name, name, content=Content.OPEN, today=TODAY)
    assert [(row.invoice_no, row.open) for row in found.rows] == [
        ("RE-2026-0001", 59550), ("00012", -11900), ("10023", 30), ("RE-0042", 0), ("0012", 10000),
    ]  # fmt: skip
    assert found.key_date == date(2026, 10, 31)
