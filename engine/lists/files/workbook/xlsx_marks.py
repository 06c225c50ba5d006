"""What calamine does not tell of an .xlsx, and what money hangs on.

Calamine gives an empty cell for `#REF!` and for a formula whose result was not stored, and it gives
the number 12 where a person sees 00012. Such cells are found here by reading the sheet's XML, but
only where a quick look shows that it has any.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from posixpath import join, normpath
from typing import IO, Final
from xml.etree.ElementTree import Element, iterparse

from defusedxml.ElementTree import fromstring

from engine.lists.files.workbook.number_formats import NumberFormat, number_format
from engine.messages.workbook_refusals import WorkbookRefusal
from engine.model.errors import ListRefused

Marks = dict[tuple[int, int], str | NumberFormat]
"""For (row, column), both counted from 1: the text of an error or of a formula without a result, or
the format of a number.
"""

_BLOCK: Final = 1_000_000
_OVERLAP: Final = 300
"""Longer than anything looked for, so that nothing is missed where two blocks meet."""
_ROOT = re.compile(rb"<(?P<prefix>(?:\w+:)?)worksheet")
_COLUMN = re.compile(r"[A-Z]{1,3}")


class Package:
    """The parts of an .xlsx that say where its sheets are and how their numbers look."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}
        targets = {}
        styles = ""
        for relation in self._xml("xl/_rels/workbook.xml.rels"):
            part = normpath(join("xl", relation.get("Target", ""))).lstrip("/")
            targets[relation.get("Id", "")] = part
            if relation.get("Type", "").endswith("/styles"):
                styles = part
        workbook = self._xml("xl/workbook.xml")
        self._sheets = {
            sheet.get("name", ""): targets.get(_attribute(sheet, "id"), "")
            for sheet in workbook.iterfind("{*}sheets/{*}sheet")
        }
        # Whoever sets this has not calculated: XlsxWriter stores 0 as the result of every formula.
        self._stale = any(
            calc.get("fullCalcOnLoad") in ("1", "true") for calc in workbook.iterfind("{*}calcPr")
        )
        self._formats = _formats(self._xml(styles)) if styles.lower() in self._names else {}

    def marks(self, sheet: str) -> Marks:
        """The cells of a sheet that are not what calamine says. Raises KeyError where the sheet has
        no part.
        """
        part = self._names[self._sheets[sheet].lower()]
        with self._archive.open(part) as xml:
            marks = _marks_at_a_glance(xml, self._formats)
        if marks is not None:
            return marks
        with self._archive.open(part) as xml:
            return {place: mark for place, cell in _cells(xml) if (mark := self._mark(cell))}

    def _mark(self, cell: Element) -> str | NumberFormat | None:
        kind = cell.get("t", "n")
        if kind in ("s", "inlineStr"):
            return None
        namespace = cell.tag[:-1]
        value = cell.find(f"{namespace}v")
        if kind == "e":
            return (value.text if value is not None else None) or "#"
        formula = cell.find(f"{namespace}f")
        if formula is not None:
            stored = value is not None and (bool(value.text) or kind == "str")
            if self._stale or not stored:
                return f"={formula.text or ''}"
        return self._formats.get(cell.get("s", "0")) if kind == "n" and value is not None else None

    def _xml(self, part: str) -> Element:
        root: Element = fromstring(self._archive.read(self._names[part.lower()]), forbid_dtd=True)
        return root


