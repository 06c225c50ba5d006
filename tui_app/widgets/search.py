"""The line to search in: hidden until asked for, and what is typed counts at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from engine.common.i18n import _


class Search(Input):
    """Enter or Down go to the list that was searched. `Input.Changed` tells what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "submit", show=False)]

    def __init__(self, searched: Callable[[], Widget]) -> None:
        """`searched` is the list below."""
        hint = _("Search; !word leaves out, / begins a pattern")
        super().__init__(placeholder=hint, id="search", compact=True)
        self._searched = searched
        self.cursor_blink = False
        self.display = False

    def begin(self) -> None:
        """Show the line and type into it."""
        self.display = True
        # At once: the letters that follow are meant for it.
        self.screen.set_focus(self)

    async def action_submit(self) -> None:
        """Go to what was found; at once, since the keys that follow are meant for it."""
        self.screen.set_focus(self._searched())

    def end(self) -> None:
        """End the search."""
        self.value = ""
        self.display = False
