"""A list read by the lines that differ from the last one: the rest stands as it stood.

It tells what the whole list tells, or `NotLineByLine` is raised: wherever a line may tell
something only together with others, all of it must be read.

| the new list's | are read |
| --- | --- |
| first lines, as many as the reader takes at once | always: they show how the list is written |
| lines that the last list has not | always, and so are those of the last list that are gone |
| lines behind the last list's last row, and the last one before | always: totals and remarks |
| other lines | only those that are asked for |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from operator import itemgetter
from pathlib import Path

import msgspec

from engine.lists.cells.columns import read_in_styles
from engine.lists.cells.headings import ListField
from engine.lists.cells.word_cells import seen
from engine.lists.checks.line_by_line import styles_of
from engine.lists.files.compared_lines import LinePlace, compared_lines, lines_in
from engine.lists.files.encodings import without_marks
from engine.lists.files.opened_file import OpenedFile
from engine.lists.files.text import BLOCK, Block, Text
from engine.lists.layouts.identify import Match
from engine.lists.read_table import ReaderSettings, open_table, read_opened
from engine.lists.rows.invoices import put_together
from engine.lists.rows.lines import LineReader
from engine.lists.rows.row_filter import RowFilter
from engine.lists.rows.rows import ListFile, Row, StandingRows, Written
from engine.model.errors import ListRefused
from engine.model.item import Cents

_MOST = 0.2
"""Of a list's bytes: where more differ, reading all costs no more."""


class NotLineByLine(Exception):
    """The whole list must be read."""


