"""The lines of the screen of exports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from engine.common.i18n import _, format_number, render_in_full
from engine.common.sanitize import sanitize
from engine.queries.export_rows import ExportRow
from engine.queries.history_text import local_time
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.row_list import RowList


class ExportList(RowList[ExportRow]):
    """The files, or those that were searched for; the newest first."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("Export"), 12, grow=1),
            Column(_("Number"), 8, right=True),
            Column(_("When"), 19, above=90),
            Column(_("State"), 9),
            Column(_("File"), 20, grow=2),
            Column(_("Lines"), 7, right=True, above=100),
            Column(_("Run"), 24, above=120),
        )

    def cells(self, line: int) -> Sequence[StyledCell]:
        row = self.rows[line]
        waits = row.state == "waiting"
        said = sanitize(render_in_full(row.why)) if row.why else row.file
        return (
            StyledCell(sanitize(row.export)),
            StyledCell(str(row.number)),
            StyledCell(local_time(row.at, self._zone), "muted"),
            StyledCell(_("waits"), "warning") if waits else StyledCell(_("sent"), "good"),
            StyledCell(said, "warning" if row.why else ""),
            StyledCell("" if waits else format_number(row.changes)),
            StyledCell(sanitize(row.run), "muted"),
        )
