"""In which order interfaces are listed: what waits for somebody first, then by group, or by a
column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.item import Cents
from engine.settings.load import Configuration
from tui_app.runs.interface_states import NEEDING, InterfaceStates
from tui_app.widgets.marks import MarkedNames
from tui_app.wording.interface_text import is_elsewhere, next_run, searched_text, title_of
from tui_app.wording.text import state_words
from tui_app.wording.wanted import Wanted

NEEDS_SOMEONE = "\0needs"
"""Stands for a group; no real one has this name."""
COLUMNS = ("", "name", "state", "when", "settled", "next")
"""What the list can be sorted by; the first stands for groups."""
WORKSTATIONS = ("ours", "all", "only")
"""Whose interfaces are listed: the server's and this workstation's own, those of other
workstations too, or only what belongs to workstations; the first at the beginning.
"""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_FAR_AWAY = datetime.max.replace(tzinfo=UTC)
_MANY = 100
"""Interfaces beyond which the groups are folded at first."""


class GroupLine(NamedTuple):
    """A heading, with the interfaces below it."""

    group: str
    names: tuple[str, ...]
    is_folded: bool = False

    @property
    def title(self) -> str:
        """What it is called, safe for a terminal."""
        if self.group == NEEDS_SOMEONE:
            return _("Needs you")
        return sanitize(self.group) or _("without a group")


Line = str | GroupLine


class Order:
    """What is listed, and in which order."""

    def __init__(self, configuration: Configuration, states: InterfaceStates) -> None:
        self.states = states
        self.only_needing = False
        """Whether only what needs someone is listed."""
        self.workstations = WORKSTATIONS[0]
        """Whose interfaces are listed."""
        self.wanted = Wanted()
        """What is searched in name, group, branches, source and state."""
        self.column = ""
        self.is_reversed = False
        self._next_runs: dict[str, datetime | None] = {}
        self.folded: set[str] = set()
        """The groups of which only the heading is listed."""
        self.take(configuration)
        if len(self._by_group) > _MANY:
            self.folded = {each.group for each in self._interfaces.values()}

    def take(self, configuration: Configuration) -> None:
        """Order the interfaces of this configuration."""
        self._configuration = configuration
        self._interfaces = configuration.settings.interfaces
        groups = list(dict.fromkeys(interface.group for interface in self._interfaces.values()))
        self._by_group = sorted(
            self._interfaces, key=lambda name: groups.index(self._interfaces[name].group)
        )
        self._next_runs.clear()

    def lines(self) -> list[Line]:
        """Return what is listed, in its order."""
        names = [name for name in self._by_group if self._is_wanted(name)]
        if self.column:
            return [*sorted(names, key=self._keys[self.column], reverse=self.is_reversed)]
        if self.only_needing:
            return [*self._worst_first(names)]
        return self._grouped(names)

    def marked(self, marks: MarkedNames) -> list[str]:
        """Return the marked interfaces in the order of the groups."""
        return marks.among(self._by_group)

    def sort_by_next_column(self) -> None:
        """Sort by the column after the present one, from the last on by group again."""
        self.column = COLUMNS[(COLUMNS.index(self.column) + 1) % len(COLUMNS)]

    def sort_by(self, column: str) -> None:
        """Sort by this column, or where that is so, the other way round."""
        self.is_reversed = self.column == column and not self.is_reversed
        self.column = column

    def switch_workstations(self) -> None:
        """List what comes next in `WORKSTATIONS`, after the last the first again."""
        at = WORKSTATIONS.index(self.workstations) + 1
        self.workstations = WORKSTATIONS[at % len(WORKSTATIONS)]

    def next_run(self, name: str) -> datetime | None:
        """Return when it runs next; worked out once, and again when that time has come."""
        if name not in self._next_runs:
            now = datetime.now(UTC)
            self._next_runs[name] = next_run(self._interfaces[name], self._configuration, now)
        return self._next_runs[name]

    def next_of_all(self) -> tuple[datetime, str] | None:
        """Return when the next interface runs, and which it is."""
        due = ((at, name) for name in self._by_group if (at := self.next_run(name)))
        return min(due, default=None)

    def has_passed(self, now: datetime) -> bool:
        """Return whether a time of what comes next has come; all are worked out anew then."""
        has_passed = any(due and due <= now for due in self._next_runs.values())
        if has_passed:
            self._next_runs.clear()
        return has_passed

    def _grouped(self, names: Sequence[str]) -> list[Line]:
        """Return those that wait for somebody, the worst first, then the others by their group. A
        single group that needs nobody has no heading.
        """
        needing = self._worst_first(filter(self.states.needs_someone, names))
        groups: dict[str, list[str]] = {}
        for name in names:
            groups.setdefault(self._interfaces[name].group, []).append(name)
        if len(groups) == 1 and not needing:
            return [*names]
        lines: list[Line] = [GroupLine(NEEDS_SOMEONE, tuple(needing)), *needing] if needing else []
        for group, members in groups.items():
            is_folded = group in self.folded and not self.is_searched
            lines.append(GroupLine(group, tuple(members), is_folded))
            lines += [] if is_folded else [name for name in members if name not in needing]
        return lines

    def _worst_first(self, names: Iterable[str]) -> list[str]:
        return sorted(names, key=lambda name: NEEDING.index(self.states.state_of(name)))

    def _is_wanted(self, name: str) -> bool:
        interface = self._interfaces[name]
        if self.workstations == "ours" and is_elsewhere(interface):
            return False
        if self.workstations == "only" and interface.use != "client":
            return False
        if self.only_needing and not self.states.needs_someone(name):
            return False
        if not self.is_searched:
            return True
        run = self.states.run_of(name)
        state = state_words(run) if run else _("never run")
        text = f"{title_of(name, self._configuration)} {state}".casefold()
        return self.wanted.is_in(f"{searched_text(name, self._configuration)} {text}")

    @property
    def is_searched(self) -> bool:
        """Whether not all are wanted because of words that were searched for."""
        return self.wanted != Wanted()

    @property
    def _keys(self) -> dict[str, Callable[[str], Any]]:
        return {
            "name": lambda name: title_of(name, self._configuration).casefold(),
            "state": self._severity,
            "when": self._started_at,
            "settled": self._settled,
            "next": lambda name: self.next_run(name) or _FAR_AWAY,
        }

    def _severity(self, name: str) -> tuple[int, str]:
        state = self.states.state_of(name)
        return (NEEDING.index(state) if state in NEEDING else len(NEEDING), state)

    def _started_at(self, name: str) -> datetime:
        run = self.states.run_of(name)
        return run.started_at if run else _LONG_AGO

    def _settled(self, name: str) -> Cents:
        run = self.states.run_of(name)
        return run.finished.settled_amount if run and run.finished else 0
