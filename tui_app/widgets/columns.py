"""Columns that fit any terminal: which are shown at this width, how wide each is, and a row of
cells drawn into them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

GAP = 2
NEVER = 10_000
"""More cells than any line has: a column `above` it is left out."""
_LEAST = 8
"""Cells that a column keeps where there is too little room for all; the last ones shrink first."""
_LEAST_HALVES = 8
"""Cells below which a middle would be all that is cut."""
_NEAR = 4
"""Letters given up so that what is left behind a cut begins with a word."""


class Column(NamedTuple):
    title: str
    width: int
    """Cells it needs; with `grow`, the least it needs."""
    grow: int = 0
    """Its share of what is left over."""
    right: bool = False
    above: int = 0
    """Left out where the whole line has fewer cells than this."""
    wanted: int = 0
    """Cells with which nothing is cut; given before anything grows, the first column first."""
    cut: str = "end"
    """Where a text too long loses letters: at its `end`, in its `middle`, or all behind a comma, in
    `parts`.
    """
    sort: str = ""
    """What a click on its title sorts by; empty: nothing."""


class StyledCell(NamedTuple):
    text: str
    """Already safe for a terminal; it is never read as markup."""
    style: str = ""
    """One of the style names of the line's widget."""
    span: int = 1
    """How many columns it reaches over, from the left; the cells of the others are left out."""


def fit(columns: Sequence[Column], width: int) -> list[int]:
    """Return the width of each column on a line of `width` cells, of which the first stays empty;
    0: not shown.
    """
    shown = [column if width >= column.above else None for column in columns]
    widths = [column.width if column else 0 for column in shown]
    left = width - 1 - sum(widths) - GAP * (sum(map(bool, shown)) - 1)
    for index, column in enumerate(shown):
        if column and left > 0:
            more = max(0, min(left, column.wanted - widths[index]))
            widths[index] += more
            left -= more
    for index, column in reversed([*enumerate(shown)]):
        if column and column.grow and left < 0:
            less = max(0, min(-left, widths[index] - _LEAST))
            widths[index] -= less
            left += less
    shares = sum(column.grow for column in shown if column)
    for index, column in enumerate(shown):
        if column and column.grow and left > 0:
            share = left * column.grow // shares
            widths[index] += share
            left -= share
            shares -= column.grow
    return widths


def draw(
    cells: Sequence[StyledCell],
    columns: Sequence[Column],
    widths: Sequence[int],
    base: Style,
    style: Callable[[str], Style],
) -> Strip:
    """Return one line: each cell cut or filled to its column's width. Neighbours of one style are
    one piece, which saves bytes.
    """
    pieces: list[tuple[str, str]] = [(" ", cells[0].style)]
    at = 0
    for cell in cells:
        column, shown = columns[at], [width for width in widths[at : at + cell.span] if width]
        at += cell.span
        if shown:
            width = sum(shown) + GAP * (len(shown) - 1)
            is_right = column.right and cell.span == 1
            text = sized(cell.text, width, column._replace(right=is_right))
            before, name = pieces[-1]
            gap = " " * GAP if len(pieces) > 1 or len(before) > 1 else ""
            if name == cell.style:
                pieces[-1] = (before + gap + text, name)
            else:
                pieces[-1] = (before + gap, name)
                pieces.append((text, cell.style))
    return Strip([Segment(text, base + style(name)) for text, name in pieces])


def highlighted(strip: Strip, wanted: re.Pattern[str], style: Style) -> Strip:
    """Return the line with what is wanted, in small letters, in a style of its own."""
    text = strip.text
    small = text.casefold()
    if len(small) != len(text):  # a letter that becomes two: no place would be the right one
        return strip
    places = [found.span() for found in wanted.finditer(small) if found.group()]
    if not places:
        return strip
    cuts = [cell_len(text[:at]) for place in places for at in place]
    pieces = strip.divide([*cuts, strip.cell_length])
    return Strip.join(
        piece.apply_style(style) if number % 2 else piece for number, piece in enumerate(pieces)
    )


def no_style(_name: str) -> Style:
    """Return no style, for a line of one colour."""
    return Style()


def sized(text: str, width: int, column: Column) -> str:
    """Return the text in exactly so many cells."""
    while column.cut == "parts" and cell_len(text) > width and ", " in text:
        text = text.rpartition(", ")[0]
    length = cell_len(text)
    if length <= width:
        return " " * (width - length) + text if column.right else text + " " * (width - length)
    if column.cut != "middle" or width < _LEAST_HALVES:
        return set_cell_size(text, width - 1) + "…"
    end = (width - 1) * 2 // 3
    tail = text[-end:]
    if 0 <= (word := tail.find(" ")) < _NEAR:
        tail = tail[word + 1 :]
    while cell_len(tail) > end:
        tail = tail[1:]
    return set_cell_size(text, width - 1 - cell_len(tail)) + "…" + tail
