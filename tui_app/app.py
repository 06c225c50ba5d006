"""The application: its colours, its keys, and what happens when it is told to end or breaks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, cast
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.text import Text
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import WorkerFailed

from engine.common.data_folder import DataFolder
from engine.common.i18n import _, describe_os_error
from engine.common.sanitize import sanitize
from engine.journal.journal import LOAD
from engine.model.errors import OposError
from engine.settings.load import Configuration
from tui_app.commands import by_screen, commands
from tui_app.commands.command import bindings
from tui_app.commands.form_commands import RESTORE
from tui_app.commands.writing_commands import CHANGING_CONFIGURATION, CHANGING_STORE, WRITING
from tui_app.in_force import InForce
from tui_app.key_names import key_name
from tui_app.platform.crash import write_report
from tui_app.platform.ending import end_on_signals
from tui_app.platform.painting import Painting
from tui_app.platform.permissions import limits_of, why_no_runs, why_no_saving
from tui_app.platform.remembered import chosen_theme, remember_theme
from tui_app.platform.terminal import is_calm
from tui_app.runs.item_reader import ItemReader
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.configuration.reveal import Revealed
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.interfaces.interfaces import InterfacesScreen
from tui_app.screens.kept import KEPT_SCREENS
from tui_app.themes import THEMES, next_theme, theme_for

_LEAVING = {command.name for command in (commands.QUIT, commands.BACK)}


class OposApp(App[str], inherit_bindings=False):
    """The app. It holds nothing but the configuration it was opened with: runs tell
    themselves in the journals.
    """

    TITLE = "opos"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 86_400
    """Seconds; what is not only told in passing stays until a key is pressed."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(by_screen.EVERYWHERE),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]
    # Made when first asked for, and then kept: cursor, search and filters are where one left them.
    SCREENS = KEPT_SCREENS

    def __init__(
        self,
        configuration: Configuration,
        *,
        looked_for: Sequence[Path] = (),
        read_only: bool = False,
        mistake: OposError | None = None,
    ) -> None:
        """`looked_for`: where a configuration, not yet written, would have been found. `read_only`:
        nothing may be started, decided or changed. `mistake`: what is wrong with the files, where
        the configuration is a former version of them.
        """
        calm = is_calm(os.environ)
        super().__init__(ansi_color="NO_COLOR" in os.environ or None)
        self.in_force = InForce(configuration, mistake)
        self._look_only = read_only
        self._painting = Painting()
        self._shown_screen: Screen[object] | None = None
        self.stored_items = ItemReader(lambda: self.data, lambda: self.zone)
        self._looked_for = looked_for
        self.pace = 0.5 if calm else 0.4
        """Seconds between two looks at what happened."""
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = theme_for(os.environ, chosen_theme(), is_calm=calm).name
        self.animation_level = "none"
        self.set_keymap(self.in_force.keymap)

    @property
    def configuration(self) -> Configuration:
        return self.in_force.configuration

    @property
    def data(self) -> DataFolder:
        return self.configuration.data

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.configuration.settings.timezone)

    @property
    def lasting_text(self) -> str:
        """What is to be seen on every screen as long as it is so; empty where all is well."""
        words = [_("configuration broken")] if self.in_force.mistake else []
        is_all = self._look_only or self.in_force.mistake
        limits = [_("read only")] if is_all else limits_of(self.configuration)
        return "  ·  ".join((*words, *limits))

    def called(self, interface: str) -> str:
        """Return what people call this interface; a run's may be gone from the configuration, or it
        loaded invoices.
        """
        settings = self.configuration.settings.interfaces.get(interface)
        if settings is None and interface == LOAD:
            return _("Invoices loaded")
        return sanitize((settings and settings.name) or interface)

    def why_not(self, command: str) -> str:
        """Return why this command cannot be done by whoever uses opos now; empty where it can."""
        if command not in WRITING:
            return ""
        if self._look_only:
            return _("opos was opened to look only.")
        if self.in_force.mistake and command != RESTORE.name:
            return _("The configuration has a mistake; until it is corrected, you can only look.")
        if command in CHANGING_CONFIGURATION:
            return why_no_saving(self.configuration)
        return why_no_runs(self.data) if command in CHANGING_STORE else ""

    def read_configuration(self) -> None:
        """Take over what the files say by now; what is wrong with them is shown."""
        self.in_force.read()
        self._take_over()

    def reread_if_changed(self) -> bool:
        """Read the configuration anew if somebody changed its files."""
        if is_changed := self.in_force.reread_if_changed():
            self._take_over()
        return is_changed

    def _take_over(self) -> None:
        self.set_keymap(self.in_force.keymap)
        if self.in_force.mistake:
            self.push_screen(ProblemNote.of(self.in_force.mistake))

    def on_load(self) -> None:
        end_on_signals(lambda code: self.exit(None, code))

    async def _close_all(self) -> None:
        """Keep what is not saved: whatever ends the app comes by here, a crash and a terminal that
        is gone too.
        """
        try:
            kept = [
                text
                for screen in self.screen_stack
                if isinstance(screen, OposScreen) and (text := screen.keep())
            ]
        except Exception as error:
            kept = [write_report(error, self.data.root)]
        if kept:
            self._exit_renderables[:] = [Group(*self._exit_renderables, *map(Text, kept))]
        await super()._close_all()

    def get_default_screen(self) -> Screen[None]:
        return InterfacesScreen()

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, lambda _app: self.action_redraw())
        if self._looked_for:
            from tui_app.screens.configuration.first_start import BeginningScreen

            self.push_screen(BeginningScreen(self._looked_for))

    async def on_event(self, event: events.Event) -> None:
        """Take away what was told, with the next key."""
        if isinstance(event, events.Key) and not event.is_forwarded and self._notifications:
            self.clear_notifications()
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """Type what was typed before the line meant for it had the focus: over a slow line keys
        come in bursts.
        """
        if isinstance(self.focused, Input) and event.character and event.is_printable:
            event.prevent_default()
            self.focused.replace(event.character, *self.focused.selection)

    def action_colours(self) -> None:
        """Take the next theme, and remember it for this person."""
        self.theme = next_theme(self.theme).name
        remember_theme(self.theme)

    def action_help(self) -> None:
        from tui_app.screens.help import Help

        screen = self.screen
        about, signs = (screen.about, screen.signs) if isinstance(screen, OposScreen) else ("", ())
        self.push_screen(Help(screen.active_bindings, signs, about))

    def action_redraw(self) -> None:
        """Draw everything anew: back from the shell, or after a foreign message, the terminal shows
        something else than what was drawn.
        """
        self._painting.forget()
        self.refresh(layout=True)

    def on_resize(self) -> None:
        self._painting = Painting()

    def _display(
        self, screen: Screen[object], renderable: RenderableType | CompositorUpdate | None
    ) -> None:
        """Send only what differs from what the terminal shows. A screen that opens is sent when it
        is complete: until then it is drawn empty, and again and again.
        """
        if isinstance(renderable, CompositorUpdate) and not (self.is_headless or self._batch_count):
            self._painting.draw(renderable)
            if screen is self._shown_screen:
                renderable = self._painting.changes(self.console)
            else:
                renderable = None
                screen.call_after_refresh(self._show_whole, screen)
        # As Textual calls it; the type it says is narrower.
        super()._display(screen, cast("RenderableType | None", renderable))

    def _show_whole(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self._shown_screen = screen
            changes = self._painting.changes(self.console)
            super()._display(screen, cast("RenderableType | None", changes))

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """Return the screen as a picture, and never a password with it."""
        if isinstance(self.screen, Revealed):
            self.screen.hide()
        return super().export_screenshot(title=title, simplify=simplify)

    def get_key_display(self, binding: Binding) -> str:
        return key_name(binding.key) or super().get_key_display(binding)

    def action_command_palette(self) -> None:
        from tui_app.screens.palette.palette import Palette

        self.push_screen(Palette(self), lambda go: go() if go else None)

    def action_help_quit(self) -> None:
        """Only say how to leave: people press Ctrl+C to end a program, but it could also mean to
        copy.
        """
        leaving = next(
            (
                active.binding
                for active in self.screen.active_bindings.values()
                if active.binding.id in _LEAVING
            ),
            None,
        )
        if leaving is not None:
            key = self.get_key_display(leaving)
            self.notify(
                _("{key} leaves this screen, and on the first one opos; runs go on.").format(
                    key=key
                ),
                markup=False,
            )

    def _handle_exception(self, error: Exception) -> None:
        """Show what the user can mend of what a worker met; anything else ends the app."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(error, WorkerFailed) and isinstance(cause, OposError):
            self.push_screen(ProblemNote.of(cause))
        elif isinstance(error, WorkerFailed) and isinstance(cause, OSError):
            problem = _("{path} cannot be used: {reason}.").format(
                path=sanitize(str(cause.filename or "opos")), reason=describe_os_error(cause)
            )
            self.push_screen(
                ProblemNote(
                    problem,
                    _("What is shown may be old by now: leave this screen and open it again."),
                )
            )
        else:
            super()._handle_exception(cause if isinstance(cause, Exception) else error)

    def _fatal_error(self) -> None:
        """Print one sentence instead of Textual's traceback, which would show the values of
        variables, and so passwords.
        """
        self._exit_renderables.append(Text(write_report(self._exception, self.data.root)))
        self._close_messages_no_wait()
