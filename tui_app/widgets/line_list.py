"""A list of lines with a cursor, of which only those in sight are drawn: 100,000 cost no more than 20."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui_app import commands
from tui_app.widgets.columns import Cell, Column, draw, fit, no_style

STYLES = ("muted", "good", "warning", "error", "heading")
"""The names a cell may give as its style; the colours are in `app.tcss`."""


class LineList(ScrollView, can_focus=True):
    """What is listed is said by `columns`, `count` and `cells` of a subclass; call `lines_changed` when that changes."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.LIST)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--cursor", *(f"line--{name}" for name in STYLES)}

    cursor: reactive[int] = reactive(0)
    """The number of the line the cursor is on, from 0."""

    class Happened(Message):
        """Something that a screen may want to know of one of its lists."""

        def __init__(self, lines: LineList) -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> LineList:
            return self.lines

    class Moved(Happened):
        """The cursor is on another line, or on a line that now says something else."""

    class Chosen(Happened):
        """A click on the line that the cursor was on."""

    @property
    def columns(self) -> Sequence[Column]:
        raise NotImplementedError

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def cells(self, line: int) -> Sequence[Cell]:
        """What a line says, one cell a column."""
        raise NotImplementedError

    @property
    def line_width(self) -> int:
        """The cells a line has."""
        return self.scrollable_content_region.width

    @property
    def at_end(self) -> bool:
        """Whether the cursor is on the last line."""
        return self.cursor >= self.count - 1

    def lines_changed(self, cursor: int | None = None) -> None:
        """Draw anew: lines came, went, or say something else; the cursor goes where it is told, or stays."""
        self.virtual_size = Size(self.line_width, self.count)
        self.set_reactive(LineList.cursor, self.validate_cursor(self.cursor if cursor is None else cursor))
        self.show_line(self.cursor)
        self.refresh()
        self.post_message(self.Moved(self))

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        self.refresh_line(before)
        self.refresh_line(after)
        self.show_line(after)
        self.post_message(self.Moved(self))

    def show_line(self, line: int) -> None:
        """Scroll no more than is needed to see the line."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if line < top:
            self.scroll_to(y=line, animate=False, force=True)
        elif height and line >= top + height:
            self.scroll_to(y=line - height + 1, animate=False, force=True)

    def on_resize(self, _event: events.Resize) -> None:
        self.virtual_size = Size(self.line_width, self.count)
        self.show_line(self.cursor)

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        base = self.rich_style
        if line >= self.count:
            return Strip.blank(self.size.width, base)
        style: Callable[[str], Style] = self._style
        if line == self.cursor and self.has_focus:
            base += self.get_component_rich_style("line--cursor", partial=True)
            style = no_style
        widths = fit(self.columns, self.line_width)
        return draw(self.cells(line), self.columns, widths, base, style).extend_cell_length(self.line_width, base)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"line--{name}", partial=True) if name else Style()

    def on_click(self, event: events.Click) -> None:
        line = event.y + self.scroll_offset.y
        if line >= self.count:
            return
        if line == self.cursor:
            self.post_message(self.Chosen(self))
        self.cursor = line

    def action_cursor_up(self) -> None:
        self.cursor -= 1

    def action_cursor_down(self) -> None:
        self.cursor += 1

    def action_page_up(self) -> None:
        self.cursor -= self._page

    def action_page_down(self) -> None:
        self.cursor += self._page

    def action_first_line(self) -> None:
        self.cursor = 0

    def action_last_line(self) -> None:
        self.cursor = self.count - 1

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)


class Heading(Widget):
    """The titles above a list."""

    def __init__(self, lines: LineList) -> None:
        super().__init__(classes="heading")
        self._lines = lines

    def render_line(self, y: int) -> Strip:
        columns = self._lines.columns
        widths = fit(columns, self._lines.line_width)
        cells = [Cell(column.title) for column in columns]
        return draw(cells, columns, widths, self.rich_style, no_style).extend_cell_length(self.size.width, self.rich_style)
