"""One list makes keys, footer, help and palette; so it must be sound."""

from __future__ import annotations

import inspect
from collections import Counter

import pytest
from textual.screen import Screen

from engine.journal import Journal
from engine.paths import DataFolder
from tests.making import NOW
from tests.tui.conftest import IMPORTED, seen, started, wait_for, write_run
from tui_app import commands
from tui_app.app import OposApp
from tui_app.screens.base import OposScreen
from tui_app.widgets.key_bar import KeyBar
from tui_app.widgets.line_list import LineList

TAKEN = {"ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q", "ctrl+z", "ctrl+c", "ctrl+j", "ctrl+o"}


def subclasses(cls: type) -> set[type]:
    return set(cls.__subclasses__()).union(*map(subclasses, cls.__subclasses__()))


SCREENS = sorted((cls for cls in subclasses(OposScreen) if "BINDINGS" in vars(cls)), key=lambda cls: cls.__name__)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_no_key_does_two_things_on_one_screen(screen: type[Screen[None]]) -> None:
    own = [binding for cls in inspect.getmro(screen) for binding in vars(cls).get("BINDINGS", []) if issubclass(cls, OposScreen)]
    all_keys: Counter[str] = Counter()
    for binding in (*own, *commands.bindings(commands.LIST), *commands.bindings(commands.EVERYWHERE)):
        all_keys.update(binding.key.split(","))
    twice = {key for key, times in all_keys.items() if times > 1}
    assert twice <= {"escape"}, "Escape ends a search first, and then the screen"
    assert not set(all_keys) & TAKEN


@pytest.mark.parametrize("screen", [*SCREENS, LineList, OposApp], ids=lambda screen: screen.__name__)
def test_every_command_has_its_method(screen: type) -> None:
    for binding in vars(screen)["BINDINGS"]:
        assert hasattr(screen, f"action_{binding.action}")


def test_a_name_means_one_thing() -> None:
    assert all(group.count(command) == 1 for group in commands.GROUPS for command in group)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("keys", [[], ["l"], ["h"], ["i"], ["L"]])
async def test_the_footer_fits(app: OposApp, data: DataFolder, size: tuple[int, int], keys: list[str]) -> None:
    write_run(data, "payments", IMPORTED)
    with Journal(data.journals, "datev", NOW) as journal:
        journal.write(started())
        async with app.run_test(size=size) as pilot:
            await wait_for(lambda: "x  Stop" in seen(app), "the run")
            await pilot.press(*keys)
            await pilot.pause()
            bar = app.screen.query_one(KeyBar)
            assert 2 <= len(bar.shown()) <= commands.FOOTER_PLACES
            assert sum(bar._label(binding).cell_length for binding in bar.shown()) <= size[0]
            assert "?  Help" in seen(app)


async def test_help_says_what_the_keys_do_here(app: OposApp) -> None:
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("question_mark")
        await wait_for(lambda: commands.RUN.help in seen(app), "help")
        assert "[keys]" in seen(app)
        assert commands.STOP.help not in seen(app), "nothing is running"
        await pilot.press("escape", "h", "f1")
        await wait_for(lambda: commands.SEARCH.help in seen(app), "help of the history")
        assert commands.RUN.help not in seen(app)


async def test_the_palette_has_every_command_of_the_screen(app: OposApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("colon", *"live lo")
        await wait_for(lambda: commands.LIVE_LOG.help in seen(app), "the command")
        await pilot.press("enter")
        await wait_for(lambda: "Live log" in seen(app) and "lines" in seen(app), "what it does")
