"""One configuration and several who change it: two apps, or an app and a
text editor.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import seen, wait_for
from tests.tui.screens.configuration.test_editor import demanded, go_to, stored
from tests.tui.terminal import Terminal, opened
from tui_app.app import OposApp
from tui_app.screens.configuration.conflict import Conflict
from tui_app.screens.configuration.editor import EditorScreen
from tui_app.screens.interfaces.interfaces import InterfacesScreen


def edit_as_vim_does(config: Path, *changes: tuple[str, str]) -> str:
    """Put a new file in the place of the old one; what it says."""
    text = config.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    new = config.with_name(".config.toml.swp")
    new.write_text(text, encoding="utf-8")
    new.replace(config)
    return text


RENAMED = ('name = "Open items from DATEV"', 'name = "Renamed meanwhile"')


async def meet(pilot: Pilot[str], app: OposApp, config: Path) -> str:
    """Change the group and try to save it, after somebody else renamed the interface; what he
    wrote.
    """
    await pilot.press("e")
    await go_to(pilot, "group")
    await pilot.press("enter", "end", "X", "enter")
    theirs = edit_as_vim_does(
        config, RENAMED, ("[interfaces.datev]", "# keep me\n[interfaces.datev]  # and me")
    )
    await pilot.press("f2", "y")
    await wait_for(lambda: isinstance(app.screen, Conflict), "the three ways out")
    assert config.read_text(encoding="utf-8") == theirs, "nothing is overwritten unseen"
    return theirs


async def test_the_same_changes_are_made_to_what_somebody_else_wrote(
    app: OposApp, config: Path
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        theirs = await meet(pilot, app, config)
        await pilot.press("r")
        await wait_for(
            lambda: '+group = "BookkeepingX"' in seen(app), "the difference to what it says now"
        )
        await pilot.press("y")
        await wait_for(
            lambda: isinstance(app.screen, InterfacesScreen) and "Renamed meanwhile" in seen(app),
            "the list",
        )
    assert config.read_text(encoding="utf-8") == theirs.replace(
        'group = "Bookkeeping"', 'group = "BookkeepingX"', 1
    )
    assert config.with_name("config.toml.bak").read_text(encoding="utf-8") == theirs


async def test_ones_own_changes_can_be_given_up(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        theirs = await meet(pilot, app, config)
        await pilot.press("d")
        await wait_for(
            lambda: isinstance(app.screen, InterfacesScreen) and "Renamed meanwhile" in seen(app),
            "the list",
        )
    assert config.read_text(encoding="utf-8") == theirs


async def test_one_can_go_on_editing(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        theirs = await meet(pilot, app, config)
        await pilot.press("escape")
        await wait_for(
            lambda: isinstance(app.screen, EditorScreen) and "1 change" in seen(app),
            "the form as it was",
        )
    assert config.read_text(encoding="utf-8") == theirs


async def test_the_list_shows_what_somebody_else_saved(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        edit_as_vim_does(config, RENAMED)
        await wait_for(lambda: "Renamed meanwhile" in seen(app), "the new name")
        await pilot.press("S")
        await wait_for(lambda: "Stuttgart" in seen(app), "the other settings")
        edit_as_vim_does(config, ("Hörwelt Stuttgart", "Hörwelt Ulm"))
        await wait_for(lambda: "Hörwelt Ulm" in seen(app), "the other name")


async def test_a_mistake_somebody_else_made_is_told_once_and_changes_nothing(
    app: OposApp, config: Path
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        edit_as_vim_does(config, RENAMED, ("timezone", "tymezone"))
        await wait_for(lambda: "tymezone" in seen(app), "the mistake")
        await pilot.press("escape")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
        assert "Open items from DATEV" in seen(app)
        edit_as_vim_does(config, ("tymezone", "timezone"))
        await wait_for(lambda: "Renamed meanwhile" in seen(app), "it mended")


def test_a_file_that_is_still_being_written_is_not_read(app: OposApp, config: Path) -> None:
    edit_as_vim_does(config, RENAMED)
    assert not app.reread_if_changed(), "the first look cannot tell"
    edit_as_vim_does(config, ("Renamed meanwhile", "Renamed again"))
    assert not app.reread_if_changed()
    assert app.reread_if_changed()
    assert app.configuration.settings.interfaces["datev"].name == "Renamed again"
    assert not app.reread_if_changed()


def test_a_password_somebody_else_saved_is_seen(app: OposApp, config: Path) -> None:
    secrets = config.with_name("secrets.toml")
    secrets.touch(mode=0o600)
    secrets.write_text('[interfaces.payments.source]\npassword = "new"\n', encoding="utf-8")
    app.reread_if_changed()
    assert app.reread_if_changed()
    assert (
        app.configuration.settings.interfaces["payments"].source.password.get_secret_value()
        == "new"
    )


def change(terminal: Terminal, field: str, typed: str) -> None:
    """Open the form, type what a field says, and ask to save it."""
    for keys, shows in (
        ("e", "Edit Interface “"),
        ("/", "Search"),
        (f"{field}\r", ""),
        ("gj", ""),
        ("\r", ""),
    ):
        terminal.type(keys)
        terminal.wait_for(shows)
        terminal.read(0.3)
    terminal.type(f"{typed}\r")
    terminal.wait_for("1 change")
    terminal.type(F2)
    terminal.wait_for("Save these changes?")


F2 = "\x1bOQ"


@pytest.mark.usefixtures("data")
def test_two_interfaces_change_one_table(config: Path) -> None:
    edit_as_vim_does(config, ('name = "Open items from DATEV"', 'name = "DATEV"'))
    with opened(config) as one, opened(config) as other:
        change(one, "datev.group", "Bookkeeping ONE")
        change(other, "datev.name", "DATEV OTHER")
        one.type("y")
        one.wait_for("Saved.")
        other.type("y")
        other.wait_for("was changed by someone else")
        other.type("r")
        other.wait_for("Bookkeeping ONE")
        other.type("y")
        other.wait_for("Saved.")
        one.wait_for("DATEV OTHER")
    assert (stored(config).name, stored(config).group) == ("DATEV OTHER", "Bookkeeping ONE")
    former = config.with_name("config.toml.bak").read_text(encoding="utf-8")
    assert 'name = "DATEV"' in former
    assert 'group = "Bookkeeping ONE"' in former


async def test_what_somebody_else_deleted_is_not_changed(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "down", "e")
        await wait_for(lambda: "Edit Interface “Addison Ulm”" in seen(app), "the form")
        await go_to(pilot, "group")
        await pilot.press("enter", "end", "X", "enter")
        theirs = config.read_text(encoding="utf-8").partition("[interfaces.addison]")[0]
        config.write_text(theirs, encoding="utf-8")
        await pilot.press("f2", "y")
        await wait_for(lambda: isinstance(app.screen, Conflict), "the three ways out")
        await pilot.press("r")
        await wait_for(lambda: "was deleted by someone else" in seen(app), "what became of it")
        await pilot.press("escape")
        await wait_for(lambda: "1 change" in seen(app), "the form as it was")
    assert config.read_text(encoding="utf-8") == theirs


async def test_two_new_ones_of_the_same_name_are_not_mixed(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "down", "down", "D", "enter", "ctrl+u", *"addison2", "enter")
        await wait_for(lambda: "Interface “Addison Ulm (copy)”, new" in seen(app), "the form")
        text = config.read_text(encoding="utf-8")
        theirs = text + text.partition("[interfaces.addison]")[2].join(
            ("\n[interfaces.addison2]", "")
        )
        config.write_text(theirs, encoding="utf-8")
        await go_to(pilot, "source.host")
        await pilot.press("enter", "end", "X", "enter")
        await demanded(pilot)
        await pilot.press("f2", "y")
        await wait_for(lambda: isinstance(app.screen, Conflict), "the three ways out")
        await pilot.press("r")
        await wait_for(lambda: "There is interfaces.addison2 already." in seen(app), "why not")
    assert config.read_text(encoding="utf-8") == theirs
