"""A list of lines with a cursor, of which only those in sight are drawn: 100,000 cost no more than
20.

It scrolls by itself instead of letting Textual do it, because every change of a scrolled size lays
out and draws the whole screen anew: over SSH that is four times the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.widgets.columns import GAP, Column, StyledCell, draw, fit, highlighted, no_style
from tui_app.widgets.scroll_bar import bar_sign, is_scrolled, top_at

STYLES = ("muted", "good", "warning", "error", "heading", "found")
"""The names a cell may give as its style; the colours are in `app.tcss`."""
_WHEEL_LINES = 3


class LineList(Widget, can_focus=True):
    """What is listed is said by `columns`, `count` and `cells` of a subclass; call `lines_changed`
    when that changes.
    """

    ALLOW_SELECT = False
    SHOWS_CURSOR_ALWAYS: ClassVar[bool] = False
    """Also while the keys go elsewhere."""
    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.LIST)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--cursor",
        "line--bar",
        *(f"line--{name}" for name in STYLES),
    }

    cursor: reactive[int] = reactive(0, repaint=False)
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

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.heading: Heading | None = None
        """The titles above it."""
        self._top = 0
        self._highlighted: re.Pattern[str] | None = None

    @property
    def columns(self) -> Sequence[Column]:
        raise NotImplementedError

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def cells(self, line: int) -> Sequence[StyledCell]:
        """Return what a line says, one cell a column."""
        raise NotImplementedError

    @property
    def line_width(self) -> int:
        """The cells a line has; the last one of the widget is the bar that shows the place in the
        list.
        """
        return max(0, self.size.width - 1)

    @property
    def in_sight(self) -> range:
        """The lines that are drawn."""
        return range(self._top, min(self.count, self._top + self.size.height))

    @property
    def at_end(self) -> bool:
        """Whether the cursor is on the last line."""
        return self.cursor >= self.count - 1

    def lines_changed(self, cursor: int | None = None) -> None:
        """Draw anew: lines came, went, or say something else; the cursor goes where it is told, or
        stays.
        """
        self.set_reactive(
            LineList.cursor, self.validate_cursor(self.cursor if cursor is None else cursor)
        )
        self._show(self.cursor)
        self.refresh()
        self._draw_heading()
        self.post_message(self.Moved(self))

    def lines_added(self, before: int) -> None:
        """Draw what is new: there were `before` lines, and some came at the end. From the last one
        the cursor goes along.
        """
        if self.cursor >= before - 1:
            self.lines_changed(self.count - 1)
        elif self._draw_heading() or before < self._top + self.size.height:
            self.refresh()
        else:
            self.refresh(Region(self.size.width - 1, 0, 1, self.size.height))

    def _draw_heading(self) -> bool:
        """Draw the titles anew where the columns are others by now; whether they are."""
        return self.heading is not None and self.heading.follow()

    def highlight(self, wanted: re.Pattern[str] | None) -> None:
        """Make this, in small letters, stand out wherever it is."""
        if wanted != self._highlighted:
            self._highlighted = wanted
            self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        if not self._show(after):
            self.refresh_line(before)
            self.refresh_line(after)
        self.post_message(self.Moved(self))

    def refresh_line(self, line: int) -> None:
        """Draw this line anew, if it is in sight."""
        self.refresh(Region(0, line - self._top, self.size.width, 1))

    def _show(self, line: int) -> bool:
        """Scroll no more than is needed to see the line; whether that was necessary. Before there
        is room, nothing is.
        """
        height = self.size.height
        return height > 0 and self._set_top(
            min(self._top, line) if line < self._top else max(self._top, line - height + 1)
        )

    def _set_top(self, top: int) -> bool:
        top = max(0, min(top, self.count - self.size.height))
        if top == self._top:
            return False
        self._top = top
        self.refresh()
        return True

    def on_resize(self, _event: events.Resize) -> None:
        self._show(self.cursor)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.count

    def render_line(self, y: int) -> Strip:
        line = y + self._top
        base = self.rich_style
        if line >= self.count:
            return Strip.blank(self.size.width, base)
        style: Callable[[str], Style] = self._style
        if line == self.cursor and (self.has_focus or self.SHOWS_CURSOR_ALWAYS):
            base += self.get_component_rich_style("line--cursor", partial=True)
            if self.app.native_ansi_color:  # reversed: colours would become backgrounds
                style = no_style
        widths = fit(self.columns, self.line_width)
        strip = draw(self.cells(line), self.columns, widths, base, style).extend_cell_length(
            self.line_width, base
        )
        if self._highlighted:
            found = self.get_component_rich_style("line--found", partial=True)
            strip = highlighted(strip, self._highlighted, found)
        bar = bar_sign(y, self._top, self.size.height, self.count)
        return Strip([*strip, Segment(bar, self.rich_style + self._style("bar"))])

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"line--{name}", partial=True) if name else Style()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Hold the bar at the right, and let the view follow the mouse."""
        place = event.get_content_offset(self)
        if place is not None and self._is_on_bar(place.x):
            self.capture_mouse()
            self._set_top(top_at(place.y, self.size.height, self.count))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self:
            y = event.get_content_offset_capture(self).y
            self._set_top(top_at(y, self.size.height, self.count))

    def on_mouse_up(self) -> None:
        self.release_mouse()

    def _is_on_bar(self, x: int) -> bool:
        return x == self.size.width - 1 and is_scrolled(self.size.height, self.count)

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None or (line := place.y + self._top) >= self.count:
            return
        if self._is_on_bar(place.x):
            return
        if line == self.cursor:
            self.post_message(self.Chosen(self))
        self.cursor = line

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._set_top(self._top + _WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._set_top(self._top - _WHEEL_LINES)

    def action_cursor_up(self) -> None:
        self.cursor -= 1

    def action_cursor_down(self) -> None:
        self.cursor += 1

    def action_page_up(self) -> None:
        self.cursor -= max(1, self.size.height - 1)

    def action_page_down(self) -> None:
        self.cursor += max(1, self.size.height - 1)

    def action_first_line(self) -> None:
        self.cursor = 0

    def action_last_line(self) -> None:
        self.cursor = self.count - 1


class Heading(Widget):
    """The titles above a list; a click on one asks to sort by it."""

    class SortWanted(LineList.Happened):
        """A click on a title."""

        def __init__(self, lines: LineList, by: str) -> None:
            super().__init__(lines)
            self.by = by

    def __init__(self, lines: LineList) -> None:
        super().__init__(classes="heading")
        self._lines = lines
        self._drawn = Strip.blank(0)
        lines.heading = self

    def render_line(self, y: int) -> Strip:
        self._drawn = self._strip()
        return self._drawn

    def follow(self) -> bool:
        """Draw anew if the columns are others than those that are drawn; whether they are."""
        if is_old := self._drawn.text != self._strip().text:
            self.refresh()
        return is_old

    def _strip(self) -> Strip:
        columns = self._lines.columns
        # Its own width: an empty list is hidden, and has none.
        widths = fit(columns, self.size.width - 1)
        cells = [StyledCell(column.title) for column in columns]
        return draw(cells, columns, widths, self.rich_style, no_style).extend_cell_length(
            self.size.width, self.rich_style
        )

    def on_click(self, event: events.Click) -> None:
        place, left = event.get_content_offset(self), 1
        columns = self._lines.columns
        for column, width in zip(columns, fit(columns, self.size.width - 1), strict=True):
            left += width + GAP if width else 0
            if place is not None and place.x < left:
                if column.sort:
                    self.post_message(self.SortWanted(self._lines, column.sort))
                return
