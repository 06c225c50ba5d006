"""What was open and settled lately, as bars with plain numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.common.data_folder import DataFolder
from engine.posting.change import Change, ChangeKind, Rule
from engine.queries.trends import DAYS, trends
from engine.store.opening import open_store
from tests.factories import created, entry, item
from tests.tui.conftest import seen, wait_for
from tui_app.app import OposApp

NOW = datetime.now(UTC)


def practice(data: DataFolder) -> None:
    """Two invoices, made 10 days ago; of one 60 € were paid 3 days ago."""
    store = open_store(data)
    whole, other = item("RE-1", amount=100_00, open=100_00), item("RE-2", amount=50_00, open=50_00)
    store.commit(created(whole, other), entry(run="a", at=NOW - timedelta(days=10), rows=2))
    paid = Change(
        kind=ChangeKind.PART_PAID,
        rule=Rule.PAYMENT,
        before=whole,
        after=item("RE-1", amount=100_00, open=40_00),
    )
    store.commit([paid], entry(run="b", at=NOW - timedelta(days=3), rows=7))


def test_the_days_are_worked_out_from_the_history(data: DataFolder) -> None:
    practice(data)
    mandant, datev = trends(open_store(data), data, ["datev"], NOW, UTC)
    assert mandant.is_mandant
    assert len(mandant.open) == DAYS
    assert mandant.open[-12:] == [0] + [150_00] * 7 + [90_00] * 4
    assert mandant.settled[-4] == sum(mandant.settled) == 60_00
    assert datev.rows[-11] == 2
    assert datev.rows[-4] == 7
    assert sum(datev.settled) == 60_00
    assert datev.last_list == (NOW - timedelta(days=3)).date()


async def test_the_chosen_one_is_shown_day_by_day(app: OposApp, data: DataFolder) -> None:
    practice(data)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("T")
        await wait_for(lambda: "€90.00" in seen(app), "what is open")
        assert "at most €150.00" in seen(app)
        assert "▇" in seen(app)
        await pilot.press("slash", *"items from", "enter")
        await wait_for(lambda: "Rows" in seen(app), "the interface's figures")
        assert "3 days ago" in seen(app)
        assert "at most 7" in seen(app)
        await pilot.press("y")
        assert app.clipboard.startswith("Open items from DATEV | 3 days ago | €60.00")
        await pilot.press("escape", "escape")
        await wait_for(lambda: "Interfaces" in seen(app), "back")


async def test_large_sums_stay_on_their_line(app: OposApp, data: DataFolder) -> None:
    large = item("RE-1", amount=98_765_432_10, open=98_765_432_10)
    at = NOW - timedelta(days=3)
    open_store(data).commit(created(large), entry(run="a", at=at, rows=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("T")
        await wait_for(lambda: "at most €98,765,432.10" in seen(app), "the greatest value")


async def test_the_figures_of_a_day_fit_into_60_columns(app: OposApp, data: DataFolder) -> None:
    open_store(data).commit(
        created(item("RE-1", amount=400_000_00, open=400_000_00)),
        entry(run="a", at=NOW - timedelta(days=3), rows=1),
    )
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("T")
        await wait_for(lambda: "at most €400,000.00" in seen(app), "the greatest value, uncut")
