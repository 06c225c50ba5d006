"""Held imports, a line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType

from engine.common.i18n import _, format_amount
from engine.common.sanitize import sanitize
from engine.journal.event_text import render_figures
from engine.journal.reasons import why_held
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.runs.held_imports import HeldView
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.marks import MarkedNames
from tui_app.widgets.row_list import RowList
from tui_app.wording.text import when


class HeldList(RowList[HeldView]):
    """The oldest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(by_screen.MARKING, on="screen."),
        *bindings(by_screen.LIST),
    ]

    def __init__(self, zone: ZoneInfo, called: Callable[[str], str]) -> None:
        """`called` says what people call an interface."""
        super().__init__()
        self._zone = zone
        self._called = called
        self.marks = MarkedNames()

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("", 1),
            Column(_("Since"), 12, above=66),
            Column(_("Interface"), 16, grow=2, cut="middle"),
            Column(_("File"), 16, grow=2, above=96),
            Column(_("Would settle"), 13, right=True),
            Column(_("Why"), 20, grow=4),
        )

    @property
    def meant(self) -> list[HeldView]:
        """What is marked, or else the one that the cursor is on."""
        marked = self.marks.among(view.key for view in self.rows)
        found = [view for view in self.rows if view.key in marked]
        return found or [view for view in (self.chosen,) if view is not None]

    def cells(self, line: int) -> Sequence[StyledCell]:
        view = self.rows[line]
        return (
            self.marks.cell(view.key),
            StyledCell(when(view.held.at, self._zone, datetime.now(UTC)), "muted"),
            StyledCell(self._called(view.held.interface)),
            StyledCell(sanitize(view.held.file), "muted"),
            StyledCell(format_amount(view.counts.settled_amount)),
            StyledCell(reasons_text(view), "warning"),
        )

    def text_of(self, view: HeldView) -> str:
        """Return the line as text."""
        at = f"{view.held.at.astimezone(self._zone):%Y-%m-%d %H:%M}"
        parts = (at, self._called(view.held.interface), view.held.run, view.held.file,
                 render_figures(view.counts), reasons_text(view))  # fmt: skip
        return sanitize(" | ".join(parts), 2000)


def reasons_text(view: HeldView) -> str:
    """Return why it is held."""
    return " ".join(why_held(each.rule, each.limit, each.actual) for each in view.reasons)
