"""Following runs: what is new, what was done so far, and only what one wants to see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import (
    Committed,
    Connected,
    ListRead,
    Planned,
    Progress,
    RunFinished,
    Warned,
)
from engine.journal.journal import Journal
from engine.model.money import Money
from tests.tui.conftest import FAILED, IMPORTED, seen, started, wait_for, write_run
from tui_app.app import OposApp

READ = ListRead(
    name="OPOS.csv",
    format="x",
    encoding="utf-8",
    rows=412,
    rejected=3,
    ignored=0,
    total=Money(1_00),
    control_total=None,
    key_date=None,
)
PLANNED = Planned(
    name="OPOS.csv", created=0, changed=0, paid=37, part_paid=2, reopened=0, deleted=0,
    unchanged=370, unknown=0,
    settled_amount=Money(8123_40), reopened_amount=Money(0),
)  # fmt: skip


def server(number: int) -> Connected:
    return Connected(protocol="ftp", address=f"server-{number}")


async def test_says_whether_it_follows_and_what_is_new_below(
    app: OposApp, data: DataFolder
) -> None:
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        journal.write(started())
        for number in range(100):
            journal.write(server(number))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("L")
            await wait_for(lambda: "─follows─" in seen(app), "that it follows")
            await pilot.press("k")
            await wait_for(lambda: "paused, End follows" in seen(app), "that it does not")
            journal.write(server(100))
            journal.write(server(101))
            await wait_for(
                lambda: "paused: 2 new lines below, End follows" in seen(app), "what is new"
            )
            await pilot.press("end")
            await wait_for(
                lambda: "─follows─" in seen(app) and "server-101" in seen(app), "to follow again"
            )


async def test_counts_as_the_run_does(app: OposApp, data: DataFolder) -> None:
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        for event in (
            started(),
            READ,
            PLANNED,
            Progress(name="OPOS.csv", step="fetch", done=2_100_000, total=2_600_000),
        ):
            journal.write(event)
        async with app.run_test(size=(140, 24)) as pilot:
            await pilot.press("L")
            await wait_for(
                lambda: "412 rows: 37 paid, 2 part paid, 370 unchanged" in seen(app),
                "sums",
            )
            assert "OPOS.csv fetched 2.1 of 2.6 MB" in seen(app)


async def test_stopping_says_what_was_written_so_far(app: OposApp, data: DataFolder) -> None:
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        journal.write(started())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("L")
            await wait_for(lambda: "x Stop" in seen(app), "the key")
            await pilot.press("x")
            await wait_for(
                lambda: "Nothing has been written so far." in seen(app), "that nothing was"
            )
            await pilot.press("n")
            journal.write(Committed(name="OPOS.csv", changes=37))
            await wait_for(lambda: "37 items changed." in seen(app), "the commit")
            await pilot.press("x")
            await wait_for(lambda: "Written so far, and that stays:" in seen(app), "what was")


async def test_f_leaves_only_the_interface_of_the_line(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", *map(server, range(10)), IMPORTED, ago=timedelta(hours=2))
    write_run(data, "payments", FAILED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("L")
        await wait_for(lambda: "14 lines" in seen(app), "both stories")
        await pilot.press("G", "f")
        await wait_for(lambda: "2 of 14 lines, only Payments" in seen(app), "the one interface")
        assert "server-3" not in seen(app)
        await pilot.press("w", "w")
        await wait_for(lambda: "1 of 14 lines, only problems, only" in seen(app), "its problem")
        await pilot.press("f", "w")
        await wait_for(lambda: "14 lines" in seen(app) and "only" not in seen(app), "all lines")


async def test_what_a_clipboard_cannot_take_is_not_sent(app: OposApp, data: DataFolder) -> None:
    long = Warned(name="OPOS.csv", code="test", text="x" * 1900)
    write_run(data, "datev", *[long] * 50, IMPORTED)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("L")
        await wait_for(lambda: "52 lines" in seen(app), "the log")
        await pilot.press("Y")
        await wait_for(lambda: "52 lines are more than a terminal's" in seen(app), "why not")
        assert app.clipboard == ""
        await pilot.press("y")
        await wait_for(lambda: "Sent 1 line" in seen(app), "that one line is not too much")


async def test_whose_line_it_is_and_how_a_run_without_figures_stands(
    app: OposApp, data: DataFolder
) -> None:
    write_run(data, "payments", RunFinished(outcome="nothing_to_do", exit_code=0))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("L")
        await wait_for(lambda: " Payments of the bank  nothing to do" in seen(app), "its state")
        lines = seen(app).splitlines()
        line = next(line for line in lines if "Nothing to do." in line)
        assert "Payments…the bank" in line
        titles = next(line for line in lines if "What happened" in line)
        assert titles.index("What happened") == line.index("Nothing to do."), "above their columns"


async def test_what_cannot_be_read_is_not_called_nothing(
    app: OposApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_app.platform.permissions.may_read_runs", lambda _data: False)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("h", "L", "i", "T", "H", "X"):
            await pilot.press(key)
            await wait_for(lambda: "data cannot be read: the" in seen(app), "why")
            assert "No run yet" not in seen(app)
            assert "Nothing was written" not in seen(app)
            assert "eading" not in seen(app)
            await pilot.press("escape")
