"""Text files: bytes to lines of cells. Which encoding and which delimiter is found out once, for the whole file."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from engine.errors import ListRefused
from engine.language import _
from engine.lists.headings import HEADING_WITHIN, normal
from engine.lists.limits import Limits
from engine.plain import plain

if TYPE_CHECKING:
    from _csv import Reader

BLOCK = 256
"""Lines handled together: so few that their cells stay in the processor's cache, which saves a third of the time."""

DELIMITERS = (";", ",", "\t")

_UMLAUTS = "äöüßÄÖÜ€"
_CP850_UMLAUTS = re.compile(rb"[A-Za-z ][\x81\x84\x94\x8e\x99\x9a\xe1][A-Za-z ]")
"""The umlauts of DOS between letters; in cp1252 these bytes are quotation marks and rarities."""
_CP1252_UMLAUTS = re.compile(rb"[\xe4\xf6\xfc\xdf\xc4\xd6\xdc]")
_MOJIBAKE = re.compile("Ã[¤¶¼Ÿ„–œ\x84\x96\x9c\x9f]|â‚¬")

Block = tuple[list[int], list[list[str]]]
"""The line numbers (counted from 1) and the cells of some lines; a blank line has no cells."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A text file whose encoding and delimiter are known."""

    data: bytes
    """Without its byte order mark."""
    encoding: str
    """As Python names it."""
    delimiter: str
    doubtful: bool
    """The encoding may be wrong: names may be spelt wrongly, figures cannot be."""
    limits: Limits

    @property
    def ends_with_line_end(self) -> bool:
        """Whether the last line is complete; without its end the file may have been cut."""
        return self.data[-4:].decode(self.encoding, "replace").endswith(("\n", "\r"))

    def blocks(self) -> Iterator[Block]:
        """All lines, some at a time. Raises `ListRefused` for a quote that is not closed, and beyond the limits."""
        reader = _reader(self.data, self.encoding, self.delimiter)
        first = 1
        while True:
            try:
                lines = list(islice(reader, BLOCK))
            except csv.Error as error:
                raise _broken(error, reader.line_num) from None
            if not lines:
                return
            yield self._numbers(first, lines, reader.line_num), lines
            first = reader.line_num + 1
            if first > self.limits.rows + 1:
                raise ListRefused(
                    _("The file has more than {rows} lines.").format(rows=self.limits.rows),
                    _("Export fewer items at once, or raise the limit."),
                )

    def _numbers(self, first: int, lines: list[list[str]], last: int) -> list[int]:
        if last - first + 1 == len(lines):
            return list(range(first, last + 1))
        numbers = []
        for cells in lines:
            numbers.append(first)
            first += 1 + sum(cell.count("\n") + cell.replace("\r\n", "").count("\r") for cell in cells)
        return numbers


def read_text(data: bytes, encoding: str, known: Collection[str], limits: Limits) -> Text:
    """Find out how `data` is written. `encoding` is `auto` or a name; `known` are the headings that may be in it, normalised.

    Raises `ListRefused` for an empty file, for one that is no text, and for one that is not written in `encoding`.
    """
    data, encoding, doubtful = _decode(data, encoding)
    if not data.strip():
        raise ListRefused(_("The file is empty."), _("Export the list again and look whether it holds any items."))
    return Text(
        data=data, encoding=encoding, delimiter=_delimiter(data, encoding, known), doubtful=doubtful, limits=limits
    )  # fmt: skip


def _decode(data: bytes, encoding: str) -> tuple[bytes, str, bool]:
    """The bytes without their mark, the encoding, and whether it is doubtful."""
    for mark, marked in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark) and encoding == "auto":
            return _checked(data[len(mark) :], marked)
        data = data.removeprefix(mark) if _same(encoding, marked) else data
    if encoding != "auto":
        return _checked(data, encoding)
    if data[:200].count(b"\0") > len(data[:200]) // 4:
        # Without its mark UTF-16 shows itself by the zero byte of each letter of the alphabet.
        return _checked(data, "utf-16-be" if data[:1] == b"\0" else "utf-16-le")
    try:
        return _checked(data, "utf-8")
    except ListRefused:
        dos = len(_CP850_UMLAUTS.findall(data)) > len(_CP1252_UMLAUTS.findall(data))
        return _checked(data, "cp850" if dos else "cp1252")


def _checked(data: bytes, encoding: str) -> tuple[bytes, str, bool]:
    advice = _("Save the list as UTF-8, or name its encoding in the configuration.")
    try:
        text = data.decode(encoding)
    except LookupError:
        raise ListRefused(_("The encoding {encoding} is not known.").format(encoding=plain(encoding)), advice) from None
    except UnicodeError as error:
        start = getattr(error, "start", len(data))
        line = data.count(b"\n", 0, start) + 1
        raise ListRefused(
            _("Line {line}: this is not text written in {encoding}.").format(line=line, encoding=plain(encoding)), advice
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ListRefused(_("Line {line}: the file holds zero bytes, so it is no text.").format(line=line), advice)
    guessed = encoding in ("cp850", "cp1252") and not text.isascii() and not any(umlaut in text for umlaut in _UMLAUTS)
    return data, codecs.lookup(encoding).name, encoding == "cp850" or guessed or _MOJIBAKE.search(text) is not None


def _same(one: str, other: str) -> bool:
    try:
        return codecs.lookup(one) == codecs.lookup(other)
    except LookupError:
        return False


def _delimiter(data: bytes, encoding: str, known: Collection[str]) -> str:
    """The delimiter that shows the most known headings in one line; quotes are seen to by the reader itself."""

    def headings(delimiter: str) -> tuple[int, int]:
        reader = _reader(data, encoding, delimiter)
        found = columns = 0
        try:
            for cells in islice(reader, HEADING_WITHIN):
                found = max(found, len(set(map(normal, cells)).intersection(known)))
                columns = max(columns, len(cells))
        except csv.Error:
            pass  # the right delimiter meets it again, and says where
        return found, columns

    return max(DELIMITERS, key=headings)


def _reader(data: bytes, encoding: str, delimiter: str) -> Reader:
    # The whole text was decoded once to check it; decoded here as it is read, it never lies in memory at four bytes a letter.
    text = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    return csv.reader(text, delimiter=delimiter, strict=True)


def _broken(error: csv.Error, line: int) -> ListRefused:
    if "field larger" in str(error):
        cause = _("Line {line}: a cell is far too long; most likely a quotation mark is missing in it or above it.")
        return ListRefused(cause.format(line=line), _("Export the list again."))
    cause = _("Line {line}: a quotation mark is missing or out of place here, or somewhere above.")
    return ListRefused(cause.format(line=line), _("Export the list again; a quotation mark within a text must be doubled."))
