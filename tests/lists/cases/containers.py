"""Workbooks and their look-alikes, read through the same layouts."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import xlwt
from openpyxl import Workbook

from tests.lists.cases import Case, text

_HEADINGS = (
    "Konto",
    "Kontobezeichnung",
    "Rechnungs-Nr.",
    "Rechnungsdatum",
    "Fälligkeit",
    "Betrag",
    "Saldo",
    "S/H",
)
_ROWS = (
    (10001, "Muster GmbH", "RE-2026-0001", date(2026, 7, 1), date(2026, 7, 15), 1190, 1190, "S"),
    (10002, "Grün", 12, date(2026, 7, 2), "laufend", 0.1 + 0.2, 0.1 + 0.2, "S"),
    (10003, "Gutschrift", "GS-1", date(2026, 7, 3), None, 50.5, 50.5, "H"),
    (10004, "Bruch", "RE-4", date(2026, 7, 3), None, 50.555, 50.555, "S"),
)


def _xls(*rows: tuple[Any, ...], title: str = "", number_format: str = "00000") -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("OPOS")
    day, number = (
        xlwt.easyxf(num_format_str="DD.MM.YYYY"),
        xlwt.easyxf(num_format_str=number_format),
    )
    for place, row in enumerate(rows, 2 if title else 0):
        for column, value in enumerate(row):
            if value is not None:
                style = (
                    day
                    if isinstance(value, date)
                    else number
                    if column == 2 and value == 12
                    else xlwt.Style.default_style
                )
                sheet.write(place, column, value, style)
    if title:
        sheet.write(0, 0, title)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xlsx(*rows: tuple[Any, ...], first_column: int = 1, extra: bool = False) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Offene Posten"
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row, first_column):
            sheet.cell(place, column, value)
    if extra:
        book.create_sheet("Alt", 0).append(["Rechnungsnummer", "Offener Betrag"])
        book["Alt"].sheet_state = "hidden"
        book["Alt"].append(["RE-ALT", 1])
        book.create_sheet("Notizen").append(["nur Text"])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


CASES = (
    Case(
        "datev_online_open.xls",
        _xls(_HEADINGS, *_ROWS, ("Summe", *[None] * 5, 1139.8, None), title="Stichtag 31.07.2026"),
    ),
    Case(
        "datev_online_settled.xls",
        _xls(
            ("Konto", "Kontobezeichnung", "Rechnungs-Nr.", "Saldo", "Ausgeglichen am"),
            (10001, "Muster", "RE-1", 0, date(2026, 7, 20)),
            (10002, "Grün", "RE-2", 0, date(2026, 7, 21)),
        ),
        type="datev_online",
        content="settled",
    ),
    Case(
        "datev_online_given_settled.xls",
        _xls(
            ("Konto", "Name", "Rechnungs-Nr.", "Saldo"),
            *[(10000 + n, "Muster", f"RE-{n}", 0) for n in range(5)],
        ),
        type="datev_online",
        content="open",
    ),
    Case(
        "excel_column_b.xlsx",
        _xlsx(
            ("Offene Posten zum 31.07.2026",),
            (),
            ("Rechnungsnummer", "Kunde", "Offener Betrag"),
            ("RE-1", "A", 10.5),
            ("RE-2", "B", "20,00"),
            first_column=2,
            extra=True,
        ),
    ),
    Case(
        "excel_payments.xlsx",
        _xlsx(
            ("Rechnung", "Zahlbetrag", "Zahlungsdatum"),
            ("RE-1", 10.5, date(2026, 7, 1)),
            ("RE-2", None, None),
        ),
    ),
    Case(
        "excel_settled.xlsx",
        _xlsx(
            ("Rechnung", "Ausgeglichen am"), ("RE-1", date(2026, 7, 1)), ("RE-2", date(2026, 7, 2))
        ),
    ),
    Case(
        "excel_bad_cells.xlsx",
        _xlsx(
            ("Rechnungsnummer", "Offener Betrag"),
            ("RE-1", "=1500-200"),
            ("RE-2", True),
            ("RE-3", date(2026, 7, 1)),
            (None, 5),
            ("RE-5", 5),
        ),
    ),
    text(
        "tabs_named.xls",
        "Konto\tRechnungs-Nr.\tSaldo\n10001\tRE-1\t1.190,00\n",
        type="datev_online",
    ),
    text(
        "html_named.xls",
        "<html><body><table><tr><td>Konto<td>Rechnungs-Nr.<td>Saldo</tr><tr><td>10001<td>RE-1<td>1.190,00</tr></table>",
    ),
    Case(
        "excel_given_datev.xlsx",
        _xlsx(("Rechnungsnummer", "Offener Betrag"), ("RE-1", 5)),
        type="datev_csv",
    ),
)
