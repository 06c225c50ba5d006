"""The doctor as a screen."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.common.cancellation import CancelToken
from engine.doctor.finding import Finding
from engine.settings.load import load_settings
from tests.practice import Practice, rewrite
from tests.tui.conftest import seen, wait_for
from tui_app.app import OposApp
from tui_app.screens.interfaces.interfaces import InterfacesScreen
from tui_app.widgets.finding_list import FindingList


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold()
    return practice


async def test_tells_what_is_well_and_what_to_do_where_it_is_not(practice: Practice) -> None:
    rewrite(practice.config, f'directory = "{practice.uploads}/"', 'directory = "/nowhere/"', 1)
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("c")
        await wait_for(
            lambda: "Check  ·" in seen(app) and "looking" not in seen(app), "the end of the look"
        )
        screen = seen(app)
        assert "All interfaces" in screen
        assert "Configuration" not in screen, "what is well is folded away"
        assert "Open items from DATEV" in screen
        chosen = app.screen.query_one(FindingList).chosen
        assert isinstance(chosen, Finding)
        assert "/nowhere/" in chosen.text, "the cursor is on the first problem"
        await pilot.press("enter")
        await wait_for(lambda: "Open items from DATEV: Server" in seen(app), "whose server")
        await pilot.press("escape", "slash", *"configuration !datev", "enter")
        await wait_for(lambda: "/nowhere/" not in seen(app), "what was searched for")
        assert "+    Configuration" in seen(app)
        await pilot.press("escape", "g", "enter")
        await wait_for(lambda: "+    Configuration" in seen(app), "all of the first group")
        await pilot.press("p")
        assert "/nowhere/" in seen(app)
        await pilot.press("r")
        await wait_for(lambda: "looking" not in seen(app), "another look")


async def test_one_interface_is_tested_alone(practice: Practice) -> None:
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "t")
        await wait_for(
            lambda: "Check  ·" in seen(app) and "looking" not in seen(app), "the end of the look"
        )
        assert "Payments" in seen(app)
        assert "datev" not in seen(app).replace(str(practice.folder), "")


async def test_leaving_does_not_wait_for_a_server_that_is_silent(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()

    def examine(
        _configuration: object, _names: object, token: CancelToken, _now: object, **_wanted: object
    ) -> object:
        token.when_cancelled(stopped.set)
        stopped.wait()
        return iter(())

    monkeypatch.setattr("tui_app.screens.doctor.examine", examine)
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("c")
        await wait_for(lambda: "looking" in seen(app), "the look")
        await pilot.press("escape")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the first screen")
        await wait_for(stopped.is_set, "the doctor to be told")
