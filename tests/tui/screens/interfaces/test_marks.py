"""Several interfaces at once: marked by keys, then run, tried, tested, enabled."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings.load import load_settings
from tests.tui.conftest import seen, wait_for
from tests.tui.screens.configuration.test_editor import go_to
from tui_app.app import OposApp
from tui_app.runs import runner
from tui_app.screens.configuration.difference import Difference
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.doctor import DoctorScreen
from tui_app.screens.interfaces.interfaces import InterfacesScreen
from tui_app.widgets.marks import MarkedNames


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What would have been started."""
    given: list[tuple[str, ...]] = []

    def note(_config: Path, *command: str) -> None:
        given.append(command)

    monkeypatch.setattr(InterfacesScreen, "start", lambda _self, *command: note(Path(), *command))
    monkeypatch.setattr(runner, "start", note)
    return given


async def test_space_marks_and_goes_on_and_the_title_counts(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "space")
        await wait_for(lambda: "2 marked" in seen(app), "the count")
        assert seen(app).count(" * ") == 2
        await pilot.press("escape")
        await wait_for(lambda: "marked" not in seen(app), "no mark")
        await pilot.press("asterisk")
        await wait_for(lambda: "3 marked" in seen(app), "all")
        await pilot.press("asterisk")
        await wait_for(lambda: "marked" not in seen(app), "none")


async def test_all_that_was_found_is_marked_and_stays_when_the_search_ends(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"bookkeeping", "enter", "asterisk", "escape")
        await wait_for(lambda: "2 marked" in seen(app), "those that were found")
        assert "Addison" in seen(app), "Escape ended the search, and no more"


async def test_marked_ones_run_after_a_question_and_are_tried_without(
    app: OposApp, commands: list[tuple[str, ...]]
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "space", "r")
        await wait_for(lambda: isinstance(app.screen, Confirm), "the question")
        assert "Run 2 interfaces now?" in seen(app)
        assert "Payments of the bank" in seen(app)
        assert not commands
        await pilot.press("y")
        await wait_for(lambda: commands, "the run")
        assert commands == [("--headless", "-i", "datev", "-i", "payments")]
        await pilot.press("d")
        await wait_for(lambda: len(commands) == 2, "the dry run")
        assert commands[1][-1] == "--dry-run"


async def test_marked_ones_are_tested_and_no_others(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "t")
        await wait_for(lambda: isinstance(app.screen, DoctorScreen), "the doctor")
        assert isinstance(app.screen, DoctorScreen)
        assert app.screen._names == ["datev"]


async def test_marked_ones_are_switched_with_one_difference_and_one_save(
    app: OposApp, config: Path
) -> None:
    def enabled() -> list[bool]:
        return [each.enabled for each in load_settings(config).settings.interfaces.values()]

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("asterisk", "E")
        await wait_for(lambda: isinstance(app.screen, Difference), "the difference")
        assert enabled() == [True, True, False]
        await pilot.press("y")
        await wait_for(lambda: enabled() == [True, True, True], "one of them was disabled")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
        await pilot.press("E")
        await wait_for(lambda: isinstance(app.screen, Difference), "the difference")
        await pilot.press("y")
        await wait_for(lambda: enabled() == [False, False, False], "all were enabled")


async def test_one_setting_is_changed_in_all_that_are_marked(app: OposApp, config: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "space", "space", "e")
        await wait_for(lambda: "Edit 2 interfaces" in seen(app), "one form for both")
        await go_to(pilot, "source.host")
        await wait_for(lambda: "various" in seen(app), "that their servers differ")
        await pilot.press("enter", "escape")
        assert "change" not in seen(app).splitlines()[0], "looking changes nothing"
        await pilot.press("enter", *"new.example.org", "enter")
        await wait_for(lambda: "1 change" in seen(app), "one change")
        await pilot.press("f2")
        await wait_for(lambda: isinstance(app.screen, Difference), "one difference")
        assert seen(app).count("+source = {") == 2
        await pilot.press("y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "one save")
    sources = [each.source for each in load_settings(config).settings.interfaces.values()]
    assert [source.host for source in sources] == ["", "new.example.org", "new.example.org"]
    assert [source.protocol for source in sources] == ["folder", "sftp", "ftps"], "and no more"


async def test_a_draft_of_several_is_offered_to_who_edits_the_same_ones(
    app: OposApp, config: Path
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "space", "space", "e")
        await go_to(pilot, "source.host")
        await pilot.press("enter", *"new.example.org", "enter")
        await wait_for(lambda: "1 change" in seen(app), "one change")
    app = OposApp(load_settings(config))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("g", "down", "down", "e")
        await wait_for(lambda: "Edit Interface" in seen(app), "one alone")
        await pilot.press("escape", "space", "space", "e")
        await wait_for(lambda: "1 change of 2 interfaces was never saved" in seen(app), "the offer")
        await pilot.press("t")
        await wait_for(lambda: "new.example.org" in seen(app), "the change")
        await pilot.press("f2", "y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    sources = [each.source for each in load_settings(config).settings.interfaces.values()]
    assert [source.host for source in sources] == ["", "new.example.org", "new.example.org"]


async def test_a_value_that_one_has_already_is_given_to_the_others(
    app: OposApp, config: Path
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("asterisk", "e")
        await go_to(pilot, "datev.group")
        await pilot.press("enter", *"Bookkeeping", "enter", "f2", "y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    groups = {each.group for each in load_settings(config).settings.interfaces.values()}
    assert groups == {"Bookkeeping"}


async def test_a_mistake_of_one_of_several_is_told(app: OposApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("asterisk", "e")
        await go_to(pilot, "schedule.time")
        await pilot.press("enter", "5")
        await wait_for(lambda: "05:00 is outside the window" in seen(app), "what is wrong")


def test_a_mark_goes_with_its_name() -> None:
    marks = MarkedNames()
    marks.toggle_all(["ulm", "kiel"])
    marks.keep_only(["kiel", "bonn"])
    assert marks.among(["bonn", "kiel", "ulm"]) == ["kiel"]
