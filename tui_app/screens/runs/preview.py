"""What a dry run or a held import would change, invoice by invoice, and the decision about it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.event_text import outcome_word
from engine.journal.events import ItemPlanned
from engine.journal.journal import Run
from engine.model.errors import StoreError
from engine.store.opening import open_store
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.runs.plan_view import PlanView
from tui_app.runs.run_watcher import Tail
from tui_app.runs.runner import StartedRun
from tui_app.screens.base.lines import LinesScreen
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.runs.run import RunScreen
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.plan_list import Group, PlanList, change_text, group_text


class PlanAction(NamedTuple):
    """What can be done with what is shown."""

    command: tuple[str, ...]
    """As typed after `opos`."""
    question: str
    consequence: str
    needs_reason: bool = False


class PreviewScreen(LinesScreen):
    """Follows the journal of a run that plans, until it has planned."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.PREVIEW_SCREEN)
    FILE_NAME = "plan"

    def __init__(
        self,
        planned_by: StartedRun | Path,
        *,
        file: str = "",
        apply: PlanAction | None = None,
        drop: PlanAction | None = None,
    ) -> None:
        """`planned_by` is the run that plans, just started, or its journal; `file` is the one of
        its files that is meant, where it has several.
        """
        super().__init__()
        self._planned_by = planned_by
        self._apply = apply
        self._drop = drop
        self._journal: Path | None = None
        self._run: Run | None = None
        self._view = PlanView(file)
        self._words: tuple[str, ...] = ()

    @property
    def title_text(self) -> str:
        return (
            _("Preview of {interface}").format(interface=sanitize(self._run.interface))
            if self._run
            else _("Preview")
        )

    @property
    def news(self) -> str:
        if self._run is None:
            return _("planning …")
        there = len(self._view.items)
        invoices = ngettext("{n} invoice", "{n} invoices", there).format(n=format_number(there))
        if self._words:
            invoices = _("{shown} of {lines}").format(
                shown=format_number(self._plan.size_shown), lines=invoices
            )
        return f"{outcome_word(self._run.state)}  ·  {invoices}"

    def searched_body(self) -> Iterable[Widget]:
        self._plan = PlanList()
        self._summary = Static(id="summary", classes="panel")
        self._line = Label(id="detail", classes="panel")
        self._empty = Static(classes="empty")
        yield self._summary
        yield Heading(self._plan)
        yield self._plan
        yield self._empty
        yield self._line

    @property
    def list_searched(self) -> LineList:
        return self._plan

    def on_mount(self) -> None:
        self.run_worker(self._follow())

    async def _follow(self) -> None:
        path = await self.journal_of(self._planned_by)
        if path is None:
            await self.rest(0)
            self.dismiss()
            return
        self._journal = path
        self.refresh_bindings()
        tail = Tail(path)
        try:
            goes_on = True
            while goes_on or not tail.is_read:
                goes_on = not tail.has_begun or journal.is_alive(path)
                self._view.add(tail.read())
                await self.rest(self.opos.pace if tail.is_read and goes_on else 0)
        finally:
            tail.close()
        run = journal.glance(path)
        warning = await in_background(partial(self._changed_since, run))
        self._run = run
        self._summary.update(Content("\n".join((*self._view.summary(), *warning))))
        self._show()

    def _changed_since(self, run: Run | None) -> list[str]:
        """Return a warning where the invoices are no longer those that were planned with."""
        is_old = False
        if run is not None:
            with suppress(StoreError):  # whoever goes on with the plan is told
                is_old = open_store(self.opos.data).changed_since(run.started_at)
        text = _(
            "Invoices were changed since this was planned; it is planned anew before anything"
            " is done."
        )
        return [f"! {text}"] if is_old else []

    def _show(self) -> None:
        self._plan.show(item for item in self._view.items if self._is_wanted(item))
        self._empty.update(Content(_why_empty(self._view)))
        self.set_class(not self._plan.count, "-nothing")
        self.show_title()
        self.refresh_bindings()

    def _is_wanted(self, item: ItemPlanned) -> bool:
        return not self._words or all(word in change_text(item).casefold() for word in self._words)

    def search_for(self, text: str) -> None:
        self._words = tuple(text.casefold().split())
        self._show()

    @on(LineList.Moved)
    def _show_line(self) -> None:
        chosen = self._plan.chosen
        self._line.say(group_text(chosen) if isinstance(chosen, Group) else self.line_text() or "")
        self.refresh_bindings()

    def line_text(self) -> str | None:
        chosen = self._plan.chosen
        return change_text(chosen) if isinstance(chosen, ItemPlanned) else None

    def lines_text(self) -> Iterable[str]:
        return (change_text(line) for line in self._plan.lines if isinstance(line, ItemPlanned))

    def details_text(self) -> str:
        chosen = self._plan.chosen
        assert isinstance(chosen, ItemPlanned)  # noqa: S101 - `line_text` is None for all else
        fields = (
            (_("File"), chosen.name),
            (_("Row"), str(chosen.line) if chosen.line else ""),
            (_("Rule"), chosen.rule),
        )
        return "\n".join(
            (
                change_text(chosen),
                "",
                *(f"{label:<12} {sanitize(value)}" for label, value in fields if value),
            )
        )

    @property
    def _is_planned(self) -> bool:
        return self._run is not None and self._run.finished is not None

    def _can_apply(self) -> bool:
        return self._is_planned and self._apply is not None and bool(self._view.items)

    def _can_drop(self) -> bool:
        return self._is_planned and self._drop is not None

    def _has_journal(self) -> bool:
        return self._journal is not None

    @enabled_when(_has_journal)
    def action_log(self) -> None:
        if self._journal:
            self.app.push_screen(RunScreen(self._journal))

    @enabled_when(_can_apply)
    def action_apply(self) -> None:
        if self._apply:
            self._ask(self._apply, self._view.totals)

    @enabled_when(_can_drop)
    def action_drop(self) -> None:
        if self._drop:
            self._ask(self._drop)

    def _ask(self, offer: PlanAction, totals: str = "") -> None:
        """Do it if that is meant, and then show how it goes."""

        def answered(answer: bool | str | None) -> None:
            if answer:
                reason = [f"--reason={answer}"] if offer.needs_reason else []
                act, *rest = offer.command
                if started := self.start(act, *reason, *rest):
                    self.app.switch_screen(RunScreen(started))

        consequence = "\n".join(filter(None, (totals, offer.consequence)))
        if offer.needs_reason:
            self.app.push_screen(
                Ask(offer.question, consequence, _("The reason; it is kept with the import")),
                answered,
            )
        else:
            self.app.push_screen(Confirm(offer.question, consequence), answered)


def _why_empty(plan: PlanView) -> str:
    if plan.items:
        return _("No invoice is like that. Esc shows all.")
    return _(
        "Nothing would change: no list was there, or it says what is known here already. l shows"
        " the log."
    )
