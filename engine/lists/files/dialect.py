"""How a text file parts its cells: by which delimiter, and where its quotation marks stand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Set
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from engine.lists.cells.headings import HEADING_WITHIN, normal
from engine.lists.files.encodings import Encoded

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = (";", ",", "\t", "|")
_NAMED = re.compile(r"sep=([^\w\s\"'])[;,]*\s*")
"""Excel's own first line that names the delimiter."""


class Quotes(Enum):
    """Where quotation marks stand."""

    ROUND_CELLS = "cells"
    BLANKS_BESIDE = "blanks"
    """Round cells, with blanks between them and the delimiter: `"a" ; "b"`."""
    ROUND_LINES = "lines"
    """Round whole lines; those of cells are doubled within them."""


class Dialect(msgspec.Struct, frozen=True):
    """How the cells of a text file are parted."""

    delimiter: str
    quotes: Quotes = Quotes.ROUND_CELLS


def find_dialect(encoded: Encoded, known: Set[str]) -> Dialect:
    """The dialect that shows the most of the `known` headings, normalised, in one line."""
    head = list(islice(text_lines(encoded), HEADING_WITHIN))
    named = _NAMED.fullmatch(head[0]) if head else None
    delimiters = dict.fromkeys((*_DELIMITERS, *(named.groups() if named else ())))
    found = [_quoted(head, delimiter) for delimiter in delimiters]
    best = max(found, key=lambda dialect: _shown(head, dialect, known))
    headings, _cells = _shown(head, best, known)
    if headings:
        return best
    whole = [Dialect(delimiter, Quotes.ROUND_LINES) for delimiter in delimiters]
    return max((best, *whole), key=lambda dialect: _shown(head, dialect, known))


def reader(encoded: Encoded, dialect: Dialect) -> Reader:
    """The lines of a text, parted into cells as they are asked for."""
    return _reader(text_lines(encoded), dialect)


def text_lines(encoded: Encoded) -> io.TextIOWrapper:
    """The lines of a text, each with its line end."""
    # Decoded as it is read, the text never lies in memory as a whole.
    return io.TextIOWrapper(io.BytesIO(encoded.data), encoded.encoding, newline="")


def _reader(lines: io.TextIOWrapper | list[str], dialect: Dialect) -> Reader:
    plain = _PLAIN.get(dialect.quotes)
    usual = map(plain(dialect.delimiter), lines) if plain else lines
    return csv.reader(usual, delimiter=dialect.delimiter, strict=True)


def _quoted(head: list[str], delimiter: str) -> Dialect:
    sign = re.escape(delimiter)
    beside = re.compile(rf'"(?: +{sign} *| *{sign} +)"')
    is_padded = any(map(beside.search, head))
    return Dialect(delimiter, Quotes.BLANKS_BESIDE if is_padded else Quotes.ROUND_CELLS)


def _shown(head: list[str], dialect: Dialect, known: Set[str]) -> tuple[int, int]:
    """How many known headings one line has, and how many cells."""
    found = columns = 0
    try:
        for cells in _reader(head, dialect):
            found = max(found, len(known & set(map(normal, cells))))
            columns = max(columns, len(cells))
    except csv.Error:
        pass  # the right dialect meets it again, and says where
    return found, columns


def _without_blanks(delimiter: str) -> Callable[[str], str]:
    """Drop blanks between a delimiter and a quotation mark. Within a text that is harmless too."""
    sign = re.escape(delimiter)
    blanks = re.compile(rf'(?<=") +(?={sign}|\s*$)|(?:(?<={sign})|^) +(?=")')
    return lambda line: blanks.sub("", line)


def _without_outer_quotes(_delimiter: str) -> Callable[[str], str]:
    whole = re.compile(r'"(.*)"(\s*)', re.DOTALL)

    def plain(line: str) -> str:
        found = whole.fullmatch(line)
        return found[1].replace('""', '"') + found[2] if found else line

    return plain


_PLAIN = {
    Quotes.BLANKS_BESIDE: _without_blanks,
    Quotes.ROUND_LINES: _without_outer_quotes,
}
"""What turns a line into one whose quotation marks stand round its cells; by the delimiter."""
