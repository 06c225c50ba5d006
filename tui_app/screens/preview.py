"""What a dry run or a held import would change, invoice by invoice, and the decision about it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine import journal
from engine.events import GuardHeld, ItemPlanned, RunFinished
from engine.journal import Entry, Run, journal_path
from engine.language import _, ngettext, number
from engine.narration import Level, finished, level, outcome_word, tell
from engine.plain import plain
from tui_app import commands
from tui_app.run_watcher import Tail, run_of_process
from tui_app.runner import StartedRun
from tui_app.screens.ask import Ask
from tui_app.screens.confirm import Confirm
from tui_app.screens.lines import LinesScreen
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.plan_list import PlanList, told

_PROBLEMS_SHOWN = 3


class Offer(NamedTuple):
    """What can be done with what is shown."""

    command: tuple[str, ...]
    """As typed after `opos`."""
    question: str
    consequence: str
    needs_reason: bool = False


class PreviewScreen(LinesScreen):
    """Follows the journal of a run that plans, until it has planned."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.PREVIEW_SCREEN)
    FILE_NAME = "plan"

    def __init__(self, planned_by: StartedRun | Path, *, apply: Offer | None = None, drop: Offer | None = None) -> None:
        """`planned_by` is the run that plans, just started, or its journal."""
        super().__init__()
        self._planned_by = planned_by
        self._apply = apply
        self._drop = drop
        self._run: Run | None = None
        self._items: list[ItemPlanned] = []
        self._problems: list[str] = []
        self._end = ""
        self._words: tuple[str, ...] = ()

    @property
    def title_text(self) -> str:
        return _("Preview of {interface}").format(interface=plain(self._run.interface)) if self._run else _("Preview")

    @property
    def news(self) -> str:
        if self._run is None or self._run.alive:
            return _("planning …")
        invoices = ngettext("{n} invoice", "{n} invoices", len(self._items)).format(n=number(len(self._items)))
        return f"{outcome_word(self._run.state)}  ·  {invoices}"

    def searched_body(self) -> Iterable[Widget]:
        self._plan = PlanList()
        self._summary = Static(id="summary")
        yield self._summary
        yield Heading(self._plan)
        yield self._plan

    @property
    def list_searched(self) -> LineList:
        return self._plan

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._follow())

    async def _follow(self) -> None:
        path = await self._journal()
        if path is None:
            return
        tail = Tail(path)
        try:
            goes_on = True
            while goes_on or not tail.is_read:
                goes_on = not tail.has_begun or journal.is_alive(path)
                self._take(tail.read())
                await self.rest(self.opos.pace if tail.is_read and goes_on else 0)
        finally:
            tail.close()
        self._run = journal.glance(path)
        self._show()

    async def _journal(self) -> Path | None:
        """The journal to read; None where the run ended without one, which is told by whoever started it."""
        if isinstance(self._planned_by, Path):
            return self._planned_by
        folder = self.opos.data.journals
        while True:
            ended = self._planned_by.exit_code is not None
            if run := run_of_process(folder, self._planned_by.pid):
                self._run = run
                return journal_path(folder, run.run)
            if ended:
                self.dismiss()
                return None
            await asyncio.sleep(self.opos.pace)

    def _take(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            event = entry.event
            if isinstance(event, ItemPlanned):
                self._items.append(event)
            elif isinstance(event, RunFinished):
                self._end = plain(finished(event), 2000)
            elif isinstance(event, GuardHeld):
                self._problems.insert(0, plain(tell(event), 2000))
            elif level(event) >= Level.WARNING:
                self._problems.append(plain(tell(event), 2000))

    def _show(self) -> None:
        shown = self._problems[:_PROBLEMS_SHOWN]
        if more := len(self._problems) - len(shown):
            shown.append(
                ngettext("{n} more warning is in the log.", "{n} more warnings are in the log.", more).format(n=number(more))
            )
        self._summary.update(Content("\n".join((self._end, *(f"! {problem}" for problem in shown)))))
        self._plan.show(item for item in self._items if self._is_wanted(item))
        self.show_title()
        self.refresh_bindings()

    def _is_wanted(self, item: ItemPlanned) -> bool:
        return not self._words or all(word in told(item).casefold() for word in self._words)

    def search_for(self, text: str) -> None:
        self._words = tuple(text.casefold().split())
        self._show()

    def line_told(self) -> str | None:
        chosen = self._plan.chosen
        return told(chosen) if isinstance(chosen, ItemPlanned) else None

    def lines_told(self) -> Iterable[str]:
        return (told(line) for line in self._plan.lines if isinstance(line, ItemPlanned))

    def details_told(self) -> str:
        chosen = self._plan.chosen
        assert isinstance(chosen, ItemPlanned)  # noqa: S101 - `line_told` is None for all else
        fields = ((_("File"), chosen.name), (_("Row"), str(chosen.line) if chosen.line else ""), (_("Rule"), chosen.rule))
        return "\n".join((told(chosen), "", *(f"{label:<12} {plain(value)}" for label, value in fields if value)))

    def is_possible(self, action: str) -> bool:
        planned = self._run is not None and self._run.finished is not None
        match action:
            case "apply":
                return planned and self._apply is not None and bool(self._items)
            case "drop":
                return planned and self._drop is not None
        return super().is_possible(action)

    def action_apply(self) -> None:
        if self._apply:
            self._ask(self._apply)

    def action_drop(self) -> None:
        if self._drop:
            self._ask(self._drop)

    def _ask(self, offer: Offer) -> None:
        def answered(answer: bool | str | None) -> None:
            if answer:
                reason = [f"--reason={answer}"] if offer.needs_reason else []
                self.start(*offer.command, *reason)
                self.dismiss()

        if offer.needs_reason:
            self.app.push_screen(Ask(offer.question, offer.consequence, _("The reason; it is kept with the import")), answered)
        else:
            self.app.push_screen(Confirm(offer.question, offer.consequence), answered)
