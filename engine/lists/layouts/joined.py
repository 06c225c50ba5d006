"""The tables of a file that are one list together: a sheet for each month, a table for each printed
page.

| a further table | becomes |
| --- | --- |
| with the list's headings, in whatever order | part of the list |
| without headings, behind a part, its cells as those of the list | part of the list |
| hidden, or named as an old one | left aside: it may be what the list was |
| with headings that make something else of the amounts | left aside |
| any other | left aside: a legend, a cover, a pivot |

Of what is left aside `engine.lists.checks.other_tables` says whether it is harmless.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

import msgspec

from engine.common.sanitize import sanitize
from engine.lists.cells.headings import Headings
from engine.lists.cells.money import is_amount
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.lists.files.opened_file import Blocks, OpenedFile, Sheet
from engine.lists.layouts.further_table import Why, goes_on, united
from engine.lists.layouts.identify import Match
from engine.lists.rows.rows import Doubt, Ignored, Rejected, Row
from engine.messages.list_notices import Named
from engine.messages.row_reasons import IgnoreReason
from engine.model.message import Message, Param

_CELLS_OF_TITLES = 2


Placed = TypeVar("Placed", Row, Rejected, Ignored, Doubt)


class Aside(msgspec.Struct, frozen=True):
    """A table of the file that is no part of its list."""

    sheet: Sheet
    why: Why


class _Part(msgspec.Struct, frozen=True):
    sheet: Sheet
    heading: int
    """The number of its heading line; 0 where it has none."""
    order: tuple[int, ...]
    """Where in this table each column of the list stands; -1 where it has none. Empty: as there."""
    width: int
    """How many columns this table has."""
    before: int
    """How many lines the tables before it have."""


class Joined(msgspec.Struct, frozen=True):
    """A list and its tables. Its lines are numbered through; `place` tells where each stands."""

    match: Match
    """Its sheet is the whole list: the first table down to its end, then the lines of the others
    below their headings.
    """
    aside: tuple[Aside, ...] = ()
    _parts: tuple[_Part, ...] = ()
    """The tables behind the first."""

    @property
    def above(self) -> tuple[Ignored, ...]:
        """The titles and headings of the tables behind the first, which are not in the blocks."""
        return tuple(
            Ignored(
                part.before + number,
                Message(IgnoreReason.HEADING if number == part.heading else IgnoreReason.TITLE),
            )
            for part in self._parts
            for number in range(1, part.heading + 1)
        )

    @property
    def titles(self) -> list[Sequence[Cell]]:
        """What stands above the headings of the tables, beside the tables, and on a cover."""
        covers = [aside.sheet for aside in self.aside if aside.why is Why.NOT_UNDERSTOOD]
        sheets = [self.match.sheet, *(part.sheet for part in self._parts), *covers]
        return [
            *([text] for sheet in sheets for text in sheet.beside),
            *(cells for _line, cells in self.above_headings),
            *(cells for sheet in covers for _line, cells in sheet.head if _is_title(cells)),
        ]

    @property
    def above_headings(self) -> list[tuple[int, Sequence[Cell]]]:
        """The lines above the headings of every table, as the list's lines are numbered."""
        first = self.match
        return [(line, cells) for line, cells in first.sheet.head if line < first.headings.line] + [
            (part.before + line, cells)
            for part in self._parts
            for line, cells in part.sheet.head
            if line < part.heading
        ]

    @property
    def starts(self) -> list[int]:
        """How many lines of the list stand before each of its tables."""
        return [0, *(part.before for part in self._parts)]

    def place(self, line: int) -> tuple[str, int]:
        """The sheet and the line in it of a line of the list."""
        at = bisect_left([part.before for part in self._parts], line) - 1
        if at < 0:
            return self.match.sheet.name, line
        return self._parts[at].sheet.name, line - self._parts[at].before

    def placed(self, found: Sequence[Placed]) -> list[Placed]:
        """`found` with the sheet and the line in it in place of the list's own number."""
        if not self._parts:
            return list(found)
        placed = []
        for one in found:
            sheet, line = self.place(one.line)
            placed.append(msgspec.structs.replace(one, sheet=sheet, line=line))
        return placed

    def doubt(self, doubt: Doubt) -> Doubt:
        """`doubt` with the sheet and the line in it, unless it is about a table left aside."""
        if not self._parts or doubt.sheet not in ("", self.match.sheet.name):
            return doubt
        placed = self.placed([doubt])[0] if doubt.line else doubt
        return msgspec.structs.replace(placed, message=self._said(doubt.message))

    def said(self, message: Message) -> Message:
        """`message` with every line named by its sheet, where there are several."""
        return self._said(message) if self._parts else message

    def _said(self, message: Message, lines: str = "") -> Message:
        """`lines` is the parameter that the message stands in for, if it names lines itself."""
        return Message(
            message.code,
            {
                name: self._said_param(value, lines if name == "shown" else name)
                for name, value in message.params.items()
            },
        )

    def _said_param(self, value: Param, name: str) -> Param:
        if isinstance(value, Message):
            return self._said(value, name)
        if isinstance(value, list | tuple):
            return [self._said_param(one, name) for one in value]  # type: ignore[misc]
        if name not in ("line", "lines") or not str(value).isdigit():
            return value
        sheet, line = self.place(int(str(value)))
        return Message.of(Named.LINE_OF_SHEET, line=line, sheet=sanitize(sheet, 60))


def join(source: OpenedFile, match: Match) -> Joined:
    """The list that begins in the sheet of `match`, with all tables of the file that go on with
    it.
    """
    others = [sheet for sheet in source.sheets if sheet is not match.sheet and sheet.head]
    if not others:
        return Joined(match)
    headings = match.headings
    parts: list[_Part] = []
    aside: list[Aside] = []
    before = match.sheet.last_line
    last: Headings | None = None
    """Those of the table before, if it is a part of the list."""
    for sheet in source.sheets:
        if sheet is match.sheet:
            last = match.headings
        if sheet not in others:
            continue
        found = goes_on(sheet, match, last)
        if isinstance(found, Why):
            aside.append(Aside(sheet, found))
            last = None
            continue
        headings, order = united(headings, found)
        parts.append(_Part(sheet, found.line, order, found.width, before))
        before += sheet.last_line
        last = found
    if not parts:
        return Joined(match, tuple(aside))
    whole = Sheet(
        name=match.sheet.name,
        head=match.sheet.head,
        beside=match.sheet.beside,
        last_line=before,
        blocks=lambda: _blocks(match.sheet, parts),
    )
    joined = Match(match.layout, match.content, whole, headings)
    return Joined(joined, tuple(aside), tuple(parts))


def _is_title(cells: Sequence[Cell]) -> bool:
    """Whether a line of a cover may be a title: a word or two, and no figure."""
    filled = [cell for cell in cells if seen(cell)]
    return len(filled) <= _CELLS_OF_TITLES and not any(map(is_amount, filled))


def _blocks(first: Sheet, parts: Sequence[_Part]) -> Blocks:
    yield from first.blocks()
    for part in parts:
        for numbers, lines in part.sheet.blocks():
            above = bisect_left(numbers, part.heading + 1)
            if above < len(numbers):
                yield (
                    [part.before + number for number in numbers[above:]],
                    [_in_order(cells, part) for cells in islice(lines, above, None)],
                )


def _in_order(cells: Sequence[Cell], part: _Part) -> Sequence[Cell]:
    if not part.order or not cells:
        return cells
    ordered = [cells[index] if 0 <= index < len(cells) else "" for index in part.order]
    return [*ordered, *cells[part.width :]]
