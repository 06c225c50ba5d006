"""Sends a terminal only the cells that differ from what it shows.

Textual draws a screen several times while it opens, closes or lays out anew. Over SSH each time
counts; with this only the first one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

_WORTH_A_MOVE = 8
"""Cells that did not change and are sent all the same, since moving the cursor costs as much."""

StyledCharacter = tuple[str, Style]
"""A character with its style; the right half of a wide one has none."""


class Painting:
    """What is drawn, and what of it the terminal shows."""

    def __init__(self) -> None:
        self._size = Size()
        self._drawn: dict[int, Strip] = {}
        self._shown: dict[int, Strip] = {}

    def forget(self) -> None:
        """Take nothing for granted any more that the terminal shows."""
        self._shown.clear()

    def draw(self, update: CompositorUpdate) -> None:
        """Take over what is to be shown. Where the whole is of another size than before, nothing
        is taken for granted: a terminal that was made smaller meanwhile wraps what is too wide.
        """
        if isinstance(update, LayoutUpdate) and update.region.size != self._size:
            self._size = update.region.size
            self._drawn.clear()
            self._shown.clear()
        for y, x, strip in _pieces(update):
            before = self._drawn.get(y, Strip.blank(0))
            right = before.crop(x + strip.cell_length)
            self._drawn[y] = Strip.join([before.crop(0, x), strip, right])

    def changes(self, console: Console) -> DifferingCells | None:
        """Return what is to be sent so that the terminal shows what is drawn; None: nothing. It
        counts as sent.
        """
        pen = _Pen(console)
        for y, after in self._drawn.items():
            before = self._shown.get(y)
            if before is None:
                pen.draw(0, y, _segments(after))
            elif before is not after:
                for x, cells in _differences(before, after):
                    pen.draw(x, y, cells)
        self._shown = dict(self._drawn)
        return DifferingCells(pen.sequence) if pen.sequence else None


class DifferingCells(CompositorUpdate):
    """What is sent to the terminal."""

    def __init__(self, sequence: str) -> None:
        self._sequence = sequence

    def render_segments(self, _console: Console) -> str:
        return self._sequence


def _pieces(update: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Return line, column and content of all that is drawn."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, update.region.x, Strip.join(list(strips))
    elif isinstance(update, ChopsUpdate):
        for y, left, right in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x < right and end > left:
                    yield y, x, strip.crop(0, min(end, right) - x)


def _differences(before: Strip, after: Strip) -> Iterator[tuple[int, list[StyledCharacter]]]:
    """Return column and cells of each stretch that changed."""
    if before == after:
        return
    old, new = _cells(before), _cells(after)
    if len(old) != before.cell_length or len(new) != after.cell_length:
        yield 0, _segments(after)  # characters that join: nobody knows where each one stands
        return
    changed = [at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other]
    while changed:
        first = last = changed[0]
        for at in changed:
            if at - last > _WORTH_A_MOVE:
                break
            last = at
        changed = [at for at in changed if at > last]
        while not new[first][0]:
            first -= 1
        while last + 1 < len(new) and not new[last + 1][0]:
            last += 1
        yield first, new[first : last + 1]


def _segments(strip: Strip) -> list[StyledCharacter]:
    return [(text, style or Style()) for text, style, _control in strip]


def _cells(strip: Strip) -> list[StyledCharacter]:
    cells: list[StyledCharacter] = []
    for text, style in _segments(strip):
        if text.isascii():
            cells += [(character, style) for character in text]
        else:
            for character in text:
                cells.append((character, style))
                cells += [("", style)] * (cell_len(character) - 1)
    return cells


class _Pen:
    """Writes cells, and sends of their colours and attributes only what changes."""

    def __init__(self, console: Console) -> None:
        self._system = console._color_system or ColorSystem.TRUECOLOR
        self._look = _PLAIN
        self._written: list[str] = []

    @property
    def sequence(self) -> str:
        """All that was written; afterwards the terminal writes plainly again."""
        end = [] if self._look == _PLAIN else ["\x1b[0m"]
        return "".join([*self._written, *end])

    def draw(self, x: int, y: int, cells: Iterable[StyledCharacter]) -> None:
        self._written.append(Control.move_to(x, y).segment.text)
        for style, same in groupby(cells, key=itemgetter(1)):
            look = _look(style, self._system)
            if codes := self._look.codes_to(look):
                self._written.append(f"\x1b[{codes}m")
                self._look = look
            self._written += [text for text, _style in same]


class _Look(NamedTuple):
    """A style as the codes for a terminal."""

    attributes: str
    colour: str
    ground: str

    def codes_to(self, other: _Look) -> str:
        """Return the codes that make this look the other one."""
        if self.attributes != other.attributes:
            return ";".join(filter(None, ("0", *other)))
        changed = []
        if self.colour != other.colour:
            changed.append(other.colour or "39")
        if self.ground != other.ground:
            changed.append(other.ground or "49")
        return ";".join(changed)


_PLAIN = _Look("", "", "")


@lru_cache(maxsize=4096)
def _look(style: Style, system: ColorSystem) -> _Look:
    colour, ground = style.color, style.bgcolor
    return _Look(
        Strip.render_ansi(style.without_color, system),
        ";".join(colour.downgrade(system).get_ansi_codes()) if colour else "",
        ";".join(ground.downgrade(system).get_ansi_codes(foreground=False)) if ground else "",
    )
