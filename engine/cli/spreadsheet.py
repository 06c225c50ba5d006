"""Records as a file for a spreadsheet: `--csv FILE` and `--xlsx FILE`. No cell is ever run as a
formula.
"""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cli.argparse_i18n import Parser
from engine.cli.printer import Printer
from engine.common.atomic_write import write_atomically
from engine.common.i18n import _, format_number, ngettext
from engine.common.os_errors import os_errors
from engine.common.sanitize import escape_formula, sanitize
from engine.messages.output import OutputFault
from engine.model.errors import UsageError
from engine.model.item import from_decimal

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Record = Mapping[str, Any]

_AMOUNTS = frozenset(("amount", "open", "before", "after"))
"""The names under which records hold money, as text."""
_LONGEST_CELL = 32_767
"""Characters that Excel takes in one cell."""


def add_spreadsheet_arguments(parser: Parser, *, csv: str, xlsx: str) -> None:
    """Add both options with these help texts; one excludes the other."""
    files = parser.add_mutually_exclusive_group()
    files.add_argument("--csv", metavar=_("FILE"), help=csv)
    files.add_argument("--xlsx", metavar=_("FILE"), help=xlsx)


def export(records: Iterable[Record], options: Namespace, printer: Printer) -> None:
    """Write the records to whichever file the options name, and print how many there were."""
    path = Path(options.csv or options.xlsx)
    count = write_csv(path, records) if options.csv else write_xlsx(path, records)
    written = ngettext("{n} line written to {path}.", "{n} lines written to {path}.", count)
    printer.line(
        written.format(n=format_number(count), path=sanitize(str(path))),
        {"written": count, "path": str(path)},
    )


def write_csv(path: Path, records: Iterable[Record]) -> int:
    """Semicolons, UTF-8 with a byte order mark, so that a German spreadsheet opens it right.
    Returns the number of records.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    count = 0
    for record in records:
        if not count:
            writer.writerow(record)
        writer.writerow([_cell(name, value) for name, value in record.items()])
        count += 1
    _write(path, text.getvalue().encode("utf-8-sig"))
    return count


def write_xlsx(path: Path, records: Iterable[Record]) -> int:
    """One sheet; amounts are numbers, dates are dates, and text is never a formula. Returns the
    number of records.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("opos")
    count = 0
    for record in records:
        if not count:
            sheet.append(list(record))
        sheet.append([_typed_cell(sheet, name, value) for name, value in record.items()])
        count += 1
    content = io.BytesIO()
    book.save(content)
    _write(path, content.getvalue())
    return count


def _typed_cell(sheet: WriteOnlyWorksheet, name: str, value: Any) -> Cell:
    from openpyxl.cell import WriteOnlyCell

    if name in _AMOUNTS and value is not None:
        cell = WriteOnlyCell(sheet, from_decimal(value) / 100)
        cell.number_format = "#,##0.00"
    elif isinstance(value, str):
        cell = WriteOnlyCell(sheet, sanitize(value, _LONGEST_CELL))
        cell.data_type = "s"
    else:
        cell = WriteOnlyCell(sheet, value)
    return cell


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if name in _AMOUNTS else escape_formula(str(value))


def _write(path: Path, content: bytes) -> None:
    with os_errors(UsageError, OutputFault.TABLE, path=str(path)):
        write_atomically(path, [content], mode=0o640)
