"""The first screen: the interfaces, how each one's last run ended, and what happens right now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _
from engine.journal.journal import journal_path
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.remembered import last_interface, remember_interface
from tui_app.screens.base.screen import WIDE
from tui_app.screens.configuration.mending import can_mend, mend
from tui_app.screens.interfaces.interface_acts import InterfaceActs
from tui_app.screens.interfaces.interface_note import InterfaceNote
from tui_app.screens.interfaces.interface_table import InterfaceTable
from tui_app.screens.interfaces.run_follower import RunFollower
from tui_app.screens.interfaces.ways import Ways
from tui_app.widgets.columns import StyledCell
from tui_app.widgets.event_list import EventList
from tui_app.widgets.interface_details import Fact, InterfaceDetails, facts
from tui_app.widgets.line_list import LineList
from tui_app.widgets.panel import Panel
from tui_app.wording.interface_text import created_text
from tui_app.wording.sparkline import run_line_meaning
from tui_app.wording.text import Meaning, state_meanings
from tui_app.wording.wanted import Wanted

if TYPE_CHECKING:
    from tui_app.screens.configuration.table_actions import TableActions


class InterfacesScreen(Ways):
    """Schnittstellen: run them, watch them, look at what they did."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.INTERFACES)

    def searched_body(self) -> Iterable[Widget]:
        self._table = InterfaceTable(self.opos.configuration)
        self._interfaces = self._table.interfaces
        self._events = EventList(self.opos.zone, self.opos.called)
        self._details = InterfaceDetails(id="details", classes="panel")
        self._acts = InterfaceActs(self)
        words = _("No run today so far; what happens is told here.")
        nothing = Static(Content(words), classes="empty")
        journal = Panel(self._events, nothing, title=_("Today's runs"), id="journal")
        self._follower = RunFollower(self, self._interfaces, self._events, journal)
        yield self._table
        yield Horizontal(journal, self._details, id="below")

    @cached_property
    def _actions(self) -> TableActions:
        from tui_app.screens.configuration.table_actions import TableActions

        return TableActions(self)

    @property
    def list_searched(self) -> LineList:
        return self._interfaces

    def search_for(self, wanted: Wanted) -> None:
        self._table.search(wanted)

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
        self._table.share_lines(self.size)

    @property
    def title_text(self) -> str:
        return _("Interfaces")

    @property
    def counts(self) -> Sequence[StyledCell]:
        """How many there are, failed, are held, and run; where there is room, what comes next."""
        return self._table.counts(self.opos.called, self.opos.zone, is_wide=self.size.width >= WIDE)

    @property
    def news(self) -> str:
        return "  ·  ".join(filter(None, (self._follower.ongoing_text, *self._table.hidden)))

    @property
    def mistake_text(self) -> str:
        if not (mistake := super().mistake_text):
            return ""
        mending = _("e corrects it") if can_mend(self.opos) else ""
        return "  ·  ".join(filter(None, (mending, _("F6 shows former versions"), mistake)))

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
        return list(facts(name, self.opos.configuration, runs, self._interfaces.held))

    def _has_interface(self) -> bool:
        return self._interfaces.chosen is not None

    def _means_any(self) -> bool:
        return bool(self._interfaces.meant)

    def _can_open(self) -> bool:
        return self._interfaces.run is not None or self._interfaces.chosen_group is not None

    def _is_running(self) -> bool:
        return self._interfaces.run is not None and self._interfaces.run.alive

    def _can_run(self) -> bool:
        return self._means_any() and (self._has_marks() or not self._is_running())

    def _has_marks(self) -> bool:
        return bool(self._interfaces.marks)

    def _can_preview(self) -> bool:
        return self._interfaces.trial is not None or self._interfaces.held is not None

    def _has_workstations(self) -> bool:
        """Return whether any interface belongs to a workstation, to this one or another."""
        interfaces = self.opos.configuration.settings.interfaces.values()
        return any(interface.use == "client" for interface in interfaces)

    @enabled_when(_has_interface)
    def action_facts(self) -> None:
        name = self._interfaces.chosen or ""
        created = created_text(name, self.opos.configuration) or "–"
        self.app.push_screen(InterfaceNote([*self._facts, Fact(_("Created"), created)]))

    def _needs_anyone(self) -> bool:
        return self._table.needs_anyone

    @enabled_when(_needs_anyone)
    def action_only_needing(self) -> None:
        self._table.switch_needing()
        self._share_lines()
        self.show_title()

    def action_sort_by(self) -> None:
        self._table.sort_by_next_column()

    def action_reverse(self) -> None:
        self._table.reverse()

    def _has_groups(self) -> bool:
        return self._interfaces.has_groups

    @enabled_when(_has_groups)
    def action_fold_group(self) -> None:
        self._interfaces.fold()

    @enabled_when(_has_groups)
    def action_fold_all(self) -> None:
        self._interfaces.fold_all()

    def action_columns(self) -> None:
        self._table.switch_columns()

    @enabled_when(_has_workstations)
    def action_workstations(self) -> None:
        self._table.switch_workstations()
        self._share_lines()
        self.show_title()

    @on(LineList.Chosen, "#interfaces")
    @enabled_when(_can_open)
    def action_open_log(self) -> None:
        from tui_app.screens.runs.run import RunScreen

        if self._interfaces.chosen_group:
            self._interfaces.fold()
        elif (run := self._interfaces.run) is not None:
            self.app.push_screen(RunScreen(journal_path(self.opos.data.journals, run.run)))

    def action_check(self) -> None:
        self._acts.examine(list(self.opos.configuration.settings.interfaces))

    @enabled_when(_means_any)
    def action_test(self) -> None:
        self._acts.examine(self._interfaces.meant)

    @enabled_when(_means_any)
    def action_run(self) -> None:
        self._acts.run(self._interfaces.meant, self._interfaces.run)

    @enabled_when(_can_run)
    def action_dry_run(self) -> None:
        self._acts.dry_run(self._interfaces.meant)

    @enabled_when(_means_any)
    def action_mark(self) -> None:
        self._interfaces.mark()
        self.show_title()

    @enabled_when(_means_any)
    def action_mark_all(self) -> None:
        self._interfaces.mark_all()
        self.show_title()

    @enabled_when(_has_marks)
    def action_unmark(self) -> None:
        self._interfaces.unmark()
        self.show_title()

    @enabled_when(_can_preview)
    def action_preview(self) -> None:
        """Show the held import, a list of several, or else the dry run, as it was planned."""
        from tui_app.screens.plans.held import show_held
        from tui_app.screens.plans.preview import DryRunScreen

        if len(self._interfaces.states.held_by(self._interfaces.chosen or "")) > 1:
            self.action_held()
        elif held := self._interfaces.held:
            show_held(self, held)
        elif run := self._interfaces.trial:
            path = journal_path(self.opos.data.journals, run.run)
            self.app.push_screen(DryRunScreen(path, run.interface))

    @enabled_when(_is_running)
    def action_stop(self) -> None:
        if (run := self._interfaces.run) is not None:
            self.ask_to_stop(run)

    def action_quit(self) -> None:
        self.app.exit()

    def _can_edit(self) -> bool:
        return self._means_any() or can_mend(self.opos)

    @enabled_when(_can_edit)
    def action_edit(self) -> None:
        if can_mend(self.opos):
            mend(self.opos)
            self.configuration_changed()
        else:
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

    @enabled_when(_means_any)
    def action_enable(self) -> None:
        self._acts.switch(self._interfaces.meant)
