"""The Excel template for a bookkeeper without an export: `opos template FILE.xlsx`. Filled in, the
layout `excel` reads it.

The example stands above the heading line, where nothing is data, so nobody need remember to delete
it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from engine.common.i18n import _
from engine.common.os_errors import system_reason
from engine.common.sanitize import sanitize
from engine.messages.output import OutputFault
from engine.model.errors import UsageError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_TEXT, _DAY, _MONEY, _COUNT = "@", "DD.MM.YYYY", "#,##0.00", "0"
_EXAMPLE_ROW, _HEADING_ROW = 4, 6
"""As the sentence in row 3 says."""
_LAST_ROW = 10_000
"""So far down the cells check what is typed; a list may go on below."""


class _Column(msgspec.Struct, frozen=True):
    """A column of the template. Its heading is German, as the layout's first choice is, whatever
    the language of the notes.
    """

    heading: str
    width: int
    number_format: str
    example: str | int | float | date
    note: str


def write_template(path: Path) -> None:
    """Write the template in the language in use. Raises `UsageError` if `path` exists, is no .xlsx,
    or cannot be written.
    """
    from openpyxl import Workbook

    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            _("{name} does not end in .xlsx.").format(name=sanitize(path.name)),
            _("Excel opens the template only with this ending."),
        )
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Open items")
    columns = _columns()
    _write_top(sheet)
    for place, column in enumerate(columns, 1):
        _write_column(sheet, place, column)
    sheet.freeze_panes = f"B{_HEADING_ROW + 1}"
    try:
        with path.open("xb") as file:
            book.save(file)
    except FileExistsError:
        raise UsageError(
            _("{name} exists already and may be filled in.").format(name=sanitize(path.name)),
            _("Give the template another name."),
        ) from None
    except OSError as error:
        raise UsageError(OutputFault.TEMPLATE, name=str(path), error=system_reason(error)) from None


def _columns() -> list[_Column]:
    day, due = date(2026, 7, 1), date(2026, 7, 15)
    return [
        _Column(
            "Rechnungsnummer",
            20,
            _TEXT,
            "RE-2026-0001",
            _("Exactly as on the invoice. Always text: 0012 stays 0012."),
        ),
        _Column("Kunde", 28, _TEXT, "Muster GmbH", _("The customer's name; may stay empty.")),
        _Column("Rechnungsdatum", 16, _DAY, day, _("The date of the invoice; may stay empty.")),
        _Column("Fälligkeit", 16, _DAY, due, _("When it is due; may stay empty.")),
        _Column(
            "Rechnungsbetrag",
            18,
            _MONEY,
            1190.0,
            _("Gross; a credit note with a minus. May stay empty."),
        ),
        _Column(
            "Offener Betrag",
            18,
            _MONEY,
            595.0,
            _("What is still to be paid; 0 means paid. Never empty."),
        ),
        _Column("Währung", 11, _TEXT, "EUR", _("EUR; may stay empty.")),
        _Column("Mahnstufe", 12, _COUNT, 1, _("The dunning level from 0 to 9; may stay empty.")),
        _Column(
            "Mandant",
            12,
            _TEXT,
            "001",
            _("The Mandant as opos knows it; may stay empty if there is only one."),
        ),
    ]


def _write_top(sheet: Worksheet) -> None:
    from openpyxl.styles import Font

    for row, text in (
        (1, _("Open items")),
        (2, _("As of")),
        (
            3,
            _(
                "Row 4 is an example and is not read. Your invoices begin in row 7, one in each"
                " row."
            ),
        ),
    ):
        _put(sheet, row, 1, text)
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.cell(2, 2).number_format = _DAY
    _note(
        sheet,
        2,
        2,
        _(
            "The day of which this list speaks. An invoice that is younger and missing here is not"
            " taken for paid."
        ),
    )


def _write_column(sheet: Worksheet, place: int, column: _Column) -> None:
    from openpyxl.styles import Font, PatternFill

    example = _put(sheet, _EXAMPLE_ROW, place, column.example)
    example.number_format = column.number_format
    example.font = Font(italic=True, color="808080")
    heading = _put(sheet, _HEADING_ROW, place, column.heading)
    heading.font = Font(bold=True)
    heading.fill = PatternFill("solid", start_color="DDE6F0")
    _note(sheet, _HEADING_ROW, place, column.note)
    # Of the whole column: a number typed into a text column keeps its zeros.
    whole = sheet.column_dimensions[heading.column_letter]
    whole.width, whole.number_format = column.width, column.number_format
    if column.number_format != _TEXT:
        _check(sheet, heading.column_letter, column)


def _put(sheet: Worksheet, row: int, place: int, value: str | int | float | date) -> Cell:
    cell = sheet.cell(row, place, value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever a translation begins with
    return cell


def _note(sheet: Worksheet, row: int, place: int, text: str) -> None:
    from openpyxl.comments import Comment

    sheet.cell(row, place).comment = Comment(text, "opos", height=80, width=240)


def _check(sheet: Worksheet, letter: str, column: _Column) -> None:
    """Let Excel refuse what could not be read."""
    from openpyxl.worksheet.datavalidation import DataValidation

    check = {
        _DAY: DataValidation(
            "date", operator="greaterThan", formula1="DATE(2000,1,1)", error=_("This is no date.")
        ),
        _MONEY: DataValidation(
            "decimal",
            operator="between",
            formula1="-1E9",
            formula2="1E9",
            error=_("This is no amount."),
        ),
        _COUNT: DataValidation(
            "whole",
            operator="between",
            formula1="0",
            formula2="9",
            error=_("A dunning level is 0 to 9."),
        ),
    }[column.number_format]
    check.allow_blank = check.showErrorMessage = True
    check.errorTitle = column.heading
    check.add(f"{letter}{_HEADING_ROW + 1}:{letter}{_LAST_ROW}")
    sheet.add_data_validation(check)
