"""One invoice: every change of it since it is held, and the run that made it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import ClassVar, NamedTuple
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, cause_of, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.journal import Run, journal_path
from engine.model.errors import UsageError
from engine.model.item import Item
from engine.queries.history_text import now_text, step_lines
from engine.queries.invoice_history import HistoryStep, invoice_history
from engine.store.opening import open_store
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.platform.background import in_background
from tui_app.screens.base.lines import LinesScreen
from tui_app.screens.base.run_links import RunLinks, RunPlace
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import Heading, LineList
from tui_app.wording.plan_text import amount_or_dash, kind_word, short_reason
from tui_app.wording.text import when
from tui_app.wording.wanted import Wanted


class ItemChange(NamedTuple):
    """One change of the invoice."""

    step: HistoryStep
    run: Run | None
    """The run that made it, if its journal is still there."""
    text: str
    """The same in words, several lines, safe for a terminal."""


class ChangeList(LineList):
    """The changes, the oldest first."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone
        self.changes: Sequence[ItemChange] = ()

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("When"), 12),
            Column(_("What"), 11),
            Column(_("Open before"), 13, right=True),
            Column(_("Open after"), 12, right=True),
            Column(_("Why"), 18, grow=1, above=70),
            Column(_("Name of the run"), 30, grow=1, above=110),
        )

    @property
    def count(self) -> int:
        return len(self.changes)

    @property
    def chosen(self) -> ItemChange | None:
        """The change the cursor is on."""
        return self.changes[self.cursor] if self.changes else None

    def cells(self, line: int) -> Sequence[StyledCell]:
        step = self.changes[line].step
        entry, change = step.entry, step.change
        return (
            StyledCell(when(entry.at, self._zone, datetime.now(UTC)), "muted"),
            StyledCell(kind_word(change.kind)),
            StyledCell(_open_of(change.before), "muted"),
            StyledCell(_open_of(change.after)),
            StyledCell(short_reason(change.rule, change.kind), "muted"),
            StyledCell(sanitize(entry.run), "muted"),
        )


def _open_of(item: Item | None) -> str:
    return amount_or_dash(None if item is None else item.open)


class ItemScreen(RunLinks, LinesScreen):
    """Enter opens what the run changed that made this change."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.ITEM_SCREEN)
    FILE_NAME = "invoice"

    def __init__(self, mandant: str, invoice_no: str) -> None:
        super().__init__()
        self._mandant = mandant
        self._invoice_no = invoice_no
        self._all: list[ItemChange] | None = None
        self._now = ""

    @property
    def title_text(self) -> str:
        return _("Invoice {number}").format(number=sanitize(self._invoice_no))

    @property
    def news(self) -> str:
        if self._all is None:
            return _("reading …")
        n = len(self._all)
        return (
            ngettext("{n} change", "{n} changes", n).format(n=format_number(n))
            + f"  ·  {self._now}"
        )

    def searched_body(self) -> Iterable[Widget]:
        self._changes = ChangeList(self.opos.zone)
        self._story = Static(id="story", classes="panel")
        yield Heading(self._changes)
        yield self._changes
        yield self._story

    @property
    def list_searched(self) -> LineList:
        return self._changes

    def on_mount(self) -> None:
        self.run_worker(self._explain())

    async def _explain(self) -> None:
        """Read the history in a thread, since it is in many files."""
        try:
            self._all, self._now = await in_background(self._history)
        except UsageError as error:
            self._all, self._now = [], cause_of(error)
        self.search_for(self.wanted)
        self._changes.action_last_line()

    def _history(self) -> tuple[list[ItemChange], str]:
        """Return the changes, and how the invoice stands now."""
        data, zone = self.opos.data, self.opos.zone
        history = invoice_history(open_store(data), data, self._invoice_no, self._mandant)
        changes = [
            ItemChange(
                step,
                journal.glance(journal_path(data.journals, step.entry.run)),
                "\n".join(step_lines(step, zone)),
            )
            for step in history.steps
        ]
        return changes, now_text(history.now)

    def search_for(self, wanted: Wanted) -> None:
        self._changes.changes = [
            one for one in self._all or () if wanted.is_in(one.text.casefold())
        ]
        self._changes.lines_changed()
        self.show_title()
        self.refresh_bindings()

    @on(LineList.Moved)
    def _show_change(self) -> None:
        self._story.update(Content(self._changes.chosen.text if self._changes.chosen else ""))

    def line_text(self) -> str | None:
        return self._changes.chosen.text if self._changes.chosen else None

    def lines_text(self) -> Iterable[str]:
        return (*(change.text for change in self._changes.changes), self._now)

    @property
    def run_linked(self) -> Run | None:
        """The run that made the change, if its journal is still there."""
        return self._changes.chosen.run if self._changes.chosen else None

    @property
    def undone_by(self) -> str:
        return self._changes.chosen.step.entry.undone_by if self._changes.chosen else ""

    @property
    def place_linked(self) -> RunPlace:
        if (chosen := self._changes.chosen) is None:
            return RunPlace()
        step = chosen.step
        return RunPlace(
            sanitize(step.file),
            step.change.line,
            sanitize(step.change.sheet),
            sanitize(self._mandant),
            sanitize(self._invoice_no),
        )

    def choose(self) -> None:
        self.action_changes()
