"""All runs there were, the newest first. A journal is opened only when its line is seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.common.i18n import _, format_amount, format_number
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.event_message import event_cause
from engine.journal.event_text import act_word, render_figures
from engine.journal.events import RunFinished
from engine.journal.journal import Run
from engine.journal.started_text import decision_text
from engine.queries.history_text import local_time
from tui_app.form.ended_text import ended_text
from tui_app.runs.run_names import run_called
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList
from tui_app.wording.text import (
    Sign,
    elapsed,
    state_sign,
    state_word,
    state_words,
    when,
)

_REMEMBERED = 20_000
"""Runs that are looked into once; a search looks into all."""


class HistoryList(LineList):
    """Lists runs by their names, or those that were found."""

    def __init__(self, journals: Path, zone: ZoneInfo, called: Callable[[str], str]) -> None:
        """`called` says what people call an interface."""
        super().__init__()
        self._called = called
        self._journals = journals
        self._zone = zone
        self.names: list[str] = []
        self.undone: Mapping[str, str] = {}
        """The runs that were taken back, each with the run that did it."""
        self._glance = lru_cache(maxsize=_REMEMBERED)(journal.glance)

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("When"), 12, right=True),
            Column(_("Interface"), 11, grow=1, wanted=24, cut="middle"),
            Column(_("Outcome"), 16, wanted=18),
            Column(_("Paid"), 7, right=True),
            Column(_("Part"), 6, right=True, above=104),
            Column(_("New"), 6, right=True, above=104),
            Column(_("Settled"), 13, right=True, above=70),
            Column(_("Rej."), 5, right=True, above=84),
            Column(_("Took"), 7, right=True, above=112),
            Column(_("By"), 10, grow=1, above=132),
        )

    @property
    def count(self) -> int:
        return len(self.names)

    @property
    def chosen(self) -> str | None:
        """The name of the run the cursor is on."""
        return self.names[self.cursor] if self.names else None

    def run_at(self, name: str) -> Run | None:
        """Return the run at a glance; the file of one that is over is read once."""
        path = journal.journal_path(self._journals, name)
        try:
            run = self._glance(path)
            return journal.glance(path) if run is None or run.alive else run
        except OSError:
            return None

    def cells(self, line: int) -> Sequence[StyledCell]:
        name = self.names[line]
        run = self.run_at(name)
        if run is None:
            return (
                StyledCell(""),
                StyledCell(sanitize(name)),
                StyledCell(_("unreadable"), "muted"),
                *[StyledCell("")] * 7,
            )
        seconds = (
            run.finished.seconds
            if run.finished
            else (datetime.now(UTC) - run.started_at).total_seconds()
        )
        took = elapsed(timedelta(seconds=seconds)) if run.finished or run.alive else ""
        outcome, sign = self._outcome(run)
        return (
            StyledCell(when(run.started_at, self._zone, datetime.now(UTC)), "muted"),
            StyledCell(self._called(run.interface)),
            StyledCell(f"{sign.sign} {outcome}", sign.style),
            *(
                StyledCell(text, "" if run.state == "imported" else "muted")
                for text in _figures(run.finished)
            ),
            StyledCell(took, "muted"),
            StyledCell(f"{sanitize(run.started.user)}, {run.started.trigger}", "muted"),
        )

    def _outcome(self, run: Run) -> tuple[str, Sign]:
        """Return the outcome in words, and whether it was taken back."""
        if run.run in self.undone:
            return _("taken back"), Sign("-", "muted")
        return state_word(run), state_sign(run)

    def detail_text(self, run: Run) -> str:
        """Return the run in words: how it ended, who started it, and what became of it."""
        end = run.finished
        ended = ended_text(end, alone=True) if end else state_words(run)
        who = _("{user} on {host} ({trigger})").format(
            user=run.started.user, host=run.started.host, trigger=run.started.trigger
        )
        by = self.undone.get(run.run)
        undone = _("Taken back by run {run}.").format(run=self._run_called(by)) if by else ""
        decided = decision_text(run.started, self._run_called)
        parts = filter(None, (ended, decided, undone, f"{run.run}, {who}"))
        return sanitize(" ".join(parts), limit=2000)

    def _run_called(self, run: str) -> str:
        return run_called(run, self._called, self._zone)

    def line_text(self, run: Run) -> str:
        """Return the run as a line to copy."""
        outcome, _sign = self._outcome(run)
        at = local_time(run.started_at, self._zone)
        return f"{at}  {self._called(run.interface)}  {outcome}  {self.detail_text(run)}"

    def searched(self, run: Run) -> str:
        """Return what a search in the history looks at."""
        finished = run.finished
        said = (event_cause(finished), render_figures(finished)) if finished else ("", "")
        parts = (
            run.run,
            self._called(run.interface),
            state_word(run),
            act_word(run.started.act),
            run.started.user,
            run.started.trigger,
            decision_text(run.started),
            *said,
        )
        return " ".join(parts).casefold()


def _figures(finished: RunFinished | None) -> Sequence[str]:
    """Return what was paid, part paid, new, settled, rejected; nothing where there is none."""
    if finished is None:
        return ("",) * 5
    counts = [
        format_number(n) if n else "" for n in (finished.paid, finished.part_paid, finished.created)
    ]
    settled = finished.settled_amount
    return (
        *counts,
        format_amount(settled) if settled else "",
        format_number(finished.rejected) if finished.rejected else "",
    )
