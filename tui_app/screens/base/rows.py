"""A searched list of rows, each of which says itself in one line of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _
from tui_app.platform.permissions import why_unreadable
from tui_app.screens.base.lines import LinesScreen
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.row_list import Row, RowList
from tui_app.wording.wanted import Wanted


class RowsScreen(LinesScreen, Generic[Row]):
    """A subclass makes `listed` before the body of this one, and calls `show_rows` when it knows
    what there is.
    """

    listed: RowList[Row]
    all_rows: Sequence[Row] | None = None
    """All there are, searched for or not; None until that is known."""

    def row_text(self, row: Row) -> str:
        """Return what a row says, safe for a terminal."""
        raise NotImplementedError

    def why_empty(self) -> str:
        """Return why there is no row at all."""
        raise NotImplementedError

    def searched_body(self) -> Iterable[Widget]:
        self._empty = Static(classes="empty")
        yield Heading(self.listed)
        yield self.listed
        yield self._empty

    def on_mount(self) -> None:
        self.search_for(self.wanted)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these, as far as they are searched for."""
        self.all_rows = rows
        self.search_for(self.wanted)

    @property
    def list_searched(self) -> LineList:
        return self.listed

    def search_for(self, wanted: Wanted) -> None:
        there = self.all_rows or ()
        if any(wanted):
            found = [row for row in there if wanted.is_in(self.row_text(row).casefold())]
        else:
            found = list(there)
        self.listed.show(found)
        self.set_class(not found, "-nothing")
        self._empty.update(Content(self._why_nothing()))
        self.show_title()
        self.refresh_bindings()

    def _why_nothing(self) -> str:
        if why := why_unreadable(self.opos.data):
            return why
        if self.all_rows is None:
            return _("reading …")
        return _("Nothing found; Esc ends the search.") if self.all_rows else self.why_empty()

    def line_text(self) -> str | None:
        row = self.listed.chosen
        return None if row is None else self.row_text(row)

    def lines_text(self) -> Iterable[str]:
        return map(self.row_text, self.listed.rows)
