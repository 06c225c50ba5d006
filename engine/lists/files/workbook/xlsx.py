"""Reads .xlsx: the values by calamine, fourteen times faster than openpyxl; what it does not tell
by `workbook_marks`.

Macros (.xlsm) and links to other workbooks are never followed: a cell is what was stored when the
file was saved.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from engine.lists.cells.tables import Cell, Shown, Table, truth
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.number_formats import NumberFormat
from engine.lists.files.workbook.xlsx_marks import Marks, Package
from engine.messages.workbook_refusals import WorkbookRefusal
from engine.model.errors import ListRefused


def read_xlsx(path: Path, limits: FileLimits) -> list[Table]:
    """All worksheets, in the order of the workbook. Raises `ListRefused`, and whatever damage makes
    the libraries raise.
    """
    # By its content: calamine believes the extension of a path.
    content = BytesIO(path.read_bytes())
    tables = []
    with zipfile.ZipFile(path) as archive, ThreadPoolExecutor(1) as beside:
        _check_archive(archive, limits)
        package = Package(archive)
        book = CalamineWorkbook.from_filelike(content)
        for sheet in book.sheets_metadata:
            if sheet.typ is SheetTypeEnum.WorkSheet:
                # Calamine holds no lock of Python's while it parses, so the second look needs a
                # second core, not time.
                marks = beside.submit(package.marks, sheet.name)
                lines = _lines(book.get_sheet_by_name(sheet.name), limits)
                _put_marks(lines, marks.result(), sheet.name, limits)
                tables.append(
                    Table(
                        name=sheet.name,
                        visible=sheet.visible is SheetVisibleEnum.Visible,
                        lines=lines,
                    )
                )
    return tables


_OTHERS = (
    ("word/document.xml", WorkbookRefusal.WORD_DOCUMENT),
    ("ppt/presentation.xml", WorkbookRefusal.OTHER_OFFICE_FILE),
    ("index/document.iwa", WorkbookRefusal.NUMBERS),
    ("index.zip", WorkbookRefusal.NUMBERS),
)
"""What a zip is by the part that it holds, in small letters."""
_ONLY_PACKED = WorkbookRefusal.ONLY_ZIP


def _check_archive(archive: zipfile.ZipFile, limits: FileLimits) -> None:
    """Refuse what is no workbook, and a zip bomb, before anything is unpacked."""
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if len(parts) > limits.zip_entries or len(names) < len(parts):
        raise ListRefused(WorkbookRefusal.TOO_MANY_PARTS, parts=len(parts))
    if "xl/workbook.bin" in names:
        raise ListRefused(WorkbookRefusal.BINARY_WORKBOOK)
    if "xl/workbook.xml" not in names:
        raise ListRefused(next((code for part, code in _OTHERS if part in names), _ONLY_PACKED))
    if any(part.flag_bits & 1 for part in parts):
        raise ListRefused(WorkbookRefusal.PASSWORD)
    unpacked = sum(part.file_size for part in parts)
    # Small parts may shrink as they like: they cannot hurt.
    is_bomb = any(
        part.file_size > max(limits.compression_ratio * part.compress_size, 1_000_000)
        for part in parts
    )
    if is_bomb or unpacked > limits.unpacked_bytes:
        raise ListRefused(WorkbookRefusal.UNPACKED_TOO_LARGE, size=unpacked)


def _lines(sheet: CalamineSheet, limits: FileLimits) -> list[tuple[int, list[Cell]]]:
    if sheet.end is not None:
        _check_place(sheet.end[0] + 1, sheet.end[1] + 1, sheet.name, limits)
    return [
        (number, [value if type(value) is str else _SHOWN[type(value)](value) for value in row])
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1)
    ]


def _put_marks(
    lines: list[tuple[int, list[Cell]]], marks: Marks, sheet: str, limits: FileLimits
) -> None:
    """Replace the marked cells; calamine's rows may end before them, since to it they are blank."""
    for (row, column), mark in marks.items():
        if row > len(lines) or column > len(lines[row - 1][1]):
            _check_place(row, column, sheet, limits)
            lines.extend((number, []) for number in range(len(lines) + 1, row + 1))
            cells = lines[row - 1][1]
            cells.extend([""] * (column - len(cells)))
        cells = lines[row - 1][1]
        cell = cells[column - 1]
        if not isinstance(mark, NumberFormat):
            cells[column - 1] = Shown(None, mark)
        elif isinstance(cell, Shown) and type(cell.value) is float:
            cells[column - 1] = Shown(cell.value, mark.show(cell.value))


def _check_place(row: int, column: int, sheet: str, limits: FileLimits) -> None:
    if row > limits.rows:
        raise ListRefused(WorkbookRefusal.TOO_LONG, sheet=sheet, rows=row)
    if column > limits.columns:
        raise ListRefused(WorkbookRefusal.TOO_WIDE, sheet=sheet, columns=column)


def _day(moment: datetime) -> Shown:
    """Its day; Excel's times are fractions, so midnight may come out as a millisecond before it."""
    return Shown((moment + timedelta(seconds=0.5)).date())


_SHOWN: dict[type, Callable[[Any], Cell]] = {
    float: Shown, int: Shown, bool: truth, date: Shown, datetime: _day, time: str, timedelta: str,
}  # fmt: skip
