"""All runs there were: open one, look at what it read, take it back, run it again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, format_number, ngettext
from engine.journal.event_text import outcome_word
from engine.journal.journal import Run
from engine.model.errors import OposError
from engine.store.opening import open_store
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.platform.permissions import why_unreadable
from tui_app.runs.run_names import in_order, run_names
from tui_app.runs.run_watcher import RunWatcher
from tui_app.screens.base.lines import LinesScreen
from tui_app.screens.base.run_links import RunLinks
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.runs.run import RunScreen
from tui_app.widgets.history_list import HistoryList
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.wording.text import STATE_SIGNS, Meaning, state_meanings
from tui_app.wording.wanted import Wanted

_SLICE = 50
"""Journals looked into before a key is heard again."""
_OUTCOMES = (
    "",
    "failed",
    "refused",
    "held",
    "imported",
    *sorted(STATE_SIGNS.keys() - {"failed", "refused", "held", "imported"}),
)
"""In the order in which they are asked for most; the first stands for all."""


class HistoryScreen(RunLinks, LinesScreen):
    """The newest run first."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.HISTORY_SCREEN)
    FILE_NAME = "runs"

    def __init__(self, interface: str = "") -> None:
        """`interface` is the one whose runs are shown at first; empty: all."""
        super().__init__()
        self._wanted = Wanted()
        self._interface = interface
        self._outcome = ""

    @property
    def title_text(self) -> str:
        return _("History")

    @property
    def news(self) -> str:
        shown, there = self._runs.count, len(self._names)
        words = (
            ngettext("{shown} of {n} run", "{shown} of {n} runs", there)
            if shown < there
            else ngettext("{n} run", "{n} runs", there)
        )
        count = words.format(shown=format_number(shown), n=format_number(there))
        only = (
            self._interface and self.opos.called(self._interface),
            self._outcome and outcome_word(self._outcome),
        )
        return ", ".join((count, *(_("only {word}").format(word=word) for word in only if word)))

    @property
    def signs(self) -> Iterable[Meaning]:
        return state_meanings()

    def searched_body(self) -> Iterable[Widget]:
        self._names = sorted(run_names(self.opos.data.journals), key=in_order, reverse=True)
        self._watcher = RunWatcher(
            self.opos.data.journals, self.opos.configuration.settings.interfaces
        )
        self._runs = HistoryList(self.opos.data.journals, self.opos.zone, self.opos.called)
        self._empty = Static(classes="empty")
        self._line = Label(id="detail", classes="panel")
        yield Heading(self._runs)
        yield self._runs
        yield self._empty
        yield self._line

    def on_mount(self) -> None:
        self._narrow()
        self.run_worker(self._follow())

    def on_unmount(self) -> None:
        self._watcher.close()

    async def _follow(self) -> None:
        """Let runs that began come in at the top, and see which ended or were taken back."""
        seen: str | None = None
        while True:
            if runs := self._watcher.poll().runs:
                self._take(runs)
            if (version := self.store_version()) != seen:
                seen = version
                try:
                    self._runs.undone = await in_background(self._read_undone)
                except OposError as error:
                    self.app.push_screen(ProblemNote.of(error))
                self._runs.lines_changed()
            await self.rest(self.opos.pace)

    def _read_undone(self) -> Mapping[str, str]:
        return open_store(self.opos.data).undone_runs()

    def _take(self, runs: Iterable[Run]) -> None:
        names = {run.run for run in runs}
        self._names = sorted({*self._names, *names}, key=in_order, reverse=True)
        wanted = {run.run for run in runs if self._is_wanted(run)}
        self._show(sorted({*self._runs.names} - names | wanted, key=in_order, reverse=True))

    def _show(self, names: list[str]) -> None:
        chosen = self._runs.chosen
        self._runs.names = names
        self._runs.lines_changed(names.index(chosen) if chosen in names else 0)
        self._empty.update(Content(self._why_empty()))
        self.set_class(not names, "-nothing")
        self.show_title()
        self.refresh_bindings()

    def _why_empty(self) -> str:
        if self._names:
            return _("No run matches. Esc ends the search, f and o show more.")
        return why_unreadable(self.opos.data) or _("No run yet. In the interfaces, r starts a run.")

    @property
    def list_searched(self) -> LineList:
        return self._runs

    def _is_wanted(self, run: Run) -> bool:
        return (
            self._interface in ("", run.interface)
            and self._outcome in ("", run.state)
            and (not any(self._wanted) or self._wanted.is_in(self._runs.searched(run)))
        )

    def search_for(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._narrow()

    def action_interface(self) -> None:
        """Show only the runs of this one's interface; again: all."""
        self._interface = self._chosen.interface if self._chosen and not self._interface else ""
        self._narrow()

    def action_outcome(self) -> None:
        """Show only the runs that ended in the next way; after the last one, all."""
        self._outcome = _OUTCOMES[(_OUTCOMES.index(self._outcome) + 1) % len(_OUTCOMES)]
        self._narrow()

    def _narrow(self) -> None:
        self.run_worker(self._search_all(), group="search", exclusive=True)

    async def _search_all(self) -> None:
        """Look into every journal, a few at a time; what was found so far is shown now and then."""
        if not (any(self._wanted) or self._interface or self._outcome):
            self._show(self._names)
            return
        wanted: list[str] = []
        drawn = time.monotonic()
        for at, name in enumerate(self._names, 1):
            if (run := self._runs.run_at(name)) is not None and self._is_wanted(run):
                wanted.append(name)
            if at % _SLICE == 0:
                await asyncio.sleep(0)
            if wanted and time.monotonic() - drawn > self.opos.pace:
                drawn = time.monotonic()
                self._show(list(wanted))
        self._show(wanted)

    @property
    def _chosen(self) -> Run | None:
        name = self._runs.chosen
        return self._runs.run_at(name) if name else None

    @property
    def run_linked(self) -> Run | None:
        return self._chosen

    @property
    def undone_by(self) -> str:
        return self._runs.undone.get(self._runs.chosen or "", "")

    @on(LineList.Moved)
    def _other_run(self) -> None:
        run = self._chosen
        self._line.say(self._runs.detail_text(run) if run else "")

    def _has_run(self) -> bool:
        return self._chosen is not None

    def _is_running(self) -> bool:
        return self._chosen is not None and self._chosen.alive

    def _can_run_again(self) -> bool:
        run = self._chosen
        interfaces = self.opos.configuration.settings.interfaces
        return run is not None and not run.alive and run.interface in interfaces

    def choose(self) -> None:
        self.action_open_run()

    @enabled_when(_has_run)
    def action_open_run(self) -> None:
        self.action_log()

    def line_text(self) -> str | None:
        run = self._chosen
        return self._runs.line_text(run) if run else None

    def lines_text(self) -> Iterable[str]:
        runs = filter(None, map(self._runs.run_at, self._runs.names))
        return map(self._runs.line_text, runs)

    @enabled_when(_can_run_again)
    def action_again(self) -> None:
        if (run := self._chosen) and (started := self.start("--headless", "-i", run.interface)):
            self.app.push_screen(RunScreen(started))

    @enabled_when(_is_running)
    def action_stop(self) -> None:
        if run := self._chosen:
            self.ask_to_stop(run)
