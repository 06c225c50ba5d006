"""The template: what a bookkeeper fills in is read back, and nothing that stands in it already."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from engine.cli.template_workbook import write_template
from engine.common import i18n
from engine.common.i18n import advice_of, cause_of
from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile, Row
from engine.model.errors import UsageError

TODAY = date(2026, 11, 20)


@pytest.fixture(params=i18n.LANGUAGES)
def template(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    i18n.use_language(request.param)
    path = tmp_path / "Vorlage.xlsx"
    write_template(path)
    return path


def fill_in(path: Path, rows: list[list[Any]], key_date: date | None = None) -> None:
    """As a bookkeeper does it: the cells keep the formats of their columns."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row, values in enumerate(rows, 7):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value)
            cell.number_format = sheet.column_dimensions[cell.column_letter].number_format
    if key_date:
        sheet["B2"] = key_date
    book.save(path)


def read(path: Path) -> ListFile:
    return read_list(path, "Offene Posten.xlsx", today=TODAY)


def test_what_is_filled_in_is_read_and_the_example_is_not(template: Path) -> None:
    full = [
        "0012",
        "Müller & Söhne",
        date(2026, 10, 1),
        date(2026, 10, 15),
        1190.0,
        595.5,
        "EUR",
        2,
        "001",
    ]
    credit: list[Any] = ["RE-2026-0007", None, None, None, None, -119.0]
    fill_in(template, [full, credit], date(2026, 10, 31))
    found = read(template)
    assert found.rows == [
        Row(
            line=7, invoice_no="0012", name="Müller & Söhne", doc_date=date(2026, 10, 1),
            due_date=date(2026, 10, 15),
            amount=119000, open=59550, currency="EUR", dunning_level=2, mandant="001",
            sheet=found.rows[0].sheet,
        ),
        Row(line=8, invoice_no="RE-2026-0007", open=-11900, sheet=found.rows[0].sheet),
    ]  # fmt: skip
    assert (found.layout, found.content, found.key_date) == (
        "excel",
        Content.OPEN,
        date(2026, 10, 31),
    )
    assert (found.rejected, found.notices) == ([], [])


def test_the_empty_template_has_no_items(template: Path) -> None:
    found = read(template)
    assert (found.rows, found.rejected, found.notices, found.key_date) == ([], [], [], None)


def test_numbers_typed_into_text_columns_keep_their_zeros(template: Path) -> None:
    sheet = sheet_of(template)
    assert [sheet.column_dimensions[letter].number_format for letter in "AGI"] == ["@", "@", "@"]
    assert [sheet.column_dimensions[letter].number_format for letter in "CDEF"] == [
        "DD.MM.YYYY"
    ] * 2 + ["#,##0.00"] * 2


def test_nothing_in_it_is_a_formula_and_every_column_is_explained(template: Path) -> None:
    sheet = sheet_of(template)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert all(cell.comment for cell in sheet[6])
    assert len(sheet[6]) == 9


def sheet_of(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path).worksheets[0]


def test_excel_checks_dates_amounts_and_dunning_levels(template: Path) -> None:
    checks = {
        str(check.sqref): check.type for check in sheet_of(template).data_validations.dataValidation
    }
    expected = {"C": "date", "D": "date", "E": "decimal", "F": "decimal", "H": "whole"}
    assert checks == {f"{column}7:{column}10000": kind for column, kind in expected.items()}


def test_a_template_that_is_filled_in_is_never_overwritten(template: Path) -> None:
    before = template.read_bytes()
    with pytest.raises(UsageError) as refusal:
        write_template(template)
    assert advice_of(refusal.value)
    assert template.read_bytes() == before


@pytest.mark.parametrize("name", ["Vorlage.xls", "Vorlage", "keiner/Vorlage.xlsx"])
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as refusal:
        write_template(tmp_path / name)
    assert "Vorlage" in cause_of(refusal.value)
    assert advice_of(refusal.value)
    assert list(tmp_path.glob("Vorlage*")) == []
