"""`:` finds anything, from anywhere, in either language, fuzzily; Back returns the same way."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.common.data_folder import DataFolder
from engine.settings.load import load_settings
from engine.store.opening import open_store
from tests.factories import created, entry, item
from tests.tui.conftest import FAILED, IMPORTED, seen, wait_for, write_run
from tui_app.app import OposApp
from tui_app.screens.configuration.editor import EditorScreen
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.interfaces.interfaces import InterfacesScreen
from tui_app.screens.invoices.item import ItemScreen
from tui_app.screens.palette.palette import HitList, Palette
from tui_app.screens.plans.held_imports import HeldImportsScreen
from tui_app.screens.runs.history import HistoryScreen
from tui_app.screens.runs.run import RunScreen


@pytest.fixture
def practice(app: OposApp, data: DataFolder) -> OposApp:
    write_run(data, "datev", FAILED, ago=timedelta(days=3))
    write_run(data, "payments", IMPORTED)
    items = [
        item(
            f"RE-2026-{number:04d}",
            name=f"Kunde {number}",
            account="10123" if number == 5 else "10001",
        )
        for number in range(200)
    ]
    open_store(data).commit(created(*items), entry())
    return app


async def first_found(app: OposApp, pilot: Pilot[str], typed: str, label: str) -> None:
    """Type it, and take the first line once it says so."""
    await pilot.press("colon", *typed)
    await wait_for(
        lambda: (
            isinstance(app.screen, Palette)
            and (found := app.screen.query_one(HitList).shown)
            and label in found[0].label
        ),
        f"{label!r} for {typed!r}",
    )
    await pilot.press("enter")


@pytest.mark.parametrize(
    ("typed", "label", "screen"),
    [
        ("hstry", "History", HistoryScreen),
        ("verlauf", "History", HistoryScreen),
        ("release", "Release", HeldImportsScreen),
        ("undo", "Undo", HistoryScreen),
        ("freigeben", "Release", HeldImportsScreen),
        ("smtp host", "Mail: Server", EditorScreen),
        ("0123", "RE-2026-0123", ItemScreen),
        ("re20260007", "RE-2026-0007", ItemScreen),
        ("kunde 42", "RE-2026-0042", ItemScreen),
    ],
)
async def test_whatever_has_a_name_is_found(
    practice: OposApp, typed: str, label: str, screen: type
) -> None:
    async with practice.run_test(size=(100, 30)) as pilot:
        await first_found(practice, pilot, typed, label)
        await wait_for(lambda: isinstance(practice.screen, screen), screen.__name__)
        await pilot.press("escape")
        await wait_for(lambda: isinstance(practice.screen, InterfacesScreen), "the same way back")


async def test_runs_are_found_by_interface_and_day(practice: OposApp) -> None:
    async with practice.run_test(size=(100, 30)) as pilot:
        await pilot.press("colon", *"datev 20")
        await wait_for(
            lambda: (
                isinstance(practice.screen, Palette)
                and any(
                    "Open items from DATEV, " in found.label
                    for found in practice.screen.query_one(HitList).shown
                )
            ),
            "the run",
        )
        found = practice.screen.query_one(HitList)
        while "Open items from DATEV, " not in found.shown[found.cursor].label:
            await pilot.press("down")
        await pilot.press("enter")
        await wait_for(lambda: isinstance(practice.screen, RunScreen), "its log")


async def test_an_interface_is_gone_to_or_its_runs_are_shown(practice: OposApp) -> None:
    async with practice.run_test(size=(100, 30)) as pilot:
        await first_found(practice, pilot, "addison", "Addison Ulm")
        await wait_for(lambda: isinstance(practice.screen, InterfacesScreen), "the list")
        await pilot.press("v")
        await wait_for(lambda: "ftp.example.org" in seen(practice), "the cursor on it")
        await pilot.press("escape", "i")
        await wait_for(lambda: "200 items" in seen(practice), "another screen")
        await first_found(practice, pilot, "dtv", "Open items from DATEV")
        await wait_for(lambda: "1 of 2 runs" in seen(practice), "its runs alone")
        await pilot.press("escape")
        await wait_for(lambda: "200 items" in seen(practice), "the same way back")


async def test_what_nothing_is_called_is_said(practice: OposApp) -> None:
    async with practice.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", *"zzzqqq")
        await wait_for(lambda: "Nothing has such a name." in seen(practice), "that")
        await pilot.press("enter")
        assert isinstance(practice.screen, Palette), "and nothing is done"


async def test_a_store_that_cannot_be_read_hides_nothing_else(config: Path) -> None:
    app = OposApp(load_settings(config))
    app.data.store.write_text("damaged", encoding="utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: isinstance(app.screen, ProblemNote), "what is wrong")
        await pilot.press("escape")
        await first_found(app, pilot, "hist", "History")
        await wait_for(
            lambda: any(isinstance(each, HistoryScreen) for each in app.screen_stack), "the history"
        )
