"""Where what was found leads: each lies over the screen in front, so Back returns there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.screen import Screen

from engine.journal.journal import journal_path
from engine.settings.toml.statements import KeyPath
from tui_app.commands import commands, payment_commands, plan_commands
from tui_app.form.form import Form

if TYPE_CHECKING:
    from tui_app.app import OposApp


def _history(_app: OposApp) -> Screen[None]:
    from tui_app.screens.runs.history import HistoryScreen

    return HistoryScreen()


def _items(_app: OposApp) -> Screen[None]:
    from tui_app.screens.invoices.items import ItemsScreen

    return ItemsScreen()


def _held(_app: OposApp) -> Screen[None]:
    from tui_app.screens.plans.held_imports import HeldImportsScreen

    return HeldImportsScreen()


def _live_log(_app: OposApp) -> Screen[None]:
    from tui_app.screens.runs.live import LiveScreen

    return LiveScreen()


def _settings(_app: OposApp) -> Screen[None]:
    from tui_app.screens.configuration.settings import SettingsScreen

    return SettingsScreen()


def _check(app: OposApp) -> Screen[None]:
    from tui_app.screens.doctor import DoctorScreen

    return DoctorScreen(app.configuration, list(app.configuration.settings.interfaces))


def _clearing(_app: OposApp) -> Screen[None]:
    from tui_app.screens.clearing import ClearingScreen

    return ClearingScreen()


def _exports(_app: OposApp) -> Screen[None]:
    from tui_app.screens.exports import ExportsScreen

    return ExportsScreen()


SCREENS: Mapping[str, Callable[[OposApp], Screen[None]]] = {
    commands.HISTORY.name: _history,
    commands.ITEMS.name: _items,
    plan_commands.HELD.name: _held,
    commands.LIVE_LOG.name: _live_log,
    commands.SETTINGS.name: _settings,
    commands.CHECK.name: _check,
    commands.EXPORTS.name: _exports,
    payment_commands.CLEARING.name: _clearing,
}
"""The screens that can be opened from anywhere, by the command that opens them."""


def open_screen(app: OposApp, name: str) -> None:
    """Open the screen of this command."""
    app.push_screen(SCREENS[name](app))


def open_interface(app: OposApp, name: str) -> None:
    """Put the cursor of the first screen on the interface; from another screen show its runs."""
    from tui_app.screens.interfaces.interfaces import InterfacesScreen
    from tui_app.screens.runs.history import HistoryScreen

    if isinstance(app.screen, InterfacesScreen):
        app.screen.choose_interface(name)
    else:
        app.push_screen(HistoryScreen(name))


def open_setting(app: OposApp, table: KeyPath, field: KeyPath) -> None:
    """Open the form of the table with the cursor on the field."""
    from tui_app.screens.base.screen import OposScreen
    from tui_app.screens.configuration.editor import EditorScreen
    from tui_app.screens.configuration.saved_draft import open_editor

    if not isinstance(app.screen, OposScreen):
        return
    open_editor(app.screen, Form(app.configuration, table))

    def go_to_field() -> None:
        if isinstance(app.screen, EditorScreen):
            app.screen.go_to(field)

    app.call_after_refresh(go_to_field)


def open_run(app: OposApp, name: str) -> None:
    """Open the log of the run."""
    from tui_app.screens.runs.run import RunScreen

    app.push_screen(RunScreen(journal_path(app.data.journals, name)))


def open_invoice(app: OposApp, mandant: str, invoice_no: str) -> None:
    """Open the history of the invoice."""
    from tui_app.screens.invoices.item import ItemScreen

    app.push_screen(ItemScreen(mandant, invoice_no))
