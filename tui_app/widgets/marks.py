"""Which lines of a list are marked, so that something can be done with all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tui_app.widgets.columns import StyledCell

MARK_SIGN = "*"


class MarkedNames:
    """Marked names. A mark stays while its line is searched away; it goes with its name."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def __len__(self) -> int:
        return len(self._names)

    def toggle(self, name: str) -> None:
        """Mark this, or no longer."""
        self._names ^= {name}

    def toggle_all(self, names: Collection[str]) -> None:
        """Mark all of these; where they all are marked already, none of them."""
        if self._names.issuperset(names):
            self._names.difference_update(names)
        else:
            self._names.update(names)

    def clear(self) -> None:
        """Mark nothing."""
        self._names.clear()

    def keep_only(self, names: Iterable[str]) -> None:
        """Forget what there is no longer."""
        self._names.intersection_update(names)

    def among(self, names: Iterable[str]) -> list[str]:
        """Return those of the names that are marked, in their order."""
        return [name for name in names if name in self._names]

    def cell(self, name: str) -> StyledCell:
        """Return the sign of a marked name."""
        return StyledCell(MARK_SIGN if name in self._names else "", "heading")
