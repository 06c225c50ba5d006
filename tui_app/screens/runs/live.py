"""The log of all runs: the newest of each interface, and whatever begins while one looks on."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from engine.common.i18n import _
from engine.journal.event_text import outcome_word
from engine.journal.events import ItemPlanned
from engine.journal.journal import Run
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.runs.run_watcher import RunWatcher
from tui_app.screens.runs.log import LogScreen


class LiveScreen(LogScreen):
    """Whoever starts a run, here it is seen; a plan, a line an invoice, is not told here."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.LIVE)
    ONE_RUN = False

    def __init__(self) -> None:
        super().__init__()
        self._runs: dict[str, Run] = {}
        self._state = ""

    @property
    def title_text(self) -> str:
        return _("Live log")

    @property
    def filters(self) -> list[str]:
        only = self.events.narrowing.interface
        words = (
            only and self.opos.called(only),
            self._state and outcome_word(self._state),
        )
        return [*super().filters, *(_("only {word}").format(word=word) for word in words if word)]

    @property
    def goes_on(self) -> bool:
        return True

    async def follow(self) -> None:
        watcher = RunWatcher(
            self.opos.data.journals, self.opos.configuration.settings.interfaces, with_newest=True
        )
        try:
            while True:
                news = watcher.poll()
                if news.runs:
                    self._runs |= {run.run: run for run in news.runs}
                    self._narrow_to_state()
                    self.refresh_bindings()
                told = [each for each in news.entries if not isinstance(each.event, ItemPlanned)]
                self.take(told, more=bool(news.entries))
                await self.rest(0 if news.entries else self.opos.pace)
        finally:
            watcher.close()

    def action_interface(self) -> None:
        """Show only the lines of this line's interface; again: all."""
        line, narrowing = self.events.chosen, self.events.narrowing
        self.narrow(
            narrowing._replace(
                interface=line.entry.interface if line and not narrowing.interface else ""
            )
        )

    def action_outcome(self) -> None:
        """Show only runs of the next outcome that occurs; after the last one, all."""
        occurring = ["", *sorted({run.state for run in self._runs.values()})]
        at = occurring.index(self._state) if self._state in occurring else 0
        self._state = occurring[(at + 1) % len(occurring)]
        self._narrow_to_state()

    def _narrow_to_state(self) -> None:
        wanted = frozenset(name for name, run in self._runs.items() if run.state == self._state)
        narrowing = self.events.narrowing._replace(runs=wanted if self._state else None)
        if narrowing != self.events.narrowing:
            self.narrow(narrowing)

    @property
    def run_meant(self) -> Run | None:
        line = self.events.chosen
        return self._runs.get(line.entry.run) if line else None
