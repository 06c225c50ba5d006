"""The interfaces and how each one's last run ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engine.journal import Entry, Run
from engine.language import _, ngettext, number
from engine.narration import figures
from engine.plain import plain
from engine.settings.files import Configuration
from engine.settings.interface import Interface, Source
from engine.store.base import Waiting
from tui_app.progress import Pace
from tui_app.text import elapsed, state_sign, state_words, when
from tui_app.widgets.columns import Cell, Column
from tui_app.widgets.interface_details import next_run
from tui_app.widgets.line_list import LineList


class InterfaceList(LineList):
    """All interfaces of the configuration, or those that were searched for."""

    def __init__(self, configuration: Configuration) -> None:
        super().__init__(id="interfaces")
        self._words: tuple[str, ...] = ()
        self._names: list[str] = []
        self._runs: Mapping[str, Run] | None = None
        self._held: dict[str, list[Waiting]] = {}
        self._second = -1
        self._next_runs: dict[str, str] = {}
        self.take(configuration)
        self._paces: dict[str, Pace] = {}

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("Group"), 12, above=100),
            Column(_("Name"), 16, grow=3),
            Column(_("Source"), 14, grow=1, above=110),
            Column(_("Last run"), 15),
            Column(_("When"), 12, above=70),
            Column(_("Result"), 14, grow=5),
            Column(_("Next run"), 12, above=84),
        )

    @property
    def count(self) -> int:
        return len(self._names)

    @property
    def chosen(self) -> str | None:
        """The name of the interface the cursor is on."""
        return self._names[self.cursor] if self._names else None

    def run_of(self, name: str) -> Run | None:
        """The interface's newest run."""
        return self._runs.get(name) if self._runs else None

    def show_runs(self, runs: Mapping[str, Run]) -> None:
        """Take over the newest run of each interface."""
        self._runs = runs
        self.lines_changed()

    @property
    def runs_known(self) -> bool:
        """Whether there was a first look."""
        return self._runs is not None

    def show_progress(self, entries: Iterable[Entry]) -> None:
        """Take over how far runs are."""
        for entry in entries:
            self._paces.setdefault(entry.run, Pace()).add(entry)
            if entry.interface in self._names:
                self.refresh_line(self._names.index(entry.interface))

    def show_held(self, waiting: Sequence[Waiting]) -> None:
        """Take over the imports that wait for a release, the oldest first."""
        self._held = {}
        for held in waiting:
            self._held.setdefault(held.interface, []).append(held)
        self.refresh()

    def held_of(self, name: str) -> Waiting | None:
        """The oldest import of the interface that waits for a release."""
        return self._held.get(name, [None])[0]

    def take(self, configuration: Configuration) -> None:
        """List the interfaces of this configuration."""
        self.configuration = configuration
        self._interfaces = configuration.settings.interfaces
        self._zone = ZoneInfo(configuration.settings.timezone)
        self._second = -1
        self._list()

    def search(self, words: tuple[str, ...]) -> None:
        """List only the interfaces that have all of the words in name, group or source."""
        self._words = words
        self._list()

    def _list(self) -> None:
        """The cursor stays on its interface if it can."""
        chosen = self.chosen
        self._names = [
            name
            for name, interface in self._interfaces.items()
            if all(word in _searched(name, interface) for word in self._words)
        ]
        self.lines_changed(self._names.index(chosen) if chosen in self._names else 0)

    def tick(self, now: datetime) -> None:
        """Time goes on: for what is running every second, for what comes next when it has come."""
        if now.second == self._second:
            return
        self._second = now.second
        for line, name in enumerate(self._names):
            if (run := self.run_of(name)) is not None and run.alive:
                self.refresh_line(line)
        next_runs = {name: self._next_run(interface, now) for name, interface in self._interfaces.items()}
        if next_runs != self._next_runs:
            self._next_runs = next_runs
            self.refresh()

    def _next_run(self, interface: Interface, now: datetime) -> str:
        due = next_run(interface, self.configuration, now)
        return when(due, self._zone, now) if due else "–"

    def cells(self, line: int) -> Sequence[Cell]:
        name = self._names[line]
        interface = self._interfaces[name]
        called = plain(interface.name or name)
        if not interface.enabled:
            called = _("{name} (disabled)").format(name=called)
        run = self.run_of(name)
        return (
            Cell(plain(interface.group), "muted"),
            Cell(called, "" if interface.enabled else "muted"),
            Cell(source_of(interface.source), "muted"),
            Cell(state_words(run), state_sign(run).style) if run else Cell(self._no_run(), "muted"),
            Cell(self._time(run) if run else ""),
            self._held_or_result(name, run),
            Cell(self._next_runs.get(name, ""), "muted"),
        )

    def _no_run(self) -> str:
        """Before the first look nothing is known."""
        return "" if self._runs is None else _("never run")

    def _time(self, run: Run) -> str:
        now = datetime.now(UTC)
        return elapsed(now - run.started_at) if run.alive else when(run.started_at, self._zone, now)

    def _held_or_result(self, name: str, run: Run | None) -> Cell:
        if waiting := len(self._held.get(name, ())):
            return Cell(ngettext("! {n} import is held", "! {n} imports are held", waiting).format(n=number(waiting)), "warning")
        return Cell(self._result(run) if run else "")

    def _result(self, run: Run) -> str:
        """How far a run is, or what it did or why it did not."""
        if run.finished is not None:
            return plain(run.finished.cause or figures(run.finished))
        if run.state == "interrupted":
            return _("ended without a last word; the next run puts it right")
        return str(self._paces.get(run.run, ""))


def source_of(source: Source) -> str:
    """Where the lists come from, in short: `sftp example.org`, or a folder."""
    return plain(f"{source.protocol} {source.host or source.directory}")


def _searched(name: str, interface: Interface) -> str:
    return " ".join((name, interface.name, interface.group, source_of(interface.source))).casefold()