def _formats(styles: Element) -> dict[str, NumberFormat]:
    """The formats that show invoice numbers in their own way, by the number of the cell style that
    uses them.
    """
    codes = {
        form.get("numFmtId"): form.get("formatCode", "")
        for form in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    cell_styles = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    found = {
        str(index): number_format(codes.get(style.get("numFmtId"), ""))
        for index, style in cell_styles
    }
    return {index: form for index, form in found.items() if form is not None}


def _marks_at_a_glance(xml: IO[bytes], formats: dict[str, NumberFormat]) -> Marks | None:
    """The marks of a sheet by its bytes alone, ten times as fast as by parsing it. None where they
    show a formula, an error, or a format in a cell that is not written as Excel, LibreOffice and
    the usual libraries write it.

    Tags have the prefix of the root, as every writer does it.
    """
    block = xml.read(_BLOCK)
    root = _ROOT.search(block)
    if root is None:
        raise ListRefused(WorkbookRefusal.SHEET_WITHOUT_ROOT)
    begin_formula, begin_value = b"<" + root["prefix"] + b"f", b"<" + root["prefix"] + b"v"
    formula = re.compile(begin_formula + rb"[\s/>]")
    value_in_pieces = re.compile(begin_value + rb"[^>]*>[^<]*<!")
    formatted = _FormattedCells(formats)
    marks: Marks | None = {}
    while block:
        # A rare byte is found ten times as fast as two bytes of which one is everywhere.
        if b"!" in block and b"<!" in block:
            if b"<!DOCTYPE" in block:
                raise ListRefused(WorkbookRefusal.OWN_ENTITIES)
            if value_in_pieces.search(block):
                # Calamine would read the 12 of `12<!-- -->34` and drop the rest.
                raise ListRefused(WorkbookRefusal.VALUES_IN_PIECES)
        if (
            b'"e"' in block
            or b"'e'" in block
            or (begin_formula in block and formula.search(block))
            or not formatted.all_found(block)
        ):
            marks = None
            formatted = _FormattedCells({})
        more = xml.read(_BLOCK)
        block = more and block[-_OVERLAP:] + more
    return marks if marks is None else formatted.marks


class _FormattedCells:
    """Finds the cells of some styles in the bytes of a sheet."""

    def __init__(self, formats: dict[str, NumberFormat]) -> None:
        self._formats = {style.encode(): form for style, form in formats.items()}
        any_style = b"|".join(self._formats)
        self._of_style = re.compile(rb"s\s*=\s*[\"'](?:%b)[\"']" % any_style)
        self._as_usual = re.compile(
            rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})" s="(%b)"(?: t="(\w+)")?\s?/?>' % any_style
        )
        self.marks: Marks = {}

    def all_found(self, block: bytes) -> bool:
        """Add the marks of a block; whether that was each cell of these styles."""
        if not self._formats:
            return True
        # Tags cut in two at either end stand whole in the block before or after.
        whole = block[block.find(b"<") : block.rfind(b"<")]
        found = self._as_usual.findall(whole)
        for letters, row, style, kind in found:
            if kind in (b"", b"n"):
                self.marks[int(row), _column_of(letters)] = self._formats[style]
        return len(found) == len(self._of_style.findall(whole))


def _cells(xml: IO[bytes]) -> Iterator[tuple[tuple[int, int], Element]]:
    """Every cell of a sheet that holds something, with its place. A row or cell without a number is
    the next one.
    """
    row_number = 0
    # Entities were looked for before; the parser that refuses them itself is written in Python and
    # twice as slow.
    for _event, row in iterparse(xml):  # noqa: S314 - as above
        if not row.tag.endswith("row") or row.tag.rpartition("}")[2] != "row":
            continue
        row_number = int(row.get("r") or row_number + 1)
        column = 0
        for cell in row:
            letters = _COLUMN.match(cell.get("r", ""))
            column = _column_number(letters[0]) if letters else column + 1
            if len(cell):
                yield (row_number, column), cell
        row.clear()


@cache
def _column_of(letters: bytes) -> int:
    return _column_number(letters.decode())


def _column_number(letters: str) -> int:
    """`A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _attribute(element: Element, local_name: str) -> str:
    """An attribute whatever its namespace: `r:id` has another one in strict files."""
    return next(
        (value for name, value in element.items() if name.rpartition("}")[2] == local_name), ""
    )
