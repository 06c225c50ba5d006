"""The interfaces, a line each: what needs someone first, then by group, or sorted by a column; how
its last run ended and when the next one comes, or else what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.binding import BindingType

from engine.common.i18n import _
from engine.journal.journal import JournalEntry, Run
from engine.settings.load import Configuration
from engine.store.ledger import HeldImport
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.runs.interface_states import InterfaceStates
from tui_app.widgets.columns import NEVER, Column, StyledCell
from tui_app.widgets.interface_cells import (
    ROOM_FOR_BARS,
    RunCells,
    group_cells,
    run_columns,
    settings_cells,
    settings_columns,
)
from tui_app.widgets.interface_order import GroupLine, Line, Order
from tui_app.widgets.line_list import LineList
from tui_app.widgets.marks import MarkedNames
from tui_app.wording.interface_text import is_elsewhere, title_of
from tui_app.wording.sparkline import RUNS_PICTURED, run_line
from tui_app.wording.text import when

_FEW_RUNS = 10
_ROOM_FOR_ALL_BARS = 170


class InterfaceList(LineList):
    """All interfaces of the configuration, or those that are wanted; what is known of their runs is
    in `states`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(by_screen.MARKING, on="screen."),
        *bindings(by_screen.LIST),
    ]

    def __init__(self, configuration: Configuration) -> None:
        super().__init__(id="interfaces")
        self.marks = MarkedNames()
        self.states = InterfaceStates()
        self._lines: list[Line] = []
        self._places: dict[str, int] = {}
        self._last_runs: dict[str, Sequence[Run]] = {}
        self._drawn_at = datetime.now(UTC)
        self._was_known = False
        self.order = Order(configuration, self.states)
        self.says_what_it_is = False
        """Whether the columns say what each interface is, as AMPAREX has it, instead of how its
        runs went.
        """
        self.take(configuration)

    @property
    def columns(self) -> Sequence[Column]:
        name = Column(_("Name"), 12, wanted=self._name_width, cut="middle", sort="name")
        if self.says_what_it_is:
            rest = settings_columns(
                all_workstations=self.order.workstations != "ours", has_start=self._has_start
            )
        else:
            rest = run_columns(self._bars, self.line_width)
        columns = (Column("", 1, above=0 if self.marks else NEVER), name, *rest)
        arrow = "▼" if self.order.is_reversed else "▲"
        by = self.order.column
        return [
            column._replace(title=f"{column.title} {arrow}") if by and column.sort == by else column
            for column in columns
        ]

    @property
    def _name_width(self) -> int:
        """What the longest name needs, as far as it leaves half of the line to the rest."""
        return min(self._longest_name, self.line_width // 2)

    @property
    def _bars(self) -> int:
        """How many runs there is room to picture."""
        return RUNS_PICTURED if self.line_width >= _ROOM_FOR_ALL_BARS else _FEW_RUNS

    def cells(self, line: int) -> Sequence[StyledCell]:
        entry = self._lines[line]
        if isinstance(entry, GroupLine):
            return (StyledCell(""), *group_cells(entry, self.states, len(self.columns) - 1))
        interface = self._interfaces[entry]
        rest = (
            settings_cells(interface, self.configuration)
            if self.says_what_it_is
            else (
                *RunCells(self.states, self._zone, self.line_width).of(entry),
                StyledCell(self._next_run_text(entry), "muted"),
                StyledCell(run_line(self._last_runs.get(entry, ())[: self._bars][::-1]), "muted"),
            )
        )
        name = StyledCell(title_of(entry, self.configuration), "" if interface.enabled else "muted")
        return (self.marks.cell(entry), name, *rest)

    def _next_run_text(self, name: str) -> str:
        due = self.order.next_run(name)
        return when(due, self._zone, self._drawn_at) if due else "–"

    @property
    def count(self) -> int:
        return len(self._lines)

    @property
    def chosen(self) -> str | None:
        """The name of the interface the cursor is on."""
        line = self._lines[self.cursor] if self._lines else None
        return line if isinstance(line, str) else None

    @property
    def run(self) -> Run | None:
        """The newest run of the chosen interface."""
        return self.states.run_of(self.chosen or "")

    @property
    def trial(self) -> Run | None:
        """The dry run of the chosen interface, if nothing was done since."""
        return self.states.trial_of(self.chosen or "")

    @property
    def held(self) -> HeldImport | None:
        """The oldest held import of the chosen interface."""
        return next((view.held for view in self.states.held_by(self.chosen or "")), None)

    @property
    def chosen_group(self) -> GroupLine | None:
        """The heading the cursor is on."""
        line = self._lines[self.cursor] if self._lines else None
        return line if isinstance(line, GroupLine) else None

    @property
    def has_groups(self) -> bool:
        """Whether there are headings."""
        return any(isinstance(line, GroupLine) for line in self._lines)

    @property
    def marked(self) -> list[str]:
        """The marked interfaces, in their order, also those that are not listed."""
        return self.order.marked(self.marks)

    @property
    def meant(self) -> list[str]:
        """The interfaces that something is done with: the marked ones, else the chosen one, or all
        of the chosen group.
        """
        group = self.chosen_group
        return self.marked or (list(group.names) if group else [n for n in (self.chosen,) if n])

    def mark(self) -> None:
        """Mark the interface or the group the cursor is on, or no longer, and go on to the next."""
        if group := self.chosen_group:
            self.marks.toggle_all(group.names)
        elif self.chosen:
            self.marks.toggle(self.chosen)
        self.lines_changed(self.cursor + 1)

    def mark_all(self) -> None:
        """Mark all that are listed, or none of them."""
        self.marks.toggle_all(
            [
                name
                for line in self._lines
                for name in (line.names if isinstance(line, GroupLine) else (line,))
            ]
        )
        self.lines_changed()

    def unmark(self) -> None:
        """Mark nothing any more."""
        self.marks.clear()
        self.lines_changed()

    def choose(self, name: str) -> None:
        """Put the cursor on this interface, if it is listed."""
        if name in self._interfaces and name not in self._places:
            self.order.folded.discard(self._interfaces[name].group)
            self.list_wanted()
        if name in self._places:
            self.lines_changed(self._places[name])

    def runs_changed(self, changed: Iterable[Run]) -> None:
        """List anew, since these runs began or ended, or held imports were decided on. At
        the first look the cursor goes to what needs someone.
        """
        for run in changed:
            self._last_runs.pop(run.interface, None)
        self.list_wanted()
        if self.states.are_known and not self._was_known:
            self._was_known = True
            if any(map(self.states.needs_someone, self._places)):
                self.lines_changed(min(self._places.values()))

    @property
    def not_pictured(self) -> Sequence[str]:
        """The interfaces in sight whose last runs are wanted for the picture."""
        if self.says_what_it_is or self.line_width < ROOM_FOR_BARS:
            return ()
        return [name for name in self._names_in_sight if name not in self._last_runs]

    @property
    def _names_in_sight(self) -> list[str]:
        lines = (self._lines[at] for at in self.in_sight)
        return [line for line in lines if isinstance(line, str)]

    def picture(self, name: str, runs: Sequence[Run]) -> None:
        """Take over the interface's last runs, the newest first."""
        self._last_runs[name] = runs
        self._refresh_name(name)

    def show_progress(self, entries: Iterable[JournalEntry]) -> None:
        """Take over how far runs are."""
        for entry in entries:
            self.states.take_progress(entry)
            self._refresh_name(entry.interface)

    def _refresh_name(self, name: str) -> None:
        if name in self._places:
            self.refresh_line(self._places[name])

    def take(self, configuration: Configuration) -> None:
        """List the interfaces of this configuration, those of a group together."""
        self.configuration = configuration
        self._interfaces = configuration.settings.interfaces
        self._zone = ZoneInfo(configuration.settings.timezone)
        self.order.take(configuration)
        self._longest_name = max(
            (cell_len(title_of(name, configuration)) for name in self._interfaces), default=0
        )
        self._has_start = any(each.start for each in self._interfaces.values())
        self.elsewhere = sum(map(is_elsewhere, self._interfaces.values()))
        """How many interfaces belong to other workstations."""
        self.marks.keep_only(self._interfaces)
        self.list_wanted()

    def fold(self) -> None:
        """Fold the group the cursor is in, or unfold it; the cursor goes to its heading."""
        above = [line for line in self._lines[: self.cursor + 1] if isinstance(line, GroupLine)]
        if above:
            self.order.folded ^= {above[-1].group}
            self.lines_changed(self._lines.index(above[-1]))
            self.list_wanted()

    def fold_all(self) -> None:
        """Fold all groups, or unfold them where all are folded."""
        groups = {each.group for each in self._interfaces.values()}
        self.order.folded = set() if self.order.folded >= groups else groups
        self.list_wanted()

    def list_wanted(self) -> None:
        """List what is wanted; the cursor stays on its interface, or its group, if it can."""
        chosen, group = self.chosen, self.chosen_group
        self._lines = self.order.lines()
        self._places = {line: at for at, line in enumerate(self._lines) if isinstance(line, str)}
        headings = {
            line.group: at for at, line in enumerate(self._lines) if isinstance(line, GroupLine)
        }
        if chosen in self._places:
            at = self._places[chosen]
        elif group and group.group in headings:
            at = headings[group.group]
        else:
            at = min(self._places.values(), default=0)
        self.lines_changed(at)

    def tick(self, now: datetime) -> None:
        """Draw what time changes: what is running every second, what comes next when it has come,
        and all of it at midnight.
        """
        before, self._drawn_at = self._drawn_at, now
        if now.second != before.second:
            for name in self._names_in_sight:
                if (run := self.states.run_of(name)) is not None and run.alive:
                    self._refresh_name(name)
        if self.order.has_passed(now) or self._day(before) != self._day(now):
            self.refresh()

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()
