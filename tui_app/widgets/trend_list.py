"""Mandanten and interfaces, a line each, with what was settled lately as bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from engine.common.i18n import _, format_amount, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.queries.trends import Trend
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.row_list import RowList
from tui_app.wording.sparkline import height


class TrendList(RowList[Trend]):
    """Mandanten first, then interfaces."""

    def __init__(self, called: Callable[[str], str], today: Callable[[], date]) -> None:
        super().__init__()
        self._called = called
        self._today = today

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("Name"), 20, grow=1, cut="middle"),
            Column(_("Last list"), 12, above=60),
            Column(_("Open"), 15, right=True),
            Column(_("Settled"), 15, right=True),
            Column(_("Last 30 days"), 30, above=104),
        )

    def name_of(self, trend: Trend) -> str:
        """Return what it is called."""
        if trend.is_mandant:
            return _("Mandant {mandant}").format(mandant=sanitize(trend.name))
        return self._called(trend.name)

    def cells(self, line: int) -> Sequence[StyledCell]:
        return self.cells_of(self.rows[line])

    def cells_of(self, trend: Trend) -> Sequence[StyledCell]:
        """Return what the line says of this."""
        settled = sum(trend.settled)
        return (
            StyledCell(self.name_of(trend), "heading" if trend.is_mandant else ""),
            StyledCell("" if trend.is_mandant else self.age_of(trend), "muted"),
            StyledCell(format_amount(trend.open[-1]) if trend.is_mandant else ""),
            StyledCell(format_amount(settled) if settled else ""),
            StyledCell(bars(trend.settled[-30:], 30), "muted"),
        )

    def text_of(self, trend: Trend) -> str:
        """Return the line as text."""
        said = (cell.text.strip() for cell in self.cells_of(trend)[:-1])
        return " | ".join(filter(None, said))

    def age_of(self, trend: Trend) -> str:
        """Return how many days ago its newest list was."""
        if trend.last_list is None:
            return _("no list")
        days = (self._today() - trend.last_list).days
        if not days:
            return _("today")
        return ngettext("{n} day ago", "{n} days ago", days).format(n=format_number(days))


def bars(values: Sequence[float], width: int) -> str:
    """Return the values in at most `width` characters, neighbours together, as high as the greatest
    of them; a day with nothing stays empty.
    """
    each = -(-len(values) // max(1, width))
    groups = [max(values[at : at + each]) for at in range(0, len(values), each)]
    most = round(max(groups, default=0) * 100)
    return "".join(height(round(value * 100), most) if value > 0 else " " for value in groups)
