"""Items as a file for a spreadsheet: `opos items --csv FILE` and `--xlsx FILE`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engine.atomic import write_atomically
from engine.commands.items import record
from engine.errors import StoreError
from engine.items import Item
from engine.language import _
from engine.plain import plain

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, items: Iterable[Item]) -> int:
    """Semicolons, UTF-8 with a byte order mark, so that a German spreadsheet opens it right. Returns the number of items."""
    text = io.StringIO(newline="")
    writer: Any = None
    count = 0
    for item in items:
        row = {name: _cell(value) for name, value in record(item).items()}
        if writer is None:
            writer = csv.DictWriter(text, fieldnames=list(row), delimiter=";")
            writer.writeheader()
        writer.writerow(row)
        count += 1
    _write(path, text.getvalue().encode("utf-8-sig"))
    return count


def write_xlsx(path: Path, items: Iterable[Item]) -> int:
    """One sheet; amounts are numbers, dates are dates, and text is never a formula. Returns the number of items."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Open items"))
    count = 0
    for item in items:
        row = record(item)
        if not count:
            sheet.append(list(row))
        row["amount"], row["open"] = item.amount / 100, item.open / 100
        cells = []
        for name, value in row.items():
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"
            if name in ("amount", "open"):
                cell.number_format = "#,##0.00"
            cells.append(cell)
        sheet.append(cells)
        count += 1
    content = io.BytesIO()
    book.save(content)
    _write(path, content.getvalue())
    return count


def _cell(value: object) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it; amounts do not."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if text.startswith(_FORMULA) and not _is_amount(text):
        return "'" + text
    return text


def _is_amount(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _write(path: Path, content: bytes) -> None:
    try:
        write_atomically(path, [content], mode=0o640)
    except OSError as error:
        raise StoreError(
            _("{path} cannot be written: {error}.").format(path=plain(str(path)), error=error.strerror),
            _("Choose another place."),
        ) from error
