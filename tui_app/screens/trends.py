"""Trends: what was open and settled in the last 90 days, how long lists were, and how long runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from engine.common.i18n import _, format_amount, format_number
from engine.model.errors import OposError
from engine.queries.trends import DAYS, Trend, trends
from engine.store.opening import open_store
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.platform.background import in_background
from tui_app.screens.base.rows import RowsScreen
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import LineList
from tui_app.widgets.trend_list import TrendList, bars
from tui_app.wording.text import elapsed

_NAME = 12
"""Cells of a figure's name."""
_BESIDE = _NAME + 9
"""Cells beside the bars of a plot and its two values: the name, gaps, and the panel's edges."""
_LEAST_BARS = 5


class TrendsScreen(RowsScreen[Trend]):
    """A line each; below it the chosen one day by day, with plain numbers beside."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.TRENDS_SCREEN)
    FILE_NAME = "trends"

    @property
    def title_text(self) -> str:
        return _("Trends")

    @property
    def news(self) -> str:
        return _("the last {n} days").format(n=format_number(DAYS))

    def searched_body(self) -> Iterable[Widget]:
        self._list = self.listed = TrendList(
            self.opos.called, lambda: datetime.now(UTC).astimezone(self.opos.zone).date()
        )
        self._plots = Label(id="plots", classes="panel")
        yield from super().searched_body()
        yield self._plots

    def on_mount(self) -> None:
        self.run_worker(self._read())

    async def _read(self) -> None:
        try:
            self.show_rows(await in_background(self._trends))
        except OposError as error:
            self.show_rows(())
            self.app.push_screen(ProblemNote.of(error))

    def _trends(self) -> list[Trend]:
        opos = self.opos
        interfaces = list(opos.configuration.settings.interfaces)
        return trends(open_store(opos.data), opos.data, interfaces, datetime.now(UTC), opos.zone)

    def why_empty(self) -> str:
        return _("No list was imported yet.")

    def row_text(self, row: Trend) -> str:
        return self._list.text_of(row)

    def choose(self) -> None:
        """All that is known of a line is shown below the list."""

    @on(LineList.Moved)
    def _show_plots(self) -> None:
        trend = self._list.chosen
        self._plots.head(self._list.name_of(trend) if trend else "")
        self._plots.show_lines(self._plot_lines(trend) if trend else ())

    def _plot_lines(self, trend: Trend) -> Iterable[str]:
        """Return a line a figure: its name, the days as bars, the newest and the greatest value."""
        figures: list[tuple[str, Sequence[float], Callable[[float], str]]] = [
            (_("Settled"), trend.settled, _amount)
        ]
        if trend.is_mandant:
            figures.insert(0, (_("Open"), trend.open, _amount))
        else:
            figures += [(_("Rows"), trend.rows, _count), (_("Took"), trend.seconds, _seconds)]
        newest = [
            words(next((value for value in reversed(values) if value), 0))
            for _name, values, words in figures
        ]
        most = [
            _("at most {value}").format(value=words(max(values)))
            for _name, values, words in figures
        ]
        last_width = max(map(len, newest))
        width = max(_LEAST_BARS, self.size.width - _BESIDE - last_width - max(map(len, most)))
        for (name, values, _words), last, greatest in zip(figures, newest, most, strict=True):
            yield f"{name:<{_NAME}} {bars(values, width)}  {last:>{last_width}}  {greatest}"


def _amount(value: float) -> str:
    return format_amount(int(value))


def _count(value: float) -> str:
    return format_number(int(value))


def _seconds(value: float) -> str:
    return elapsed(timedelta(seconds=value))
