"""The rows that a run rejected: where they stand in which file, what they say, and why they are no
use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal.event_message import event_advice, event_cause, row_reason
from engine.journal.events import AnyEvent, RowRejected
from engine.journal.journal import Run
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.screens.base.rows import RowsScreen
from tui_app.screens.base.run_links import RunLinks, RunPlace
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import LineList
from tui_app.widgets.row_list import RowList

_REASONS_SHOWN = 4


class RejectedList(RowList[RowRejected]):
    """Rejected rows, or those that were searched for."""

    def __init__(self, rows: Sequence[RowRejected]) -> None:
        super().__init__()
        self._has_several_files = len({row.name for row in rows}) > 1

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("File"), 12, grow=1, above=0 if self._has_several_files else 90),
            Column(_("Row"), 7, right=True),
            Column(_("Column"), 12, grow=1),
            Column(_("Value"), 12, grow=1),
            Column(_("Reason"), 20, grow=3),
        )

    def cells(self, line: int) -> Sequence[StyledCell]:
        row = self.rows[line]
        return (
            StyledCell(sanitize(row.name), "muted"),
            StyledCell(format_number(row.line)),
            StyledCell(sanitize(row.column)),
            StyledCell(sanitize(row.value)),
            StyledCell(sanitize(event_cause(row)), "warning"),
        )


class RejectedScreen(RunLinks, RowsScreen[RowRejected]):
    """Read them, search them, hand them on."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.REJECTED_SCREEN)
    FILE_NAME = "rejected"

    def __init__(self, run: Run, story: Iterable[AnyEvent]) -> None:
        super().__init__()
        self._run = run
        self.all_rows = [event for event in story if isinstance(event, RowRejected)]

    @property
    def title_text(self) -> str:
        return _("Rejected rows")

    @property
    def news(self) -> str:
        n = self.listed.count
        return ngettext("{n} row", "{n} rows", n).format(n=format_number(n))

    def searched_body(self) -> Iterable[Widget]:
        self.listed = RejectedList(self.all_rows or ())
        self._line = Label(id="detail", classes="panel")
        counted = Label(id="counted")
        counted.say(_reasons(self.all_rows or ()))
        yield counted
        yield from super().searched_body()
        yield self._line

    def why_empty(self) -> str:
        return _("No row was rejected.")

    @property
    def run_linked(self) -> Run:
        return self._run

    @property
    def place_linked(self) -> RunPlace:
        row = self.listed.chosen
        return RunPlace(row.name, row.line, row.sheet) if row else RunPlace()

    @on(LineList.Moved)
    def _show_line(self) -> None:
        self._line.say(self.line_text() or "")

    def row_text(self, row: RowRejected) -> str:
        place = (row.name, row.sheet, str(row.line), row.column, row.value, row_reason(row))
        return sanitize(" | ".join(part for part in place if part), limit=2000)

    def details_text(self) -> str:
        row = self.listed.rows[self.listed.cursor]
        return "\n".join(
            f"{label:<12} {sanitize(value)}"
            for label, value in (
                (_("File"), row.name),
                (_("Sheet"), row.sheet),
                (_("Row"), str(row.line)),
                (_("Column"), row.column),
                (_("Value"), row.value),
                (_("Reason"), event_cause(row)),
                (_("Advice"), event_advice(row)),
            )
            if value
        )


def _reasons(rows: Iterable[RowRejected]) -> str:
    """Return how many rows were rejected for which reason, the most frequent first."""
    counted = Counter(sanitize(event_cause(row)) for row in rows).most_common(_REASONS_SHOWN)
    return "  ·  ".join(
        _("{n} × {reason}").format(n=format_number(n), reason=reason) for reason, n in counted
    )
