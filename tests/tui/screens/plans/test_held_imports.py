"""The held imports of all interfaces, decided by keys: one or several, with one reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.model.item import Status
from engine.settings.load import load_settings
from tests.factories import item
from tests.practice import Practice
from tests.tui.conftest import seen, wait_for
from tui_app.app import OposApp
from tui_app.screens.plans.held_imports import HeldImportsScreen


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """Three lists that each would settle far too much, after one that was fine."""
    practice = Practice(tmp_path / "practice")
    practice.hold(*(item(f"RE-{number}", name=f"Kunde {number}") for number in range(60)))
    practice.put_list(*(f"RE-{number} 100,00" for number in range(2, 60)))
    practice.run()
    for number, rows in enumerate((30, 31, 32)):
        listed = (f"RE-{number} 100,00" for number in range(2, rows))
        practice.put_list(*listed, "NEU-1 50,00", name=f"OPOS_{number}.csv")
        practice.run()
    return practice


@pytest.fixture
def app(practice: Practice) -> OposApp:
    return OposApp(load_settings(practice.config))


async def test_several_are_decided_with_one_reason(practice: Practice, app: OposApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("H")
        await wait_for(lambda: "3 wait for a decision" in seen(app), "all of them")
        screen = seen(app)
        assert "Open items from DATEV" in screen
        assert "OPOS_2.csv" in screen
        assert "Invoices settled at once: 30 now, 17 allowed, 2 in the last import." in screen
        assert "30 now" in screen
        assert "limit 17" in screen
        await pilot.press("space", "space")
        await wait_for(lambda: "2 marked" in seen(app), "the marks")
        await pilot.press("D")
        await wait_for(lambda: "Drop these imports?" in seen(app), "the question")
        assert "OPOS_1.csv" in seen(app)
        await pilot.press(*"exported twice", "enter")
        await wait_for(lambda: "1 waits for a decision" in seen(app), "both")
        await pilot.press("a", *"checked", "enter")
        await wait_for(lambda: "No import is held." in seen(app), "the last one")
    runs = practice.opos("runs", "--json").lines
    assert [run["act"] for run in runs[:3]] == ["release", "reject", "reject"]
    assert "Reason: exported twice" in practice.opos("show", runs[1]["run"]).out
    assert sum(one.status is Status.PAID for one in practice.items.values()) == 30


async def test_what_cannot_be_decided_is_told(practice: Practice, app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("H")
        await wait_for(lambda: "3 wait for a decision" in seen(app), "all of them")
        for original in practice.data.archive.glob("*/*"):
            original.unlink()
        await pilot.press("asterisk", "a", *"why not", "enter")
        await wait_for(lambda: "OPOS_2.csv: " in seen(app), "what could not be done")
        assert "is no longer in the archive" in " ".join(seen(app).split())


async def test_a_held_list_is_seen_beside_the_last_one(app: OposApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("H")
        await wait_for(lambda: "3 wait for a decision" in seen(app), "all of them")
        await pilot.press("equals_sign")
        await wait_for(lambda: "- 30 no longer listed" in seen(app), "the difference")
        screen = seen(app)
        assert "+ 1 newly listed" in screen
        assert "Kunde 31" in screen, "whose invoice is gone"
        assert "58 rows; this one: 29 rows." in screen
        await pilot.press("slash", *"neu-1", "enter")
        await wait_for(lambda: "RE-30" not in seen(app), "only that")
        assert "€50.00" in seen(app)
        await pilot.press("escape", "g", "enter")
        await wait_for(lambda: "Invoice RE-" in seen(app), "the history of an invoice")
        await pilot.press("escape", "escape", "enter")
        await wait_for(lambda: "Held: Open items from DATEV" in seen(app), "what it would change")
        await pilot.press("equals_sign", "escape", "escape", "escape")
        await wait_for(lambda: "Interfaces" in seen(app), "the same way back")


async def test_whose_invoices_are_gone_is_seen_in_a_small_terminal(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("H")
        await wait_for(lambda: "3 wait for a decision" in seen(app), "all of them")
        await pilot.press("equals_sign")
        await wait_for(lambda: "Kunde 31" in seen(app), "who it is")


async def test_where_nothing_is_held_it_says_so(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "empty")
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("H")
        await wait_for(lambda: "No import is held." in seen(app), "that")
        await pilot.press("a", "D", "space", "asterisk", "equals_sign", "enter")
        assert isinstance(app.screen, HeldImportsScreen), "there is nothing to do it with"
