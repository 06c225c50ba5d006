"""All runs there were, by keys only."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import RowRejected
from engine.journal.journal import Journal, journal_path
from engine.settings.load import load_settings
from engine.store.opening import open_store
from tests.factories import NOW, created, entry, item
from tests.practice import LIST_NAME, Practice
from tests.tui.conftest import FAILED, IMPORTED, seen, started, wait_for, write_run
from tui_app.app import OposApp
from tui_app.screens.runs.history import HistoryScreen
from tui_app.widgets.history_list import HistoryList
from tui_app.widgets.item_list import ItemList


async def test_an_empty_history_says_how_to_begin(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "r starts a run" in seen(app), "what to do")
        await pilot.press("escape")
        await wait_for(lambda: "Interfaces" in seen(app), "the first screen")


async def test_runs_are_searched_opened_and_told_when_they_begin(
    app: OposApp, data: DataFolder
) -> None:
    for ago in range(300):
        write_run(data, "datev", IMPORTED, ago=timedelta(hours=ago + 2))
    write_run(data, "payments", FAILED, ago=timedelta(days=400))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "301 runs" in seen(app), "all of them")
        assert "    37 " in seen(app)
        await pilot.press("slash", *"FAILED answer", "enter")
        await wait_for(lambda: "1 of 301 runs" in seen(app), "the failed one")
        await pilot.press("enter")
        await wait_for(lambda: "Log of Payments of the bank" in seen(app), "its log")
        await pilot.press("q", "escape")
        await wait_for(lambda: "301 runs" in seen(app) and "1 of" not in seen(app), "all again")
        await pilot.press("g")
        write_run(data, "addison", IMPORTED, ago=timedelta(0))
        await wait_for(
            lambda: "302 runs" in seen(app) and "Addison Ulm" in seen(app),
            "a run that began meanwhile",
        )


async def test_a_run_is_run_again(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", FAILED)
    write_run(data, "gone", FAILED, ago=timedelta(0))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "2 runs" in seen(app), "the history")
        assert "r Run again" not in seen(app), "its interface is no longer configured"
        await pilot.press("j", "r")
        await wait_for(lambda: "nothing to do" in seen(app), "a real run over an empty folder")


async def test_unreadable_journals_are_listed_as_such(app: OposApp, data: DataFolder) -> None:
    run = write_run(data, "datev", IMPORTED)
    journal_path(data.journals, run).write_bytes(b"\x00nothing\n")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "unreadable" in seen(app), "the line")
        await pilot.press("enter", "u", "r")
        assert isinstance(app.screen, HistoryScreen)


async def test_rejected_rows_have_a_screen_of_their_own(app: OposApp, data: DataFolder) -> None:
    rows = [
        RowRejected(
            name="OPOS.csv", line=line, column="Betrag", value=f"{line},x", reason="no amount"
        )
        for line in range(1, 60)
    ]
    write_run(data, "datev", *rows, IMPORTED)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await wait_for(lambda: "imported" in seen(app), "the run")
        await pilot.press("l")
        await wait_for(lambda: "imported  ·" in seen(app), "its log")
        await pilot.press("e")
        await wait_for(lambda: "Rejected rows  ·  59 rows" in seen(app), "the rows")
        assert "59 × no amount" in seen(app), "how many for which reason"
        await pilot.press("slash", *"42,x", "enter")
        await wait_for(lambda: "1 row" in seen(app), "the one")
        await pilot.press("y")
        assert app.clipboard == "OPOS.csv | 42 | Betrag | 42,x | no amount"
        await pilot.press("enter")
        await wait_for(lambda: "Details" in seen(app), "all of it")


async def test_ten_years_of_hourly_runs(app: OposApp, data: DataFolder) -> None:
    """No journal is opened that is not seen."""
    with Journal(data.journals, "datev", NOW) as journal:
        journal.write(started())
        journal.write(IMPORTED)
    first = journal_path(data.journals, journal.run)
    for hour in range(1, 20_000):
        journal_path(
            data.journals, f"{NOW - timedelta(hours=hour):%Y%m%dT%H%M%SZ}-datev"
        ).hardlink_to(first)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "20,000 runs" in seen(app), "all of them")
        await pilot.press("G", "g", "pagedown")
        assert app.screen.query_one(HistoryList)._glance.cache_info().misses < 200


async def test_figures_filters_and_who(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", IMPORTED, ago=timedelta(hours=3))
    write_run(data, "payments", FAILED, ago=timedelta(hours=2))
    write_run(data, "datev", FAILED, ago=timedelta(hours=1))
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "3 runs" in seen(app) and "opos, cron" in seen(app), "the history")
        await wait_for(
            lambda: "sftp.example.org does not answer." in seen(app), "why the newest failed"
        )
        assert "€8,123.40" in seen(app)
        await pilot.press("f")
        await wait_for(lambda: "2 of 3 runs, only Open items" in seen(app), "the one interface")
        await pilot.press("o")
        await wait_for(
            lambda: "1 of 3 runs, only Open items from DATEV, only failed" in seen(app),
            "its failed run",
        )
        write_run(data, "datev", FAILED, ago=timedelta(minutes=2))
        write_run(data, "payments", FAILED, ago=timedelta(minutes=1))
        await wait_for(
            lambda: "2 of 5 runs, only Open items from DATEV, only failed" in seen(app),
            "what came meanwhile and is like that",
        )
        await pilot.press("o")
        await wait_for(lambda: "No run matches." in seen(app), "none that was refused")
        await pilot.press("o", "o", "f")
        await wait_for(lambda: "1 of 5 runs, only imported" in seen(app), "all interfaces")


async def test_rejected_rows_from_the_history(app: OposApp, data: DataFolder) -> None:
    row = RowRejected(name="OPOS.csv", line=7, column="Betrag", value="1,2,3", reason="no amount")
    write_run(data, "datev", row, msgspec.structs.replace(IMPORTED, rejected=1))
    write_run(data, "payments", IMPORTED, ago=timedelta(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "2 runs" in seen(app), "the history")
        await pilot.press("e")
        assert isinstance(app.screen, HistoryScreen), "nothing was rejected in this one"
        await pilot.press("j", "e")
        await wait_for(lambda: "Rejected rows  ·  1 row" in seen(app), "the row")


async def test_the_file_of_a_run_is_read_and_saved_as_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    practice = Practice(tmp_path / "practice")
    practice.hold(*(item(f"RE-{number}") for number in range(9)))
    original = practice.put_list(*(f"RE-{number} 100,00" for number in range(1, 9))).read_bytes()
    practice.run()
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "1 run" in seen(app), "the history")
        await pilot.press("v")
        await wait_for(lambda: f"{LIST_NAME}  ·  9 lines" in seen(app), "the file")
        assert sha256(original).hexdigest() in seen(app)
        await pilot.press("slash", *"re-4", "enter")
        await wait_for(lambda: "1 of 9 lines" in seen(app), "the row")
        await pilot.press("y", "x")
        assert app.clipboard.startswith("10001; RE-4; 01.10.2026")
        await wait_for(lambda: "Save to which file?" in seen(app), "the question where")
        await pilot.press("enter")
        await wait_for(lambda: "Saved as" in seen(app), "the name of the file")
    saved = tmp_path / LIST_NAME
    assert saved.read_bytes() == original
    assert saved.stat().st_mode & 0o777 == 0o600


async def test_what_is_no_longer_in_the_archive_is_said(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", IMPORTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "1 run" in seen(app), "the history")
        await pilot.press("v")
        await wait_for(lambda: "No file of this run is in the archive." in seen(app), "why not")


async def test_cursor_and_filters_are_where_one_left_them(app: OposApp, data: DataFolder) -> None:
    for ago in range(30):
        write_run(data, "datev", IMPORTED, ago=timedelta(hours=ago + 2))
    write_run(data, "payments", FAILED, ago=timedelta(hours=1))
    open_store(data).commit(created(*(item(f"RE-{number}") for number in range(40))), entry())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "31 runs" in seen(app), "the history")
        await pilot.press("j", "f", "j", "j", "q", "i")
        await wait_for(lambda: "40 items" in seen(app), "the items")
        await pilot.press("S", "j", "j", "q", "h")
        await wait_for(lambda: "30 of 31 runs, only Open items" in seen(app), "the filter")
        assert app.screen.query_one(HistoryList).cursor == 2
        write_run(data, "datev", FAILED, ago=timedelta(0))
        await wait_for(lambda: "31 of 32 runs" in seen(app), "it goes on, too")
        await pilot.press("q", "i")
        await wait_for(lambda: "by name" in seen(app), "the order")
        assert app.screen.query_one(ItemList).cursor == 2


async def test_the_files_of_one_run_one_after_the_other(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    practice.hold(*(item(f"RE-{number}") for number in range(9)))
    practice.put_list(*(f"RE-{number} 100,00" for number in range(9)))
    practice.put_list(
        "RE-0 90,00", *(f"RE-{number} 100,00" for number in range(1, 9)), name="OPOS_later.csv"
    )
    practice.run()
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "1 run" in seen(app), "the history")
        await pilot.press("v")
        await wait_for(lambda: "file 1 of 2" in seen(app) and "10 lines" in seen(app), "the first")
        first = seen(app)
        await pilot.press("n")
        await wait_for(lambda: "file 2 of 2" in seen(app) and "10 lines" in seen(app), "the second")
        assert ("OPOS_later.csv" in first) != ("OPOS_later.csv" in seen(app))


async def test_a_run_that_goes_on_is_stopped_from_the_history(
    app: OposApp, data: DataFolder
) -> None:
    with Journal(data.journals, "datev", NOW) as journal:
        journal.write(started())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("h")
            await wait_for(lambda: "» running" in seen(app), "the run")
            await pilot.press("x")
            await wait_for(lambda: "Stop the run of Open items" in seen(app), "the question")
            await pilot.press("y")
            await wait_for(
                lambda: "This run works on elsewhere" in seen(app),
                "why it cannot be stopped from here",
            )


async def test_a_journal_that_was_removed_meanwhile_is_told(app: OposApp, data: DataFolder) -> None:
    run = write_run(data, "datev", FAILED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await wait_for(
            lambda: isinstance(app.screen, HistoryScreen) and "failed" in seen(app), "the run"
        )
        journal_path(data.journals, run).unlink()
        await pilot.press("enter")
        await wait_for(
            lambda: "cannot be used: No such" in " ".join(seen(app).replace("│", "").split()),
            "what became of it",
        )


async def test_a_broken_store_is_told_and_runs_are_still_followed(
    app: OposApp, data: DataFolder
) -> None:
    data.store.write_text("no store", encoding="utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "Problem" in seen(app), "the first screen to tell it")
        await pilot.press("escape", "h")
        await wait_for(
            lambda: isinstance(app.screen_stack[1], HistoryScreen) and "Problem" in seen(app),
            "what is wrong",
        )
        await pilot.press("escape")
        write_run(data, "datev", FAILED)
        await wait_for(lambda: "failed" in seen(app), "the run that came since")


async def test_a_file_is_not_saved_below_the_home_of_nobody(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", FAILED)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "failed" in seen(app), "the run")
        await pilot.press("l")
        await wait_for(
            lambda: "s Save" in seen(app) or "1 line" in seen(app) or "2 lines" in seen(app),
            "the log",
        )
        await pilot.press("s", "ctrl+u", *"~nobody-here/x", "enter")
        await wait_for(lambda: "cannot be written" in seen(app), "why not")


async def test_help_says_what_a_key_means_on_this_screen(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", FAILED)
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await pilot.press("h", "i")
        await wait_for(lambda: "This run changed no invoice." in seen(app), "why not")
        await pilot.press("question_mark")
        await wait_for(lambda: "Here" in seen(app), "the help")
        assert "All runs there were" not in seen(app)
