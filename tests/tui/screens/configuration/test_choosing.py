"""Choosing in forms, explaining fields, showing what would be saved; new tables, and keys of one's
own; by keys only.
"""

from __future__ import annotations

from pathlib import Path

from engine.settings.load import load_settings
from tests.tui.conftest import seen, wait_for
from tests.tui.screens.configuration.test_editor import go_to, stored
from tui_app.app import OposApp
from tui_app.screens.configuration.difference import Difference, DifferenceList
from tui_app.screens.configuration.editor import EditorScreen
from tui_app.screens.configuration.keys import KeysScreen, PressKey
from tui_app.screens.configuration.settings import SettingsScreen
from tui_app.screens.dialogs.pick import Pick, PickList
from tui_app.screens.help import Help
from tui_app.screens.interfaces.interfaces import InterfacesScreen
from tui_app.widgets.form_list import FormList
from tui_app.widgets.key_bar import KeyBar


async def test_several_are_marked_in_a_list(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.press("e")
        await go_to(pilot, "report.on")
        await pilot.press("enter")
        await wait_for(lambda: "[x]  failed, refused or held" in seen(app), "what is chosen by now")
        await pilot.press("j", "space", "j", "space", "k", "space", "enter")
        await wait_for(
            lambda: "failed, refused or held, imported without any" in seen(app),
            "the choice, in the order of the list",
        )
        await pilot.press("enter", "space", "escape")
        await wait_for(lambda: not isinstance(app.screen, Pick), "the form")
        assert "held, imported without" in seen(app), "Escape leaves it"
        await pilot.press("f2", "y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the end")
    assert stored(config).report.on == ("failure", "success")


async def test_one_of_many_is_searched_and_chosen(app: OposApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "source.protocol")
        await pilot.press("enter", "slash", *"ssh", "enter")
        await wait_for(
            lambda: app.screen.query_one(PickList).words == ["sftp"],
            "the one that was searched for",
        )
        await pilot.press("escape")
        await wait_for(lambda: len(app.screen.query_one(PickList).words) == 4, "all of them again")
        await pilot.press("slash", *"nowhere")
        await wait_for(lambda: "No line matches" in seen(app), "that there is none")
        await pilot.press("escape")
        await wait_for(lambda: "No line matches" not in seen(app), "all of them once more")
        await pilot.press("g", "j", "enter")
        await wait_for(lambda: "FTPS, FTP with TLS" in seen(app), "the choice")


async def test_with_nothing_marked_enter_takes_the_line(app: OposApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("j", "e")
        await go_to(pilot, "posting.mandants")
        await wait_for(lambda: "all" in seen(app), "no Mandant named")
        await pilot.press("enter", "enter")
        await wait_for(lambda: "001 · Hörwelt" in seen(app), "the one")
        await pilot.press("enter", "space", "enter")
        await wait_for(lambda: "1 change" not in seen(app), "none again, since it was marked")


async def test_what_there_is_none_of_is_said(app: OposApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "datev.branches")
        await pilot.press("enter")
        await wait_for(
            lambda: "There is nothing to choose from yet" in seen(app), "where to make one"
        )


async def test_help_explains_the_field(app: OposApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "source.after_import")
        await pilot.press("f1")
        await wait_for(lambda: isinstance(app.screen, Help), "help")
        told = seen(app)
        assert "What becomes of the file on the server" in told
        assert "move         move the file" in told
        assert "interfaces.datev.source.after_import" in told
        assert "OPOS_INTERFACES__DATEV__SOURCE__AFTER_IMPORT" in told
        await pilot.press("escape")
        await go_to(pilot, "schedule.time")
        await pilot.press("enter", "x")
        await wait_for(lambda: "1 mistake" in seen(app), "the mistake")
        await pilot.press("f1")
        await wait_for(lambda: "x must be a time of day" in seen(app), "it in the help")


async def test_the_next_runs_follow_what_is_typed(app: OposApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "schedule.time")
        await wait_for(lambda: "It runs daily at 07:00." in seen(app), "how it is")
        await pilot.press("enter", "end", "backspace", "5")
        await wait_for(
            lambda: "It runs daily at 07:05." in seen(app), "how it would be, before Enter"
        )
        await pilot.press("enter")
        await go_to(pilot, "datev.enabled")
        await pilot.press("space")
        await wait_for(lambda: "Nothing runs by itself:" in seen(app), "that it is switched off")


async def test_a_long_difference_can_be_scrolled(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("D", "enter", "ctrl+u", *"copy", "enter")
        await wait_for(lambda: isinstance(app.screen, EditorScreen), "the form")
        await go_to(pilot, "copy.source.filename")
        await pilot.press("enter", "end", *"2", "enter", "f2")
        await wait_for(lambda: isinstance(app.screen, Difference), "the difference")
        lines = app.screen.query_one(DifferenceList)
        assert lines.count > lines.size.height
        assert "y saves" in seen(app), "what to press is never pushed out"
        assert "mandants = [" not in seen(app)
        await pilot.press("G")
        await wait_for(lambda: 'mandants = ["001"]' in seen(app), "its end")
        await pilot.press("y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    assert not stored(config, "copy").enabled


async def test_saving_names_the_former_version(app: OposApp, config: Path) -> None:
    before = config.read_text(encoding="utf-8")
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.press("e")
        await go_to(pilot, "datev.group")
        await pilot.press("enter", "end", "X", "enter", "f2", "y")
        await wait_for(lambda: "config.toml.bak" in seen(app), "its name")
    assert config.with_name("config.toml.bak").read_text(encoding="utf-8") == before


async def test_what_does_not_apply_any_more_goes_seen_in_the_difference(
    app: OposApp, config: Path
) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("j", "e")
        await go_to(pilot, "source.protocol")
        await pilot.press("h")
        await go_to(pilot, "source.protocol")
        await pilot.press("enter", "G", "enter")
        await go_to(pilot, "source.directory")
        await pilot.press("enter", "home", "/", "enter", "f2")
        await wait_for(lambda: isinstance(app.screen, Difference), "the difference")
        assert "-source = {" in seen(app)
        await pilot.press("y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    assert (stored(config, "payments").source.protocol, stored(config, "payments").source.host) == (
        "folder",
        "",
    )


async def test_a_new_interface_begins_with_its_kind_and_the_first_that_is_missing(
    app: OposApp, config: Path
) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("n", *"The Bänk", "enter")
        await wait_for(lambda: "the-baenk" in seen(app), "a short name")
        await pilot.press("ctrl+u", *"bank", "enter")
        await wait_for(lambda: "What kind of list is it?" in seen(app), "the kinds")
        await pilot.press("slash", *"payments, text", "enter", "enter")
        await wait_for(lambda: "Interface “The Bänk”, new" in seen(app), "the form")
        assert isinstance(app.screen, EditorScreen)
        form = app.screen.form
        assert form.text(form.field("file", "content")) == "payments"
        await wait_for(
            lambda: app.screen.query_one(FormList).chosen == form.field("source", "host"),
            "the first that is missing",
        )
        assert form.words(form.field("posting", "mandants")) == ["001"], "there is no other"
        await pilot.press("enter", *"sftp.bank.example", "enter", "p", "enter", *"opos", "enter")
        await pilot.press("p", "enter", *"Bank", "enter", "f2", "y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    assert (stored(config, "bank").name, stored(config, "bank").file.content) == (
        "The Bänk",
        "payments",
    )


async def test_a_branch_and_a_copy_of_a_mandant(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("S", "n", "j", "enter", *"Ulm", "enter", "enter")
        await wait_for(lambda: "Branch ulm, new" in seen(app), "the form")
        await go_to(pilot, "ulm.mandant")
        await pilot.press("enter", "j", "enter")
        await wait_for(lambda: "001 · Hörwelt" in seen(app), "its Mandant")
        await pilot.press("f2", "y")
        await wait_for(
            lambda: isinstance(app.screen, SettingsScreen) and "Branch ulm" in seen(app),
            "it in the list",
        )
        await pilot.press("slash", *"mandants.001", "enter", "delete")
        await wait_for(
            lambda: "mandants.001 is still in use: interfaces.datev.posting.mandants" in seen(app),
            "its users",
        )
        assert "branches.ulm.mandant" in seen(app)
        await pilot.press("escape", "D", *"002", "enter", "f2", "y")
        await wait_for(lambda: isinstance(app.screen, SettingsScreen), "the list")
    settings = load_settings(config).settings
    assert settings.branches["ulm"].mandant == "001"
    assert settings.mandants["002"].name == "Hörwelt Stuttgart GmbH (copy)"


async def test_a_key_is_pressed_refused_where_it_clashes_and_put_back(
    app: OposApp, config: Path
) -> None:
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("S", "slash", *"keys", "enter", "enter")
        await wait_for(lambda: isinstance(app.screen, KeysScreen), "the keys")
        await pilot.press("slash", *"all runs there were", "enter", "enter")
        await wait_for(lambda: isinstance(app.screen, PressKey), "to press one")
        await pilot.press("r")
        await wait_for(lambda: "would mean both" in seen(app), "why not")
        await pilot.press("escape", "enter", "ctrl+b")
        await wait_for(lambda: "never arrives here" in seen(app), "why not this either")
        await pilot.press("escape", "enter", "escape")
        await wait_for(lambda: isinstance(app.screen, KeysScreen), "Escape to leave it")
        await pilot.press("enter", "f7")
        await wait_for(lambda: "has the key f7 now" in seen(app), "the key")
        assert load_settings(config).settings.keys == {"history": "f7"}
        await pilot.press("escape", "escape", "escape", "escape", "f7")
        await wait_for(lambda: "History" in seen(app), "that it counts at once")
        await pilot.press(
            "escape",
            "S",
            "slash",
            *"keys",
            "enter",
            "enter",
            "slash",
            *"history",
            "enter",
            "g",
            "u",
        )
        await wait_for(lambda: load_settings(config).settings.keys == {}, "its own key again")


async def test_a_click_on_the_field_chosen_changes_it(app: OposApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "datev.enabled")
        await pilot.click(FormList, offset=(30, 1))
        await wait_for(lambda: "1 change" in seen(app), "the switch")


async def test_while_one_types_the_footer_says_how_that_ends(app: OposApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "datev.group")
        await pilot.press("enter")
        await wait_for(lambda: {"Accept", "Cancel"} < offered(app), "both ways out")
        assert not offered(app) & {"Search", "Back"}, "their keys would be typed"
        await pilot.press(*"x/q", "escape")
        await wait_for(lambda: "Search" in offered(app), "the list again")
        assert "x/q" not in seen(app)


def offered(app: OposApp) -> set[str]:
    return {binding.description for binding in app.screen.query_one(KeyBar).shown()}
