"""A screen with one list that can be searched as one types."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from tui_app.commands.command import enabled_when
from tui_app.screens.base.screen import OposScreen
from tui_app.widgets.line_list import LineList
from tui_app.widgets.search import Search
from tui_app.wording.wanted import Wanted


class SearchScreen(OposScreen):
    """A subclass gives the widgets below the search line (`searched_body`), the list, and what a
    search does (`search_for`).
    """

    def searched_body(self) -> Iterable[Widget]:
        raise NotImplementedError

    @property
    def list_searched(self) -> LineList:
        raise NotImplementedError

    def search_for(self, wanted: Wanted) -> None:
        """Show what is like that."""
        raise NotImplementedError

    @property
    def wanted(self) -> Wanted:
        """What is searched for by now."""
        return Wanted.typed(self._search.value)

    def body(self) -> Iterable[Widget]:
        self._search = Search(lambda: self.list_searched)
        yield self._search
        yield from self.searched_body()

    def on_mount(self) -> None:
        self.list_searched.focus()

    def _is_not_typing(self) -> bool:
        """Return whether nobody types: else the key of a command is a letter like any other."""
        return not isinstance(self.focused, Input)

    def is_searching(self) -> bool:
        """Return whether the search line is shown."""
        return bool(self._search.display)

    @enabled_when(_is_not_typing)
    def action_search(self) -> None:
        self._search.begin()

    @enabled_when(is_searching)
    def action_clear_search(self) -> None:
        self._search.end()
        self.list_searched.focus()

    @on(Input.Changed, "#search")
    def _search_as_typed(self) -> None:
        self.list_searched.highlight(self.wanted.standing_out)
        self.search_for(self.wanted)
