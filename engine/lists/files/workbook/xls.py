"""Reads .xls (BIFF, Excel 2.1 to 2003) by xlrd, with the number format of each cell."""

from __future__ import annotations

import io
import struct
from collections import defaultdict
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlrd
from xlrd.compdoc import CompDoc

from engine.lists.cells.tables import Cell, Shown, Table, truth
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.number_formats import NumberFormat, number_format
from engine.messages.workbook_refusals import WorkbookRefusal
from engine.model.errors import ListRefused

_OLE2 = b"\xd0\xcf\x11\xe0"
_BOUNDSHEET, _FILEPASS, _FORMULA = 0x85, 0x2F, 0x06
_CALCULATE_ON_OPEN = 2
_BLANK_RESULT = b"\x03\x00\x00\x00\x00\x00\xff\xff"

FormulaPlaces = dict[tuple[int, int], list[int]]
"""Columns by (sheet, row), each counted from 0."""


def read_xls(path: Path, _limits: FileLimits) -> list[Table]:
    """All worksheets, in the order of the workbook. Raises `ListRefused`, and whatever damage makes
    xlrd raise.
    """
    content = path.read_bytes()
    doubtful = _doubtful_formulas(_workbook_stream(content))
    book = xlrd.open_workbook(
        file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
    )
    codes = [book.format_map[style.format_key].format_str for style in book.xf_list]
    formats = {index: form for index, code in enumerate(codes) if (form := number_format(code))}
    tables = []
    for sheet_index, sheet in enumerate(book.sheets()):
        lines: list[tuple[int, list[Cell]]] = []
        for row in range(sheet.nrows):
            cells = _cells(sheet, row, formats, book.datemode)
            for column in doubtful.get((sheet_index, row), ()):
                cells[column] = Shown(None, "=")
            lines.append((row + 1, cells))
        tables.append(Table(name=sheet.name, visible=sheet.visibility == 0, lines=lines))
    return tables


def _cells(sheet: Any, row: int, formats: dict[int, NumberFormat], datemode: int) -> list[Cell]:
    kinds, values = sheet.row_types(row), sheet.row_values(row)
    cells: list[Cell] = [
        value
        if kind == xlrd.XL_CELL_TEXT
        else Shown(value)
        if kind == xlrd.XL_CELL_NUMBER
        else _other(kind, value, datemode)
        for kind, value in zip(kinds, values, strict=True)
    ]
    if formats:
        for column, kind in enumerate(kinds):
            if kind == xlrd.XL_CELL_NUMBER and (
                form := formats.get(sheet.cell_xf_index(row, column))
            ):
                cells[column] = Shown(values[column], form.show(values[column]))
    return cells


def _other(kind: int, value: Any, datemode: int) -> Cell:
    match kind:
        case xlrd.XL_CELL_DATE:
            return _date(value, datemode)
        case xlrd.XL_CELL_BOOLEAN:
            return truth(bool(value))
        case xlrd.XL_CELL_ERROR:
            return Shown(None, xlrd.error_text_from_code.get(value, "#"))
        case _:
            return ""


@lru_cache(maxsize=10_000)
def _date(serial: float, datemode: int) -> Cell:
    if not 0 <= serial < 2_958_466:  # from 1 January 10000 on, Excel shows no date either
        return Shown(serial)
    # Times are fractions, so midnight may come out as a moment before it.
    moment = xlrd.xldate_as_datetime(serial, datemode) + timedelta(seconds=0.5)
    return f"{moment:%H:%M:%S}" if serial < 1 else Shown(moment.date())


def _workbook_stream(content: bytes) -> bytes:
    """The records of the workbook, out of the OLE2 container if there is one."""
    if not content.startswith(_OLE2):
        return content
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ListRefused(WorkbookRefusal.PASSWORD)
    container = CompDoc(content, logfile=io.StringIO())
    for name in ("Workbook", "Book"):
        if stream := container.get_named_stream(name):
            return bytes(stream)
    streams = (
        ("WordDocument", WorkbookRefusal.WORD_DOCUMENT),
        ("__properties_version1.0", WorkbookRefusal.OUTLOOK_MAIL),
    )
    for name, refusal in streams:
        if name.encode("utf-16-le") in content:
            raise ListRefused(refusal)
    raise ListRefused(WorkbookRefusal.OTHER_OFFICE_FILE)


def _doubtful_formulas(stream: bytes) -> FormulaPlaces:
    """Where a formula stands whose result nobody calculated: 0 or blank was stored in its place,
    and xlrd takes it for true.

    The file itself says so (calculate on open), or the result is blank like that of every other
    formula in the workbook. Formulas of the kinds before Excel 5 are stored in other shapes and
    stand in no sheet here.
    """
    sheet_of_offset: dict[int, int] = {}
    asked, blank = defaultdict(list), defaultdict(list)
    calculated = False
    header, formula = struct.Struct("<HH"), struct.Struct("<HHH8sH")
    position, sheet = 0, -1
    while position + header.size <= len(stream):
        code, length = header.unpack_from(stream, position)
        sheet = sheet_of_offset.get(position, sheet)
        data = position + header.size
        if code == _FORMULA and length >= formula.size:
            row, column, _style, result, flags = formula.unpack_from(stream, data)
            if result == _BLANK_RESULT:
                blank[sheet, row].append(column)
            elif flags & _CALCULATE_ON_OPEN:
                asked[sheet, row].append(column)
            else:
                calculated = True
        elif code == _BOUNDSHEET and length >= 6 and stream[data + 5] == 0:
            sheet_of_offset[int.from_bytes(stream[data : data + 4], "little")] = len(
                sheet_of_offset
            )
        elif code == _FILEPASS:
            raise ListRefused(WorkbookRefusal.PASSWORD)
        position = data + length
    return (
        asked if calculated else {place: asked[place] + blank[place] for place in (*asked, *blank)}
    )
