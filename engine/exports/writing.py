"""Lines written as a file: CSV, JSON lines or a workbook. The same lines give the same bytes.

An amount is never a float, and no text is ever run as a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from engine.common.sanitize import escape_formula, sanitize
from engine.exports.lines import ExportLine
from engine.messages.exports import ExportFault
from engine.model.errors import ExportError
from engine.model.item import to_decimal
from engine.model.item_columns import Value
from engine.model.money import Money
from engine.settings.exports import Export, FormatName

_DELIMITERS = {"semicolon": ";", "comma": ",", "tab": "\t", "bar": "|"}
_DATES = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "DD.MM.YYYY": "%d.%m.%Y",
    "DDMMYYYY": "%d%m%Y",
    "YYYYMMDD": "%Y%m%d",
}
_KEYS = ("mandant", "invoice_no", "account")
"""What another program knows an invoice by: never written with a letter replaced."""
_LONGEST_CELL = 32_767
"""Characters that Excel takes in one cell."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
"""When the workbook was saved, which openpyxl puts in by itself."""
_LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - the first moment of a ZIP, which has no zones

ColumnHeadings = Mapping[str, str]
"""Each column with its heading."""


def write_lines(
    kind: FormatName, export: Export, columns: ColumnHeadings, lines: Iterable[ExportLine]
) -> bytes:
    """The whole file. Raises `ExportError` for a number that the encoding has no letters for."""
    writers: dict[FormatName, Callable[[Export, ColumnHeadings, Iterable[ExportLine]], bytes]] = {
        "csv": _csv,
        "jsonl": _json_lines,
        "xlsx": _workbook,
    }
    return writers[kind](export, columns, lines)


def _csv(export: Export, columns: ColumnHeadings, lines: Iterable[ExportLine]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=_DELIMITERS[export.delimiter])
    writer.writerow(columns.values())
    for line in lines:
        _demand_letters(line, export.encoding)
        writer.writerow([_cell(line[name], export) for name in columns])
    return text.getvalue().encode(export.encoding, "replace")


def _cell(value: Value, export: Export) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Money():
            decimal = to_decimal(value)
            return decimal.replace(".", ",") if export.decimal == "comma" else decimal
        case date():
            return value.strftime(_DATES[export.dates])
        case str():
            return escape_formula(value)
    return str(value)


def _demand_letters(line: ExportLine, encoding: str) -> None:
    for name in _KEYS:
        try:
            str(line[name]).encode(encoding)
        except UnicodeEncodeError:
            raise ExportError(
                ExportFault.NO_LETTER, text=sanitize(str(line[name])), encoding=encoding
            ) from None


def _json_lines(_export: Export, columns: ColumnHeadings, lines: Iterable[ExportLine]) -> bytes:
    return b"".join(
        msgspec.json.encode({heading: _json(line[name]) for name, heading in columns.items()})
        + b"\n"
        for line in lines
    )


def _json(value: Value) -> Any:
    return to_decimal(value) if isinstance(value, Money) else value


def _workbook(_export: Export, columns: ColumnHeadings, lines: Iterable[ExportLine]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    book.properties.created = _LONG_AGO
    sheet = book.create_sheet("opos")

    def cell(value: Value) -> Any:
        written = WriteOnlyCell(sheet)
        match value:
            case Money():
                written.value = Decimal(to_decimal(value))
                written.number_format = "#,##0.00"
            case str():
                written.value = sanitize(value, _LONGEST_CELL)
                written.data_type = "s"
            case _:
                written.value = value
        return written

    sheet.append([cell(heading) for heading in columns.values()])
    for line in lines:
        sheet.append([cell(line[name]) for name in columns])
    content = io.BytesIO()
    book.save(content)
    return _without_times(content)


def _without_times(book: io.BytesIO) -> bytes:
    """The same workbook without the moments at which its parts were written."""
    import zipfile

    content = io.BytesIO()
    with zipfile.ZipFile(book) as parts, zipfile.ZipFile(content, "w") as whole:
        for part in parts.infolist():
            info = zipfile.ZipInfo(part.filename)
            info.compress_type = zipfile.ZIP_DEFLATED
            whole.writestr(info, _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", parts.read(part)))
    return content.getvalue()
