"""The configuration as it was: who saved what and when, any two versions compared, and one of them
in force again.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from engine.common.i18n import _, cause_of, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from engine.settings.change_log import note_outside_changes
from engine.settings.config_history import (
    difference,
    restored,
    tables_that_differ,
    versions,
    what_changed,
)
from engine.settings.toml.statements import KeyPath
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.screens.configuration.config_screen import ConfigScreen
from tui_app.screens.configuration.difference import DifferenceList
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.dialogs.pick import Pick
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.version_list import VersionList
from tui_app.wording.wanted import Wanted

_EVERYTHING = ""


class VersionsScreen(ConfigScreen):
    """Of all of the configuration, or of one table of it. What somebody changed with a text editor
    is noted when this is opened.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.VERSIONS_SCREEN)

    def __init__(self, table: KeyPath = ()) -> None:
        super().__init__()
        self._table = table

    @property
    def title_text(self) -> str:
        if self._table:
            return _("Versions of {table}").format(table=".".join(self._table))
        return _("Versions of the configuration")

    @property
    def news(self) -> str:
        n = self._versions.count
        return ngettext("{n} version", "{n} versions", n).format(n=format_number(n))

    def searched_body(self) -> Iterable[Widget]:
        self._versions = VersionList()
        self._difference = DifferenceList()
        self._panel = Vertical(self._difference, classes="panel")
        yield Heading(self._versions)
        yield self._versions
        yield self._panel

    @property
    def list_searched(self) -> LineList:
        return self._versions

    def search_for(self, wanted: Wanted) -> None:
        self._versions.search(wanted)
        self.show_title()

    def on_mount(self) -> None:
        if self.opos.in_force.mistake:
            return  # what does not load is no version
        try:
            note_outside_changes(self.opos.configuration)
        except OposError as error:
            self.app.push_screen(ProblemNote.of(error))

    def configuration_changed(self) -> None:
        configuration = self.opos.configuration
        interface = self._table[1] if self._table[:1] == ("interfaces",) else ""
        self._versions.take(versions(configuration.data, interface), configuration)
        self.show_title()

    @on(LineList.Moved)
    def _show_difference(self, event: LineList.Moved) -> None:
        if event.lines is self._versions:
            self._read_difference()
        self.refresh_bindings()

    @work(group="difference", exclusive=True)
    async def _read_difference(self) -> None:
        """Read it in a thread: with many interfaces it takes a moment."""
        chosen, compared = self._versions.chosen, self._versions.compared
        if chosen is None:
            title, lines = _("No change is noted yet: the first run begins with that."), []
        else:
            data, other = self.opos.data, compared or chosen.number
            old, new = sorted((other, chosen.number))
            if old == new:
                title = _("What version {n} changed").format(n=new)
                read = partial(what_changed, data, new, self._table)
            else:
                title = _("From version {old} to version {new}").format(old=old, new=new)
                read = partial(difference, data, old, new, self._table)
            try:
                lines = await in_background(read) or [_("They do not differ.")]
            except OposError as error:
                lines = [cause_of(error)]
        self._panel.border_title = Content(title)
        self._difference.show_difference("\n".join(lines))

    def _has_version(self) -> bool:
        return self._versions.chosen is not None

    def _is_reading(self) -> bool:
        return self.focused is self._difference

    @enabled_when(_has_version)
    def action_read_difference(self) -> None:
        self._difference.focus()

    def action_back(self) -> None:
        if self._is_reading():
            self._versions.focus()
        else:
            super().action_back()

    @on(LineList.Chosen)
    def _clicked(self) -> None:
        self.action_read_difference()

    @enabled_when(_has_version)
    def action_compare_version(self) -> None:
        if chosen := self._versions.chosen:
            is_marked = self._versions.compared == chosen.number
            self._versions.compared = None if is_marked else chosen.number
            self._versions.lines_changed()

    @enabled_when(_has_version)
    def action_restore(self) -> None:
        """Ask which table, where more than one is another by now."""
        if (chosen := self._versions.chosen) is None:
            return
        number = chosen.number
        if self._table:
            self._restore(number, self._table)
            return
        try:
            tables = tables_that_differ(self.opos.in_force.to_restore_over, number)
        except OposError as error:
            self.app.push_screen(ProblemNote.of(error))
            return
        if len(tables) < 2:
            self._restore(number, ())
            return
        choices = {_EVERYTHING: "", **{".".join(table): "" for table in tables}}

        def picked(words: list[str] | None) -> None:
            if words:
                self._restore(number, tuple(words[0].split(".")) if words[0] else ())

        question = _("What shall be as in version {n}?").format(n=number)
        labels = {_EVERYTHING: _("everything")}
        self.app.push_screen(Pick(question, choices, [_EVERYTHING], labels=labels), picked)

    def _restore(self, number: int, table: KeyPath) -> None:
        try:
            edited = restored(self.opos.in_force.to_restore_over, number, table)
        except OposError as error:
            self.app.push_screen(ProblemNote.of(error))
            return
        what = sanitize(".".join(table)) or _("everything")
        text = _("Version {n} is in force again: {what}.").format(n=number, what=what)
        self.show_and_save(edited, text)
