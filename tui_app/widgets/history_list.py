"""All runs there were, the newest first. A journal is opened only when its line is seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from engine import journal
from engine.journal import Run
from engine.language import _
from engine.narration import act_word, figures
from engine.plain import plain
from tui_app.text import elapsed, state_sign, state_words, when
from tui_app.widgets.columns import Cell, Column
from tui_app.widgets.line_list import LineList


class HistoryList(LineList):
    """Lists runs by their names, or those that were found."""

    def __init__(self, journals: Path, zone: ZoneInfo) -> None:
        super().__init__()
        self._journals = journals
        self._zone = zone
        self.names: list[str] = []
        self._glance = lru_cache(maxsize=1000)(journal.glance)

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("When"), 12),
            Column(_("Interface"), 12, grow=1),
            Column(_("What"), 12, above=100),
            Column(_("Outcome"), 15),
            Column(_("By"), 10, grow=1, above=90),
            Column(_("Took"), 7, right=True, above=110),
            Column(_("Result"), 14, grow=4),
        )

    @property
    def count(self) -> int:
        return len(self.names)

    @property
    def chosen(self) -> str | None:
        """The name of the run the cursor is on."""
        return self.names[self.cursor] if self.names else None

    def run_at(self, name: str) -> Run | None:
        """The run at a glance; of one that is over the file is read once."""
        path = journal.journal_path(self._journals, name)
        try:
            run = self._glance(path)
            return journal.glance(path) if run is None or run.alive else run
        except OSError:
            return None

    def cells(self, line: int) -> Sequence[Cell]:
        name = self.names[line]
        run = self.run_at(name)
        if run is None:
            return (Cell(""), Cell(plain(name)), Cell(""), Cell(_("unreadable"), "muted"), Cell(""), Cell(""), Cell(""))
        seconds = run.finished.seconds if run.finished else (datetime.now(UTC) - run.started_at).total_seconds()
        took = elapsed(timedelta(seconds=seconds)) if run.finished or run.alive else ""
        return (
            Cell(when(run.started_at, self._zone, datetime.now(UTC)), "muted"),
            Cell(plain(run.interface)),
            Cell(act_word(run.started.act), "muted"),
            Cell(state_words(run), state_sign(run).style),
            Cell(f"{plain(run.started.user)}, {run.started.trigger}", "muted"),
            Cell(took, "muted"),
            Cell(plain(run.finished.cause or figures(run.finished)) if run.finished else ""),
        )


def searched(run: Run) -> str:
    """What a search in the history looks at."""
    finished = run.finished
    said = (finished.cause, figures(finished)) if finished else ("", "")
    parts = (run.run, state_words(run), act_word(run.started.act), run.started.user, run.started.trigger, *said)
    return " ".join(parts).casefold()
