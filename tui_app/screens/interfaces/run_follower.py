"""Follows the journals and the store for the first screen: its list and its journal stay true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice

from engine.common.i18n import _, format_number, ngettext
from engine.journal.event_level import Level, level
from engine.journal.event_text import act_word
from engine.journal.events import FileFetched, ItemPlanned, Progress, RowRejected, RunFinished
from engine.journal.journal import JournalEntry, Run, journal_path, read_journal
from tui_app.platform.background import in_background
from tui_app.platform.permissions import may_read_runs
from tui_app.runs.fetching import keep_fetching
from tui_app.runs.held_imports import held_views
from tui_app.runs.run_watcher import RunWatcher
from tui_app.screens.base.screen import OposScreen
from tui_app.widgets.event_list import EventList
from tui_app.widgets.interface_list import InterfaceList
from tui_app.widgets.panel import Panel
from tui_app.wording.sparkline import RUNS_PICTURED
from tui_app.wording.text import running_for

_MANY = 100
"""Entries in one look, beyond which there may be more at once."""
_TOO_MANY = (Progress, ItemPlanned)
"""What the list tells better, and what the preview does: a line an item."""
_EXPLAINED = 20
"""Runs with warnings whose journals are read at the first look."""
_REASONS = 3
"""Warnings told of each of them."""
_PICTURES = 5
"""Interfaces whose last runs are read before a key is heard again."""


class RunFollower:
    """Hands what it finds to the list of interfaces and to the list of events of its screen."""

    def __init__(
        self, screen: OposScreen, interfaces: InterfaceList, events: EventList, journal: Panel
    ) -> None:
        """`journal` is where the events are, and words for where there are none."""
        self._screen = screen
        self._interfaces = interfaces
        self._events = events
        self._journal = journal
        self._open()

    def _open(self) -> None:
        opos = self._screen.opos
        self._journals = opos.data.journals
        self._watcher = RunWatcher(self._journals, opos.configuration.settings.interfaces)
        self._store_version: str | None = None

    def close(self) -> None:
        """Close the journals that are followed."""
        self._watcher.close()

    def configuration_changed(self) -> None:
        """Follow the interfaces, and the data folder, that the configuration says by now."""
        opos = self._screen.opos
        if self._journals == opos.data.journals:
            self._watcher.watch(opos.configuration.settings.interfaces)
        else:
            self._watcher.close()
            self._open()
            self._interfaces.states.take_runs({}, {})
            self._interfaces.runs_changed(())

    def last_runs(self, interface: str) -> list[Run]:
        """Return the interface's newest runs, as many as are pictured, the newest first."""
        return self._watcher.last_runs(interface, RUNS_PICTURED)

    async def follow(self) -> None:
        """Show what happened since the last look, again and again. A run that wrote much is caught
        up with at once.
        """
        self._screen.run_worker(keep_fetching(lambda: self._screen.opos.data))
        while True:
            is_busy = self._look()
            is_known = self._interfaces.states.are_known
            self._journal.set_class(is_known and not self._events.count, "-nothing")
            self._screen.show_title()
            self._look_for_held()
            await self._screen.rest(
                0 if is_busy or self._picture_some() else self._screen.opos.pace
            )

    def _look(self) -> bool:
        """Show what the journals say by now; whether there may be more at once."""
        news = self._watcher.poll()
        if not self._interfaces.states.are_known:
            self._events.add(self._ended_today(), alone=True)
        self._events.add(entry for entry in news.entries if not isinstance(entry.event, _TOO_MANY))
        self._interfaces.show_progress(
            entry for entry in news.entries if isinstance(entry.event, Progress | FileFetched)
        )
        can_be_known = self._interfaces.states.are_known or may_read_runs(self._screen.opos.data)
        if can_be_known and (news.runs or not self._interfaces.states.are_known):
            self._interfaces.states.take_runs(self._watcher.latest, self._watcher.trials)
            self._interfaces.runs_changed(news.runs)
            self._screen.refresh_bindings()
        self._interfaces.tick(datetime.now(UTC))
        return len(news.entries) >= _MANY

    def _ended_today(self) -> list[JournalEntry]:
        """Return how today's runs ended, and what they warned of: what someone who comes in the
        morning wants to know first.
        """
        zone = self._screen.opos.zone
        today = datetime.now(zone).date()
        told: list[JournalEntry] = []
        with_warnings = 0
        for run in self._watcher.latest.values():
            if run.finished is None or run.started_at.astimezone(zone).date() != today:
                continue
            is_to_explain = run.state in ("imported", "held") and run.finished.exit_code
            if is_to_explain and with_warnings < _EXPLAINED:
                with_warnings += 1
                told += self._warnings_of(run)
            at = run.started_at + timedelta(seconds=run.finished.seconds)
            told.append(JournalEntry(at, run.run, run.interface, run.finished))
        return sorted(told, key=lambda entry: entry.at)

    def _warnings_of(self, run: Run) -> list[JournalEntry]:
        """Return the first lines that say why the run is held, or no plain import; how many rows
        were rejected is told by its end.
        """
        try:
            entries = read_journal(journal_path(self._journals, run.run))
            reasons = (entry for entry in entries if _is_reason(entry))
            return list(islice(reasons, _REASONS))
        except OSError:
            return []

    def _picture_some(self) -> bool:
        """Look up the last runs for some of the lines in sight; whether there were any to look
        up.
        """
        names = self._interfaces.not_pictured[:_PICTURES]
        for name in names:
            self._interfaces.picture(name, self.last_runs(name))
        return bool(names)

    def _look_for_held(self) -> None:
        """Read which imports wait for a release whenever the store was written: only it knows."""
        version = self._screen.store_version()
        if version != self._store_version:
            self._store_version = version
            self._screen.run_worker(self._read_held(), group="held", exclusive=True)

    async def _read_held(self) -> None:
        held = await in_background(partial(held_views, self._screen.opos.data))
        self._interfaces.states.take_held(held)
        self._interfaces.runs_changed(())

    @property
    def ongoing_text(self) -> str:
        """What goes on right now, whether it is listed or not; empty where nothing does."""
        runs = [run for run in self._watcher.latest.values() if run.alive]
        if not runs:
            return ""
        if len(runs) > 1:
            return ngettext("{n} run goes on", "{n} runs go on", len(runs)).format(
                n=format_number(len(runs))
            )
        run = runs[0]
        act = "" if run.started.act in ("import", "load") else f" ({act_word(run.started.act)})"
        text = _("{name} is running, {time}").format(
            name=self._screen.opos.called(run.interface) + act,
            time=running_for(run, datetime.now(UTC)),
        )
        return ", ".join(filter(None, (text, self._interfaces.states.how_far(run))))


def _is_reason(entry: JournalEntry) -> bool:
    is_told = isinstance(entry.event, RowRejected | RunFinished)
    return not is_told and level(entry.event) >= Level.WARNING
