"""The first line of a screen: where one is, how things stand, and what one must never miss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from engine.common.sanitize import sanitize
from tui_app.widgets.columns import StyledCell
from tui_app.widgets.line_list import STYLES

_BETWEEN = "  ·  "
_CLOSE = " · "
"""Between them where the line is too short for all."""


class Header(Widget):
    """Drawn anew only when it says something else: it is told every second, and every byte goes
    over SSH.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "header--name",
        "header--title",
        "header--lasting",
        "header--mistake",
        *(f"line--{name}" for name in STYLES),
    }

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._parts: Sequence[StyledCell] = ()
        self._lasting = ""
        self._mistake = ""

    def show(
        self, title: str, parts: Sequence[StyledCell], lasting: str, mistake: str = ""
    ) -> None:
        """Show the name of the screen, then how things stand, and at the right end what is so for
        long, such as that nothing may be written; in lines below, what is wrong with the
        configuration. Made safe for a terminal here.
        """
        shown = (self._title, self._parts, self._lasting, self._mistake)
        if (title, parts, lasting, mistake) != shown:
            self._title, self._parts, self._lasting, self._mistake = title, parts, lasting, mistake
            self.set_class(bool(mistake), "-broken")
            self.refresh()

    def render(self) -> RenderResult:
        if not self._mistake:
            return self._first_line()
        return Content("\n").join((self._first_line(), *self._mistake_lines()))

    def _mistake_lines(self) -> Iterator[Content]:
        """Yield the lines for what is wrong: two where they are short; an ellipsis is for more."""
        width, height = self.size.width, max(1, self.size.height - 1)
        lines = Content(sanitize(self._mistake, limit=1000)).wrap(max(1, width - 2))
        rest = Content(" ").join(lines[height - 1 :])
        for line in (*lines[: height - 1], rest):
            padded = (Content(" ") + line).truncate(width, ellipsis=True, pad=True)
            yield padded.stylize(self._component("mistake"))

    def _first_line(self) -> Content:
        badge = Content.assemble((" opos ", self._component("name")), " ")
        told = [Content(sanitize(self._title)).stylize(self._component("title"))]
        for part in filter(lambda part: part.text, self._parts):
            style = self._style(f"line--{part.style}") if part.style else Style()
            told.append(Content(sanitize(part.text, limit=300)).stylize(style))
        words = f" {sanitize(self._lasting)} " if self._lasting else ""
        room = max(0, self.size.width - cell_len(words))
        left = badge + Content(_BETWEEN).join(told)
        if left.cell_length > room:
            left = badge + Content(_CLOSE).join(told)
        if not words:
            return left
        return left.truncate(room, ellipsis=True, pad=True) + Content(words).stylize(
            self._component("lasting")
        )

    def _component(self, name: str) -> Style:
        return self._style(f"header--{name}")

    def _style(self, name: str) -> Style:
        return Style.from_styles(self.get_component_styles(name))
