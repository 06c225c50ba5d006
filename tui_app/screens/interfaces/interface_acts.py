"""Run, try, test, enable and change interfaces: the one that the cursor is on, or all that are
marked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal.journal import Run, is_alive, journal_path
from engine.model.errors import ConfigError, OposError
from engine.settings.save import Changes, edit
from tui_app.runs.runner import StartedRun
from tui_app.screens.configuration.config_screen import ConfigScreen
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.dialogs.note import ProblemNote


class InterfaceActs:
    """What is done with several is asked, or shown as a difference, before."""

    def __init__(self, screen: ConfigScreen) -> None:
        self._screen = screen

    def run(self, names: Sequence[str], last: Run | None) -> None:
        """Run them now; several after a question. One whose `last` run still goes on is run after
        it, if that is meant.
        """
        if not self._may_run(names):
            return
        if last and last.alive and [last.interface] == [*names]:
            self._ask_for_another(last)
            return
        if len(names) == 1:
            self._start(names)
            return

        def run_if(answer: bool | None) -> None:
            if answer:
                self._start(names)

        question = ngettext("Run {n} interface now?", "Run {n} interfaces now?", len(names))
        self._screen.app.push_screen(
            Confirm(question.format(n=format_number(len(names))), self._called(names)), run_if
        )

    def _ask_for_another(self, run: Run) -> None:
        """Start the interface again when this run has ended; that is forgotten when opos ends."""
        path = journal_path(self._screen.opos.data.journals, run.run)

        async def follow() -> None:
            while is_alive(path):
                await asyncio.sleep(self._screen.opos.pace)
            self._start([run.interface])

        def follow_if(answer: bool | None) -> None:
            if answer:
                self._screen.app.run_worker(follow(), group=run.run, exclusive=True)

        question = _("It is running already. Start it again when that run has ended?")
        self._screen.app.push_screen(
            Confirm(question, _("Only as long as opos stays open.")), follow_if
        )

    def dry_run(self, names: Sequence[str]) -> None:
        """Plan their imports; what one would change is shown, of several each has a preview."""
        from tui_app.screens.plans.preview import DryRunScreen

        if not self._may_run(names) or not (started := self._start(names, "--dry-run")):
            return
        if len(names) == 1:
            self._screen.app.push_screen(DryRunScreen(started, names[0]))
        else:
            text = ngettext(
                "Dry run of {n} interface begun; p shows what it would change.",
                "Dry run of {n} interfaces begun; p shows what each would change.",
                len(names),
            )
            self._screen.notify(text.format(n=format_number(len(names))), markup=False, timeout=2)

    def examine(self, names: Sequence[str]) -> None:
        """The doctor, for these."""
        from tui_app.screens.doctor import DoctorScreen

        self._screen.app.push_screen(DoctorScreen(self._screen.opos.configuration, names))

    def switch(self, names: Sequence[str]) -> None:
        """Enable them if one of them is disabled, else disable them."""
        interfaces = self._screen.opos.configuration.settings.interfaces
        enabled = any(not interfaces[name].enabled for name in names)
        changes: Changes = {
            f"interfaces.{name}.enabled": enabled
            for name in names
            if interfaces[name].enabled is not enabled
        }
        if len(names) == 1:
            text = _("{name} is enabled.") if enabled else _("{name} is disabled.")
            self._screen.save_changes(changes, text.format(name=self._screen.opos.called(names[0])))
            return
        n = len(changes)
        text = (
            ngettext("{n} interface is enabled.", "{n} interfaces are enabled.", n)
            if enabled
            else ngettext("{n} interface is disabled.", "{n} interfaces are disabled.", n)
        )
        try:
            shown = edit(self._screen.opos.configuration, changes)
        except ConfigError as error:
            self._screen.app.push_screen(ProblemNote.of(error))
        else:
            self._screen.show_and_save(shown, text.format(n=format_number(n)))

    def _may_run(self, names: Sequence[str]) -> bool:
        """Show why where one of them may not run on this computer."""
        from engine.worker.run_interfaces import named_interfaces

        try:
            named_interfaces(self._screen.opos.configuration, names)
        except OposError as error:
            self._screen.app.push_screen(ProblemNote.of(error))
            return False
        return True

    def _start(self, names: Sequence[str], *options: str) -> StartedRun | None:
        chosen = [word for name in names for word in ("-i", name)]
        return self._screen.start("--headless", *chosen, *options)

    def _called(self, names: Sequence[str]) -> str:
        """Return the interfaces by the names that people know, a line each."""
        interfaces = self._screen.opos.configuration.settings.interfaces
        return "\n".join(sanitize(interfaces[name].name) for name in names)
