"""The acts that can be found: those of the screen in front, the screens that can be opened, and
what can be done there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from engine.common.i18n import LANGUAGES, _, speaking
from tui_app.commands import by_screen, commands, payment_commands, plan_commands
from tui_app.commands.command import Command
from tui_app.screens.palette.destinations import open_screen
from tui_app.screens.palette.hit import Hit

if TYPE_CHECKING:
    from tui_app.app import OposApp

_DONE_THERE = {
    commands.HISTORY: by_screen.HISTORY_SCREEN,
    commands.ITEMS: by_screen.ITEMS_SCREEN,
    plan_commands.HELD: by_screen.HELD_IMPORTS,
    commands.LIVE_LOG: by_screen.LOG,
    commands.SETTINGS: by_screen.SETTINGS_SCREEN,
    commands.CHECK: by_screen.DOCTOR,
    commands.EXPORTS: by_screen.EXPORTS_SCREEN,
    payment_commands.CLEARING: by_screen.CLEARING_SCREEN,
}
"""The screens that can be opened from anywhere, each with what can be done there."""
_NOT_OFFERED = {command.name for command in (*by_screen.LIST, commands.PALETTE)}
_ON_EVERY_SCREEN = {
    command.name
    for command in (
        commands.SEARCH, commands.CLEAR_SEARCH, commands.BACK, commands.COPY, commands.COPY_ALL,
        commands.SAVE, commands.DETAILS, commands.MARK_ALL, commands.LOOK_AGAIN,
        plan_commands.LOG_OF_THIS,
    )
}  # fmt: skip
"""No reason to go to another one."""


def acts_here(app: OposApp) -> Iterator[Hit]:
    """Return what can be done on the screen in front, each with its key."""
    told: set[str] = set()
    for key, active in app.screen.active_bindings.items():
        name = active.binding.id or ""
        command = by_screen.BY_NAME.get(name)
        if command is None or name in _NOT_OFFERED | told or not active.enabled:
            continue
        told.add(name)
        # A screen may mean something of its own by it: `a` imports, releases, takes back.
        bound = active.binding
        own = command._replace(label=bound.description, help=bound.tooltip)
        yield _found(own, app.get_key_display(active.binding), partial(app.simulate_key, key))


def acts_elsewhere(app: OposApp) -> Iterator[Hit]:
    """Return the screens that can be opened, and what can be done there."""
    for screen, done_there in _DONE_THERE.items():
        go = partial(open_screen, app, screen.name)
        yield _found(screen, _("Screen"), go)
        for command in done_there:
            if command.name not in _ON_EVERY_SCREEN:
                yield _found(command, _("in: {screen}").format(screen=_(screen.label)), go)


def _found(command: Command, kind: str, go: partial[None]) -> Hit:
    return Hit(_(command.label), kind, _(command.help), go, _names(command))


def _names(command: Command) -> tuple[str, ...]:
    """Return what a command is called in every language, and under `[keys]`."""
    labels = []
    for language in LANGUAGES:
        with speaking(language):
            labels.append(_(command.label))
    return (*labels, command.name.replace("_", " "))
