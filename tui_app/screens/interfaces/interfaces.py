"""The first screen: what can be done with the interfaces."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from engine.common.i18n import _
from engine.journal.journal import journal_path
from engine.model.errors import OposError
from tui_app import commands
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.interfaces.interface_note import InterfaceNote
from tui_app.screens.interfaces.overview import OverviewScreen
from tui_app.screens.runs.run import RunScreen
from tui_app.widgets.line_list import LineList


class InterfacesScreen(OverviewScreen):
    """Schnittstellen: run them, watch them, look at what they did."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.INTERFACES)

    def action_facts(self) -> None:
        self.app.push_screen(InterfaceNote(self.facts_text()))

    def action_columns(self) -> None:
        self.interfaces.tells_what_it_is = not self.interfaces.tells_what_it_is
        self.interfaces.lines_changed()
        self.heading.refresh()

    def action_workstations(self) -> None:
        self.interfaces.with_others = not self.interfaces.with_others
        self.list_anew()

    @on(LineList.Chosen, "#interfaces")
    def action_open_log(self) -> None:
        if (run := self.chosen_run) is not None:
            self.app.push_screen(RunScreen(journal_path(self.opos.data.journals, run.run)))

    def action_history(self) -> None:
        self.app.push_screen("history")

    def action_items(self) -> None:
        self.app.push_screen("items")

    def action_check(self) -> None:
        self._examine(list(self.opos.configuration.settings.interfaces))

    def action_test(self) -> None:
        if name := self.interfaces.chosen:
            self._examine([name])

    def _examine(self, names: list[str]) -> None:
        from tui_app.screens.doctor import DoctorScreen

        self.app.push_screen(DoctorScreen(self.opos.configuration, names))

    def action_live_log(self) -> None:
        self.app.push_screen("live_log")

    def is_possible(self, action: str) -> bool:
        run = self.chosen_run
        match action:
            case "run" | "dry_run":
                return self.interfaces.chosen is not None and not (run and run.alive)
            case "edit" | "duplicate" | "enable" | "delete" | "test" | "facts":
                return self.interfaces.chosen is not None
            case "stop":
                return run is not None and run.alive
            case "preview":
                is_planned = (
                    run is not None and run.state == "dry_run" and run.started.act == "import"
                )
                return (
                    is_planned or self.interfaces.held_of(self.interfaces.chosen or "") is not None
                )
            case "open_log":
                return run is not None
            case "workstations":
                return self.interfaces.elsewhere > 0
        return super().is_possible(action)

    def action_run(self) -> None:
        if name := self._runnable():
            self.start("--headless", "-i", name)

    def action_dry_run(self) -> None:
        from tui_app.screens.runs.plan_actions import import_of
        from tui_app.screens.runs.preview import PreviewScreen

        if (name := self._runnable()) and (
            started := self.start("--headless", "-i", name, "--dry-run")
        ):
            self.app.push_screen(PreviewScreen(started, apply=import_of(name)))

    def _runnable(self) -> str | None:
        """The interface the cursor is on; none, and a note, where it may not run on this
        computer.
        """
        from engine.worker.run_interfaces import named

        name = self.interfaces.chosen or ""
        try:
            return named(self.opos.configuration, [name])[0]
        except OposError as error:
            self.app.push_screen(ProblemNote.of(error))
            return None

    def action_preview(self) -> None:
        """A held import is planned anew, since items may have changed meanwhile; a dry run is shown
        as it was.
        """
        from tui_app.screens.runs.plan_actions import drop_of, import_of, release_of
        from tui_app.screens.runs.preview import PreviewScreen

        if held := self.interfaces.held_of(self.interfaces.chosen or ""):
            if started := self.start("release", held.run, "--dry-run"):
                self.app.push_screen(
                    PreviewScreen(started, apply=release_of(held), drop=drop_of(held))
                )
        elif run := self.chosen_run:
            path = journal_path(self.opos.data.journals, run.run)
            self.app.push_screen(PreviewScreen(path, apply=import_of(run.interface)))

    def action_stop(self) -> None:
        if (run := self.chosen_run) is not None:
            self.ask_to_stop(run)

    def action_quit(self) -> None:
        self.app.exit()

    def action_new(self) -> None:
        self.make_new("interfaces")

    def action_enable(self) -> None:
        if name := self.interfaces.chosen:
            enabled = not self.opos.configuration.settings.interfaces[name].enabled
            said = _("{name} is enabled.") if enabled else _("{name} is disabled.")
            self.change({f"interfaces.{name}.enabled": enabled}, said.format(name=name))

    def action_settings(self) -> None:
        from tui_app.screens.configuration.settings import SettingsScreen

        self.app.push_screen(SettingsScreen())
