"""What a run that only plans has told: the changes, what holds them back, and what else is worth a
look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal.event_level import Level, level
from engine.journal.event_text import render_event, render_figures, render_finished
from engine.journal.events import (
    Connected,
    FileFetched,
    FileFound,
    FileRefused,
    GuardHeld,
    ItemPlanned,
    ListRead,
    Planned,
    RunFinished,
)
from engine.journal.journal import JournalEntry
from engine.model.counts import Counts
from engine.settings.interface import Interface

_WARNINGS_SHOWN = 2


class PlanView:
    """The plan, as the entries of a run tell it. All its words are safe for a terminal."""

    def __init__(self, file: str = "") -> None:
        """`file`: the one of the run's files that is meant, as events name it; empty: all."""
        self._file = file
        self.items: list[ItemPlanned] = []
        self._planned = Counts()
        self._end: RunFinished | None = None
        self._held: list[str] = []
        self._warnings: list[str] = []
        self._address = ""
        self._files: list[str] = []
        self._refused: list[str] = []

    def add(self, entries: Iterable[JournalEntry]) -> None:
        for entry in entries:
            event = entry.event
            if self._file and getattr(event, "name", self._file) != self._file:
                continue
            if isinstance(event, Connected):
                self._address = event.address
            elif isinstance(event, FileFound | FileFetched | ListRead):
                self._files.append(event.name)
            elif isinstance(event, ItemPlanned):
                self.items.append(event)
            elif isinstance(event, Planned):
                self._planned += event
            elif isinstance(event, RunFinished):
                self._end = event
            elif isinstance(event, GuardHeld):
                self._held.append(sanitize(render_event(event), 2000))
            elif level(event) >= Level.WARNING:
                if isinstance(event, FileRefused):
                    self._refused.append(event.name)
                self._warnings.append(sanitize(render_event(event), 2000))

    def why_empty(self, interface: Interface | None) -> str:
        """Return why nothing would change; `interface` is the one that was run."""
        if self._refused:
            return _("Nothing would change: {files} would be refused.").format(
                files=_listed(self._refused)
            )
        if self._files:
            return _("Nothing would change: what {files} says is known here already.").format(
                files=_listed(self._files)
            )
        if not self._address or interface is None:
            return _("Nothing would change.")
        return _("No file with “{part}” in its name lies in {folder} on {address}.").format(
            part=sanitize(interface.source.filename),
            folder=sanitize(interface.source.directory),
            address=sanitize(self._address),
        )

    @property
    def totals(self) -> str:
        """What it comes to, or why there is no plan."""
        if self._end is None:
            return ""
        return sanitize(
            render_figures(self._planned)
            if self._planned.any_items
            else render_finished(self._end),
            2000,
        )

    def summary(self) -> Iterator[str]:
        """Return the totals, then every limit of the guard that holds it, then the first
        warnings.
        """
        yield self.totals
        for held in self._held:
            yield f"! {held}"
        for warning in self._warnings[:_WARNINGS_SHOWN]:
            yield f"! {warning}"
        if more := len(self._warnings[_WARNINGS_SHOWN:]):
            yield ngettext(
                "{n} more warning is in the log.", "{n} more warnings are in the log.", more
            ).format(n=format_number(more))


def _listed(files: Iterable[str]) -> str:
    return ", ".join(sanitize(name, 60) for name in dict.fromkeys(files))