class LastRead(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of a list that was read."""

    written: Written
    rows: int
    total: Cents
    days: dict[date, int]
    """How many rows have invoices of each day."""
    mandants: dict[str, int]
    """How many rows name each Mandant, as the list writes it."""
    last_row: int
    """The byte at which the line of its last row begins."""


class ChangedList:
    """A list compared with the last one."""

    def __init__(
        self,
        path: Path,
        name: str,
        settings: ReaderSettings,
        last: LastRead,
        last_list: Callable[[], bytes],
    ) -> None:
        """`last_list` returns the last one as it came; it is asked for once this one is opened.
        Raises `NotLineByLine`.
        """
        self._name, self._settings, self._last = name, settings, last
        try:
            self._source, self._joined = open_table(path, settings)
        except ListRefused as refused:
            raise NotLineByLine from refused
        self._text = _text_written(self._source, self._joined.match, last.written)
        new = self._text.encoded.data
        old = without_marks(last_list(), last.written.encoding)
        lines = compared_lines(old, new, last.last_row, int(_MOST * max(len(old), len(new))))
        if lines is None or lines.number > settings.limits.rows:
            raise NotLineByLine
        self._lines = lines
        self._first = next(self._text.blocks())
        self._asked: dict[int, int] = {}
        self._new_lines = self._parted(lines.new)
        self.new_lines = frozenset(line for line, _cells in self._new_lines)
        """The numbers of the lines that the last list has not."""
        self.gone = self._rows(
            (line, cells)
            for line, cells in self._parted(lines.gone)
            if line > self._joined.match.headings.line
        )
        """The rows of the last list whose lines the new one has not."""

    def at(self, old_places: Iterable[int]) -> list[LinePlace]:
        """The lines that begin at these bytes of the last list, as far as the new one has them."""
        return self._lines.at(old_places)

    def naming(self, number: str) -> list[LinePlace]:
        """The lines that name this invoice, of those that both lists have."""
        column = self._joined.match.headings.columns[ListField.INVOICE_NO]
        sought = number.encode(self._text.encoded.encoding, "replace")
        return [
            place
            for place in self._lines.with_text(sought)
            if (cells := self._cells(self._lines.line_at(place.start))[0])
            and len(cells) > column
            and seen(cells[column]) == number
        ]

    def place_of(self, line: int) -> int:
        """The byte at which a line of the new list begins that was read."""
        return self._asked.get(line) or self._lines.place_of(line)

    def read(self, asked: Iterable[LinePlace]) -> ListFile:
        """The list, with the rows of its first lines, of its new ones, and of those that are asked
        for. Raises `NotLineByLine`.
        """
        numbers, first = self._first
        asked = [*asked, *self._lines.last_in_both()]
        self._asked = {place.line: place.start for place in asked}
        asked_for = {
            place.line: self._cells(self._lines.line_at(place.start))[0]
            for place in asked
            if place.line > len(numbers) and place.line not in self.new_lines
        }
        heading = self._joined.match.headings.line
        again = self._rows(
            [
                (line, cells)
                for line, cells in zip(numbers, first, strict=True)
                if line > heading and line not in self.new_lines
            ]
            + sorted(asked_for.items())
        )
        later = [(line, cells) for line, cells in self._new_lines if line > len(numbers)]
        later = sorted([*later, *asked_for.items()], key=itemgetter(0))
        blocks = chain([self._first], _in_blocks(later))
        try:
            found = read_opened(
                self._source, self._joined, blocks, self._name, self._settings,
                self._standing([*self.gone, *again]),
            )  # fmt: skip
        except ListRefused as refused:
            raise NotLineByLine from refused
        if found.written is None or not _is_written_alike(self._last.written, found.written):
            raise NotLineByLine
        return found

    def _standing(self, rows: Sequence[Row]) -> StandingRows:
        """What is left of the last list without these rows of it."""
        last = self._last
        days = Counter(last.days)
        days.subtract(Counter(row.doc_date for row in rows if row.doc_date))
        mandants = Counter(last.mandants)
        mandants.subtract(Counter(row.mandant for row in rows))
        return StandingRows(
            rows=last.rows - len(rows),
            total=last.total - sum(row.open or 0 for row in rows),
            days=frozenset(+days),
            mandants=frozenset(+mandants),
            of_lines=self._lines.number,
        )

    def _rows(self, lines: Iterable[tuple[int, list[str]]]) -> list[Row]:
        """The rows of lines of the last list. Raises `NotLineByLine` where they are not as they
        were read then.
        """
        match = self._joined.match
        row_filter = RowFilter(
            match.headings, match.layout.columns_for(match.content), "", self._text.delimiter
        )
        reader = LineReader(match.headings, match.content, row_filter, "")
        read_in_styles(reader.columns, styles_of(self._last.written))
        try:
            read = reader.read(_in_blocks([*lines]))
        except ListRefused as refused:
            raise NotLineByLine from refused
        invoices = put_together(read, match.content, "")
        if read.rejected or read.drafts or row_filter.result().rejected or invoices.rejected:
            raise NotLineByLine
        if invoices.merged:
            raise NotLineByLine
        return invoices.rows

    def _parted(self, stretches: Sequence[tuple[int, bytes]]) -> list[tuple[int, list[str]]]:
        """The lines of these stretches by their numbers, parted into cells all at one go."""
        numbers = [
            number
            for first, text in stretches
            for number in range(first, first + lines_in(text, 0, len(text)))
        ]
        whole = b"".join([text if text.endswith(b"\n") else text + b"\n" for _, text in stretches])
        return [*zip(numbers, self._cells(whole), strict=True)]

    def _cells(self, lines: bytes) -> list[list[str]]:
        cells = self._text.cells_of(lines) if lines else []
        if cells is None:
            raise NotLineByLine
        return cells


def _text_written(source: OpenedFile, match: Match, written: Written) -> Text:
    """The text of a file that is written so, by all that its first lines show. Raises
    `NotLineByLine`.
    """
    text, headings = source.text, match.headings
    if (
        text is None
        or (text.encoded.encoding, text.delimiter) != (written.encoding, written.delimiter)
        or text.dialect.quotes.value != written.quotes
        or (match.layout.name, match.content) != (written.layout, written.content)
        or (headings.line, headings.names) != (written.heading, written.names)
        or headings.columns != written.columns
    ):
        raise NotLineByLine
    return text


def _is_written_alike(last: Written, new: Written) -> bool:
    """Whether the two are written alike, and what was read shows all that tells what a column
    means.
    """
    return last == msgspec.structs.replace(new, cells=last.cells) and all(
        set(cells) <= set(new.cells.get(place, ())) for place, cells in last.cells.items()
    )


def _in_blocks(lines: Sequence[tuple[int, list[str]]]) -> Iterator[Block]:
    for start in range(0, len(lines), BLOCK):
        numbers, cells = zip(*lines[start : start + BLOCK], strict=True)
        yield [*numbers], [*cells]
