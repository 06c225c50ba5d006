"""Reads SpreadsheetML, Excel's XML of 2003, which many programs write and name .xls."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from engine.lists.cells.tables import Cell, Shown, Table, truth
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.number_formats import NumberFormat, number_format
from engine.messages.workbook_refusals import WorkbookRefusal
from engine.model.errors import ListRefused

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")


def read_spreadsheetml(path: Path, limits: FileLimits) -> list[Table]:
    """All worksheets. Raises `ListRefused`; ParseError, ValueError or DefusedXmlException on damage
    and entity bombs.
    """
    reader = _Reader(limits)
    for event, element in iterparse(path, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            reader.begin(element)
        else:
            reader.end(element)
    if not reader.tables:
        raise ListRefused(WorkbookRefusal.OTHER_XML)
    return reader.tables


class _Reader:
    def __init__(self, limits: FileLimits) -> None:
        self.tables: list[Table] = []
        self._limits = limits
        self._formats: dict[str, NumberFormat] = {}
        """By style; a style without one of its own looks as General does."""
        self._sheet = ""
        self._visible = True
        self._lines: list[tuple[int, list[Cell]]] = []
        self._column = 0
        self._column_styles: dict[int, str] = {}

    def begin(self, element: Element) -> None:
        if element.tag == f"{_SS}Worksheet":
            self._sheet, self._visible, self._lines = element.get(f"{_SS}Name", ""), True, []
            self._column, self._column_styles = 0, {}

    def end(self, element: Element) -> None:
        if element.tag == f"{_SS}Row":
            self._add_row(element)
            element.clear()
        elif element.tag == f"{_SS}Style":
            self._add_style(element)
        elif element.tag == f"{_SS}Column":
            self._add_columns(element)
        elif element.tag == f"{_EXCEL}Visible":
            self._visible = element.text == "SheetVisible"
        elif element.tag == f"{_SS}Worksheet":
            self.tables.append(Table(name=self._sheet, visible=self._visible, lines=self._lines))
            element.clear()

    def _add_style(self, style: Element) -> None:
        form = style.find(f"{_SS}NumberFormat")
        if form is not None and (known := number_format(form.get(f"{_SS}Format", ""))):
            self._formats[style.get(f"{_SS}ID", "")] = known

    def _add_columns(self, columns: Element) -> None:
        first = int(columns.get(f"{_SS}Index") or self._column + 1)
        self._column = first + int(columns.get(f"{_SS}Span") or 0)
        if style := columns.get(f"{_SS}StyleID"):
            self._column_styles |= dict.fromkeys(
                range(first, min(self._column, self._limits.columns) + 1), style
            )

    def _add_row(self, row: Element) -> None:
        """Rows and cells may skip blank ones before them by `Index`, cells may cover more columns
        by `MergeAcross`.
        """
        number = int(row.get(f"{_SS}Index") or len(self._lines) + 1)
        if number > self._limits.rows:
            raise ListRefused(WorkbookRefusal.TOO_LONG, sheet=self._sheet, rows=number)
        if number <= len(self._lines):
            raise ValueError("rows out of order")
        self._lines.extend((blank, []) for blank in range(len(self._lines) + 1, number))
        cells: list[Cell] = []
        for cell in row.iterfind(f"{_SS}Cell"):
            column = int(cell.get(f"{_SS}Index") or len(cells) + 1)
            last = column + int(cell.get(f"{_SS}MergeAcross") or 0)
            if last > self._limits.columns:
                raise ListRefused(WorkbookRefusal.TOO_WIDE, sheet=self._sheet, columns=last)
            if column <= len(cells):
                raise ValueError("cells out of order")
            cells += [""] * (column - 1 - len(cells))
            style = (
                cell.get(f"{_SS}StyleID")
                or row.get(f"{_SS}StyleID")
                or self._column_styles.get(column, "Default")
            )
            cells.append(self._cell(cell, style))
            cells += [""] * (last - column)
        self._lines.append((number, cells))

    def _cell(self, cell: Element, style: str) -> Cell:
        data = cell.find(f"{_SS}Data")
        if data is None:
            return Shown(None, cell.get(f"{_SS}Formula", "=")) if cell.get(f"{_SS}Formula") else ""
        text = "".join(data.itertext())
        match data.get(f"{_SS}Type"):
            case "Number" if _NUMBER.fullmatch(text):
                form = self._formats.get(style)
                return Shown(float(text), form.show(float(text)) if form else "")
            case "DateTime":
                return _date(text)
            case "Boolean":
                return truth(text == "1")
            case "Error":
                return Shown(None, text or "#")
        return text


def _date(text: str) -> Cell:
    """The day of an ISO time; times without a day are counted from the last of 1899."""
    moment = datetime.fromisoformat(text)
    return f"{moment:%H:%M:%S}" if moment.date() <= date(1899, 12, 31) else Shown(moment.date())
