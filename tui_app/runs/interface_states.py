"""How each interface stands: its newest run, the imports that are held, and who is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from engine.journal.journal import JournalEntry, Run
from tui_app.runs.held_imports import HeldView
from tui_app.runs.progress import Pace

NEEDING = ("failed", "refused", "interrupted", "held")
"""The states in which an interface waits for somebody, the worst first."""


class InterfaceStates:
    """What the journals and the store say of the interfaces, by name."""

    def __init__(self) -> None:
        self._runs: Mapping[str, Run] | None = None
        self._trials: Mapping[str, Run] = {}
        self._held: dict[str, list[HeldView]] = {}
        self._paces: dict[str, Pace] = {}

    @property
    def are_known(self) -> bool:
        """Whether there was a first look."""
        return self._runs is not None

    def take_runs(self, runs: Mapping[str, Run], trials: Mapping[str, Run]) -> None:
        """Take over the newest run and the newest dry run of each interface."""
        self._runs, self._trials = runs, trials

    def take_held(self, waiting: Iterable[HeldView]) -> None:
        """Take over the imports that wait for a release, the oldest first."""
        self._held = {}
        for view in waiting:
            self._held.setdefault(view.held.interface, []).append(view)

    def take_progress(self, entry: JournalEntry) -> None:
        """Take over how far a run is."""
        self._paces.setdefault(entry.run, Pace()).add(entry)

    def run_of(self, name: str) -> Run | None:
        """Return the newest run; not a dry run that is over."""
        return self._runs.get(name) if self._runs else None

    def trial_of(self, name: str) -> Run | None:
        """Return the newest dry run of an import, if nothing was done since."""
        run, trial = self.run_of(name), self._trials.get(name)
        if trial is None or trial.started.act != "import":
            return None
        return trial if run is None or trial.started_at > run.started_at else None

    def held_by(self, name: str) -> Sequence[HeldView]:
        """Return the imports that wait for a release, the oldest first."""
        return self._held.get(name, ())

    def how_far(self, run: Run) -> str:
        """Return how far the run is, how fast it goes, how long it still takes; empty where that is
        not known.
        """
        return self._paces[run.run].brief if run.run in self._paces else ""

    def state_of(self, name: str) -> str:
        """Return how it stands, as a state of runs; empty where it never ran."""
        run = self.run_of(name)
        if run is not None and (run.alive or run.state in NEEDING):
            return run.state
        if self.held_by(name):
            return "held"
        return run.state if run else ""

    def needs_someone(self, name: str) -> bool:
        """Return whether it waits for somebody."""
        return self.state_of(name) in NEEDING

    def counted(self, names: Iterable[str]) -> Counter[str]:
        """Return how many of these failed in any way, are held, and run."""
        counts: Counter[str] = Counter()
        for state in map(self.state_of, names):
            if state == "running" or state in NEEDING:
                counts[state if state in ("running", "held") else "failed"] += 1
        return counts
