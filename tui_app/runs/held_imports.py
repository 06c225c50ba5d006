"""The held imports with what their journals tell: why each is held, what it would do, and how that
looks beside the runs before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from engine.common.data_folder import DataFolder
from engine.common.plain_file import open_plain
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.events import AnyEvent, GuardHeld, Planned, RunFinished
from engine.journal.journal import Run, journal_path
from engine.model.counts import Counts
from engine.posting.guard_rule import GuardRule
from engine.store.ledger import HeldImport
from engine.store.opening import open_store

_TOLD = (b'"guard_held"', b'"planned"')
"""What stands in the lines of a journal that are read; a held import has one an invoice besides."""
_SHARE = re.compile(r"(\d+)/(\d+)")
_FIGURES = {
    GuardRule.MAX_SETTLED_PERCENT: "paid",
    GuardRule.MAX_SETTLED_AMOUNT: "settled_amount",
    GuardRule.MAX_DELETED_PERCENT: "deleted",
    GuardRule.MAX_REOPENED_PERCENT: "reopened",
    GuardRule.MAX_REJECTED_PERCENT: "rejected",
}
"""What a run tells in its last event of what a rule limits."""


class Measure(NamedTuple):
    """A limit that was gone beyond, in a number that runs before can be measured by too."""

    figure: str
    """The name of the field in `RunFinished`."""
    now: int
    """What this import would do; invoices, rows or cents."""
    limit: int

    def of(self, runs: Sequence[Run]) -> list[int]:
        """Return the same of the runs that imported something."""
        ends = [run.finished for run in runs if run.state == "imported"]
        return [int(getattr(end, self.figure)) for end in ends if isinstance(end, RunFinished)]


class HeldView(NamedTuple):
    """One held import."""

    held: HeldImport
    counts: Counts
    """What it would do."""
    reasons: Sequence[GuardHeld]

    @property
    def key(self) -> str:
        """Its name among all: of its run and its file."""
        return f"{self.held.run} {self.held.file}"

    @property
    def measure(self) -> Measure | None:
        """The first limit that can be measured; None where it is held for another reason."""
        return next(filter(None, map(_measure, self.reasons)), None)


def held_views(data: DataFolder) -> list[HeldView]:
    """Return what waits for a decision, the oldest first; raises `StoreError`."""
    return [_view(data, held) for held in open_store(data).waiting()]


def _view(data: DataFolder, held: HeldImport) -> HeldView:
    counts, reasons = Counts(), []
    path = journal_path(data.journals, held.run)
    for event in _told_in(path) if path.exists() else ():
        if isinstance(event, GuardHeld) and event.name == sanitize(held.file):
            reasons.append(event)
        elif isinstance(event, Planned) and event.name == sanitize(held.file):
            counts += event
    return HeldView(held, counts, reasons)


def _told_in(path: Path) -> Iterator[AnyEvent]:
    with open_plain(path) as file:
        for line in file:
            if any(word in line for word in _TOLD) and (entry := journal.decode(line)):
                yield entry.event


def _measure(reason: GuardHeld) -> Measure | None:
    figure = _FIGURES.get(reason.rule)
    if figure is None:
        return None
    if reason.rule is GuardRule.MAX_SETTLED_AMOUNT:
        return Measure(figure, _cents(reason.actual), _cents(reason.limit))
    share, percent = _SHARE.match(reason.actual), re.match(r"\d+", reason.limit)
    if share is None or percent is None:
        return None
    return Measure(figure, int(share[1]), int(share[2]) * int(percent[0]) // 100)


def _cents(text: str) -> int:
    return abs(int(Decimal(text) * 100))
