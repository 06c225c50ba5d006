"""The editor, by keys only."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.settings.interface import Interface
from engine.settings.load import load_settings
from tests.practice import rewrite
from tests.tui.conftest import seen, wait_for
from tui_app.app import OposApp
from tui_app.screens.configuration.editor import EditorScreen
from tui_app.screens.interfaces.interfaces import InterfacesScreen
from tui_app.widgets.finding_list import FindingList
from tui_app.widgets.interface_list import InterfaceList


def stored(config: Path, name: str = "datev") -> Interface:
    return load_settings(config).settings.interfaces[name]


async def demanded(pilot: Pilot[str]) -> None:
    """Say what a new interface must say: its user and its Mandant."""
    await go_to(pilot, "source.user")
    await pilot.press("enter", *"opos", "enter")
    await go_to(pilot, "posting.mandants")
    await pilot.press("enter", "enter")


async def go_to(pilot: Pilot[str], field: str) -> None:
    """Put the cursor on the only field that has these words."""
    await pilot.press("slash", *field, "enter", "g", "j")


async def test_a_value_is_typed_seen_wrong_mended_and_saved(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.press("e")
        await wait_for(lambda: "Edit Interface “Open items from DATEV" in seen(app), "the form")
        assert "F2 Save" not in seen(app), "nothing is changed yet"
        await go_to(pilot, "schedule.time")
        await wait_for(lambda: "Next: " in seen(app), "the next runs")
        await pilot.press("enter", "7", "x")
        await wait_for(lambda: "1 mistake" in seen(app), "the mistake")
        assert "must be a time of day" in seen(app)
        await pilot.press("backspace", ".", "4", "5", "enter")
        await wait_for(lambda: "1 change" in seen(app) and "mistake" not in seen(app), "it mended")
        assert "07:45" in seen(app)
        await pilot.press("f2")
        await wait_for(lambda: '+time = "07:45"' in seen(app), "the difference")
        await pilot.press("y")
        await wait_for(lambda: "Saved." in seen(app), "the end")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    assert f"{stored(config).schedule.time:%H:%M}" == "07:45"


async def test_choices_go_round_and_fields_come_and_go_with_them(app: OposApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "schedule.")
        assert "Weekdays" not in seen(app)
        await pilot.press("right")
        await wait_for(lambda: "Weekdays" in seen(app), "weekly")
        await pilot.press("left", "left")
        await wait_for(lambda: "every hour" in seen(app) and "Weekdays" not in seen(app), "hourly")
        await pilot.press("u")
        await wait_for(lambda: "07:00" in seen(app), "daily, as it was")


async def test_unsaved_changes_are_never_lost_in_silence(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "interfaces.datev.group")
        await pilot.press("enter", "end", "X", "escape")
        assert "1 change" not in seen(app), "Escape gives up what was being typed"
        await pilot.press("enter", "end", "X", "enter", "escape", "escape")
        await wait_for(lambda: "Leave without saving?" in seen(app), "the question")
        await pilot.press("n")
        await wait_for(lambda: "1 change" in seen(app), "the form")
        await pilot.press("escape", "y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    assert stored(config).group == "Bookkeeping"


async def test_a_file_changed_by_someone_else_shows_three_ways_out(
    app: OposApp, config: Path
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "interfaces.datev.group")
        await pilot.press("enter", "end", "X", "enter")
        rewrite(config, "Open items from DATEV", "Renamed meanwhile")
        await pilot.press("f2", "y")
        await wait_for(lambda: "was changed by someone else" in seen(app), "the conflict")
        await pilot.press("escape")
        await wait_for(lambda: isinstance(app.screen, EditorScreen), "the form, to go on")
        await pilot.press("f2", "y", "r")
        await wait_for(
            lambda: '+group = "BookkeepingX"' in seen(app), "the same change to what it says now"
        )
        assert "-name" not in seen(app)
        await pilot.press("y")
        await wait_for(
            lambda: isinstance(app.screen, InterfacesScreen) and "Renamed" in seen(app), "the list"
        )
    assert (stored(config).name, stored(config).group) == ("Renamed meanwhile", "BookkeepingX")


async def test_changes_can_be_given_up_when_someone_else_was_first(
    app: OposApp, config: Path
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "interfaces.datev.group")
        await pilot.press("enter", "end", "X", "enter")
        config.write_text(
            config.read_text(encoding="utf-8") + "\n# someone else\n", encoding="utf-8"
        )
        await pilot.press("f2", "y")
        await wait_for(lambda: "was changed by someone else" in seen(app), "the conflict")
        await pilot.press("d")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    assert stored(config).group == "Bookkeeping"


async def test_a_password_is_never_on_the_screen(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("j", "e")
        await go_to(pilot, "source.password secrets")
        await pilot.press("enter", *"hunter2")
        assert "hunter2" not in seen(app)
        await pilot.press("enter")
        await wait_for(lambda: "will be changed" in seen(app), "that it will be changed")
        await pilot.press("f2")
        await wait_for(lambda: "Save these changes?" in seen(app), "the difference")
        assert "hunter2" not in seen(app)
        await pilot.press("y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    assert stored(config, "payments").source.password.get_secret_value() == "hunter2"
    assert config.with_name("secrets.toml").stat().st_mode & 0o777 == 0o600


async def test_new_duplicate_enable_and_delete(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.press("D", "enter", "ctrl+u", *"datev", "enter")
        await wait_for(lambda: "There is datev already." in seen(app), "the refusal")
        await pilot.press("escape", "D", "enter", "ctrl+u", *"datev2", "enter")
        await wait_for(
            lambda: "Interface “Open items from DATEV (copy)”, new" in seen(app), "the form"
        )
        await pilot.press("f2", "y")
        await wait_for(
            lambda: (
                isinstance(app.screen, InterfacesScreen)
                and app.screen.query_one(InterfaceList).chosen == "datev2"
            ),
            "the copy, and the cursor on it",
        )
        assert not stored(config, "datev2").enabled
        assert stored(config, "datev2").source == stored(config).source
        await pilot.press("E")
        await wait_for(lambda: "make them differ" in seen(app), "why it cannot be enabled")
        await pilot.press("escape", "delete", "enter")
        await wait_for(lambda: "Delete Interface" not in seen(app), "Enter to mean no")
        await pilot.press("delete", "y")
        await wait_for(lambda: "datev2" not in load_settings(config).settings.interfaces, "it gone")
        await pilot.press("g", "down", "E")
        await wait_for(lambda: not stored(config).enabled, "it disabled")
        await pilot.press("n", *"Good name", "enter")
        await wait_for(lambda: "good-name" in seen(app), "a short one is proposed")
        await pilot.press("ctrl+u", *"Bad name", "enter")
        await wait_for(lambda: "as described above" in seen(app), "such a name is not taken")
        await pilot.press("escape")


async def test_other_settings_are_edited_the_same_way(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("S", "slash", *"mandants.001", "enter", "enter")
        await wait_for(lambda: "Edit Mandant 001" in seen(app), "the form")
        await go_to(pilot, "future")
        await pilot.press("space", "f2", "y")
        await wait_for(lambda: "Future postings: yes" in seen(app), "it saved")
        await pilot.press("escape", "n", "enter", *"002", "enter")
        await wait_for(lambda: "Mandant 002, new" in seen(app), "a new Mandant")
        await go_to(pilot, "name")
        await pilot.press("enter", *"Optik", "enter", "f2", "y")
        await wait_for(
            lambda: "mandants.002" in seen(app) and "Settings" in seen(app), "it in the list"
        )
    assert load_settings(config).settings.mandants["002"].name == "Optik"
    assert load_settings(config).settings.mandants["001"].future_postings


async def test_unsaved_changes_can_be_tried_out(app: OposApp, config: Path, tmp_path: Path) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "datev.source.directory")
        await pilot.press("enter", "end", *"nowhere/", "enter", "f3")
        await wait_for(lambda: "Check  ·" in seen(app) and "looking" not in seen(app), "the doctor")
        findings = app.screen.query_one(FindingList).all
        assert any("nowhere/" in finding.text for finding in findings), (
            "the folder that is not saved"
        )
    assert "nowhere" not in config.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_form_can_be_read_at_any_size(app: OposApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("e")
        await wait_for(lambda: "Edit Interface “Open items from DATEV" in seen(app), "the form")
        assert "Open items" in seen(app)
        assert "The name people know it by." in seen(app)


async def test_an_empty_line_is_no_wish_to_remove_a_password(app: OposApp, config: Path) -> None:
    secrets = config.with_name("secrets.toml")
    secrets.write_text(
        '[interfaces.payments.source]\npassword = "hunter2hunter2"\n', encoding="utf-8"
    )
    secrets.chmod(0o600)
    app.in_force.configuration = load_settings(config)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "e")
        await wait_for(lambda: "Edit Interface “Payments" in seen(app), "the form")
        await go_to(pilot, "source.host")
        await pilot.press("enter", "end", "x", "enter")
        await go_to(pilot, "source.password")
        await wait_for(lambda: "Password" in seen(app), "the field")
        await pilot.press("enter", "f2")
        await wait_for(
            lambda: '+source = { protocol = "sftp", host = "sftp.example.orgx"' in seen(app),
            "the difference",
        )
        assert "***" not in seen(app), "nobody said that the password shall go"


async def test_a_switch_is_never_empty(app: OposApp) -> None:
    """It would be shown as nothing and saved as no."""
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await wait_for(lambda: "Edit Interface “Open items from DATEV" in seen(app), "the form")
        await go_to(pilot, "interfaces.datev.enabled")
        await wait_for(lambda: "Default: yes" in seen(app), "the field")
        await pilot.press("backspace")
        await pilot.pause()
        assert "1 change" not in seen(app)
        await pilot.press("right")
        await wait_for(lambda: "1 change" in seen(app), "it switched off")
