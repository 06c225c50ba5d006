"""All runs there were: open one, take it back, run it again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.journal import Run, journal_path
from engine.language import _, ngettext, number
from tui_app import commands
from tui_app.run_names import in_order, run_names
from tui_app.run_watcher import RunWatcher
from tui_app.screens.preview import Offer, PreviewScreen
from tui_app.screens.run import RunScreen
from tui_app.screens.searching import SearchScreen
from tui_app.widgets.history_list import HistoryList, searched
from tui_app.widgets.line_list import Heading, LineList

_SLICE = 200
"""Journals looked into before a key is heard again."""


class HistoryScreen(SearchScreen):
    """The newest run first."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.HISTORY_SCREEN)

    @property
    def title_text(self) -> str:
        return _("History")

    @property
    def news(self) -> str:
        there = len(self._names)
        runs = ngettext("{n} run", "{n} runs", there).format(n=number(there))
        return _("{shown} of {lines}").format(shown=number(self._runs.count), lines=runs) if self._runs.count < there else runs

    def searched_body(self) -> Iterable[Widget]:
        self._names = sorted(run_names(self.opos.data.journals), key=in_order, reverse=True)
        self._words: tuple[str, ...] = ()
        self._watcher = RunWatcher(self.opos.data.journals, self.opos.configuration.settings.interfaces)
        self._runs = HistoryList(self.opos.data.journals, self.opos.zone)
        yield Heading(self._runs)
        yield self._runs
        yield Static(Content(_("Nothing here. In the interfaces, r starts a run; Esc ends a search.")), classes="empty")

    def on_mount(self) -> None:
        super().on_mount()
        self._show(self._names)
        self.run_worker(self._follow())

    def on_unmount(self) -> None:
        self._watcher.close()

    async def _follow(self) -> None:
        while True:
            self._look()
            await self.rest(self.opos.pace)

    def _look(self) -> None:
        """Runs that began come in at the top; one that ended says so."""
        if runs := self._watcher.poll().runs:
            new = {run.run for run in runs}.difference(self._names)
            self._names = sorted({*self._names, *new}, key=in_order, reverse=True)
            if not self._words:
                self._show(self._names)

    def _show(self, names: list[str]) -> None:
        chosen = self._runs.chosen
        self._runs.names = names
        self._runs.lines_changed(names.index(chosen) if chosen in names else 0)
        self.set_class(not names, "-nothing")
        self.show_title()
        self.refresh_bindings()

    @property
    def list_searched(self) -> LineList:
        return self._runs

    def search_for(self, text: str) -> None:
        self._words = tuple(text.casefold().split())
        self.run_worker(self._search_all(), group="search", exclusive=True)

    async def _search_all(self) -> None:
        """Look into every journal, a few at a time; what was found so far is shown."""
        if not self._words:
            self._show(self._names)
            return
        found: list[str] = []
        for at in range(0, len(self._names), _SLICE):
            for name in self._names[at : at + _SLICE]:
                run = self._runs.run_at(name)
                if run is not None and all(word in searched(run) for word in self._words):
                    found.append(name)
            self._show(list(found))
            await asyncio.sleep(0)

    @property
    def _chosen(self) -> Run | None:
        name = self._runs.chosen
        return self._runs.run_at(name) if name else None

    @on(LineList.Moved)
    def _other_run(self) -> None:
        self.refresh_bindings()

    def is_possible(self, action: str) -> bool:
        run = self._chosen if action in ("open_run", "undo", "again", "stop") else None
        match action:
            case "open_run":
                return run is not None
            case "undo":
                return run is not None and run.state == "imported" and run.started.act != "undo"
            case "again":
                return run is not None and not run.alive and run.interface in self.opos.configuration.settings.interfaces
            case "stop":
                return run is not None and run.alive
        return super().is_possible(action)

    @on(LineList.Chosen)
    def action_open_run(self) -> None:
        if run := self._chosen:
            self.app.push_screen(RunScreen(journal_path(self.opos.data.journals, run.run)))

    def action_again(self) -> None:
        if run := self._chosen:
            self.start("--headless", "-i", run.interface)

    def action_stop(self) -> None:
        if run := self._chosen:
            self.ask_to_stop(run)

    def action_undo(self) -> None:
        """Shown first: a dry run of the undo, with the undo itself on offer."""
        if (run := self._chosen) and (started := self.start("undo", run.run, "--dry-run")):
            offer = Offer(
                command=("undo", run.run),
                question=_("Take this import back?"),
                consequence=_("Its file may then be imported again. Items changed since are left alone."),
            )
            self.app.push_screen(PreviewScreen(started, apply=offer))
