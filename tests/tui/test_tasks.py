"""What people come for, done from the first screen, and how many keys that takes: each names, types
and answers as anybody would.
"""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.common.data_folder import DataFolder
from engine.model.item import Status
from engine.settings.load import load_settings
from tests.factories import item
from tests.practice import Practice
from tests.tui.conftest import FAILED, IMPORTED, seen, wait_for, write_run
from tui_app.app import OposApp

OTHERS = """
[smtp]
host = "mail.example.org"
sender = "opos@example.org"

[mandants.002]
name = "Optik am Münster GmbH"

[interfaces.ulm]
name = "Offene Posten Ulm"
source = { protocol = "sftp", host = "sftp.example.org", filename = "Ulm" }
report = { email = ["buchhaltung@example.org"] }
"""
_TYPED = {" ": "space", "-": "minus", ":": "colon"}


class Keyboard:
    """Counts what is pressed."""

    def __init__(self, pilot: Pilot[str]) -> None:
        self._pilot = pilot
        self.count = 0

    async def press(self, *keys: str) -> None:
        self.count += len(keys)
        await self._pilot.press(*keys)

    async def type(self, text: str) -> None:
        await self.press(*(_TYPED.get(letter, letter) for letter in text))


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """Forty invoices, one of them paid."""
    practice = Practice(tmp_path / "practice")
    practice.hold(*(item(f"RE-{number}") for number in range(40)))
    practice.put_list(*(f"RE-{number} 100,00" for number in range(1, 40)))
    practice.run()
    assert practice.items["RE-0"].status is Status.PAID
    return practice


async def test_a_new_interface_is_made(config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8") + OTHERS, encoding="utf-8")
    app = OposApp(load_settings(config))
    async with app.run_test(size=(120, 40)) as pilot:
        keys = Keyboard(pilot)
        await keys.press("n")
        await keys.type("Ausgeglichene Posten Ulm")
        await keys.press("enter", "enter", "down", "enter")
        await wait_for(lambda: "4 mistakes" in seen(app), "the form, with all that must be given")
        await keys.press("enter", "s")
        await wait_for(lambda: "sftp.example.org" in seen(app), "what others say there")
        await keys.press("right", "enter", "p", "enter")
        await keys.type("opos")
        await keys.press("enter", "p", "enter")
        await keys.type("OPOS")
        await keys.press("enter", "p", "enter", "space", "down", "space", "enter")
        await keys.press("up", "up", "up", "right")
        await wait_for(lambda: "settled items" in seen(app), "what the list holds")
        await keys.press("shift+tab", "shift+tab", "right", "down", "enter")
        await keys.type("7:30")
        await keys.press("enter", "down", "enter")
        await wait_for(lambda: "[x]  Monday" in seen(app), "the days, at first the working ones")
        await keys.press("down", "space", "down", "space", "down", "down", "space", "enter")
        await keys.press("tab", "tab", "tab", "tab", "tab", "enter", "b")
        await wait_for(lambda: "buchhaltung@example.org" in seen(app), "who else gets mail")
        await keys.press("right", "enter", "f2", "y")
        await wait_for(lambda: "Ausgeglichene Posten Ulm" in seen(app), "that it is there")
    made = load_settings(config).settings.interfaces["ausgeglichene-posten-ulm"]
    assert (made.source.host, made.source.user) == ("sftp.example.org", "opos")
    assert (made.source.filename, made.file.content) == ("OPOS", "settled")
    assert sorted(made.posting.mandants) == ["001", "002"]
    assert (made.schedule.weekdays, made.schedule.time) == (("mon", "thu"), time(7, 30))
    assert made.report.email == ("buchhaltung@example.org",)
    assert keys.count < 90


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
        await keys.press("p")
        await wait_for(lambda: "! Held" in seen(app), "why")
        await keys.press("a")
        await keys.type("checked")
        await keys.press("enter")
        await wait_for(lambda: practice.items["RE-9"].status is Status.PAID, "that it is imported")
    assert keys.count == 3 + len("checked")


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
