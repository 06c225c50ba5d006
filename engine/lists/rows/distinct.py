"""What stands in the columns of a list, each thing once: enough to tell later what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen

_ENOUGH = 1000
"""Different cells; a column of sides or marks has far fewer, so it is seen whole."""
_SAMPLE = 256
"""Lines kept as they are, to compare columns with each other."""


class DistinctCells:
    """Looks at the lines of a table as they go by."""

    def __init__(self, places: Iterable[int]) -> None:
        self.sample: list[Sequence[Cell]] = []
        """The first lines of data, by column; empty where there is none."""
        self._cells: dict[int, set[Cell]] = {place: set() for place in places}
        self._open = set(self._cells)

    def see(self, columns: Sequence[Sequence[Cell]]) -> None:
        """Look at the next lines, by column."""
        if not self.sample:
            self.sample = [column[:_SAMPLE] for column in columns]
        for place in list(self._open):
            cells = self._cells[place]
            cells.update(columns[place])
            if len(cells) >= _ENOUGH:
                self._open.remove(place)

    def of(self, place: int) -> set[Cell]:
        """The different cells of a column; none of one that was not looked at."""
        return self._cells.get(place, set())

    def examples(self, place: int) -> list[str]:
        """The first few different texts of a column, as a person sees them."""
        first = self.sample[place] if self.sample else ()
        texts = filter(None, [*map(seen, first), *sorted(map(seen, self.of(place)))])
        return list(dict.fromkeys(texts))
