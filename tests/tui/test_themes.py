"""Which colours the app begins with, and that one key changes them for good."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input

import tui_app
from engine.settings.load import load_settings
from tests.tui.conftest import wait_for
from tui_app.app import OposApp
from tui_app.themes import theme_for


@pytest.mark.parametrize(
    ("environ", "chosen", "is_calm", "name"),
    [
        ({}, "", False, "dark"),
        ({"COLORFGBG": "0;15"}, "", False, "light"),
        ({"COLORFGBG": "15;default;0"}, "", False, "dark"),
        ({}, "", True, "terminal"),
        ({}, "light", True, "light"),
        ({"NO_COLOR": "1"}, "light", False, "terminal"),
        ({}, "no such theme", False, "dark"),
    ],
)
def test_begins_with_what_was_chosen_or_suits_the_terminal(
    environ: dict[str, str], chosen: str, is_calm: bool, name: str
) -> None:
    assert theme_for(environ, chosen, is_calm=is_calm).name == name


async def test_a_key_changes_the_colours_and_the_next_start_knows_them(
    app: OposApp, config: Path
) -> None:
    async with app.run_test() as pilot:
        assert app.theme == "dark"
        for name in ("light", "terminal", "dark", "light"):
            await pilot.press("ctrl+t")
            await wait_for(partial(theme_is, app, name), name)
    assert OposApp(load_settings(config)).theme == "light"


def theme_is(app: OposApp, name: str) -> bool:
    return app.theme == name


def test_no_colour_is_named_outside_the_themes() -> None:
    root = Path(tui_app.__file__).parent
    files = {*root.rglob("*.py"), *root.rglob("*.tcss")} - {root / "themes.py"}
    assert [
        path for path in files if re.search(r"#[0-9a-fA-F]{6}\b", path.read_text("utf-8"))
    ] == []


async def test_the_text_cursor_is_seen_on_any_terminal(app: OposApp) -> None:
    """Reversed from the terminal's own colours: of other colours one may be its background."""
    async with app.run_test() as pilot:
        await pilot.press("ctrl+t", "ctrl+t", "slash")
        await wait_for(partial(theme_is, app, "terminal"), "terminal")
        await wait_for(lambda: isinstance(app.focused, Input), "the line to type into")
        assert app.focused is not None
        style = app.focused.get_component_rich_style("input--cursor")
        assert style.reverse
        assert style.color is not None
        assert style.color.is_default
        assert style.bgcolor is not None
        assert style.bgcolor.is_default
