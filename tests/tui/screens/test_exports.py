"""The screen of exports: what went, what waits, and any of it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings.load import load_settings
from tests.exports.practice_program import PracticeProgram
from tests.factories import item
from tests.practice import Practice
from tests.tui.conftest import seen, wait_for
from tui_app.app import OposApp


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1", name="Erika Mustermann"), item("RE-2"))
    return practice


@pytest.fixture
def program(practice: Practice) -> PracticeProgram:
    program = PracticeProgram(practice.folder)
    with practice.config.open("a", encoding="utf-8") as config:
        config.write(program.export())
    practice.put_list("RE-2 100,00")
    assert practice.run().code == 0
    return program


async def test_a_file_is_looked_at_and_sent_again(
    practice: Practice, program: PracticeProgram
) -> None:
    (program.inbox / "opos_00000001.jsonl").unlink()
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("X")
        await wait_for(lambda: "opos_00000001.jsonl" in seen(app), "the file")
        assert "sent" in seen(app)
        await pilot.press("enter")
        await wait_for(lambda: "Mustermann" in seen(app), "what it says")
        assert "€100.00 → €0.00" in seen(app)
        await pilot.press("escape", "r", "y")
        await wait_for(lambda: "sent as opos_00000001.jsonl" in seen(app), "what became of it")
        assert program.arrived == ["opos_00000001.jsonl"]
        await pilot.press("escape", "l")
        await wait_for(lambda: "praxis" in seen(app) and "Imported" in seen(app), "its run's log")


async def test_what_waits_says_why_and_is_sent_at_once(
    practice: Practice, program: PracticeProgram
) -> None:
    away = program.inbox.with_name("away")
    program.inbox.rename(away)
    practice.put_list("RE-2 50,00", name="OPOS_2.csv")
    assert practice.run().code == 13
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("X")
        await wait_for(lambda: "1 file waits." in seen(app), "that one waits")
        await pilot.press("enter")
        await wait_for(lambda: "does not exist" in seen(app), "why")
        await pilot.press("escape")
        away.rename(program.inbox)
        await pilot.press("r", "y")
        await wait_for(lambda: "sent as opos_00000002.jsonl" in seen(app), "what became of it")
        await pilot.press("escape")
        await wait_for(lambda: "0 files wait." in seen(app), "that nothing waits")
    assert len(program.arrived) == 2


async def test_without_an_export_it_says_how_one_is_made(practice: Practice) -> None:
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("X")
        await wait_for(lambda: "No file went yet" in seen(app), "what to do")
        await pilot.press("r", "enter", "l", "escape")
        assert app.return_code is None


async def test_an_export_is_edited_and_tried_out(
    practice: Practice, program: PracticeProgram
) -> None:
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.press("S", "slash", *"praxis", "enter", "enter")
        await wait_for(lambda: "TARGET" in seen(app) and "Changes told" in seen(app), "the form")
        await pilot.press("f3")
        await wait_for(lambda: "opos may put files there." in seen(app), "that it works")
