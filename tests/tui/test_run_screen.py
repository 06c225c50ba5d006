"""The log of one run, by keys only."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.events import Connected, RowRejected
from engine.journal import Journal
from engine.paths import DataFolder
from tests.tui.conftest import FAILED, IMPORTED, seen, started, wait_for, write_run
from tui_app.app import OposApp


async def test_enter_opens_the_log_of_the_last_run(app: OposApp, data: DataFolder) -> None:
    run = write_run(data, "datev", Connected(protocol="folder", address="/srv/lists"), FAILED)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "x failed" in seen(app), "the run")
        await pilot.press("enter")
        await wait_for(lambda: "Connected to /srv/lists." in seen(app), "its story")
        assert run in seen(app)
        await wait_for(lambda: "Failed. sftp.example.org does not answer. The next run tries again." in seen(app), "its end")
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
            await wait_for(lambda: app.screen.query_one("EventList").virtual_size.height == 203, "the line to arrive")
            assert "Run started" in seen(app)
            await pilot.press("G")
            await wait_for(lambda: "server-201" in seen(app), "the last line")
            journal.write(IMPORTED)
            await wait_for(lambda: "imported," in seen(app), "the outcome in the title")


async def test_y_sends_the_line_to_the_terminals_clipboard(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", RowRejected(name="OPOS.csv", line=7, column="Betrag", value="1,2,3", reason="no amount"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "x interrupted" in seen(app), "the run")
        await pilot.press("enter")
        await wait_for(lambda: "no amount" in seen(app), "the line")
        await pilot.press("y")
        await wait_for(lambda: app.clipboard == "Rejected (line 7, Betrag): no amount", "the text")


async def test_x_stops_the_run_that_is_looked_at(app: OposApp, data: DataFolder) -> None:
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        journal.write(started())
        async with app.run_test(size=(80, 24)) as pilot:
            await wait_for(lambda: "» running" in seen(app), "the run")
            await pilot.press("l")
            await wait_for(lambda: "x  Stop" in seen(app), "the key")
            await pilot.press("x")
            await wait_for(lambda: "Stop the run of datev?" in seen(app), "the question")
            await pilot.press("n")
            journal.write(IMPORTED)
            await wait_for(lambda: "x  Stop" not in seen(app), "nothing left to stop")
