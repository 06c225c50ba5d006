"""The log of one run, by keys only."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.common.data_folder import DataFolder
from engine.journal.events import Connected, Event, RowRejected, Warned
from engine.journal.journal import Journal
from tests.tui.conftest import FAILED, IMPORTED, seen, started, wait_for, write_run
from tui_app.app import OposApp
from tui_app.widgets.event_list import EventList


async def test_enter_opens_the_log_of_the_last_run(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", Connected(protocol="folder", address="/srv/lists"), FAILED)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "x failed" in seen(app), "the run")
        await pilot.press("enter")
        await wait_for(lambda: "Connected to /srv/lists." in seen(app), "its story")
        assert "Log of Open items from DATEV" in seen(app)
        await wait_for(
            lambda: (
                "Failed. sftp.example.org does not answer. The next run tries again." in seen(app)
            ),
            "its end",
        )
        await pilot.press("escape")
        await wait_for(lambda: "Interfaces" in seen(app), "the first screen")


async def test_follows_a_run_until_the_cursor_is_moved_away(app: OposApp, data: DataFolder) -> None:
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        journal.write(started())
        for line in range(200):
            journal.write(Connected(protocol="ftp", address=f"server-{line}"))
        async with app.run_test(size=(80, 24)) as pilot:
            await wait_for(lambda: "» running" in seen(app), "the run")
            await pilot.press("l")
            await wait_for(lambda: "server-199" in seen(app), "its end so far")
            journal.write(Connected(protocol="ftp", address="server-200"))
            await wait_for(lambda: "server-200" in seen(app), "the new line")
            await pilot.press("g")
            await wait_for(lambda: "Run started" in seen(app), "the first line")
            journal.write(Connected(protocol="ftp", address="server-201"))
            await wait_for(
                lambda: app.screen.query_one(EventList).count == 203, "the line to arrive"
            )
            assert "Run started" in seen(app)
            await pilot.press("G")
            await wait_for(lambda: "server-201" in seen(app), "the last line")
            journal.write(IMPORTED)
            await wait_for(lambda: "·  imported" in seen(app), "the outcome in the title")


async def test_y_sends_the_line_to_the_terminals_clipboard(app: OposApp, data: DataFolder) -> None:
    write_run(
        data,
        "datev",
        RowRejected(name="OPOS.csv", line=7, column="Betrag", value="1,2,3", reason="no amount"),
    )
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await wait_for(lambda: "x interrupted" in seen(app), "the run")
        await pilot.press("enter")
        await wait_for(lambda: "no amount" in seen(app), "the line")
        await pilot.press("y")
        await wait_for(lambda: "no amount" in app.clipboard, "the text")
        await wait_for(lambda: "Sent 1 line" in seen(app).splitlines()[-1], "that it was sent")
        assert seen(app).splitlines()[-4].count("no amount") == 1, "the line is still in sight"


async def test_x_stops_the_run_that_is_looked_at(app: OposApp, data: DataFolder) -> None:
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        journal.write(started())
        async with app.run_test(size=(80, 24)) as pilot:
            await wait_for(lambda: "» running" in seen(app), "the run")
            await pilot.press("l")
            await wait_for(lambda: "x Stop" in seen(app), "the key")
            await pilot.press("x")
            await wait_for(lambda: "Stop the run of Open items" in seen(app), "the question")
            await pilot.press("n")
            journal.write(IMPORTED)
            await wait_for(lambda: "x Stop" not in seen(app), "nothing left to stop")


async def test_a_run_that_ended_while_one_was_asked_is_not_stopped(
    app: OposApp, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of its process may be another program's by then."""
    monkeypatch.setattr(
        "tui_app.runs.runner.stop", lambda _run: pytest.fail("nothing must be stopped")
    )
    async with app.run_test(size=(80, 24)) as pilot:
        with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
            journal.write(started())
            await wait_for(lambda: "» running" in seen(app), "the run")
            await pilot.press("x")
            await wait_for(lambda: "Stop the run of Open items" in seen(app), "the question")
        await pilot.press("y")
        await wait_for(lambda: "This run is over already." in seen(app), "why nothing was stopped")


def story(lines: int) -> list[Event]:
    """A long run with two problems in it."""
    events: list[Event] = [
        Connected(protocol="ftp", address=f"server-{line}") for line in range(lines)
    ]
    events[40] = RowRejected(
        name="OPOS.csv", line=7, column="Betrag", value="1,2,3", reason="no amount"
    )
    events[60] = Warned(name="OPOS.csv", code="surplus", text="Paid twice.")
    return events


async def opened_log(app: OposApp, pilot: Pilot[str]) -> EventList:
    """The log of the interface that the cursor is on, read to its end."""
    await wait_for(lambda: "imported" in seen(app), "the run")
    await pilot.press("l")
    await wait_for(lambda: "·  imported" in seen(app), "the end of its log")
    return app.screen.query_one(EventList)


