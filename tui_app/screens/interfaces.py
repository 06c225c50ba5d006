"""The first screen: the interfaces, how each one's last run ended, and below them what happens right now."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.events import Progress
from engine.journal import Run, journal_path
from engine.language import _, ngettext
from engine.settings.statements import Key
from engine.store.base import Waiting
from engine.store.tinydb_store import TinyDbStore
from tui_app import commands
from tui_app.run_watcher import RunWatcher
from tui_app.screens.configuring import ConfiguringScreen
from tui_app.screens.doctor import DoctorScreen
from tui_app.screens.history import HistoryScreen
from tui_app.screens.items import ItemsScreen
from tui_app.screens.live import LiveScreen
from tui_app.screens.note import Note
from tui_app.screens.preview import Offer, PreviewScreen
from tui_app.screens.run import RunScreen
from tui_app.screens.settings import SettingsScreen
from tui_app.widgets.event_list import EventList
from tui_app.widgets.interface_details import RUNS_PICTURED, InterfaceDetails, facts
from tui_app.widgets.interface_list import InterfaceList
from tui_app.widgets.line_list import Heading, LineList

WIDE = 116
"""Columns from which on the details stand beside the list."""
MANY = 100
"""Entries in one look, beyond which there may be more at once."""


class InterfacesScreen(ConfiguringScreen):
    """Schnittstellen: run them, watch them, look at what they did."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.INTERFACES)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it

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
        self._store_written = 0
        self._interfaces = InterfaceList(configuration)
        self._details = InterfaceDetails(id="details")
        self._events = EventList(self.opos.zone)
        self._top = Horizontal(Vertical(Heading(self._interfaces), self._interfaces), self._details, id="top")
        yield self._top
        yield Static(Content(_(" Journal: what runs now is told here, whoever started it")), classes="heading")
        yield self._events

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._follow())

    def on_resize(self) -> None:
        self._share_lines()

    def _share_lines(self) -> None:
        """The list gets the lines it needs, the rest is the journal's; beside it the details need some lines too."""
        width, height = self.size
        needed = len(self.opos.configuration.settings.interfaces) + 1
        self._top.styles.height = max(4, min(max(needed, height * 9 // 20 if width >= WIDE else 0), height * 6 // 10))

    def on_unmount(self) -> None:
        self._watcher.close()

    async def _follow(self) -> None:
        """What happened in the journals since the last look. A run that wrote much is caught up with at once."""
        while True:
            news = self._watcher.poll()
            self._events.add(news.entries)
            self._interfaces.show_progress(entry for entry in news.entries if isinstance(entry.event, Progress))
            if news.runs or not self._interfaces.runs_known:
                self._interfaces.show_runs(self._watcher.latest)
                self.show_title()
                self.refresh_bindings()
            self._interfaces.tick(datetime.now(UTC))
            self._look_for_held()
            await self.rest(self.opos.pace if len(news.entries) < MANY else 0)

    def _look_for_held(self) -> None:
        """Which imports wait for a release is only in the store, so it is read whenever it was written."""
        try:
            written = self.opos.data.store.stat().st_mtime_ns
        except OSError:
            return
        if written != self._store_written:
            self._store_written = written
            self.run_worker(self._read_held(), group="held", exclusive=True)

    async def _read_held(self) -> None:
        self._interfaces.show_held(await asyncio.to_thread(TinyDbStore(self.opos.data).waiting))
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

    def action_history(self) -> None:
        self.app.push_screen(HistoryScreen())

    def action_items(self) -> None:
        self.app.push_screen(ItemsScreen())

    def action_check(self) -> None:
        configuration = self.opos.configuration
        self.app.push_screen(DoctorScreen(configuration, list(configuration.settings.interfaces)))

    def action_test(self) -> None:
        if name := self._interfaces.chosen:
            self.app.push_screen(DoctorScreen(self.opos.configuration, [name]))

    def action_live_log(self) -> None:
        self.app.push_screen(LiveScreen())

    def is_possible(self, action: str) -> bool:
        run = self._chosen_run
        match action:
            case "run" | "dry_run":
                return self._interfaces.chosen is not None and not (run and run.alive)
            case "stop":
                return run is not None and run.alive
            case "preview":
                is_planned = run is not None and run.state == "dry_run" and run.started.act == "import"
                return is_planned or self._interfaces.held_of(self._interfaces.chosen or "") is not None
            case "open_log":
                return run is not None
        return super().is_possible(action)

    @property
    def _chosen_run(self) -> Run | None:
        """The newest run of the interface the cursor is on."""
        return self._interfaces.run_of(self._interfaces.chosen or "")

    def action_run(self) -> None:
        if name := self._interfaces.chosen:
            self.start("--headless", "-i", name)

    def action_dry_run(self) -> None:
        if (name := self._interfaces.chosen) and (started := self.start("--headless", "-i", name, "--dry-run")):
            self.app.push_screen(PreviewScreen(started, apply=_import_of(name)))

    def action_preview(self) -> None:
        """A held import is planned anew, since items may have changed meanwhile; a dry run is shown as it was."""
        if held := self._interfaces.held_of(self._interfaces.chosen or ""):
            if started := self.start("release", held.run, "--dry-run"):
                self.app.push_screen(PreviewScreen(started, apply=_release_of(held), drop=_drop_of(held)))
        elif run := self._chosen_run:
            path = journal_path(self.opos.data.journals, run.run)
            self.app.push_screen(PreviewScreen(path, apply=_import_of(run.interface)))

    def action_stop(self) -> None:
        if (run := self._chosen_run) is not None:
            self.ask_to_stop(run)

    def action_quit(self) -> None:
        self.app.exit()

    @property
    def table_meant(self) -> Key | None:
        name = self._interfaces.chosen
        return ("interfaces", name) if name else None

    def action_new(self) -> None:
        self.make_new("interfaces")

    def action_duplicate(self) -> None:
        if key := self.table_meant:
            copy = _("{name} (copy)").format(name=self.opos.configuration.settings.interfaces[key[1]].name)
            self.make_new("interfaces", {**self.settings_of(key), ("name",): copy, ("enabled",): False})

    def action_enable(self) -> None:
        if name := self._interfaces.chosen:
            enabled = not self.opos.configuration.settings.interfaces[name].enabled
            said = _("{name} is enabled.") if enabled else _("{name} is disabled.")
            self.change({f"interfaces.{name}.enabled": enabled}, said.format(name=name))

    def action_settings(self) -> None:
        self.app.push_screen(SettingsScreen())

    def configuration_changed(self) -> None:
        configuration = self.opos.configuration
        if configuration is not self._interfaces.configuration:
            self._watcher.close()
            self._watcher = RunWatcher(self.opos.data.journals, configuration.settings.interfaces)
            self._interfaces.take(configuration)
            self._share_lines()
            self.refresh_bindings()

    @property
    def list_searched(self) -> LineList:
        return self._interfaces

    def search_for(self, text: str) -> None:
        self._interfaces.search(tuple(text.casefold().split()))


def _import_of(interface: str) -> Offer:
    return Offer(
        command=("--headless", "-i", interface),
        question=_("Import now?"),
        consequence=_("The interface is run: it fetches, plans anew and books what the list says then."),
    )


def _release_of(held: Waiting) -> Offer:
    return Offer(
        command=("release", held.run),
        question=_("Release this import?"),
        consequence=_("It is planned anew and booked, whatever the guard says."),
        needs_reason=True,
    )


def _drop_of(held: Waiting) -> Offer:
    return Offer(
        command=("release", held.run, "--reject"),
        question=_("Drop this import?"),
        consequence=_("Nothing is booked, and this file is never asked about again."),
        needs_reason=True,
    )
