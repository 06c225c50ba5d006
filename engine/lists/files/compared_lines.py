"""The lines of two texts, compared: which of them both have, and where they stand in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.lists.files.equal_stretches import Stretch, equal_stretches


class LinePlace(NamedTuple):
    """A line of the new text."""

    line: int
    """Its number, counted from 1."""
    start: int
    """The byte at which it begins."""


class _Run(NamedTuple):
    """Lines of the new text that the old one has, too, or that it has not."""

    start: int
    end: int
    line: int
    """The number of the first of them."""
    old: int
    """The byte at which they begin in the old text; -1 where they are not in it."""


class ComparedLines:
    """A new text, by the lines that an old one has, too, and those that it has not."""

    def __init__(self, old: bytes, new: bytes, stretches: Iterable[Stretch]) -> None:
        self._new = new
        self._runs: list[_Run] = []
        self.gone: list[tuple[int, bytes]] = []
        """Lines of the old text that the new one has not; with the number of the first."""
        at = here = 0
        old_line = new_line = 1
        for stretch in (*stretches, Stretch(len(old), len(new), 0)):
            if at < stretch.old:
                self.gone.append((old_line, old[at : stretch.old]))
                old_line += lines_in(old, at, stretch.old)
            if here < stretch.new:
                self._runs.append(_Run(here, stretch.new, new_line, -1))
                new_line += lines_in(new, here, stretch.new)
            at, here = stretch.old + stretch.size, stretch.new + stretch.size
            if stretch.size:
                self._runs.append(_Run(stretch.new, here, new_line, stretch.old))
                lines = lines_in(new, stretch.new, here)
                old_line, new_line = old_line + lines, new_line + lines
        self.number = new_line - 1
        """How many lines the new text has."""

    @property
    def new(self) -> list[tuple[int, bytes]]:
        """Lines of the new text that the old one has not; with the number of the first."""
        return [(run.line, self._new[run.start : run.end]) for run in self._runs if run.old < 0]

    def at(self, old_places: Iterable[int]) -> list[LinePlace]:
        """The lines that begin at these bytes of the old text, as far as the new one has them."""
        wanted, found = sorted(old_places), list[LinePlace]()
        for run in (run for run in self._runs if run.old >= 0):
            first = bisect_left(wanted, run.old)
            last = bisect_left(wanted, run.old + run.end - run.start)
            line, at = run.line, run.start
            for place in wanted[first:last]:
                start = place - run.old + run.start
                line, at = line + self._new.count(b"\n", at, start), start
                found.append(LinePlace(line, start))
        return found

    def with_text(self, sought: bytes) -> Iterator[LinePlace]:
        """The lines of both texts that hold these bytes."""
        for run in self._runs:
            place = self._new.find(sought, run.start, run.end) if run.old >= 0 else -1
            while place >= 0:
                start = self._new.rfind(b"\n", 0, place) + 1
                yield self._place(run, start)
                place = self._new.find(sought, start + len(self.line_at(start)), run.end)

    def last_in_both(self) -> list[LinePlace]:
        """The last line that both texts have; none where they have none."""
        common = [run for run in self._runs if run.old >= 0][-1:]
        return [self._place(run, self._new.rfind(b"\n", 0, run.end - 1) + 1) for run in common]

    def line_at(self, start: int) -> bytes:
        """The line of the new text that begins at this byte."""
        return self._new[start : self._new.find(b"\n", start) + 1 or len(self._new)]

    def place_of(self, line: int) -> int:
        """The byte at which a line of the new text begins."""
        run = next(run for run in reversed(self._runs) if run.line <= line)
        start = run.start
        for _line in range(line - run.line):
            start = self._new.index(b"\n", start) + 1
        return start

    def _place(self, run: _Run, start: int) -> LinePlace:
        return LinePlace(run.line + self._new.count(b"\n", run.start, start), start)


def compared_lines(old: bytes, new: bytes, end: int, most: int) -> ComparedLines | None:
    """The lines of `new` compared with those of `old` before its byte `end`; None where more than
    about so many bytes differ.
    """
    stretches = equal_stretches(old, new, end, most)
    return None if stretches is None else ComparedLines(old, new, stretches)


def lines_in(text: bytes, start: int, end: int) -> int:
    """How many lines there are between two bytes of a text, where lines begin."""
    return text.count(b"\n", start, end) + (end > start and text[end - 1 : end] != b"\n")
