"""The versions of the configuration: looked at, compared, put back; by keys only."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.common.data_folder import DataFolder
from engine.settings.change_log import note_outside_changes
from engine.settings.load import load_settings
from engine.settings.save import Changes, edit, save
from tests.practice import rewrite
from tests.tui.conftest import seen, wait_for
from tests.tui.screens.configuration.test_editor import stored
from tui_app.app import OposApp
from tui_app.screens.configuration.difference import Difference
from tui_app.screens.configuration.editor import EditorScreen
from tui_app.screens.configuration.versions import VersionsScreen
from tui_app.screens.dialogs.pick import Pick


@pytest.fixture
def app(config: Path, data: DataFolder) -> OposApp:
    """The app on a configuration with three versions, of which opos saved two."""
    data.make()
    note_outside_changes(load_settings(config))
    changes: tuple[Changes, ...] = (
        {"interfaces.datev.group": "Second", "mandants.001.name": "Second"},
        {"interfaces.datev.group": "Third", "interfaces.payments.group": "Third"},
    )
    for each in changes:
        save(edit(load_settings(config), each))
    return OposApp(load_settings(config))


async def open_versions(pilot: Pilot[str], app: OposApp) -> None:
    await pilot.press("f6")
    await wait_for(lambda: isinstance(app.screen, VersionsScreen), "the versions")
    await wait_for(lambda: "What version 3 changed" in seen(app), "what the newest changed")


async def test_who_saved_what_is_listed_with_what_it_changed(app: OposApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await open_versions(pilot, app)
        assert "3 versions" in seen(app)
        assert '+group = "Third"' in seen(app)
        assert "Open items from DATEV, Payments" in seen(app)
        await pilot.press("down", "down")
        await wait_for(lambda: "What version 1 changed" in seen(app), "the first")
        assert "in a text editor" in seen(app)


async def test_what_a_text_editor_saves_meanwhile_is_a_version(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        rewrite(config, "Third", "Fourth", 1)
        app.read_configuration()
        await pilot.press("f6")
        await wait_for(lambda: "4 versions" in seen(app), "the version")
        await wait_for(lambda: '+group = "Fourth"' in seen(app), "what was changed")


async def test_any_two_are_compared(app: OposApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await open_versions(pilot, app)
        await pilot.press("space", "down", "down")
        await wait_for(lambda: "From version 1 to version 3" in seen(app), "both")
        await pilot.press("enter", "G")
        await wait_for(lambda: "Third" in seen(app), "the end of it")
        await pilot.press("escape", "up", "up", "space")
        await wait_for(lambda: "What version 3 changed" in seen(app), "one alone again")


async def test_one_table_is_put_back_and_no_other(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await open_versions(pilot, app)
        await pilot.press("G", "u")
        await wait_for(lambda: isinstance(app.screen, Pick), "which table")
        assert "mandants.001" in seen(app)
        await pilot.press("slash", *"datev", "enter", "enter")
        await wait_for(lambda: isinstance(app.screen, Difference), "the difference")
        assert '+group = "Bookkeeping"' in seen(app)
        await pilot.press("y")
        await wait_for(lambda: "4 versions" in seen(app), "a version of its own")
        assert "Version 1 is in force again: interfaces.datev." in seen(app)
    assert (stored(config).group, stored(config, "payments").group) == ("Bookkeeping", "Third")
    assert load_settings(config).settings.mandants["001"].name == "Second"


async def test_all_is_put_back(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await open_versions(pilot, app)
        await pilot.press("G", "u", "enter")
        await wait_for(lambda: isinstance(app.screen, Difference), "the difference")
        await pilot.press("y")
        await wait_for(lambda: "4 versions" in seen(app), "a version of its own")
    assert (stored(config).group, stored(config, "payments").group) == (
        "Bookkeeping",
        "Bookkeeping",
    )


async def test_the_versions_of_one_interface_are_shown_from_its_form(
    app: OposApp, config: Path
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "e")
        await wait_for(lambda: isinstance(app.screen, EditorScreen), "the form")
        await pilot.press("f6")
        await wait_for(lambda: "2 versions" in seen(app), "those that changed it")
        assert "Versions of interfaces.payments" in seen(app)
        await wait_for(lambda: "What version 3 changed" in seen(app), "the newest")
        assert '+group = "Third"' in seen(app)
        await pilot.press("G", "u")
        await wait_for(lambda: isinstance(app.screen, Difference), "the difference, at once")
        await pilot.press("y")
        await wait_for(lambda: "3 versions" in seen(app), "it saved")
    assert (stored(config).group, stored(config, "payments").group) == ("Third", "Bookkeeping")


async def test_a_lost_version_is_told(app: OposApp, data: DataFolder) -> None:
    for kept in data.settings_log.parent.rglob("*"):
        if kept.is_file() and b"[interfaces" in kept.read_bytes() and kept != data.settings_log:
            kept.unlink()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f6")
        await wait_for(lambda: "3 versions" in seen(app), "the list")
        await pilot.press("G")
        await wait_for(lambda: "The kept version" in seen(app), "that it is lost")
        await pilot.press("u")
        await wait_for(lambda: "Problem" in seen(app), "why it cannot be put back")
