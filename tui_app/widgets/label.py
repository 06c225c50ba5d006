"""A few words in a fixed place."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from engine.common.sanitize import sanitize


class Label(Static):
    """Drawn anew only when they say something else, and without laying out the screen: every byte
    goes over SSH. What there is no room for ends in "…".
    """

    _said = ""
    _headed = ""

    def say(self, *paragraphs: str) -> None:
        """Show this text; it is made safe for a terminal."""
        text = "\n\n".join(sanitize(each, limit=2000) for each in paragraphs)
        if text != self._said:
            self._said = text
            self.update(Content(text), layout=False)

    def show_lines(self, lines: Iterable[str]) -> None:
        """Show these lines, which must be safe for a terminal, one below the other."""
        text = "\n".join(lines)
        if text != self._said:
            self._said = text
            self.update(Content(text), layout=False)

    def head(self, text: str) -> None:
        """Show a few words in the line above; it needs a border at the top."""
        if text != self._headed:
            self._headed = text
            self.border_title = Content(sanitize(text))

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        width, height = self.size
        if y < height - 1 or self.visual.get_height(self.styles.get_rules(), width) <= height:
            return strip
        shown = strip.crop(0, min(cell_len(strip.text.rstrip()), width - 1))
        return Strip([*shown, Segment("…", self.visual_style.rich_style)])
