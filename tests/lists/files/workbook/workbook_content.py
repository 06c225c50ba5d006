"""The list that every workbook of the fixtures holds, and the smallest .xlsx that can hold
anything.

A cell is a value, or a value with the number format it is shown by.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

DAY, MONEY = "DD.MM.YYYY", "#,##0.00"

HEADINGS = [
    "Rechnungsnummer", "Kunde", "Rechnungsdatum", "Fälligkeit", "Rechnungsbetrag", "Offener Betrag",
    "Mahnstufe", "Mahnsperre",
]  # fmt: skip

TITLE = "Offene Posten zum 31.10.2026"
"""Merged over the whole width, in row 1. The table begins in row 3 and in column B."""

WITH_TIME = datetime.combine(date(2026, 7, 15), time(8, 30))

ITEMS: list[list[Any]] = [
    ["RE-2026-0001", "Müller & Söhne", (date(2026, 7, 1), DAY), (WITH_TIME, "DD.MM.YY HH:MM"),
     (1190.0, MONEY), (595.5, MONEY), 1.0, True],
    [(12.0, "00000"), "Nullen voran", (date(2026, 2, 28), DAY), "", (-119.0, MONEY), (-119.0,
        MONEY), "", False],
    [10023.0, "Zahl", (date(2025, 12, 31), "YYYY-MM-DD"), "laufend", (0.3, MONEY), 0.3, 0.0, ""],
    [(42.0, '"RE-"0000'), "  zwei  Blanks ", (date(2026, 1, 1), DAY), (date(2026, 1, 31), DAY),
     1234567.89, (0.0, MONEY), 3.0, ""],
    ["0012", "=kein Ausdruck", "", "", (100.0, '#,##0.00 "EUR"'), (100.0, MONEY), "", ""],
]  # fmt: skip

SHOWN = [
    ["RE-2026-0001", "Müller & Söhne", "01.07.2026", "15.07.2026", "1190", "595.5", "1", "TRUE"],
    ["00012", "Nullen voran", "28.02.2026", "", "-119", "-119", "", "FALSE"],
    ["10023", "Zahl", "31.12.2025", "laufend", "0.3", "0.3", "0", ""],
    ["RE-0042", "  zwei  Blanks ", "01.01.2026", "31.01.2026", "1234567.89", "0", "3", ""],
    ["0012", "=kein Ausdruck", "", "", "100", "100", "", ""],
]
"""The same as a person sees it; amounts and dates in our neutral way."""

FORMULAS = ["=F4*2", "=F4-F4", '=IF(F4>0,"","x")', '="RE-" & 7', "=F4>0", "=1/0"]
"""In row 4 from column A on, where F4 is not among them but holds 2 in row 5."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(
    cells: str,
    *,
    formats: Mapping[int, str] | None = None,
    workbook: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """An .xlsx of one sheet with `cells` as the XML within `sheetData`: nothing shared, every
    string in its cell.

    `formats` gives number formats to the cell styles 1, 2, …; `workbook` is XML before the sheets;
    `parts` are added or replaced.
    """
    formats = formats or {}
    codes = "".join(
        f'<numFmt numFmtId="{163 + n}" formatCode="{_quoted(code)}"/>'
        for n, code in formats.items()
    )
    styles = "".join(f'<xf numFmtId="{163 + n}"/>' for n in formats)
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml"'
            ' ContentType="application/xml"/>'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{_content_type('workbook', 'sheet.main')}{_content_type('worksheets/sheet1', 'worksheet')}"
            f"{_content_type('styles', 'styles')}</Types>"
        ),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">{workbook}'
            '<sheets><sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/styles.xml": (
            "<styleSheet"
            f' xmlns="{_MAIN}"><numFmts>{codes}</numFmts><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf'
            ' numFmtId="0"/></cellStyleXfs><cellXfs><xf'
            f' numFmtId="0"/>{styles}</cellXfs></styleSheet>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'
        ),
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in (content | dict(parts or {})).items():
            target.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def cell(place: str, value: Any, style: int = 0) -> str:
    """The XML of one cell; text inline."""
    if isinstance(value, str):
        return (
            f'<c r="{place}" t="inlineStr"><is><t'
            f' xml:space="preserve">{_quoted(value)}</t></is></c>'
        )
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def serial(day: date) -> float:
    """A day as Excel counts it: since 30 December 1899."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    return (moment - datetime.combine(date(1899, 12, 30), time())) / timedelta(days=1)


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _content_type(part: str, kind: str) -> str:
    kind = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
    return f'<Override PartName="/xl/{part}.xml" ContentType="{kind}"/>'


def _relations(*targets: tuple[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
