"""Text files: bytes to lines of cells, with the encoding and the delimiter found out once for the
whole file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Set
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from engine.lists.cells.dates import is_date
from engine.lists.cells.money import shows_cents
from engine.lists.files.dialect import Dialect, find_dialect, reader
from engine.lists.files.encodings import Encoded, find_encoding
from engine.lists.files.limits import FileLimits
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused

if TYPE_CHECKING:
    from _csv import Reader

BLOCK = 256
"""Lines handled together: so few that their cells stay in the processor's cache, which saves a
third of the time.
"""

_LONGEST_LINE = 100_000
"""Bytes of one line: far beyond two hundred cells as people fill them."""

Block = tuple[list[int], list[list[str]]]
"""The line numbers (counted from 1) and the cells of some lines; a blank line has no cells."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A text file of which it is known how it is written."""

    encoded: Encoded
    dialect: Dialect
    limits: FileLimits

    @property
    def delimiter(self) -> str:
        """What parts the cells."""
        return self.dialect.delimiter

    @property
    def ends_with_line_end(self) -> bool:
        """Whether the last line is complete; without its end the file may have been cut."""
        return self.end.endswith(("\n", "\r"))

    @property
    def end(self) -> str:
        """The last few lines of the file."""
        return self.encoded.data[-4096:].decode(self.encoded.encoding, "replace")

    def blocks(self) -> Iterator[Block]:
        """All lines, some at a time. Raises `ListRefused` for a quote that is not closed, and
        beyond the limits.
        """
        text = reader(self.encoded, self.dialect)
        first = 1
        while lines := _next_lines(text):
            last = text.line_num
            if last > self.limits.rows:
                raise ListRefused(ListRefusal.TOO_MANY_LINES, rows=self.limits.rows)
            if (most := max(map(len, lines))) > self.limits.columns:
                raise ListRefused(ListRefusal.TOO_MANY_CELLS, first=first, last=last, cells=most)
            yield self._numbers(first, lines, last), lines
            first = last + 1

    def cells_of(self, lines: bytes) -> list[list[str]] | None:
        """The cells of whole lines from within the text; None where they are not one line each."""
        if lines.count(b"\r") != lines.count(b"\r\n"):
            return None
        encoded = Encoded(lines, self.encoded.encoding, doubtful=False)
        try:
            cells = list(reader(encoded, self.dialect))
        except (csv.Error, UnicodeError):
            return None
        number = lines.count(b"\n") + (not lines.endswith(b"\n"))
        fits = len(cells) == number and max(map(len, cells)) <= self.limits.columns
        return cells if fits else None

    def _numbers(self, first: int, lines: list[list[str]], last: int) -> list[int]:
        if last - first + 1 == len(lines):
            return list(range(first, last + 1))
        numbers = []
        for cells in lines:
            numbers.append(first)
            several = [cell for cell in cells if "\n" in cell or "\r" in cell]
            if any(self._swallowed(cell, len(cells)) for cell in several):
                raise ListRefused(ListRefusal.QUOTE_MISPLACED, line=first)
            first += 1 + sum(
                cell.count("\n") + cell.replace("\r\n", "").count("\r") for cell in several
            )
        return numbers

    def _swallowed(self, cell: str, width: int) -> bool:
        """Whether a cell of several lines holds lines of the list: between two quotation marks that
        are both alone they would be gone without a word.
        """
        parts = re.split(rf"[\r\n{re.escape(self.delimiter)}]", cell)
        return cell.count(self.delimiter) >= width - 1 and any(
            is_date(part) or shows_cents(part) for part in parts
        )


def read_text(data: bytes, encoding: str, known: Set[str], limits: FileLimits) -> Text:
    """Find out how `data` is written. `encoding` is `auto` or a name; `known` are the headings that
    may be in it, normalised.

    Raises `ListRefused` for an empty file and for one that is no text.
    """
    if not data or data.isspace():
        raise ListRefused(ListRefusal.FILE_EMPTY)
    _refuse_long_lines(data)
    encoded = find_encoding(data, encoding)
    return Text(encoded=encoded, dialect=find_dialect(encoded, known), limits=limits)


def _refuse_long_lines(data: bytes) -> None:
    """Jumps from line end to line end, the last within reach, so a list of usual lines takes no
    time.
    """
    start = 0
    while start + _LONGEST_LINE < len(data):
        end = max(data.rfind(line_end, start, start + _LONGEST_LINE) for line_end in (b"\n", b"\r"))
        if end < 0:
            line = data.count(b"\n", 0, start) + 1
            raise ListRefused(ListRefusal.LINE_TOO_LONG, line=line, bytes=_LONGEST_LINE)
        start = end + 1


def _next_lines(text: Reader) -> list[list[str]]:
    try:
        return list(islice(text, BLOCK))
    except csv.Error as error:
        is_too_long = "field larger" in str(error)
        refusal = ListRefusal.CELL_TOO_LONG if is_too_long else ListRefusal.QUOTE_MISPLACED
        raise ListRefused(refusal, line=text.line_num) from None
