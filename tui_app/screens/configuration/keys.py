"""The keys of all commands, and how to give one another key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError
from tui_app.commands import by_screen
from tui_app.commands.command import Command, bindings, enabled_when
from tui_app.keymap import checked_keymap
from tui_app.screens.configuration.config_screen import ConfigScreen
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.row_list import RowList
from tui_app.wording.wanted import Wanted

_TAKEN = ("ctrl+a", "ctrl+b", "ctrl+c", "ctrl+q", "ctrl+s")
"""By tmux, screen, or the terminal itself: they would never arrive here."""


class KeyList(RowList[Command]):
    """The commands, or those that were searched for."""

    def __init__(self) -> None:
        super().__init__()
        self.own: dict[str, str] = {}
        """The keys of the configuration, by command."""

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("Keys"), 16),
            Column("", 1),
            Column(_("Command"), 16),
            Column(_("What it does"), 20, grow=1),
            Column("[keys]", 16, above=100),
        )

    def cells(self, line: int) -> Sequence[StyledCell]:
        command = self.rows[line]
        is_own = command.name in self.own
        keys = Binding.make_bindings([Binding(self.own.get(command.name, command.keys), "none")])
        return (
            StyledCell(sanitize(" ".join(map(self.app.get_key_display, keys))), "heading"),
            StyledCell("*" if is_own else ""),
            StyledCell(_(command.label)),
            StyledCell(_(command.help), "muted"),
            StyledCell(command.name, "muted"),
        )


class KeysScreen(ConfigScreen):
    """One line a command; those with keys of their own are marked."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.KEYS_SCREEN)

    @property
    def title_text(self) -> str:
        return _("Keys")

    def searched_body(self) -> Iterable[Widget]:
        self._commands = KeyList()
        yield Heading(self._commands)
        yield self._commands

    @property
    def list_searched(self) -> LineList:
        return self._commands

    def search_for(self, _wanted: Wanted) -> None:
        self.configuration_changed()

    def configuration_changed(self) -> None:
        self._commands.own = self.opos.configuration.settings.keys
        self._commands.show(
            [command for command in by_screen.BY_NAME.values() if self._is_wanted(command)]
        )
        self.refresh_bindings()

    def _is_wanted(self, command: Command) -> bool:
        searched = f"{command.name} {command.keys} {_(command.label)} {_(command.help)}".casefold()
        return self.wanted.is_in(searched)

    @property
    def _chosen(self) -> Command | None:
        return self._commands.chosen

    def _has_command(self) -> bool:
        return self._chosen is not None

    def _has_other_key(self) -> bool:
        """Return whether the configuration gives the command a key."""
        return self._chosen is not None and self._chosen.name in self._commands.own

    @on(LineList.Moved)
    def _other_command(self) -> None:
        self.refresh_bindings()

    @on(LineList.Chosen)
    @enabled_when(_has_command)
    def action_set_key(self) -> None:
        if command := self._chosen:
            self.app.push_screen(PressKey(_(command.label)), self._take)

    def _take(self, key: str | None) -> None:
        command = self._chosen
        if key is None or command is None:
            return
        try:
            self._check(command, key)
        except ConfigError as error:
            self.app.push_screen(ProblemNote.of(error))
        else:
            said = _("{command} has the key {key} now.").format(
                command=_(command.label), key=sanitize(key)
            )
            self.save_changes({f"keys.{command.name}": key}, said)

    def _check(self, command: Command, key: str) -> None:
        """Raise `ConfigError` where the command cannot have this key."""
        if key in _TAKEN:
            cause = _("{key} never arrives here: tmux, screen or the terminal take it.")
            raise ConfigError(cause.format(key=key), _("Press another key."))
        checked_keymap({**self._commands.own, command.name: key})

    @enabled_when(_has_other_key)
    def action_own_key(self) -> None:
        if command := self._chosen:
            said = _("{command} has its own key again.").format(command=_(command.label))
            self.save_changes({f"keys.{command.name}": None}, said)


class PressKey(ModalScreen[str | None]):
    """Answers the name of the key that is pressed; None for Escape."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self._command = command

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(
                Content(_("Press the key for: {command}").format(command=self._command)),
                classes="question",
            )
            yield Static(Content(_("It replaces the keys that the command has. Esc leaves it.")))

    def on_key(self, event: events.Key) -> None:
        """Whatever the key means elsewhere, here it is the answer."""
        event.stop()
        self.dismiss(None if event.key == "escape" else event.key)
