"""The first screen: the interfaces, how each one's last run ended, and below them what happens right now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.errors import OposError
from engine.events import Progress
from engine.journal import Run, journal_path
from engine.language import _, ngettext
from tui_app import commands, runner
from tui_app.run_watcher import News, RunWatcher
from tui_app.screens.live import LiveScreen
from tui_app.screens.note import Note, Problem
from tui_app.screens.run import RunScreen
from tui_app.screens.searching import SearchScreen
from tui_app.widgets.event_list import EventList
from tui_app.widgets.interface_details import RUNS_PICTURED, InterfaceDetails, facts
from tui_app.widgets.interface_list import InterfaceList
from tui_app.widgets.line_list import Heading, LineList


class InterfacesScreen(SearchScreen):
    """Schnittstellen: run them, watch them, look at what they did."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.INTERFACES)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (116, "-wide")]  # noqa: RUF012 - as Textual declares it

    @property
    def title_text(self) -> str:
        return _("Interfaces")

    @property
    def news(self) -> str:
        running = sum(run.alive for run in self._watcher.latest.values())
        return ngettext("{n} run goes on", "{n} runs go on", running).format(n=running) if running else ""

    def searched_body(self) -> Iterable[Widget]:
        configuration = self.opos.configuration
        self._watcher = RunWatcher(self.opos.data.journals, configuration.settings.interfaces)
        self._started: list[runner.StartedRun] = []
        self._interfaces = InterfaceList(configuration)
        self._details = InterfaceDetails(id="details")
        self._events = EventList(self.opos.zone)
        yield Horizontal(Vertical(Heading(self._interfaces), self._interfaces), self._details, id="top")
        yield Static(Content(_("Journal: what runs now is told here, whoever started it")), classes="heading")
        yield self._events

    def on_mount(self) -> None:
        super().on_mount()
        self.call_after_refresh(self._look)
        self.set_interval(self.opos.pace, self._look)

    def on_unmount(self) -> None:
        self._watcher.close()
        for started in self._started:
            started.let_go()

    def _look(self) -> None:
        """What happened in the journals since the last look, and to the runs that were started here."""
        ended = [started for started in self._started if started.exit_code is not None]
        news = self._watcher.poll()
        if news.entries or news.runs:
            self._show(news)
        self._interfaces.tick(datetime.now(UTC))
        for started in ended:
            self._started.remove(started)
            if not any(run.started.pid == started.pid for run in self._watcher.latest.values()):
                self.app.push_screen(Problem(_("The run did not begin."), started.words()))
            started.let_go()

    def _show(self, news: News) -> None:
        for entry in news.entries:
            if isinstance(entry.event, Progress):
                self._interfaces.progress[entry.run] = entry.event
        self._events.add(news.entries)
        self._interfaces.show_runs(self._watcher.latest)
        self.show_title()
        self.refresh_bindings()

    @on(LineList.Moved, "#interfaces")
    def _other_interface(self) -> None:
        self.refresh_bindings()
        if (name := self._interfaces.chosen) is not None and self._details.display:
            self._details.show(name, self.opos.configuration, self._watcher.last_runs(name, RUNS_PICTURED))

    def action_facts(self) -> None:
        if (name := self._interfaces.chosen) is not None:
            told = facts(name, self.opos.configuration, self._watcher.last_runs(name, RUNS_PICTURED))
            self.app.push_screen(Note(_("Interface"), "\n".join(f"{label:<12} {value}" for label, value in told)))

    @on(LineList.Chosen, "#interfaces")
    def action_open_log(self) -> None:
        if (run := self._chosen_run) is not None:
            self.app.push_screen(RunScreen(journal_path(self.opos.data.journals, run.run)))

    def action_live_log(self) -> None:
        self.app.push_screen(LiveScreen())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        run = self._chosen_run
        match action:
            case "run" | "dry_run":
                return self._interfaces.chosen is not None and not (run and run.alive)
            case "stop":
                return run is not None and run.alive
            case "open_log":
                return run is not None
        return super().check_action(action, parameters)

    @property
    def _chosen_run(self) -> Run | None:
        """The newest run of the interface the cursor is on."""
        return self._interfaces.run_of(self._interfaces.chosen or "")

    def action_run(self) -> None:
        self._start(dry_run=False)

    def action_dry_run(self) -> None:
        self._start(dry_run=True)

    def _start(self, *, dry_run: bool) -> None:
        if (name := self._interfaces.chosen) is not None:
            try:
                self._started.append(runner.start(self.opos.configuration.path, name, dry_run=dry_run))
            except OposError as error:
                self.app.push_screen(Problem.of(error))

    def action_stop(self) -> None:
        if (run := self._chosen_run) is not None:
            self.ask_to_stop(run)

    def action_quit(self) -> None:
        self.app.exit()

    @property
    def list_searched(self) -> LineList:
        return self._interfaces

    def search_for(self, text: str) -> None:
        self._interfaces.search(text)
