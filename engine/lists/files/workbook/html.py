"""Reads an HTML page with tables, which many programs write and name .xls: every table is one, its
cells are text.
"""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from pathlib import Path

from engine.lists.cells.tables import Cell, Table
from engine.lists.files.limits import FileLimits
from engine.messages.workbook_refusals import WorkbookRefusal
from engine.model.errors import ListRefused

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_SPAN = re.compile(r"[1-9][0-9]{0,6}")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_html(path: Path, limits: FileLimits) -> list[Table]:
    """All tables, named 1, 2, …; an inner one comes before the one it stands in. Raises
    `ListRefused`, and UnicodeError or AssertionError on damage. Tables that nobody ended are
    damage: rows may be missing.
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


class _OpenTable:
    """A table whose end has not come yet."""

    def __init__(self, name: str, limits: FileLimits) -> None:
        self.name = name
        self.lines: list[tuple[int, list[Cell]]] = []
        self._limits = limits
        self._text: list[str] | None = None
        self._spans = (1, 1)
        self._covered: dict[int, int] = {}
        """For each column, how many rows a cell of this row or one above still covers there."""

    def begin_row(self) -> None:
        self.end_cell()
        self._covered = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        self.lines.append((len(self.lines) + 1, []))

    def begin_cell(self, columns: int, rows: int) -> None:
        self.end_cell()
        if not self.lines:
            self.begin_row()
        self._text, self._spans = [], (columns, rows)

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
        first, (columns, rows) = len(cells), self._spans
        if first + columns > self._limits.columns:
            raise ListRefused(WorkbookRefusal.TOO_WIDE, sheet=self.name, columns=first + columns)
        cells += [text, *[""] * (columns - 1)]
        if rows > 1:
            self._covered |= dict.fromkeys(range(first, first + columns), rows)


class _TableParser(HTMLParser):
    def __init__(self, limits: FileLimits) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._begun = 0
        self._open: list[_OpenTable] = []
        self._limits = limits
        self._unseen = False
        """Inside of a script or a style sheet."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._unseen = True
        elif tag == "table":
            self._begun += 1
            self._open.append(_OpenTable(str(self._begun), self._limits))
        elif self._open and tag == "tr":
            self._open[-1].begin_row()
        elif self._open and tag in ("td", "th"):
            spans = {name: int(value) for name, value in attrs if value and _SPAN.fullmatch(value)}
            self._open[-1].begin_cell(spans.get("colspan", 1), spans.get("rowspan", 1))
        elif tag in ("br", "p", "div"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._unseen = False
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            table = self._open.pop()
            table.end_cell()
            self.tables.append(Table(name=table.name, lines=table.lines))

    def handle_data(self, data: str) -> None:
        if self._open and not self._unseen:
            self._open[-1].add(data)

    def close(self) -> None:
        super().close()
        if self._open:
            raise ListRefused(WorkbookRefusal.TABLE_WITHOUT_END)
