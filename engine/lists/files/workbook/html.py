"""Reads an HTML page with tables, which many programs write and name .xls: every table is one.

Cells are text, but where Excel saved the page a number's exact value stands beside it, as `x:num`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from engine.lists.cells.money import is_amount
from engine.lists.cells.tables import Cell, Shown, Table
from engine.lists.files.limits import FileLimits
from engine.messages.workbook_refusals import WorkbookRefusal
from engine.model.errors import ListRefused

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_SPAN = re.compile(r"[1-9][0-9]{0,6}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")
_PAGE = frozenset(("html", "body"))
_BLOCKS = frozenset(("br", "p", "div", "title", "li", "h1", "h2", "h3", "h4", "h5", "h6"))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_html(path: Path, limits: FileLimits) -> list[Table]:
    """All tables, named 1, 2, …; an inner one comes before the one it stands in. Raises
    `ListRefused`, and UnicodeError or AssertionError on damage. Tables, or a page of several, that
    nobody ended are damage: rows may be missing.
    """
    parser = _TableParser(limits)
    parser.feed(_text(path.read_bytes()))
    parser.close()
    if not parser.tables:
        raise ListRefused(WorkbookRefusal.PAGE_WITHOUT_TABLE)
    return parser.tables


def _text(content: bytes) -> str:
    """Decoded by its byte order mark, else as the page says, else as UTF-8 or, as Excel writes
    here, cp1252.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding)
    named = _CHARSET.search(content[:4096])
    for encoding in (named[1].decode("ascii") if named else "utf-8", "utf-8"):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("cp1252")


def _cell(text: str, start: _Start) -> Cell:
    """A number where the page gives its exact value and shows an amount; else the text."""
    if not _NUMBER.fullmatch(start.number) or not is_amount(text):
        return text
    return Shown(float(start.number), text)


class _Start(NamedTuple):
    """What the start of a cell says."""

    columns: int = 1
    rows: int = 1
    number: str = ""
    """The exact value of a number, as Excel wrote it."""


def _start(attributes: Mapping[str, str | None]) -> _Start:
    columns, rows = (
        int(span) if (span := attributes.get(name)) and _SPAN.fullmatch(span) else 1
        for name in ("colspan", "rowspan")
    )
    return _Start(columns, rows, attributes.get("x:num") or "")


class _OpenTable:
    """A table whose end has not come yet."""

    def __init__(self, name: str, beside: list[str], limits: FileLimits) -> None:
        self.name = name
        self.beside = beside
        self.lines: list[tuple[int, list[Cell]]] = []
        self._limits = limits
        self._text: list[str] | None = None
        self._start = _Start()
        self._covered: dict[int, int] = {}
        """For each column, how many rows a cell of this row or one above still covers there."""

    def begin_row(self) -> None:
        self.end_cell()
        self._covered = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        self.lines.append((len(self.lines) + 1, []))

    def begin_cell(self, start: _Start) -> None:
        self.end_cell()
        if not self.lines:
            self.begin_row()
        self._text, self._start = [], start

    def add(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end_cell(self) -> None:
        if self._text is None:
            return
        text = " ".join("".join(self._text).split())
        self._text = None
        cells = self.lines[-1][1]
        while len(cells) in self._covered:
            cells.append("")
        first, columns, rows = len(cells), self._start.columns, self._start.rows
        if first + columns > self._limits.columns:
            raise ListRefused(WorkbookRefusal.TOO_WIDE, sheet=self.name, columns=first + columns)
        cells += [_cell(text, self._start), *[""] * (columns - 1)]
        if rows > 1:
            self._covered |= dict.fromkeys(range(first, first + columns), rows)


class _TableParser(HTMLParser):
    def __init__(self, limits: FileLimits) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._beside = [""]
        self._begun = 0
        self._open: list[_OpenTable] = []
        self._limits = limits
        self._unseen = False
        """Inside of a script or a style sheet, or behind the page."""
        self._is_whole = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PAGE:
            self._is_whole = False
        elif tag in ("script", "style"):
            self._unseen = True
        elif tag == "table":
            self._begun += 1
            self._open.append(_OpenTable(str(self._begun), self._take_beside(), self._limits))
        elif self._open and tag == "tr":
            self._open[-1].begin_row()
        elif self._open and tag in ("td", "th"):
            self._open[-1].begin_cell(_start(dict(attrs)))
        elif not self._open and tag in _BLOCKS:
            self._beside.append("")
        elif tag in _BLOCKS:
            self.handle_data(" ")
        if tag == "input" and dict(attrs).get("type") == "password":
            raise ListRefused(WorkbookRefusal.LOGIN_PAGE)

    def handle_endtag(self, tag: str) -> None:
        if tag in _PAGE:
            self._is_whole = self._unseen = True
        elif tag in ("script", "style"):
            self._unseen = False
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            table = self._open.pop()
            table.end_cell()
            self.tables.append(Table(name=table.name, beside=table.beside, lines=table.lines))
        elif tag in _BLOCKS:
            self._beside.append("")

    def handle_data(self, data: str) -> None:
        if self._open and not self._unseen:
            self._open[-1].add(data)
        elif not self._unseen:
            self._beside[-1] += data

    def close(self) -> None:
        super().close()
        # Some programs end no page; where each printed page is a table, the next may be missing.
        if self._open or (not self._is_whole and len(self.tables) > 1):
            raise ListRefused(WorkbookRefusal.PAGE_WITHOUT_END)
        if self.tables and self._is_whole:
            self.tables[-1].beside.extend(self._take_beside())

    def _take_beside(self) -> list[str]:
        """The texts since the last table."""
        texts = [" ".join(text.split()) for text in self._beside]
        self._beside = [""]
        return list(filter(None, texts))
