"""Preview, release, undo: real runs over a real folder, decided by keys."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.model.item import Status
from engine.settings.load import load_settings
from tests.factories import item
from tests.practice import LIST_NAME, Practice
from tests.tui.conftest import seen, wait_for
from tui_app.app import OposApp
from tui_app.screens.invoices.item import ChangeList, ItemScreen
from tui_app.screens.plans.preview import PreviewScreen
from tui_app.widgets.item_list import ItemList
from tui_app.widgets.plan_list import PlanList


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(*(item(f"RE-{number}") for number in range(40)))
    return practice


@pytest.fixture
def app(practice: Practice) -> OposApp:
    return OposApp(load_settings(practice.config))


def paid(practice: Practice) -> int:
    return sum(item.status is Status.PAID for item in practice.items.values())


async def preview_is_planned(app: OposApp) -> None:
    """Its title counts invoices once all is there; what it says is laid out with the next paint."""
    await wait_for(
        lambda: isinstance(app.screen, PreviewScreen) and "invoice" in seen(app).splitlines()[0],
        "the plan",
    )
    laid_out = asyncio.Event()
    app.screen.call_after_refresh(laid_out.set)
    await laid_out.wait()


def line_of(app: OposApp, words: str) -> str:
    """The first line of the screen with these words."""
    return next((line for line in seen(app).splitlines() if words in line), "")


async def back_to_list(app: OposApp, outcome: str) -> None:
    await wait_for(lambda: "Interfaces" in seen(app) and outcome in seen(app), outcome)


async def test_a_dry_run_is_shown_and_then_done(practice: Practice, app: OposApp) -> None:
    practice.put_list("RE-0 40,00", *(f"RE-{number} 100,00" for number in range(3, 40)))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("d")
        await preview_is_planned(app)
        screen = seen(app)
        assert "Dry run of Open items from DATEV  ·  " in screen
        assert "3 invoices" in screen
        assert "PAID 2 " in screen
        assert "-€200.00" in screen
        assert "not in the list" in screen
        assert "PART PAID" in screen
        assert "€40.00" in screen
        assert paid(practice) == 0
        await pilot.press("a", "enter")
        await wait_for(lambda: "Import now?" not in seen(app), "Enter to mean no")
        await pilot.press("a")
        await wait_for(
            lambda: "2 paid, 1 part paid" in seen(app) and "plans anew" in seen(app),
            "what will happen",
        )
        await pilot.press("y")
        await wait_for(
            lambda: "Log of Open items" in seen(app) and "·  imported" in seen(app), "how it goes"
        )
        assert "39 rows" not in seen(app)
        assert "38 rows: 2 paid, 1 part paid, 37 unchanged" in seen(app)
        await pilot.press("escape")
        await back_to_list(app, "+ imported")
    assert paid(practice) == 2
    assert practice.items["RE-0"].status is Status.PART_PAID


async def test_a_plan_can_be_searched_looked_at_and_copied(
    practice: Practice, app: OposApp
) -> None:
    practice.put_list("RE-0 40,00", *(f"RE-{number} 100,00" for number in range(3, 40)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await preview_is_planned(app)
        await pilot.press("slash", *"re-0", "enter")
        await wait_for(lambda: "RE-1 " not in seen(app), "the others gone")
        await pilot.press("j")
        await wait_for(lambda: f"({LIST_NAME}, line 2)" in " ".join(seen(app).split()), "where")
        await pilot.press("Y")
        assert app.clipboard.startswith("001 RE-0: €100.00 → €40.00 (PART PAID).")
        await pilot.press("enter")
        await wait_for(lambda: "Invoice RE-0  ·  1 change" in seen(app), "its history")
        await pilot.press("escape", "escape")
        await wait_for(lambda: "RE-1 " in seen(app), "all again")
        await pilot.press("o")
        await wait_for(lambda: "only PAID" in seen(app) and "RE-0 " not in seen(app), "one kind")
        await pilot.press("o", "o", "g", "tab")
        assert app.screen.query_one(PlanList).cursor == 3, "the head of the next group"


async def test_the_dry_run_can_be_looked_at_again(practice: Practice, app: OposApp) -> None:
    practice.put_list("RE-0 40,00", *(f"RE-{number} 100,00" for number in range(1, 40)))
    practice.run("-n")
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_for(lambda: "p Plan" in seen(app), "the key")
        await pilot.press("p")
        await preview_is_planned(app)
        assert "1 invoice" in seen(app)
        await pilot.press("escape")
        await back_to_list(app, "never run")
        assert "(dry run " in seen(app), "what was only tried is no run"


async def hold_half(practice: Practice, app: OposApp, pilot: Pilot[str]) -> None:
    """A list that would settle every second invoice, run from here, and its preview."""
    practice.put_list(*(f"RE-{number} 100,00" for number in range(20)))
    await pilot.press("r")
    await wait_for(lambda: app.screen.check_action("preview", ()), "the guard")
    await pilot.press("p")
    await preview_is_planned(app)


async def test_a_held_import_is_released_with_its_reason(practice: Practice, app: OposApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await hold_half(practice, app, pilot)
        assert "20 invoices" in seen(app)
        await wait_for(
            lambda: (
                "! Held: 20/40 (50.0 %) of the open invoices would be settled at once; 30 %"
                in seen(app)
            ),
            "why",
        )
        await pilot.press("a")
        await wait_for(
            lambda: "Release this import?" in seen(app) and LIST_NAME in seen(app),
            "the question, and about what",
        )
        await pilot.press("enter")
        assert paid(practice) == 0, "a reason is needed"
        await pilot.press(*"--year end", "enter")
        await wait_for(lambda: paid(practice) == 20, "the release")
        await wait_for(
            lambda: "Log of Open items" in seen(app) and "20 paid" in seen(app),
            "how it goes",
        )
        await pilot.press("escape")
        await wait_for(
            lambda: "Interfaces" in seen(app) and "! held" not in seen(app),
            "nothing to wait any more",
        )
    assert practice.opos("explain", "RE-30", "--json").lines[-2]["released_because"] == "--year end"


async def test_a_held_import_is_dropped(practice: Practice, app: OposApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await hold_half(practice, app, pilot)
        await pilot.press("D")
        await wait_for(lambda: "Drop this import?" in seen(app), "the question")
        await pilot.press("escape")
        await wait_for(lambda: "Drop this import?" not in seen(app), "Escape to leave it")
        await pilot.press("D", *"wrong list", "enter")
        await wait_for(
            lambda: "Log of Open items" in seen(app) and "·  dropped by" in seen(app), "how it goes"
        )
        assert "Reason: wrong list" in seen(app)
        await pilot.press("escape")
        await wait_for(
            lambda: "Interfaces" in seen(app) and "! held" not in seen(app),
            "nothing to wait any more",
        )
        await pilot.press("h")
        await wait_for(lambda: "Reason: wrong list" in seen(app), "the reason in the history")
    assert paid(practice) == 0
    run = practice.opos("runs", "--json").lines[0]["run"]
    assert "Reason: wrong list" in practice.opos("show", run).out


async def test_looking_at_a_held_import_changes_nothing(practice: Practice, app: OposApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await hold_half(practice, app, pilot)
        await pilot.press("escape")
        await back_to_list(app, "! held")
        await wait_for(lambda: "20/40 (50.0 %) of the op" in line_of(app, "! held"), "why")
        await pilot.press("d")
        await preview_is_planned(app)
        await pilot.press("escape")
        await wait_for(lambda: "(dry run " in seen(app), "what was tried")
        assert "! held" in seen(app)
        await pilot.press("p")
        await preview_is_planned(app)
        assert "20 invoices" in seen(app)
    assert [run["state"] for run in practice.opos("runs", "--json").lines] == ["dry_run", "held"]


async def test_each_held_file_of_a_run_is_decided_by_its_name(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    practice.hold(*(item(f"RE-{number}") for number in range(40)))
    for name, first in (("OPOS_1.csv", 0), ("OPOS_2.csv", 10)):
        listed = (f"RE-{number} 100,00" for number in range(first, first + 15))
        practice.put_list(*listed, name=name)
    practice.run()
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for(lambda: app.screen.check_action("preview", ()), "both")
        await pilot.press("p")
        await wait_for(lambda: "OPOS_1.csv" in seen(app) and "OPOS_2.csv" in seen(app), "each")
        await pilot.press("enter")
        await preview_is_planned(app)
        assert "25 invoices" in seen(app)
        await pilot.press("D", *"old", "enter")
        await wait_for(lambda: "dropped by" in seen(app), "the first")
        await pilot.press("escape")
        await wait_for(
            lambda: "OPOS_2.csv" in seen(app) and "OPOS_1.csv" not in seen(app), "the other"
        )


async def test_an_import_is_taken_back_from_the_history(practice: Practice, app: OposApp) -> None:
    before = practice.items
    practice.put_list("RE-0 40,00", *(f"RE-{number} 100,00" for number in range(3, 40)))
    practice.run()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "u Undo" in seen(app), "the history")
        await pilot.press("u")
        await preview_is_planned(app)
        assert "REOPENED" in seen(app)
        assert practice.items != before
        await pilot.press("a", "y")
        await wait_for(lambda: practice.items == before, "everything as before")
        await wait_for(
            lambda: "Log of Open items" in seen(app) and "reopened" in seen(app),
            "how it goes",
        )
        await pilot.press("escape")
        await wait_for(
            lambda: "History" in seen(app) and "2 runs" in seen(app), "the history again"
        )
        await wait_for(
            lambda: "- taken back" in seen(app) and "+ taken back" in seen(app),
            "both runs as what they are",
        )
        await pilot.press("g")
        await wait_for(lambda: "reopened" in seen(app), "what the undo did, in words")
        assert "(tui)" in seen(app), "who took it back, and how"
        await pilot.press("G")
        await wait_for(
            lambda: "Taken back by run Open items from DATEV, " in seen(app), "by which run"
        )
        assert "u Undo" not in seen(app)


async def test_an_empty_plan_says_why(practice: Practice, app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await preview_is_planned(app)
        assert "No file with “OPOS” in its name lies in" in " ".join(seen(app).split())
        assert "a Import" not in seen(app)
        await pilot.press("l")
        await wait_for(
            lambda: "Log of Open items" in seen(app) and "dry run" in seen(app),
            "its log",
        )


async def test_a_plan_is_old_once_the_invoices_have_changed(
    practice: Practice, app: OposApp
) -> None:
    practice.put_list("RE-0 40,00", *(f"RE-{number} 100,00" for number in range(1, 40)))
    practice.run("-n")
    practice.hold(item("RE-77"))
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_for(lambda: "p Plan" in seen(app), "the key")
        await pilot.press("p")
        await wait_for(
            lambda: "! Invoices were changed since this was planned" in seen(app), "the warning"
        )


async def test_a_click_on_a_line_does_what_enter_does(practice: Practice, app: OposApp) -> None:
    practice.put_list("RE-0 40,00", *(f"RE-{number} 100,00" for number in range(3, 40)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await preview_is_planned(app)
        plan = app.screen.query_one(PlanList)
        await pilot.click(plan, offset=(5, 0))
        assert isinstance(app.screen, PreviewScreen), "the head of a group has no history"
        await pilot.click(plan, offset=(5, 1))
        await pilot.click(plan, offset=(5, 1))
        await wait_for(lambda: isinstance(app.screen, ItemScreen), "the history of the invoice")
        await pilot.press("escape", "escape", "i")
        await wait_for(lambda: "40 items" in seen(app), "the items")
        await pilot.click(app.screen.query_one(ItemList), offset=(5, 0))
        await wait_for(lambda: "Invoice RE-0  ·  1 change" in seen(app), "the history of the first")
        await pilot.click(app.screen.query_one(ChangeList), offset=(5, 0))
        await wait_for(lambda: isinstance(app.screen, ItemScreen), "no journal of a run there")


async def test_a_refused_list_is_not_said_to_be_known(practice: Practice, app: OposApp) -> None:
    practice.put(LIST_NAME, "Konto;Name\n1;x\n")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await preview_is_planned(app)
        screen = " ".join(seen(app).split())
        assert f"Nothing would change: {LIST_NAME} would be refused." in screen
        assert "known here already" not in screen
