"""How far a run is, how fast it goes, and what came of it so far."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal.event_text import render_figures
from engine.journal.events import FileFetched, ListRead, Progress
from engine.journal.journal import JournalEntry
from engine.journal.outcome import RunOutcome
from tui_app.wording.text import elapsed, megabytes


class Pace:
    """The pace of a run, by its entries: of the step that goes on, since that began."""

    def __init__(self) -> None:
        self._began: tuple[datetime, Progress] | None = None
        self._last: tuple[datetime, Progress] | None = None

    def add(self, entry: JournalEntry) -> None:
        event = entry.event
        if isinstance(event, FileFetched):
            self._began = self._last = None
        if not isinstance(event, Progress):
            return
        if self._began is None or (self._began[1].name, self._began[1].step) != (
            event.name,
            event.step,
        ):
            self._began = (entry.at, event)
        self._last = (entry.at, event)

    def __str__(self) -> str:
        """Such as `a.csv fetched 2.1 of 2.6 MB, 00:01 left`; empty where none goes on."""
        return f"{sanitize(self._last[1].name, 40)} {self.brief}" if self._last else ""

    @property
    def brief(self) -> str:
        """Such as `fetched 2.1 of 2.6 MB, 0.5 MB/s, 00:01 left`; empty where none goes on."""
        if self._began is None or self._last is None:
            return ""
        (began, first), (now, last) = self._began, self._last
        seconds, done = (now - began).total_seconds(), last.done - first.done
        if last.step == "wait":
            return _("waits {n} s for the file to stand still").format(
                n=format_number(last.total or 0)
            )
        fetched = _("fetched {done} of {total} MB") if last.total else _("fetched {done} MB")
        parts = [fetched.format(done=megabytes(last.done), total=megabytes(last.total or 0))]
        if seconds > 0 and done > 0:
            parts.append(_("{n} MB/s").format(n=megabytes(done / seconds)))
            if last.total:
                parts.append(
                    _("{time} left").format(
                        time=elapsed(timedelta(seconds=(last.total - last.done) * seconds / done))
                    )
                )
        return ", ".join(parts)


class SoFar:
    """What came of a run so far, counted from its entries as the run itself does."""

    def __init__(self) -> None:
        self.pace = Pace()
        self._tally = RunOutcome(dry_run=False)
        self._rows = 0

    def add(self, entry: JournalEntry) -> None:
        self.pace.add(entry)
        self._tally.add(entry.event)
        if isinstance(entry.event, ListRead):
            self._rows += entry.event.rows

    @property
    def rejected(self) -> int:
        """How many rows were rejected."""
        return self._tally.finished(0).rejected

    def __str__(self) -> str:
        """Such as `412 rows, 3 rejected: 37 paid, 371 unchanged; €8,123.40 settled.`; empty before
        anything was read.
        """
        counted = self._tally.finished(0)
        rows = (
            [ngettext("{n} row", "{n} rows", self._rows).format(n=format_number(self._rows))]
            if self._rows
            else []
        )
        rejected = (
            [_("{n} rejected").format(n=format_number(counted.rejected))]
            if counted.rejected
            else []
        )
        came_of_it = [render_figures(counted)] if counted.any_items else []
        return ": ".join(filter(None, (", ".join(rows + rejected), *came_of_it)))
