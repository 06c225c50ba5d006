"""What somebody comes for every morning, from the first screen on, and how many keys that takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import Progress
from engine.journal.journal import Journal
from engine.model.item import Status
from engine.settings.load import load_settings
from tests.practice import Practice
from tests.tui.conftest import FAILED, IMPORTED, seen, started, wait_for, write_run
from tests.tui.tasks.keyboard import Keyboard
from tui_app.app import OposApp
from tui_app.screens.interfaces.interfaces import InterfacesScreen


async def test_why_an_invoice_is_paid_and_that_undone(practice: Practice) -> None:
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(80, 24)) as pilot:
        keys = Keyboard(pilot)
        await keys.press("colon")
        await keys.type("RE-0")
        await wait_for(lambda: "RE-0" in seen(app).partition("RE-0")[2], "the invoice")
        await keys.press("enter")
        await wait_for(lambda: "PAID" in seen(app), "why")
        await keys.press("u")
        await wait_for(lambda: "Undo of" in seen(app) and "REOPENED 1" in seen(app), "what it does")
        await keys.press("a", "y")
        await wait_for(lambda: practice.items["RE-0"].status is Status.OPEN, "that it is undone")
    assert keys.count < 12


async def test_a_held_import_is_released(practice: Practice) -> None:
    practice.put_list("RE-38 100,00", "RE-39 100,00", name="OPOS_2.csv")
    practice.run()
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(80, 24)) as pilot:
        keys = Keyboard(pilot)
        await wait_for(lambda: "1 held" in seen(app), "that it needs somebody")
        await wait_for(lambda: app.screen.check_action("preview", ()), "which file it is")
        await keys.press("p")
        await wait_for(lambda: "! Held" in seen(app), "why")
        await keys.press("a")
        await keys.type("checked")
        await keys.press("enter")
        await wait_for(lambda: practice.items["RE-9"].status is Status.PAID, "that it is imported")
    assert keys.count == 3 + len("checked")


async def test_two_held_imports_of_one_run_are_listed_by_their_files(practice: Practice) -> None:
    """What they would do is no sum: they are about the same invoices."""
    practice.put_list("RE-38 100,00", "RE-39 100,00", name="OPOS_A.csv")
    practice.put_list("RE-37 100,00", "RE-39 100,00", name="OPOS_B.csv")
    practice.run()
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "! held: 2 imports are held" in seen(app), "that two wait")
        await pilot.press("p")
        await wait_for(lambda: "─OPOS_A.csv─" in seen(app), "the first of them")
        await pilot.press("down")
        await wait_for(lambda: "─OPOS_B.csv─" in seen(app), "the second")


async def test_what_is_wrong_with_many(config: Path, data: DataFolder) -> None:
    """It is seen without a key; two show nothing else, and why."""
    many = "".join(
        f'\n[interfaces.b{n}]\nname = "Branch {n}"\nsource = {{ host = "h", filename = "{n:03}" }}'
        for n in range(200)
    )
    config.write_text(config.read_text(encoding="utf-8") + many, encoding="utf-8")
    for number in range(200):
        write_run(data, f"b{number}", FAILED if number % 50 == 7 else IMPORTED)
    write_run(data, "b7", FAILED, ago=timedelta(minutes=5))
    app = OposApp(load_settings(config))
    async with app.run_test(size=(80, 24)) as pilot:
        keys = Keyboard(pilot)
        await wait_for(lambda: "x 4 failed" in seen(app).splitlines()[0], "how many")
        shown = seen(app)
        assert all(f"Branch {number} " in shown for number in (7, 57, 107, 157))
        await keys.press("exclamation_mark", "enter")
        await wait_for(lambda: "The next run tries again." in seen(app), "the whole reason")
    assert keys.count == 2


async def test_a_run_of_somebody_else_is_followed(app: OposApp, data: DataFolder) -> None:
    """Without a key: what it waits for, how far it is and how fast it goes."""
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        journal.write(started())
        async with app.run_test(size=(150, 40)):
            journal.write(Progress(name="OPOS.csv", step="wait", done=0, total=10))
            await wait_for(lambda: "waits 10 s for the file to stand" in seen(app), "the wait")
            assert "Open items from DATEV is running" in seen(app).splitlines()[0]
            journal.write(Progress(name="OPOS.csv", step="fetch", done=0, total=2_600_000))
            await wait_for(lambda: "fetched 0.0 of 2.6 MB" in seen(app), "that it begins")
            journal.write(Progress(name="OPOS.csv", step="fetch", done=10**6, total=2_600_000))
            await wait_for(lambda: "fetched 1.0 of 2.6 MB" in seen(app), "how far it is")
            assert "MB/s" in seen(app)
            journal.write(IMPORTED)
            await wait_for(lambda: "+ imported" in seen(app), "how it ended")


async def test_one_that_runs_is_run_again_after(
    app: OposApp, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[str, ...]] = []
    monkeypatch.setattr(InterfacesScreen, "start", lambda _screen, *how: begun.append(how))
    async with app.run_test(size=(80, 24)) as pilot:
        with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
            journal.write(started())
            await wait_for(lambda: "» running" in seen(app), "the run")
            await pilot.press("r")
            await wait_for(lambda: "Start it again when that run has ended?" in seen(app), "that")
            await pilot.press("y")
            assert not begun
            journal.write(IMPORTED)
        await wait_for(lambda: begun == [("--headless", "-i", "datev")], "the next run")
