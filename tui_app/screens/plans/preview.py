"""What a run that plans would change, and the decision about it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from engine.common.i18n import _
from engine.journal import journal
from engine.journal.journal import Run
from engine.model.errors import StoreError
from engine.store.opening import open_store
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.runs.plan_view import PlanView
from tui_app.runs.runner import StartedRun
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.plans.plan import PlanScreen
from tui_app.screens.runs.run import RunScreen
from tui_app.wording.text import state_word, when


class PreviewScreen(PlanScreen):
    """Follows the journal of a run that plans, until it has planned. A subclass says what can be
    done with the plan.
    """

    def __init__(self, planned_by: StartedRun | Path, file: str = "") -> None:
        """`planned_by` is the run that plans, just started, or its journal; `file` is the one of
        its files that is meant, as events name it; empty: all.
        """
        super().__init__()
        self._planned_by = planned_by
        self._run: Run | None = None
        self.view = PlanView(file)

    @property
    def state(self) -> str:
        return state_word(self._run) if self._run else ""

    @property
    def run_linked(self) -> Run | None:
        return self._run

    def on_mount(self) -> None:
        self.run_worker(self._follow())

    async def _follow(self) -> None:
        path = await self.journal_of(self._planned_by)
        if path is None:
            await self.rest(0)
            self.dismiss()
            return
        async for entries, _more in self.entries_of(path):
            self.view.add(entries)
        run = journal.glance(path)
        warning = await in_background(partial(self._changed_since, run))
        self._run = run
        self.items, self.summary = self.view.items, (*self.view.summary(), *warning)
        self.show_plan()

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

    def why_empty(self) -> str:
        interfaces = self.opos.configuration.settings.interfaces
        interface = interfaces.get(self._run.interface) if self._run else None
        hint = _("l shows the log.")
        return f"{self.view.why_empty(interface)} {hint}"

    def is_planned(self) -> bool:
        """Return whether the run has planned, to its end."""
        return self._run is not None and self._run.finished is not None

    def has_plan(self) -> bool:
        """Return whether there is something to carry out."""
        return self.is_planned() and bool(self.items)

    def confirm(self, question: str, consequence: str, *command: str) -> None:
        """Do it if that is meant, and then show how it goes."""

        def answered(answer: bool | None) -> None:
            if answer:
                self._begin(*command)

        text = "\n".join(filter(None, (self.view.totals, consequence)))
        self.app.push_screen(Confirm(question, text), answered)

    def ask_reason(self, question: str, consequence: str, enter: str, *command: str) -> None:
        """Do it if there is a reason for it, and then show how it goes."""

        def answered(reason: str | None) -> None:
            if reason:
                self._begin("release", f"--reason={reason}", *command)

        hint = _("The reason; it is kept with the import")
        self.app.push_screen(Ask(question, consequence, enter, hint), answered)

    def _begin(self, *command: str) -> None:
        if started := self.start(*command):
            self.app.switch_screen(RunScreen(started))


class DryRunScreen(PreviewScreen):
    """What an import would change: it can be made."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.DRY_RUN_SCREEN)

    def __init__(self, planned_by: StartedRun | Path, interface: str) -> None:
        super().__init__(planned_by)
        self._interface = interface

    @property
    def title_text(self) -> str:
        return _("Dry run of {interface}").format(interface=self.opos.called(self._interface))

    def _can_apply(self) -> bool:
        return self.has_plan()

    @property
    def state(self) -> str:
        run = self.run_linked
        return when(run.started_at, self.opos.zone, datetime.now(UTC)) if run else ""

    @enabled_when(_can_apply)
    def action_apply(self) -> None:
        self.confirm(
            _("Import now?"),
            _("The interface is run: it fetches, plans anew and books what the list says then."),
            "--headless",
            "-i",
            self._interface,
        )
