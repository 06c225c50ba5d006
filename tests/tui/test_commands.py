"""One list makes keys, footer, help and palette; so it must be sound."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import Counter

import pytest
from textual.screen import Screen

import tui_app.screens
from engine.common import i18n
from engine.common.data_folder import DataFolder
from engine.common.i18n import _
from engine.journal.events import RowRejected
from engine.journal.journal import Journal
from tests.factories import NOW
from tests.tui.conftest import IMPORTED, seen, started, wait_for, write_run
from tui_app.app import OposApp
from tui_app.commands import by_screen, commands
from tui_app.commands.command import bindings
from tui_app.commands.overview_commands import ONLY_NEEDING
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.interfaces.interfaces import InterfacesScreen
from tui_app.screens.palette.palette import Palette
from tui_app.widgets.key_bar import FOOTER_PLACES, KeyBar
from tui_app.widgets.line_list import LineList

TAKEN = {"ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q", "ctrl+c", "ctrl+j", "ctrl+o"}


def subclasses(cls: type) -> set[type]:
    return set(cls.__subclasses__()).union(*map(subclasses, cls.__subclasses__()))


# Screens are imported when they are first opened, and only what is imported is found below.
for module in pkgutil.walk_packages(tui_app.screens.__path__, "tui_app.screens."):
    importlib.import_module(module.name)
SCREENS = sorted(
    (cls for cls in subclasses(OposScreen) if "BINDINGS" in vars(cls)), key=lambda cls: cls.__name__
)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_no_key_does_two_things_on_one_screen(screen: type[Screen[None]]) -> None:
    own = [
        binding
        for cls in inspect.getmro(screen)
        for binding in vars(cls).get("BINDINGS", [])
        if issubclass(cls, OposScreen)
    ]
    all_keys: Counter[str] = Counter()
    for binding in (
        *own,
        *bindings(by_screen.LIST),
        *bindings(by_screen.EVERYWHERE),
    ):
        all_keys.update(binding.key.split(","))
    twice = {key for key, times in all_keys.items() if times > 1}
    assert twice <= {"escape"}, "Escape ends a search first, and then the screen"
    assert not set(all_keys) & TAKEN


@pytest.mark.parametrize(
    "screen", [*SCREENS, LineList, OposApp], ids=lambda screen: screen.__name__
)
def test_every_command_has_its_method(screen: type) -> None:
    for binding in vars(screen)["BINDINGS"]:
        assert hasattr(screen, f"action_{binding.action}")


def test_a_name_means_one_thing() -> None:
    assert all(group.count(command) == 1 for group in by_screen.GROUPS for command in group)


WAYS = ("", "slash", "l", "h", "h slash", "i", "L", "S", "c", "e", "e j", "j l", "j l e")
"""The keys that lead to every screen with a footer, each from the first one."""


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("spoken", ["de", "en"])
async def test_the_footer_fits_and_offers_what_works_now(
    app: OposApp, data: DataFolder, size: tuple[int, int], spoken: str
) -> None:
    i18n.use_language(spoken)
    write_run(
        data, "payments", RowRejected(name="x", line=1, column="", value="", reason="bad"), IMPORTED
    )
    with Journal(data.journals, "datev", NOW) as journal:
        journal.write(started())
        async with app.run_test(size=size) as pilot:
            await wait_for(lambda: f"x {_(commands.STOP.label)}" in seen(app), "the run")
            for way in WAYS:
                await pilot.press(*way.split())
                await pilot.pause()
                bar = app.screen.query_one(KeyBar)
                shown = bar.shown()
                active = {
                    binding.binding.id
                    for binding in app.screen.active_bindings.values()
                    if binding.enabled
                }
                assert 1 <= len(shown) <= FOOTER_PLACES, way
                assert {binding.id for binding in shown} <= active, way
                assert sum(bar._label(binding).cell_length for binding in shown) <= size[0], way
                assert seen(app).splitlines()[-1].strip(), way
                while not isinstance(app.screen, InterfacesScreen) or "clear_search" in active:
                    await pilot.press("escape")
                    await pilot.pause()
                    active = {binding.binding.id for binding in app.screen.active_bindings.values()}


async def test_help_says_what_the_keys_do_here(app: OposApp) -> None:
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("question_mark")
        await wait_for(lambda: commands.RUN.help in seen(app), "help")
        assert "[keys]" in seen(app)
        assert commands.STOP.help not in seen(app), "nothing is running"
        await pilot.press("escape", "h", "f1")
        await wait_for(lambda: commands.SEARCH.help in seen(app), "help of the history")
        assert commands.RUN.help not in seen(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_help_explains_the_signs_and_is_read_to_its_end(
    app: OposApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("question_mark")
        await wait_for(lambda: "Here" in seen(app) and "dry_run" in seen(app), "help")
        assert "refused, failed, interrupted" not in seen(app)
        await pilot.press("end")
        await wait_for(lambda: "▁▄▇" in seen(app), "what the bars say")
        await pilot.press("question_mark")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the same key to close it")


async def test_the_palette_has_every_command_of_the_screen(app: OposApp) -> None:
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press("colon")
        await wait_for(lambda: isinstance(app.screen, Palette), "the palette")
        active = {
            command.label
            for command in by_screen.INTERFACES
            if command.name not in ("stop", "preview", "open_log")
        }
        missing = active - {
            commands.CLEAR_SEARCH.label,
            commands.UNMARK.label,
            commands.WORKSTATIONS.label,
            ONLY_NEEDING.label,
        }
        assert not [label for label in missing if f"{label}  " not in seen(app)]
        assert commands.STOP.help not in seen(app), "nothing is running"
        await pilot.press(*"live lo")
        await wait_for(lambda: commands.RUN.help not in seen(app), "the others gone")
        await pilot.press("enter")
        await wait_for(lambda: "Live log" in seen(app) and "lines" in seen(app), "what it does")


async def test_the_palette_is_gone_through_and_left(app: OposApp) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("colon", *"settings", "down", "up", "pagedown", "pageup", "enter")
        await wait_for(
            lambda: "Settings" in seen(app).splitlines()[0],
            "the command with that name, though others speak of them",
        )
        await pilot.press("escape", "ctrl+p", *"nonsense", "enter")
        assert isinstance(app.screen, Palette), "nothing was found, and nothing is done"
        await pilot.press("escape")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")


async def test_ctrl_c_says_how_to_leave_and_ctrl_q_does_nothing(app: OposApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("ctrl+q", "ctrl+c")
        await wait_for(lambda: "q leaves" in seen(app), "how to leave")
        await pilot.press("h", "ctrl+c")
        await wait_for(lambda: "Esc leaves" in seen(app), "the same on another screen")
        assert app.return_code is None


async def test_a_key_that_can_do_nothing_says_why(app: OposApp) -> None:
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.press("p")
        await wait_for(lambda: "No import is held here" in seen(app), "why there is no preview")
        await pilot.press("x")
        await wait_for(lambda: "No run goes on here." in seen(app), "why nothing is stopped")
