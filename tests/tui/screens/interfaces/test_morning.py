"""At seven in the morning: what is wrong is on top with its cause; one key leaves only that."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import RunFinished
from engine.model.money import Money
from engine.settings.load import load_settings
from tests.tui.conftest import FAILED, IMPORTED, seen, wait_for, write_run
from tui_app.app import OposApp
from tui_app.widgets.line_list import Heading

HELD = RunFinished(outcome="held", exit_code=8, files=1)
MANY = 600


@pytest.fixture
def branches(config: Path, data: DataFolder) -> OposApp:
    """600 branches in 20 regions: two failed, one is held, all others are well."""
    source = 'source = { protocol = "sftp", host = "h", directory = "D%d/", filename = "OPOS" }'
    text = "".join(
        f'[interfaces.b{n}]\nname = "Open items of branch {n:03}"\ngroup = "Region {n // 30:02}"\n'
        f"{source % n}\n"
        for n in range(MANY)
    )
    settings = config.read_text(encoding="utf-8").partition("[interfaces.")[0]
    config.write_text(settings + text, encoding="utf-8")
    for number in range(0, MANY, 10):
        end = {250: FAILED, 410: FAILED, 330: HELD}.get(number, IMPORTED)
        write_run(data, f"b{number}", end, ago=timedelta(minutes=number))
    return OposApp(load_settings(config))


def lines(app: OposApp) -> list[str]:
    return [line.strip("│ ") for line in seen(app).splitlines()]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_what_is_wrong_with_600_is_seen_without_a_key(
    branches: OposApp, size: tuple[int, int]
) -> None:
    async with branches.run_test(size=size):
        await wait_for(lambda: "▼ Needs you" in seen(branches), "what needs someone")
        screen = lines(branches)
        header = "opos  Interfaces  ·  600  ·  x 2 failed  ·  ! 1 held"
        assert screen[0].startswith(header[: size[0] - 1])
        at = next(at for at, line in enumerate(screen) if "Needs you" in line)
        for number, line in zip((250, 410, 330), screen[at + 1 :], strict=False):
            assert f"{number}" in line
            assert ("! held" if number == 330 else "x failed") in line
        if size[0] > 60:
            assert "sftp.example.org do" in screen[at + 1]
        assert "► Region 00" in screen[at + 4]


async def test_one_key_lists_only_what_needs_someone_and_again_all(branches: OposApp) -> None:
    async with branches.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "Needs you" in seen(branches), "the first look")
        await pilot.press("exclamation_mark")
        await wait_for(lambda: "Region 00" not in seen(branches), "only those")
        assert "branch 250" in seen(branches)
        await pilot.press("exclamation_mark")
        await wait_for(lambda: "Region 00" in seen(branches), "all")


async def test_where_nothing_needs_anybody_the_key_is_not_offered(
    app: OposApp, data: DataFolder
) -> None:
    write_run(data, "datev", IMPORTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "imported" in seen(app), "the first look")
        await pilot.press("exclamation_mark")
        assert "Payments of the bank" in seen(app)


async def test_a_group_folds_and_unfolds_and_all_do(branches: OposApp) -> None:
    async with branches.run_test(size=(120, 40)) as pilot:
        await wait_for(lambda: "► Region 00" in seen(branches), "the first look")
        await pilot.press("j", "j", "j", "enter")
        await wait_for(lambda: "▼ Region 00" in seen(branches), "one group unfolded")
        assert "branch 001" in seen(branches)
        await pilot.press("j", "z")
        await wait_for(lambda: "► Region 00" in seen(branches), "folded from within")
        await pilot.press("Z")
        await wait_for(lambda: "branch 001" in seen(branches), "all unfolded")
        await pilot.press("Z")
        await wait_for(lambda: "branch 001" not in seen(branches), "all folded")


async def test_a_heading_counts_its_whole_group_and_stands_for_it(branches: OposApp) -> None:
    async with branches.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "Region 00" in seen(branches), "the first look")
        await pilot.press("G")
        await wait_for(lambda: "Region 13" in seen(branches), "the last groups")
        (region,) = [line for line in lines(branches) if "Region 13" in line]
        assert "30  x 1 failed" in region
        await pilot.press("r")
        await wait_for(lambda: "Run 30 interfaces now?" in seen(branches), "the question")


async def test_the_state_is_searched_too(branches: OposApp) -> None:
    async with branches.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "Needs you" in seen(branches), "the first look")
        await pilot.press("slash", *"failed")
        await wait_for(lambda: "330" not in seen(branches), "only those that failed")
        assert "branch 250" in seen(branches)


async def test_sorts_by_any_column_both_ways(app: OposApp, data: DataFolder) -> None:
    small = RunFinished(outcome="imported", exit_code=0, settled_amount=Money(1_00))
    write_run(data, "datev", IMPORTED, ago=timedelta(hours=2))
    write_run(data, "payments", small, ago=timedelta(hours=1))
    names = {"Addison": 0, "Open": 1, "Payments": 2}

    def order() -> list[int]:
        return [names[line.split()[0]] for line in lines(app)[3:6] if line.split()[0] in names]

    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for(lambda: "€1.00" in seen(app), "the first look")
        for title, expected in (
            ("Name ▲", [0, 1, 2]),
            ("Last run ▲", [0, 1, 2]),
            ("When ▲", [0, 1, 2]),
            ("Settled ▲", [0, 2, 1]),
            ("Next run ▲", [1, 2, 0]),
        ):
            await pilot.press("greater_than_sign")
            await wait_for(lambda title=title: title in seen(app), title)  # type: ignore[misc]
            assert order() == expected, title
        await pilot.press("less_than_sign")
        await wait_for(lambda: "Next run ▼" in seen(app), "the other way round")
        assert order() == [0, 1, 2]
        await pilot.press("greater_than_sign")
        await wait_for(lambda: "▼ Bookkeeping" in seen(app), "by group again")


async def test_a_click_on_a_title_sorts_and_another_the_other_way_round(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(Heading, offset=(3, 0))
        await wait_for(lambda: "Name ▲" in seen(app), "sorted")
        await pilot.click(Heading, offset=(3, 0))
        await wait_for(lambda: "Name ▼" in seen(app), "the other way round")
        await pilot.click(Heading, offset=(70, 0))
        await pilot.pause()
        assert "Name ▼" in seen(app), "results have no order"


async def test_what_is_wrong_is_whole_in_a_narrow_header(branches: OposApp) -> None:
    async with branches.run_test(size=(60, 20)) as pilot:
        await wait_for(lambda: "failed" in seen(branches), "the states")
        first = seen(branches).splitlines()[0]
        assert all(word in first for word in ("failed", "held")), first
        await pilot.resize_terminal(120, 40)
        await wait_for(lambda: "  ·  " in seen(branches).splitlines()[0], "room again")
