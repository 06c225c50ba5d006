"""What the first screen shows: the interfaces, how each one's last run ended, and below them what
happens right now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal.event_text import act_word
from engine.journal.events import ItemPlanned, Progress
from engine.journal.journal import JournalEntry, Run
from engine.settings.toml.statements import Key
from engine.store.opening import open_store
from tui_app.platform.background import in_background
from tui_app.platform.last_position import last_interface, remember_interface
from tui_app.runs.run_watcher import RunWatcher
from tui_app.screens.configuration.configuring import ConfiguringScreen
from tui_app.widgets.event_list import EventList
from tui_app.widgets.interface_details import Fact, InterfaceDetails, facts
from tui_app.widgets.interface_list import InterfaceList
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.wording.sparkline import RUNS_PICTURED, run_line_meaning
from tui_app.wording.text import Meaning, elapsed, state_meanings

WIDE = 110
"""Columns from which on the details stand beside the journal."""
_DETAIL_LINES = 17
_MANY = 100
"""Entries in one look, beyond which there may be more at once."""
_TOO_MANY = (Progress, ItemPlanned)
"""What the list tells better, and what the preview does: a line an item."""
_PICTURES = 5
"""Interfaces whose last runs are read before a key is heard again."""


class OverviewScreen(ConfiguringScreen):
    """Follows the journals and the store, and keeps list, journal, details and title true."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-narrow"),
        (WIDE, "-wide"),
    ]

    @property
    def title_text(self) -> str:
        return _("Interfaces")

    @property
    def news(self) -> str:
        hidden = 0 if self.interfaces.with_others else self.interfaces.elsewhere
        others = ngettext(
            "{n} of another workstation (w)", "{n} of other workstations (w)", hidden
        ).format(n=format_number(hidden))
        return "  ·  ".join(filter(None, (self._going_on, others if hidden else "")))

    @property
    def signs(self) -> Iterable[Meaning]:
        return (*state_meanings(), run_line_meaning())

    @property
    def _going_on(self) -> str:
        """What goes on right now, whether it is listed or not."""
        runs = [run for run in self._watcher.latest.values() if run.alive]
        if len(runs) != 1:
            return (
                ngettext("{n} run goes on", "{n} runs go on", len(runs)).format(
                    n=format_number(len(runs))
                )
                if runs
                else ""
            )
        run = runs[0]
        name = sanitize(run.interface) + (
            "" if run.started.act == "import" else f" ({act_word(run.started.act)})"
        )
        told = _("{name} is running, {time}").format(
            name=name, time=elapsed(datetime.now(UTC) - run.started_at)
        )
        return ", ".join(filter(None, (told, self.interfaces.how_far(run))))

    def searched_body(self) -> Iterable[Widget]:
        self._watch()
        self.interfaces = InterfaceList(self.opos.configuration)
        self.heading = Heading(self.interfaces)
        self._empty = Label(classes="empty")
        self._top = Vertical(self.heading, self.interfaces, self._empty, id="top")
        self._details = InterfaceDetails(id="details")
        self._events = EventList(self.opos.zone)
        journal = Static(
            Content(_(" Journal: how today's runs ended, and what runs now, whoever started it")),
            classes="heading",
        )
        yield self._top
        yield Horizontal(Vertical(journal, self._events), self._details, id="below")

    def _watch(self) -> None:
        self._journals = self.opos.data.journals
        self._watcher = RunWatcher(self._journals, self.opos.configuration.settings.interfaces)
        self._store_version = ""

    def on_mount(self) -> None:
        super().on_mount()
        self.interfaces.choose(last_interface(self.opos.configuration.path))
        self._say_if_empty()
        self.run_worker(self._follow())

    def on_resize(self) -> None:
        self._share_lines()

    def _share_lines(self) -> None:
        """The list gets the lines it needs, the rest is the journal's; the details beside that need
        some lines too.
        """
        width, height = self.size
        needed = max(4, self.interfaces.count + 1)
        at_most = (
            max(height * 4 // 10, height - 2 - _DETAIL_LINES) if width >= WIDE else height * 6 // 10
        )
        self._top.styles.height = min(needed, at_most)

    def on_unmount(self) -> None:
        if name := self.interfaces.chosen:
            remember_interface(self.opos.configuration.path, name)
        self._watcher.close()

    async def _follow(self) -> None:
        """What happened in the journals since the last look. A run that wrote much is caught up
        with at once.
        """
        while True:
            news = self._watcher.poll()
            if not self.interfaces.runs_known:
                self._events.add(self._ended_today())
            self._events.add(
                entry for entry in news.entries if not isinstance(entry.event, _TOO_MANY)
            )
            self.interfaces.show_progress(
                entry for entry in news.entries if isinstance(entry.event, Progress)
            )
            if news.runs or not self.interfaces.runs_known:
                self.interfaces.show_runs(self._watcher.latest, news.runs)
                self.refresh_bindings()
            self.interfaces.tick(datetime.now(UTC))
            self.show_title()
            self._look_for_held()
            await self.rest(
                0 if len(news.entries) >= _MANY or self._picture_some() else self.opos.pace
            )

    def _ended_today(self) -> list[JournalEntry]:
        """The last words of today's runs: what someone who comes in the morning wants to know
        first.
        """
        today = datetime.now(self.opos.zone).date()
        ends = [
            JournalEntry(
                run.started_at + timedelta(seconds=run.finished.seconds),
                run.run,
                run.interface,
                run.finished,
            )
            for run in self._watcher.latest.values()
            if run.finished is not None
            and run.started_at.astimezone(self.opos.zone).date() == today
        ]
        return sorted(ends, key=lambda entry: entry.at)

    def _picture_some(self) -> bool:
        """Look up the last runs for some of the lines in sight; whether there were any to look
        up.
        """
        names = self.interfaces.not_pictured[:_PICTURES]
        for name in names:
            self.interfaces.picture(name, self._watcher.last_runs(name, RUNS_PICTURED))
        return bool(names)

    def _look_for_held(self) -> None:
        """Which imports wait for a release is only in the store, so it is read whenever it was
        written.
        """
        version = open_store(self.opos.data).version()
        if version != self._store_version:
            self._store_version = version
            self.run_worker(self._read_held(), group="held", exclusive=True)

    async def _read_held(self) -> None:
        self.interfaces.show_held(await in_background(open_store(self.opos.data).waiting))

    @on(LineList.Moved, "#interfaces")
    def _other_interface(self) -> None:
        self.refresh_bindings()
        if self._details.display:
            self._details.show(self.facts_text())

    def facts_text(self) -> list[Fact]:
        """All that is known of the interface the cursor is on."""
        if (name := self.interfaces.chosen) is None:
            return []
        runs = self._watcher.last_runs(name, RUNS_PICTURED)
        return list(facts(name, self.opos.configuration, runs, self.interfaces.held_of(name)))

    def list_anew(self) -> None:
        self.interfaces.list_wanted()
        self._share_lines()
        self._say_if_empty()
        self.show_title()

    def _say_if_empty(self) -> None:
        """An empty list says why, and what to do about it."""
        self._top.set_class(not self.interfaces.count, "-nothing")
        if not self.opos.configuration.settings.interfaces:
            self._empty.say(
                _("No interfaces yet: n makes one, S changes everything else of the configuration.")
            )
        elif self.interfaces.is_searched:
            self._empty.say(_("Nothing found; Esc ends the search."))
        else:
            self._empty.say(_("All interfaces belong to other workstations; w lists them."))

    @property
    def chosen_run(self) -> Run | None:
        """The newest run of the interface the cursor is on."""
        return self.interfaces.run_of(self.interfaces.chosen or "")

    @property
    def table_meant(self) -> Key | None:
        name = self.interfaces.chosen
        return ("interfaces", name) if name else None

    def configuration_changed(self) -> None:
        configuration = self.opos.configuration
        if configuration is not self.interfaces.configuration:
            self.interfaces.take(configuration)
            if self._journals == self.opos.data.journals:
                self._watcher.watch(configuration.settings.interfaces)
            else:
                self._watcher.close()
                self._watch()
                self.interfaces.show_runs({}, ())
            if self.made:
                self.interfaces.choose(self.made[1])
                self.made = None
            self.list_anew()
            self.refresh_bindings()

    @property
    def list_searched(self) -> LineList:
        return self.interfaces

    def search_for(self, text: str) -> None:
        self.interfaces.search(tuple(text.casefold().split()))
        self._say_if_empty()
