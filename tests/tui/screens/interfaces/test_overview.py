"""What the first screen shows of many interfaces: columns, groups, workstations, pictures, and
where the cursor was.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import GuardHeld, Progress, RunFinished, Warned
from engine.journal.journal import Journal, JournalEntry, encode, journal_path
from engine.model.money import Money
from engine.posting.guard_rule import GuardRule
from engine.schedule.due import computer_name
from engine.settings.load import load_settings
from engine.store.opening import run_lock
from tests.tui.conftest import FAILED, IMPORTED, seen, started, wait_for, write_run
from tui_app.app import OposApp
from tui_app.widgets.columns import GAP, Column, fit
from tui_app.widgets.interface_cells import settings_columns

ELSEWHERE = """
[interfaces.till]
name = "Payments of the till"
group = "Bookkeeping"
computer = "till-7"
use = "client"
start = 2026-12-01
source = { protocol = "folder", directory = "/till/", filename = "Payments" }
file = { type = "payments_csv", content = "payments" }
"""


@pytest.fixture
def with_till(config: Path) -> OposApp:
    """One interface more, of another workstation."""
    config.write_text(config.read_text(encoding="utf-8") + ELSEWHERE, encoding="utf-8")
    return OposApp(load_settings(config))


def line_of(app: OposApp, text: str) -> str:
    return next((line for line in seen(app).splitlines() if text in line), "")


async def tells_of(app: OposApp, name: str) -> None:
    await wait_for(lambda: name in seen(app), f"all that is known of {name}")


async def test_a_group_stands_together_and_is_named_once(config: Path) -> None:
    text = config.read_text(encoding="utf-8").replace(
        '"Addison Ulm"\ngroup = "Optics"', '"Addison Ulm"\ngroup = "Bookkeeping"'
    )
    config.write_text(
        text.replace(
            '"Payments of the bank"\ngroup = "Bookkeeping"',
            '"Payments of the bank"\ngroup = "Optics"',
        )
    )
    app = OposApp(load_settings(config))
    async with app.run_test(size=(120, 40)):
        await wait_for(lambda: "never run" in seen(app), "the first look")
        lines = [line.strip("│ ").split() for line in seen(app).splitlines()[3:8]]
    assert [line[:2] for line in lines] == [
        ["▼", "Bookkeeping"],
        ["Open", "items"],
        ["Addison", "Ulm"],
        ["▼", "Optics"],
        ["Payments", "of"],
    ]


async def test_right_shows_what_each_interface_is(with_till: OposApp) -> None:
    async with with_till.run_test(size=(120, 40)) as pilot:
        await wait_for(lambda: "never run" in seen(with_till), "how they went")
        await pilot.press("right")
        await wait_for(lambda: "On the server" in seen(with_till), "the other columns")
        assert "never run" not in line_of(with_till, "Payments of the bank")
        assert "Payments, CSV" in line_of(with_till, "Payments of the bank")
        await pilot.press("left")
        await wait_for(lambda: "On the server" not in seen(with_till), "the first columns again")


async def test_of_all_workstations_it_is_said_whose_each_is(with_till: OposApp) -> None:
    async with with_till.run_test(size=(80, 24)) as pilot:
        await pilot.press("right")
        await wait_for(lambda: "On a client" in seen(with_till), "what they are")
        titles = line_of(with_till, "On a client").split("  ")
        assert [title for title in map(str.strip, titles) if title] == [
            "Name", "Group", "Branch", "On the server", "On a client", "Start",
        ]  # fmt: skip
        await pilot.press("w")
        await wait_for(lambda: "Used on" in seen(with_till), "the column")
        assert "on the client, till-7   2026-12-01" in seen(with_till)
        assert "server" in line_of(with_till, "Open")


@pytest.mark.parametrize("all_workstations", [False, True])
def test_no_column_is_cut_by_the_edge(*, all_workstations: bool) -> None:
    before = (Column("", 1), Column("Name", 12, wanted=40))
    columns = (*before, *settings_columns(all_workstations=all_workstations))
    for width in range(47, 220):
        shown = list(filter(None, fit(columns, width)))
        assert 1 + sum(shown) + GAP * (len(shown) - 1) <= width, width


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)])
async def test_the_columns_fit_any_terminal(with_till: OposApp, size: tuple[int, int]) -> None:
    async with with_till.run_test(size=size) as pilot:
        await wait_for(lambda: "never run" in seen(with_till), "the state")
        assert "Outcome" in seen(with_till)
        await pilot.press("right")
        await wait_for(lambda: "On a client" in seen(with_till), "what they are")
        assert max(map(len, seen(with_till).splitlines())) <= size[0]


async def test_w_lists_the_interfaces_of_other_workstations(with_till: OposApp) -> None:
    async with with_till.run_test(size=(80, 24)) as pilot:
        assert "of the till" not in seen(with_till)
        assert "1 of another workstation (w)" in seen(with_till)
        await pilot.press("w", "h", "escape")
        await wait_for(
            lambda: "of the till" in seen(with_till), "all of them, and still after another screen"
        )
        assert "(w)" not in seen(with_till)
        await pilot.press("w")
        await wait_for(lambda: "only workstations (w)" in seen(with_till), "only those")
        assert "of the till" in seen(with_till)
        assert "of the bank" not in seen(with_till)
        await pilot.press("w")
        await wait_for(lambda: "of the till" not in seen(with_till), "only our own")
        assert "of the bank" in seen(with_till)


async def test_w_lists_what_belongs_to_this_workstation_alone(config: Path) -> None:
    ours = ELSEWHERE.replace("till-7", computer_name())
    config.write_text(config.read_text(encoding="utf-8") + ours, encoding="utf-8")
    app = OposApp(load_settings(config))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "of the till" in seen(app)
        await pilot.press("w", "w")
        await wait_for(lambda: "of the bank" not in seen(app), "only that")
        assert "of the till" in seen(app)


async def test_w_says_where_there_are_no_workstations(app: OposApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("w")
        await wait_for(lambda: "No interface belongs to a workstation." in seen(app), "why not")


@pytest.mark.parametrize("key", ["r", "d"])
async def test_what_belongs_to_another_workstation_is_not_run_here(
    with_till: OposApp, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tui_app.runs.runner.start", lambda *_command: pytest.fail("a process was started")
    )
    async with with_till.run_test(size=(80, 24)) as pilot:
        await pilot.press("w", "slash", *"till", "enter", key)
        await wait_for(lambda: "belongs to the computer till-7" in seen(with_till), "why not")


async def test_that_another_run_is_at_work_is_told_in_words(app: OposApp, data: DataFolder) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        with run_lock(data, "datev"):
            await pilot.press("r")
            await wait_for(lambda: "The run did not begin." in seen(app), "the refusal")
        assert "Another run of this interface is at work" in seen(app)


async def test_an_interface_that_someone_else_runs_is_not_run_twice(
    app: OposApp, data: DataFolder
) -> None:
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        journal.write(started(user="berta"))
        async with app.run_test(size=(120, 30)) as pilot:
            await wait_for(lambda: "berta@elsewhere" in line_of(app, "» running"), "who")
            await pilot.press("r")
            await wait_for(lambda: "It is running already." in seen(app), "the question")


async def test_the_title_tells_what_goes_on_wherever_the_cursor_is(
    app: OposApp, data: DataFolder
) -> None:
    with Journal(data.journals, "load", datetime.now(UTC)) as journal:
        journal.write(started(act="load"))
        async with app.run_test(size=(100, 30)):
            await wait_for(
                lambda: "Invoices loaded is running, 00:0" in seen(app),
                "a run that is no interface's",
            )
            journal.write(Progress(name="items.csv", step="wait", done=0, total=12))
            await wait_for(
                lambda: "waits 12 s" in line_of(app, "opos  Interfaces"), "how far it is"
            )
            journal.write(RunFinished(outcome="imported", exit_code=0))
            await wait_for(lambda: "is running" not in seen(app), "its end")


async def test_the_runs_of_each_interface_are_pictured(app: OposApp, data: DataFolder) -> None:
    small = RunFinished(outcome="imported", exit_code=0, settled_amount=Money(1000_00))
    for days, end in enumerate((FAILED, IMPORTED, small, IMPORTED)):
        write_run(data, "datev", end, ago=timedelta(days=days))
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for(lambda: "▇▃▇x" in line_of(app, "│ Open items from"), "the picture")
        write_run(data, "datev", IMPORTED, ago=timedelta(0))
        await wait_for(lambda: "▇▃▇x▇" in line_of(app, "│ Open items from"), "one run more")
        await pilot.resize_terminal(80, 24)
        await wait_for(lambda: "▇▃▇x" not in seen(app), "no room for it")


async def test_the_cursor_is_where_it_was_even_after_a_restart(config: Path) -> None:
    for key, name in (("j", "Payments of the bank (payments)"), ("jj", "Addison Ulm (addison)")):
        app = OposApp(load_settings(config))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*key, "v")
            await tells_of(app, name)
            await pilot.press("escape", "q")


async def test_a_cursor_that_cannot_be_remembered_is_no_trouble(
    config: Path, tmp_path: Path
) -> None:
    (tmp_path / "home" / ".local").write_text("a file where a folder should be", encoding="utf-8")
    app = OposApp(load_settings(config))
    async with app.run_test() as pilot:
        await pilot.press("q")
        await wait_for(lambda: app.return_code == 0, "the end")


async def test_the_journal_begins_with_how_todays_runs_ended(
    app: OposApp, data: DataFolder
) -> None:
    write_run(data, "payments", FAILED, ago=timedelta(0))
    two_days_ago = datetime.now(UTC) - timedelta(days=2)
    events = (started(), IMPORTED)
    lines = [
        encode(JournalEntry(two_days_ago, "20250101T070000Z-datev", "datev", event))
        for event in events
    ]
    journal_path(data.journals, "20250101T070000Z-datev").write_bytes(b"\n".join(lines) + b"\n")
    async with app.run_test(size=(80, 24)):
        await wait_for(
            lambda: "Failed. sftp.example.org does not answer." in seen(app),
            "the end of today's run",
        )
        assert "+ imported" in seen(app)
        assert "Imported" not in seen(app)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_after_a_restart_the_journal_tells_figures_and_reasons(
    app: OposApp, data: DataFolder, size: tuple[int, int]
) -> None:
    warned = Warned(name="OPOS.csv", code="test", text="13 were not handed over.")
    end = msgspec.structs.replace(IMPORTED, exit_code=1)
    write_run(data, "datev", warned, end, ago=timedelta(0))
    async with app.run_test(size=size):
        await wait_for(lambda: "13 were not" in seen(app), "the reason")
        told = line_of(app, "Imported: 37 pa")
        assert "Open" in told, "whose line it is"


async def test_after_a_restart_the_journal_tells_why_an_import_is_held(
    app: OposApp, data: DataFolder
) -> None:
    why = GuardHeld(
        name="OPOS.csv", rule=GuardRule.MAX_SETTLED_PERCENT, limit="30 %", actual="100/200"
    )
    held = RunFinished(outcome="held", exit_code=8, files=1)
    write_run(data, "datev", why, held, ago=timedelta(0))
    async with app.run_test(size=(80, 24)):
        await wait_for(lambda: "100/200" in seen(app), "the limit")
        assert "! held" in seen(app)


async def test_an_empty_list_says_what_to_do(config: Path) -> None:
    config.write_text(
        config.read_text(encoding="utf-8").partition("[interfaces.datev]")[0], encoding="utf-8"
    )
    app = OposApp(load_settings(config))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "n makes one" in seen(app), "what to do")
        assert "n New" in seen(app)
        await pilot.press("r", "d", "e", "E", "delete", "t", "v", "p", "x")
        assert "n makes one" in seen(app)
        assert app.return_code is None


async def test_a_search_without_an_answer_says_so(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"nonsense")
        await wait_for(lambda: "Esc ends the search" in seen(app), "the word")
        await pilot.press("escape", "j", "v")
        await tells_of(app, "Payments of the bank (payments)")
