"""The first start without any configuration."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.model.errors import ConfigError
from engine.settings.first_run import place_for_it, unwritten, write_first
from engine.settings.load import NoConfiguration, find_config, load_settings
from tests.refusals import refused
from tests.tui.conftest import seen, wait_for
from tests.tui.terminal import Terminal
from tui_app.app import OposApp
from tui_app.screens.interfaces.interfaces import InterfacesScreen


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "new" / "config.toml"


@pytest.fixture
def app(place: Path) -> OposApp:
    return OposApp(unwritten(place), looked_for=[place])


async def first_screen(app: OposApp, pilot: Pilot[str]) -> None:
    await wait_for(lambda: "The first configuration" in seen(app), "what was done")
    await pilot.press("escape")
    await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the first screen")


async def test_four_questions_make_a_configuration(
    app: OposApp, place: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "There is no configuration yet" in seen(app), "the beginning")
        await pilot.press("a")
        await wait_for(lambda: "Language (1 of 4)" in seen(app), "the first question")
        await pilot.press("g", "enter")
        await wait_for(lambda: "Datenordner (2 von 4)" in seen(app), "the second, in German")
        await pilot.press("escape")
        await wait_for(lambda: "(1 von 4)" in seen(app), "the first again")
        await pilot.press("G", "enter")
        await wait_for(lambda: "Data folder (2 of 4)" in seen(app), "the second question")
        await pilot.press("ctrl+u", *str(folder), "enter", "enter")
        await wait_for(lambda: "Name of 001" in seen(app), "the last question")
        await pilot.press("enter")
        await wait_for(lambda: "Nothing is typed yet" in seen(app), "why Enter did nothing")
        await pilot.press(*'H"ör', "enter")
        await first_screen(app, pilot)
        assert "n makes one" in seen(app)
        assert app.data.root == folder
    settings = load_settings(place).settings
    assert (settings.language, settings.mandants["001"].name) == ("en", 'H"ör')
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700


async def test_whoever_leaves_a_question_has_written_nothing(app: OposApp, place: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        await wait_for(lambda: "Language (1 of 4)" in seen(app), "the first question")
        await pilot.press("enter", "enter", "escape", "escape", "escape")
        await wait_for(lambda: "There is no configuration yet" in seen(app), "the beginning")
        await pilot.press("q")
        await wait_for(lambda: app.return_code == 0, "the end")
    assert not place.parent.exists()


async def test_the_sample_is_written_and_opened(app: OposApp, place: Path) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("down", "enter")
        await first_screen(app, pilot)
        await wait_for(lambda: "Automat" in seen(app), "its interface")
    assert "# The language of all texts." in place.read_text(encoding="utf-8")
    assert load_settings(place).settings.interfaces


async def test_nothing_is_overwritten(app: OposApp, place: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        place.parent.mkdir()
        place.write_text("language = 'de'\n", encoding="utf-8")
        await pilot.press("s")
        await wait_for(lambda: "is there by now" in seen(app), "the refusal")
    assert place.read_text(encoding="utf-8") == "language = 'de'\n"


async def test_d_asks_for_the_demo(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await wait_for(lambda: app.return_value == "demo", "the answer")


def test_the_demo_is_opened_from_there(place: Path) -> None:
    with Terminal("-c", str(place)) as terminal:
        terminal.wait_for("There is no configuration yet")
        terminal.type("d")
        terminal.wait_for("Offene Posten aus")
        terminal.type("q")
        assert terminal.end() == 0
    assert not place.exists()


def test_without_a_configuration_the_places_are_told(tmp_path: Path) -> None:
    with Terminal(size=(200, 24)) as terminal:
        terminal.wait_for("There is no configuration yet")
        terminal.wait_for(str(tmp_path / "home" / ".config" / "opos" / "config.toml"))
        terminal.type("q")
        assert terminal.end() == 0


def test_it_goes_where_it_will_be_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoConfiguration) as none:
        find_config(None, {})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    own = place_for_it(none.value.looked_for)
    assert own == tmp_path / "home" / ".config" / "opos" / "config.toml"
    write_first(own, "language = 'en'\n")
    assert find_config(None, {}) == own
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert place_for_it(none.value.looked_for) == Path("/etc/opos/config.toml")
    assert place_for_it([Path("here.toml")]) == tmp_path / "here.toml"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with refused(ConfigError, match="cannot be written"):
        write_first(tmp_path / "file" / "config.toml", "")
