"""A list of rows, such as payments or files, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from tui_app.widgets.line_list import LineList

Row = TypeVar("Row")


class RowList(LineList, Generic[Row]):
    """A subclass gives `columns` and `cells`."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """List these; the cursor stays on its row if that is among them."""
        chosen, self.rows = self.chosen, rows
        self.lines_changed(rows.index(chosen) if chosen is not None and chosen in rows else 0)

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def chosen(self) -> Row | None:
        """The row the cursor is on; None where there is none."""
        return self.rows[self.cursor] if self.rows else None
