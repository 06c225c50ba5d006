"""What somebody looks for, with keys or the mouse, and how many keys that takes."""

from __future__ import annotations

from pathlib import Path

from engine.common.data_folder import DataFolder
from engine.journal.events import Connected, RowRejected
from engine.settings.load import load_settings
from tests.factories import item
from tests.practice import LIKE_ANYBODY, Practice
from tests.tui.conftest import IMPORTED, seen, wait_for, write_run
from tests.tui.tasks.keyboard import Keyboard
from tests.tui.terminal import OPOS, Terminal
from tui_app.app import OposApp
from tui_app.widgets.line_list import LineList


async def test_a_line_of_a_long_log_is_found(app: OposApp, data: DataFolder) -> None:
    rejected = (
        RowRejected("a.csv", line, "amount", f"abc{line}", "this is no amount") for line in (7, 70)
    )
    others = [Connected(protocol="ftp", address=f"server-{n}") for n in range(300)]
    write_run(data, "datev", next(rejected), *others, next(rejected), IMPORTED)
    async with app.run_test(size=(80, 24)) as pilot:
        keys = Keyboard(pilot)
        await wait_for(lambda: "+ imported" in seen(app), "the run")
        await keys.press("enter")
        await wait_for(lambda: "line 304 of 304" in seen(app), "where one is")
        await keys.press("slash")
        await keys.type("/server-2.,")
        await keys.press("enter", "escape", "n")
        await wait_for(
            lambda: [each.message for each in app._notifications] == ["On from the first one."],
            "that it began anew",
        )
        await keys.press("ctrl+g")
        await wait_for(lambda: "1 to 304, or a time of day" in seen(app), "what may be typed")
        await keys.type("150")
        await keys.press("enter")
        await wait_for(lambda: "line 150 of 304" in seen(app), "that line")
        await keys.press("p")
        await wait_for(lambda: "line 303 of 304" in seen(app), "the next problem")
        await keys.press("P")
        await wait_for(lambda: "line 2 of 304" in seen(app), "the problem before")
        await keys.press("ctrl+g", "0", "0", "colon", "0", "0", "enter")
        await wait_for(lambda: "line 1 of 304" in seen(app), "the first line of the day")


async def test_items_are_sorted_by_keys_and_by_the_mouse(practice: Practice) -> None:
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await wait_for(lambda: "RE-10 " in seen(app), "the items")
        await pilot.press("S")
        await wait_for(lambda: "Name ▲" in seen(app), "their order by name")
        await pilot.press("less_than_sign")
        await wait_for(lambda: "Name ▼" in seen(app), "the other way round")
        lines = app.screen.query_one(LineList)
        await pilot.click("Heading", offset=(3, 0))
        await wait_for(lambda: "Invoice ▲" in seen(app), "their order by number")
        await pilot.mouse_down(lines, offset=(79, 0))
        await pilot.hover(lines, offset=(79, lines.size.height - 1))
        await wait_for(lambda: lines.in_sight.stop == lines.count, "the end of the list")
        await pilot.mouse_up(lines, offset=(79, lines.size.height - 1))
        assert lines.cursor == 0


async def test_a_click_on_quit_asks(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "q Quit" in seen(app), "the key")
        place = seen(app).splitlines()[-1].index("q Quit")
        await pilot.click("KeyBar", offset=(place + 1, 0))
        await wait_for(lambda: "Leave opos?" in seen(app), "the question")
        await pilot.press("n", "q")
        await wait_for(lambda: app.return_code == 0, "the end, by the key")


def test_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    practice.hold(item())
    practice.data.root.chmod(0)
    try:
        with Terminal("-c", str(practice.config), program=(*LIKE_ANYBODY, *OPOS)) as terminal:
            terminal.wait_for("data cannot be read: the folder belongs to ")
            terminal.wait_for("Open items from DATEV")
            assert b"never run" not in terminal.sent
            terminal.type("i")
            terminal.wait_for("Items")
            assert b"Problem" not in terminal.sent
    finally:
        practice.data.root.chmod(0o700)
