"""A part of a screen with a title of its own."""

from __future__ import annotations

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget


class Panel(Vertical):
    """Below a rule, or where there is room in a frame; the title is in the line."""

    def __init__(self, *children: Widget, title: str, id: str) -> None:  # noqa: A002 - Textual's name
        """`title` must be safe for a terminal."""
        super().__init__(*children, id=id, classes="panel")
        self.border_title = Content(title)
