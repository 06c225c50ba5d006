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


class Column(NamedTuple):
    title: str
    width: int
    """Cells it needs; with `grow`, the least it needs."""
    grow: int = 0
    """Its share of what is left over."""
    right: bool = False
    above: int = 0
    """Left out where the whole line has fewer cells than this."""


class StyledCell(NamedTuple):
    text: str
    """Already safe for a terminal; it is never read as markup."""
    style: str = ""
    """One of the style names of the line's widget."""


def fit(columns: Sequence[Column], width: int) -> list[int]:
    """Return the width of each column on a line of `width` cells, of which the first stays empty;
    0: not shown.
    """
    shown = [column if width >= column.above else None for column in columns]
    widths = [column.width if column else 0 for column in shown]
    left = width - 1 - sum(widths) - GAP * (sum(map(bool, shown)) - 1)
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
    for cell, column, width in zip(cells, columns, widths, strict=True):
        if width:
            text = _sized(cell.text, width, right=column.right)
            before, name = pieces[-1]
            gap = " " * GAP if len(pieces) > 1 or len(before) > 1 else ""
            if name == cell.style:
                pieces[-1] = (before + gap + text, name)
            else:
                pieces[-1] = (before + gap, name)
                pieces.append((text, cell.style))
    return Strip([Segment(text, base + style(name)) for text, name in pieces])


def highlighted(strip: Strip, words: Sequence[str], style: Style) -> Strip:
    """Return the line with these words, in small letters, in a style of their own."""
    text = strip.text
    small = text.casefold()
    if len(small) != len(text):  # a letter that becomes two: no place would be the right one
        return strip
    places = sorted(
        (found.start(), found.end())
        for found in re.finditer("|".join(map(re.escape, words)), small)
    )
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


def _sized(text: str, width: int, *, right: bool) -> str:
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…"
    return " " * (width - length) + text if right else text + " " * (width - length)
