"""The keys of `[keys]` in the configuration: a command's name, and the keys that it shall have
instead of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from textual.binding import Binding

from engine.common.i18n import _, language
from engine.common.nearest_word import did_you_mean
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError
from tui_app.commands.by_screen import BY_NAME, EVERYWHERE, GROUPS, LIST
from tui_app.commands.commands import BACK, CLEAR_SEARCH, YES

_SHARED = {BACK.name, CLEAR_SEARCH.name}
"""Escape ends a search first, and then the screen."""
_GERMAN = {YES.name: "j,y"}
"""Ja is answered with its own letter."""


def checked_keymap(wished: Mapping[str, str]) -> Mapping[str, str]:
    """Return the wished keys, and those of the language. Raises `ConfigError` for a command that
    there is not, and for a key with two meanings on one screen.
    """
    for name in wished:
        if name not in BY_NAME:
            raise ConfigError(
                _unknown(name), _("The help of the app tells the names of all commands.")
            )
    keys_of = {name: _keys(wished.get(name, command.keys)) for name, command in BY_NAME.items()}
    for group in GROUPS:
        names = {command.name: None for command in (*group, *LIST, *EVERYWHERE)}
        for one, other in combinations(names, 2):
            shared = keys_of[one] & keys_of[other]
            if shared and {one, other} != _SHARED and {one, other} & set(wished):
                raise ConfigError(
                    _("keys: {key} would mean both {one} and {other}.").format(
                        key=sanitize(shared.pop()), one=one, other=other
                    ),
                    _("Give one of them another key."),
                )
    return {**(_GERMAN if language() == "de" else {}), **wished}


def _keys(keys: str) -> set[str]:
    """Return the keys as Textual names them."""
    return {binding.key for binding in Binding.make_bindings([Binding(keys, "none")])}


def _unknown(name: str) -> str:
    cause = _("keys: there is no command {name}.").format(name=sanitize(name))
    return cause + did_you_mean(name, BY_NAME)
