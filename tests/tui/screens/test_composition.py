"""Screens are composed of parts: none exists only to be what one other is made from."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest
from textual.screen import Screen

import tui_app.screens
from tui_app.screens.configuration.form_screen import FormScreen
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.interfaces.ways import Ways

OPENED_ITSELF = {Ask}
"""Screens that are shown as they are, so that one heir is no more than a special case of them."""
IDEA_OF_ITS_OWN = {FormScreen, Ways}
"""A form by itself, without trying out what it says; the ways from the first screen, apart from
what that shows.
"""


def all_screens() -> list[type[Screen[object]]]:
    for module in pkgutil.walk_packages(tui_app.screens.__path__, "tui_app.screens."):
        importlib.import_module(module.name)

    def below(cls: type[Screen[object]]) -> set[type[Screen[object]]]:
        return {cls}.union(*(below(sub) for sub in cls.__subclasses__()))

    own = {cls for cls in below(Screen) if cls.__module__.startswith("tui_app.")}
    return sorted(own, key=lambda cls: cls.__name__)


@pytest.mark.parametrize("screen", all_screens(), ids=lambda screen: screen.__name__)
def test_no_screen_has_only_one_heir(screen: type[Screen[object]]) -> None:
    assert len(screen.__subclasses__()) != 1 or screen in OPENED_ITSELF | IDEA_OF_ITS_OWN


@pytest.mark.parametrize("screen", all_screens(), ids=lambda screen: screen.__name__)
def test_no_handler_calls_that_of_its_base(screen: type[Screen[object]]) -> None:
    """Textual calls `on_mount` and its like of every class by itself; twice would be once too
    often.
    """
    names = [name for name in vars(screen) if name.startswith("on_")]
    sources = {name: inspect.getsource(vars(screen)[name]) for name in names}
    assert not [name for name, source in sources.items() if f"super().{name}(" in source]
