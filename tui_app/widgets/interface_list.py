"""The interfaces, a line each, by group: how its last run ended and when the next one comes, or
else what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal.journal import JournalEntry, Run
from engine.settings.interface import Interface
from engine.settings.load import Configuration
from engine.store.ledger import HeldImport
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.runs.progress import Pace
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.interface_cells import (
    ROOM_FOR_BARS,
    last_run_cells,
    result_cell,
    run_columns,
    settings_cells,
    settings_columns,
    tried_since,
)
from tui_app.widgets.line_list import LineList
from tui_app.widgets.marks import MarkedNames
from tui_app.wording.interface_text import is_elsewhere, next_run, searched_text
from tui_app.wording.sparkline import RUNS_PICTURED, run_line
from tui_app.wording.text import when

_FEW_RUNS = 10
_ROOM_FOR_ALL_BARS = 170
_NEVER = 10_000


class InterfaceList(LineList):
    """All interfaces of the configuration, or those that are wanted; what is known of their runs is
    handed over.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(by_screen.MARKING, on="screen."),
        *bindings(by_screen.LIST),
    ]

    def __init__(self, configuration: Configuration) -> None:
        super().__init__(id="interfaces")
        self.marks = MarkedNames()
        self._words: tuple[str, ...] = ()
        self._names: list[str] = []
        self._runs: Mapping[str, Run] | None = None
        self._trials: Mapping[str, Run] = {}
        self._held: dict[str, list[HeldImport]] = {}
        self._paces: dict[str, Pace] = {}
        self._last_runs: dict[str, Sequence[Run]] = {}
        self._next_runs: dict[str, datetime | None] = {}
        self._drawn_at = datetime.now(UTC)
        self.says_what_it_is = False
        """Whether the columns say what each interface is, as AMPAREX has it, instead of how its
        runs went.
        """
        self.with_others = False
        """Whether the interfaces of other workstations are listed too."""
        self.take(configuration)

    @property
    def columns(self) -> Sequence[Column]:
        group = Column(
            _("Group"),
            12,
            above=(96 if self.says_what_it_is else 110) if self._has_groups else _NEVER,
        )
        name = Column(_("Name"), 16, grow=3)
        rest = settings_columns() if self.says_what_it_is else run_columns(self._bars)
        return (Column("", 1, above=0 if self.marks else _NEVER), group, name, *rest)

    @property
    def _bars(self) -> int:
        """How many runs there is room to picture."""
        return RUNS_PICTURED if self.line_width >= _ROOM_FOR_ALL_BARS else _FEW_RUNS

    def cells(self, line: int) -> Sequence[StyledCell]:
        name = self._names[line]
        interface = self._interfaces[name]
        called = sanitize(interface.name or name)
        called = called if interface.enabled else _("{name} (disabled)").format(name=called)
        rest = (
            settings_cells(interface, self.configuration)
            if self.says_what_it_is
            else self._run_cells(name, interface)
        )
        return (
            self.marks.cell(name),
            StyledCell(self._group(line), "muted"),
            StyledCell(called, "" if interface.enabled else "muted"),
            *rest,
        )

    def _group(self, line: int) -> str:
        """Return the group where it begins, and again at the top of what is in sight."""
        group = self._interfaces[self._names[line]].group
        is_said = (
            line > self.in_sight.start and self._interfaces[self._names[line - 1]].group == group
        )
        return "" if is_said else sanitize(group)

    def _run_cells(self, name: str, interface: Interface) -> Sequence[StyledCell]:
        run = self.run_of(name)
        return (
            *last_run_cells(run, self._zone, are_known=self.runs_known),
            tried_since(
                result_cell(run, len(self._held.get(name, ())), self.how_far(run) if run else ""),
                self.trial_of(name),
                self._zone,
            ),
            StyledCell(self._next_run(name, interface), "muted"),
            StyledCell(run_line(self._last_runs.get(name, ())[: self._bars][::-1]), "muted"),
        )

    def _next_run(self, name: str, interface: Interface) -> str:
        """Return when it runs next; worked out when the line is first seen, and again when that
        time has come.
        """
        if name not in self._next_runs:
            self._next_runs[name] = next_run(interface, self.configuration, self._drawn_at)
        due = self._next_runs[name]
        return when(due, self._zone, self._drawn_at) if due else "–"

    @property
    def count(self) -> int:
        return len(self._names)

    @property
    def chosen(self) -> str | None:
        """The name of the interface the cursor is on."""
        return self._names[self.cursor] if self._names else None

    @property
    def marked(self) -> list[str]:
        """The marked interfaces, in their order, also those that are not listed."""
        return self.marks.among(self._by_group)

    @property
    def meant(self) -> list[str]:
        """The interfaces that something is done with: the marked ones, else the chosen one."""
        return self.marked or [name for name in (self.chosen,) if name]

    def mark(self) -> None:
        """Mark the interface the cursor is on, or no longer, and go on to the next."""
        if self.chosen:
            self.marks.toggle(self.chosen)
            self.lines_changed(self.cursor + 1)

    def mark_all(self) -> None:
        """Mark all that are listed, or none of them."""
        self.marks.toggle_all(self._names)
        self.lines_changed()

    def unmark(self) -> None:
        """Mark nothing any more."""
        self.marks.clear()
        self.lines_changed()

    def choose(self, name: str) -> None:
        """Put the cursor on this interface, if it is listed."""
        if name in self._names:
            self.lines_changed(self._names.index(name))

    @property
    def runs_known(self) -> bool:
        """Whether there was a first look."""
        return self._runs is not None

    def run_of(self, name: str) -> Run | None:
        """Return the interface's newest run; not a dry run that is over."""
        return self._runs.get(name) if self._runs else None

    def trial_of(self, name: str) -> Run | None:
        """Return the interface's newest dry run, if nothing was done since."""
        run, trial = self.run_of(name), self._trials.get(name)
        is_newer = trial is not None and (run is None or trial.started_at > run.started_at)
        return trial if is_newer else None

    def show_runs(
        self, runs: Mapping[str, Run], trials: Mapping[str, Run], changed: Iterable[Run]
    ) -> None:
        """Take over the newest run and the newest dry run of each interface; of all runs these
        began or ended.
        """
        self._runs, self._trials = runs, trials
        for run in changed:
            self._last_runs.pop(run.interface, None)
        self.lines_changed()

    @property
    def not_pictured(self) -> Sequence[str]:
        """The interfaces in sight whose last runs are wanted for the picture."""
        if self.says_what_it_is or self.line_width < ROOM_FOR_BARS:
            return ()
        return [
            name for line in self.in_sight if (name := self._names[line]) not in self._last_runs
        ]

    def picture(self, name: str, runs: Sequence[Run]) -> None:
        """Take over the interface's last runs, the newest first."""
        self._last_runs[name] = runs
        self.refresh_line(self._names.index(name))

    def show_progress(self, entries: Iterable[JournalEntry]) -> None:
        """Take over how far runs are."""
        for entry in entries:
            self._paces.setdefault(entry.run, Pace()).add(entry)
            if entry.interface in self._names:
                self.refresh_line(self._names.index(entry.interface))

    def how_far(self, run: Run) -> str:
        """Return how far the run is, how fast it goes, how long it still takes; empty where that is
        not known.
        """
        return self._paces[run.run].brief if run.run in self._paces else ""

    def show_held(self, waiting: Sequence[HeldImport]) -> None:
        """Take over the imports that wait for a release, the oldest first."""
        self._held = {}
        for held in waiting:
            self._held.setdefault(held.interface, []).append(held)
        self.lines_changed()

    def held_of(self, name: str) -> HeldImport | None:
        """Return the oldest import of the interface that waits for a release."""
        return self._held.get(name, [None])[0]

    def take(self, configuration: Configuration) -> None:
        """List the interfaces of this configuration, those of a group together."""
        self.configuration = configuration
        self._interfaces = configuration.settings.interfaces
        self._zone = ZoneInfo(configuration.settings.timezone)
        groups = list(dict.fromkeys(interface.group for interface in self._interfaces.values()))
        self._has_groups = len(groups) > 1
        self._by_group = sorted(
            self._interfaces, key=lambda name: groups.index(self._interfaces[name].group)
        )
        self.elsewhere = sum(map(is_elsewhere, self._interfaces.values()))
        """How many interfaces belong to other workstations."""
        self._next_runs.clear()
        self.marks.keep_only(self._interfaces)
        self.list_wanted()

    def search(self, words: tuple[str, ...]) -> None:
        """List only the interfaces that have all of the words in name, group,
        branches or source.
        """
        self._words = words
        self.list_wanted()

    def list_wanted(self) -> None:
        """List what is wanted; the cursor stays on its interface if it can."""
        chosen = self.chosen
        self._names = [
            name
            for name in self._by_group
            if (self.with_others or not is_elsewhere(self._interfaces[name]))
            and all(word in searched_text(name, self.configuration) for word in self._words)
        ]
        self.lines_changed(self._names.index(chosen) if chosen in self._names else 0)

    @property
    def is_searched(self) -> bool:
        """Whether not all are wanted because of words that were searched for."""
        return bool(self._words)

    def tick(self, now: datetime) -> None:
        """Draw what time changes: what is running every second, what comes next when it has come,
        and all of it at midnight.
        """
        before, self._drawn_at = self._drawn_at, now
        if now.second != before.second:
            for line in self.in_sight:
                if (run := self.run_of(self._names[line])) is not None and run.alive:
                    self.refresh_line(line)
        if self._day(before) != self._day(now) or any(
            due and due <= now for due in self._next_runs.values()
        ):
            self._next_runs.clear()
            self.refresh()

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()
