"""The first screen: the interfaces, how each one's last run ended, and what happens right now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from engine.common.i18n import _, format_number, ngettext
from engine.journal.journal import Run, journal_path
from engine.store.ledger import HeldImport
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.remembered import last_interface, remember_interface
from tui_app.screens.base.screen import WIDE
from tui_app.screens.configuration.config_screen import ConfigScreen
from tui_app.screens.configuration.table_actions import TableActions
from tui_app.screens.interfaces.interface_acts import InterfaceActs
from tui_app.screens.interfaces.interface_note import InterfaceNote
from tui_app.screens.interfaces.interface_table import InterfaceTable
from tui_app.screens.interfaces.run_follower import RunFollower
from tui_app.screens.runs.run import RunScreen
from tui_app.widgets.event_list import EventList
from tui_app.widgets.interface_details import Fact, InterfaceDetails, facts
from tui_app.widgets.line_list import LineList
from tui_app.widgets.panel import Panel
from tui_app.wording.interface_text import created_text
from tui_app.wording.sparkline import run_line_meaning
from tui_app.wording.text import Meaning, state_meanings

_DETAIL_LINES = 17


class InterfacesScreen(ConfigScreen):
    """Schnittstellen: run them, watch them, look at what they did."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.INTERFACES)

    def searched_body(self) -> Iterable[Widget]:
        self._table = InterfaceTable(self.opos.configuration)
        self._interfaces = self._table.interfaces
        self._events = EventList(self.opos.zone, self.opos.called)
        self._details = InterfaceDetails(id="details", classes="panel")
        self._follower = RunFollower(self, self._interfaces, self._events)
        self._actions = TableActions(self)
        self._acts = InterfaceActs(self)
        journal = Panel(self._events, title=_("Today's runs"), id="journal")
        yield self._table
        yield Horizontal(journal, self._details, id="below")

    @property
    def list_searched(self) -> LineList:
        return self._interfaces

    def search_for(self, text: str) -> None:
        self._table.search(text)

    def on_mount(self) -> None:
        self._interfaces.choose(last_interface(self.opos.configuration.path))
        self._table.explain_if_empty()
        self.run_worker(self._follower.follow())

    def choose_interface(self, name: str) -> None:
        """Put the cursor on this interface; the search ends, which may hide it."""
        self.action_clear_search()
        self._interfaces.choose(name)

    def on_unmount(self) -> None:
        if name := self._interfaces.chosen:
            remember_interface(self.opos.configuration.path, name)
        self._follower.close()

    def on_resize(self) -> None:
        self._share_lines()

    def _share_lines(self) -> None:
        """Give the list the lines it needs and the journal the rest; the details beside that need
        some lines too.
        """
        width, height = self.size
        self._table.take_height(
            max(height * 4 // 10, height - 2 - _DETAIL_LINES) if width >= WIDE else height * 6 // 10
        )

    @property
    def title_text(self) -> str:
        return _("Interfaces")

    @property
    def news(self) -> str:
        marked = len(self._interfaces.marks)
        hidden = 0 if self._interfaces.with_others else self._interfaces.elsewhere
        others = ngettext(
            "{n} of another workstation (w)", "{n} of other workstations (w)", hidden
        ).format(n=format_number(hidden))
        marks = ngettext("{n} marked", "{n} marked", marked).format(n=format_number(marked))
        parts = (marks if marked else "", self._follower.ongoing_text, others if hidden else "")
        return "  ·  ".join(filter(None, parts))

    @property
    def signs(self) -> Iterable[Meaning]:
        return (*state_meanings(), run_line_meaning())

    def configuration_changed(self) -> None:
        configuration = self.opos.configuration
        if configuration is not self._interfaces.configuration:
            self._interfaces.take(configuration)
            self._follower.configuration_changed()
            if self._actions.begun:
                self._interfaces.choose(self._actions.begun[1])
                self._actions.begun = None
            self._table.explain_if_empty()
            self._share_lines()
            self.show_title()
            self.refresh_bindings()

    @on(LineList.Moved, "#interfaces")
    def _show_details(self) -> None:
        self.refresh_bindings()
        if self._details.display:
            self._details.show(self._facts)

    @property
    def _facts(self) -> list[Fact]:
        """All that is known of the interface the cursor is on."""
        if (name := self._interfaces.chosen) is None:
            return []
        runs = self._follower.last_runs(name)
        return list(facts(name, self.opos.configuration, runs, self._held))

    @property
    def _run(self) -> Run | None:
        """The newest run of the interface the cursor is on."""
        return self._interfaces.run_of(self._interfaces.chosen or "")

    @property
    def _trial(self) -> Run | None:
        """The dry run of the interface the cursor is on, if nothing was done since."""
        trial = self._interfaces.trial_of(self._interfaces.chosen or "")
        return trial if trial is not None and trial.started.act == "import" else None

    @property
    def _held(self) -> HeldImport | None:
        """The oldest held import of the interface the cursor is on."""
        return self._interfaces.held_of(self._interfaces.chosen or "")

    def _has_interface(self) -> bool:
        return self._interfaces.chosen is not None

    def _has_run(self) -> bool:
        return self._run is not None

    def _is_running(self) -> bool:
        return self._run is not None and self._run.alive

    def _can_run(self) -> bool:
        return self._has_interface() and (self._has_marks() or not self._is_running())

    def _has_marks(self) -> bool:
        return bool(self._interfaces.marks)

    def _can_preview(self) -> bool:
        return self._trial is not None or self._held is not None

    def _has_others(self) -> bool:
        """Return whether there are interfaces of other workstations."""
        return self._interfaces.elsewhere > 0

    @enabled_when(_has_interface)
    def action_facts(self) -> None:
        name = self._interfaces.chosen or ""
        created = created_text(name, self.opos.configuration) or "–"
        self.app.push_screen(InterfaceNote([*self._facts, Fact(_("Created"), created)]))

    def action_columns(self) -> None:
        self._table.switch_columns()

    @enabled_when(_has_others)
    def action_workstations(self) -> None:
        self._table.switch_workstations()
        self._share_lines()
        self.show_title()

    @on(LineList.Chosen, "#interfaces")
    @enabled_when(_has_run)
    def action_open_log(self) -> None:
        if (run := self._run) is not None:
            self.app.push_screen(RunScreen(journal_path(self.opos.data.journals, run.run)))

    def action_held(self) -> None:
        self.app.push_screen("held")

    def action_history(self) -> None:
        self.app.push_screen("history")

    def action_items(self) -> None:
        self.app.push_screen("items")

    def action_live_log(self) -> None:
        self.app.push_screen("live_log")

    def action_check(self) -> None:
        self._acts.examine(list(self.opos.configuration.settings.interfaces))

    @enabled_when(_has_interface)
    def action_test(self) -> None:
        self._acts.examine(self._interfaces.meant)

    @enabled_when(_can_run)
    def action_run(self) -> None:
        self._acts.run(self._interfaces.meant)

    @enabled_when(_can_run)
    def action_dry_run(self) -> None:
        self._acts.dry_run(self._interfaces.meant)

    @enabled_when(_has_interface)
    def action_mark(self) -> None:
        self._interfaces.mark()
        self.show_title()

    @enabled_when(_has_interface)
    def action_mark_all(self) -> None:
        self._interfaces.mark_all()
        self.show_title()

    @enabled_when(_has_marks)
    def action_unmark(self) -> None:
        self._interfaces.unmark()
        self.show_title()

    @enabled_when(_can_preview)
    def action_preview(self) -> None:
        """Show the held import, or else the dry run, as it was planned."""
        from tui_app.screens.plans.held import show_held
        from tui_app.screens.plans.preview import DryRunScreen

        if held := self._held:
            show_held(self, held)
        elif run := self._trial:
            path = journal_path(self.opos.data.journals, run.run)
            self.app.push_screen(DryRunScreen(path, run.interface))

    @enabled_when(_is_running)
    def action_stop(self) -> None:
        if (run := self._run) is not None:
            self.ask_to_stop(run)

    def action_quit(self) -> None:
        self.app.exit()

    @enabled_when(_has_interface)
    def action_edit(self) -> None:
        self._actions.edit_interfaces(self._interfaces.meant)

    def action_new(self) -> None:
        self._actions.begin("interfaces")

    @enabled_when(_has_interface)
    def action_duplicate(self) -> None:
        if name := self._interfaces.chosen:
            self._actions.duplicate(("interfaces", name))

    @enabled_when(_has_interface)
    def action_delete(self) -> None:
        if name := self._interfaces.chosen:
            self._actions.delete(("interfaces", name))

    @enabled_when(_has_interface)
    def action_enable(self) -> None:
        self._acts.switch(self._interfaces.meant)

    def action_exports(self) -> None:
        from tui_app.screens.exports import ExportsScreen

        self.app.push_screen(ExportsScreen())

    def action_clearing(self) -> None:
        from tui_app.screens.clearing import ClearingScreen

        self.app.push_screen(ClearingScreen())

    def action_settings(self) -> None:
        from tui_app.screens.configuration.settings import SettingsScreen

        self.app.push_screen(SettingsScreen())
