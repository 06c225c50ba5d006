"""The screen of the clearing list: a payment is assigned, or dropped, and waits no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings.load import load_settings
from tests.factories import item
from tests.imports.test_clearing_run import configure, imported, opens, waiting
from tests.lists.payments.making import Entry
from tests.practice import Practice
from tests.tui.conftest import seen, wait_for
from tui_app.app import OposApp


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    made = Practice(tmp_path)
    configure(made)
    made.hold(item("RE-1"), item("RE-2", amount=50_00, open=50_00))
    imported(made, Entry(paid=120_00, text="RE-1 und RE-2"), Entry(paid=7_00, text="Danke"))
    return made


async def test_a_payment_is_assigned_and_another_dropped(practice: Practice) -> None:
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("P")
        await wait_for(lambda: "2 payments wait." in seen(app), "the list")
        assert "RE-1, RE-2" in seen(app)
        await pilot.press("enter")
        await wait_for(lambda: "It may be for:" in seen(app), "what it may be for")
        await pilot.press("escape", "a")
        await wait_for(lambda: "Which invoice" in seen(app), "the question")
        await pilot.press("enter", *"phone", "enter")
        await wait_for(lambda: opens(practice)["RE-1"] == 0, "that it is booked")
        await wait_for(lambda: "Assigned." in seen(app), "how it went")
        await pilot.press("escape")
        await wait_for(lambda: "€20.00" in seen(app), "what is left")
        await pilot.press("down", "x", *"tip", "enter")
        await wait_for(lambda: len(waiting(practice)) == 1, "that it is dropped")


async def test_nothing_waits(practice: Practice) -> None:
    for one in waiting(practice):
        practice.opos("clearing", "drop", one["entry"], "--reason", "x")
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("P")
        await wait_for(lambda: "No payment waits" in seen(app), "that nothing waits")


async def test_a_search_stays_when_one_comes_back(practice: Practice) -> None:
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("P", "slash", *"danke", "enter")
        await wait_for(lambda: "RE-1, RE-2" not in seen(app), "what was searched for")
        await pilot.press("enter", "escape")
        await wait_for(lambda: "Why" in seen(app) and "Danke" in seen(app), "the list again")
        assert "RE-1, RE-2" not in seen(app)
        await pilot.press("slash", *"nobody")
        await wait_for(lambda: "Nothing found" in seen(app), "why it is empty")
        assert "No payment waits" not in seen(app)