async def test_searches_the_log_as_typed(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", *story(200), IMPORTED)
    async with app.run_test(size=(80, 24)) as pilot:
        events = await opened_log(app, pilot)
        await pilot.press("slash", *"SERVER-19")
        await wait_for(lambda: events.count == 11, "server-19 and server-190 to 199")
        assert "11 of 202 lines" in seen(app)
        await pilot.press("x")
        await wait_for(lambda: "No line matches." in seen(app), "the way out")
        await pilot.press("enter", "escape")
        await wait_for(lambda: events.count == 202, "all lines")


async def test_n_goes_on_to_what_was_found_among_all_lines(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", *story(200), IMPORTED)
    async with app.run_test(size=(80, 24)) as pilot:
        events = await opened_log(app, pilot)
        assert "n" not in app.screen.active_bindings or not (
            app.screen.active_bindings["n"].enabled
        ), "nothing was searched for yet"
        await pilot.press("slash", *"server-19 !server-190", "enter")
        await wait_for(lambda: events.count == 10, "server-19 and server-191 to 199")
        await pilot.press("g", "escape")
        await wait_for(lambda: events.count == 202, "all lines")
        places = []
        for key in "nnNN":
            await pilot.press(key)
            places.append(events.cursor)
        assert [events.shown[at].text.split()[-2] for at in places] == [
            "server-191,",
            "server-192,",
            "server-191,",
            "server-19,",
        ]


async def test_w_leaves_only_problems_and_p_goes_to_the_next(
    app: OposApp, data: DataFolder
) -> None:
    write_run(data, "datev", *story(200), IMPORTED)
    async with app.run_test(size=(80, 24)) as pilot:
        events = await opened_log(app, pilot)
        await pilot.press("p")
        assert events.chosen is not None
        assert "no amount" in events.chosen.text
        await pilot.press("p")
        assert "Paid twice." in events.chosen.text
        await pilot.press("w", "w")
        assert events.count == 2
        assert "Paid twice." in events.chosen.text, "the cursor stays on its line"
        await pilot.press("w")
        assert events.count == 202
        assert "Paid twice." in events.chosen.text


async def test_enter_shows_everything_the_journal_says(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", *story(200), IMPORTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened_log(app, pilot)
        await pilot.press("p", "enter")
        await wait_for(lambda: "File             OPOS.csv" in seen(app), "the details")
        assert "Value            1,2,3" in seen(app)
        await pilot.press("escape")
        await wait_for(lambda: "File             OPOS.csv" not in seen(app), "the log")


async def test_all_lines_shown_can_be_copied_or_saved(
    app: OposApp, data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_run(data, "datev", *story(200), IMPORTED)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened_log(app, pilot)
        await pilot.press("w", "w", "Y")
        assert len(app.clipboard.splitlines()) == 2
        await pilot.press("s")
        await wait_for(lambda: "Save to which file?" in seen(app), "the question where")
        await pilot.press("enter")
        await wait_for(lambda: "Saved as" in seen(app), "the name of the file")
        (saved,) = tmp_path.glob("opos-log-*.txt")
        assert len(saved.read_text(encoding="utf-8").splitlines()) == 2
        assert saved.stat().st_mode & 0o777 == 0o600
        await pilot.press("s", "ctrl+u", *str(saved), "enter")
        await wait_for(lambda: "exists." in seen(app), "nothing is overwritten")


async def test_a_long_log_is_all_there(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", *story(20_000), IMPORTED)
    async with app.run_test(size=(80, 24)) as pilot:
        events = await opened_log(app, pilot)
        await wait_for(lambda: len(events.all) == 20_002, "all lines")
        await pilot.press("pageup", "k", "G", "home", "pagedown")
        assert [line.number for line in events.all] == list(range(20_002))


async def test_the_live_log_tells_all_runs_and_those_of_one_outcome(
    app: OposApp, data: DataFolder
) -> None:
    write_run(data, "datev", *story(100), IMPORTED)
    write_run(data, "payments", FAILED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("L")
        await wait_for(lambda: "104 lines" in seen(app), "both stories")
        await pilot.press("o")
        await wait_for(lambda: "2 of 104 lines, only failed" in seen(app), "the failed one")
        await pilot.press("o")
        await wait_for(lambda: "102 of 104 lines, only imported" in seen(app), "the other one")
        await pilot.press("o")
        await wait_for(lambda: "104 lines" in seen(app), "all of them")
        await pilot.press("G")
        with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
            journal.write(started())
            journal.write(Connected(protocol="ftp", address="late-server"))
            await wait_for(
                lambda: "late-server" in seen(app), "a run that begins while one looks on"
            )
