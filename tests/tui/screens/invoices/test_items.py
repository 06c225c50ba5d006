"""The invoices: found as one types, summed, explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.common.data_folder import DataFolder
from engine.model.item import Item, Status
from engine.queries.invoices import select_items
from engine.settings.load import load_settings
from engine.store.opening import open_store
from tests.factories import created, entry, item
from tests.practice import Practice
from tests.tui.conftest import seen, wait_for
from tui_app.app import OposApp
from tui_app.runs.item_reader import ItemReader
from tui_app.runs.sorting import sorted_in_parts
from tui_app.runs.stored_items import AGES, ORDERS, StoredItems
from tui_app.screens.invoices import items as items_screen
from tui_app.screens.runs.original import OriginalList
from tui_app.widgets.item_list import ItemList
from tui_app.wording.wanted import Wanted

TODAY = date(2026, 11, 20)


def held(*items: Item) -> StoredItems:
    stored = StoredItems(TODAY)
    stored.add(items)
    stored.order_anew()
    return stored


items_made = st.builds(
    item,
    st.text(alphabet="aAbBß1", max_size=4),
    name=st.text(alphabet="aAbBß1", max_size=4),
    amount=st.integers(1, 5),
    open=st.integers(0, 5),
    currency=st.sampled_from(["EUR", "CHF"]),
    due_date=st.none() | st.dates(TODAY - timedelta(days=200), TODAY + timedelta(days=9)),
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(items_made, max_size=20),
    st.text(alphabet="aAbß1", max_size=2),
    st.none() | st.sampled_from(list(Status)),
)
def test_finds_what_the_command_finds(items: list[Item], word: str, status: Status | None) -> None:
    found = held(*items).find(Wanted.typed(word), status)
    assert sorted(found) == [
        at
        for at, item in enumerate(items)
        if item in list(select_items(items, text=word, status=status or ""))
    ]


@settings(deadline=None, max_examples=150)
@given(st.lists(items_made, max_size=20), st.text(alphabet="aAbß1", max_size=2))
def test_sums_and_ages_add_up(items: list[Item], word: str) -> None:
    all_held = held(*items)
    found = all_held.find(Wanted.typed(word))
    sums = all_held.open_sums(found)
    for currency in ("EUR", "CHF"):
        assert sums.get(currency, 0) == sum(
            items[at].open for at in found if items[at].currency == currency
        )
    ages = all_held.open_by_age(found)
    assert sum(cents for _count, cents in ages) == sum(sums.values())
    assert sum(count for count, _cents in ages) == sum(items[at].open != 0 for at in found)


@settings(deadline=None, max_examples=150)
@given(st.lists(items_made, max_size=20), st.sampled_from(ORDERS))
def test_sorts_either_way(items: list[Item], order: str) -> None:
    stored = held(*items)
    found = stored.find(Wanted(), order=order)
    ways: dict[str, Callable[[Item], Any]] = {
        "number": lambda item: item.invoice_no.casefold(),
        "name": lambda item: item.name.casefold(),
        "due": lambda item: item.due_date or date.max,
        "amount": lambda item: -item.amount,
        "open": lambda item: -item.open,
    }
    keys = [ways[order](items[at]) for at in found]
    assert keys == sorted(keys)
    assert [*stored.find(Wanted(), order=order, backwards=True)] == [*reversed(found)]


@given(st.lists(st.integers(0, 9) | st.integers(0, 10**6), max_size=30), st.integers(1, 300))
def test_sorts_in_parts_as_at_once(values: list[int], times: int) -> None:
    values = values * times
    places = range(len(values))
    assert [*sorted_in_parts(places, values.__getitem__)] == sorted(places, key=values.__getitem__)


def test_items_added_are_found_once_in_order() -> None:
    stored = held(item("RE-2"), item("RE-1"))
    stored.add([item("RE-0"), item("RE-10", mandant="002")])
    assert (len(stored), stored.count_added) == (2, 4)
    stored.order_anew()
    numbers = [each.invoice_no for each in stored.each(stored.find(Wanted()))]
    assert numbers == ["RE-0", "RE-1", "RE-10", "RE-2"]
    assert stored.place_of(item("RE-10", mandant="002")) == 3
    assert stored.place_of(item("RE-10")) is None


def test_many_items_are_unpacked_as_few_are() -> None:
    items = [item(f"RE-{number}") for number in range(200)]
    stored = held(*items)
    assert [*stored.each(range(200))] == items
    assert [*stored.each(range(5))] == items[:5]


def test_the_first_items_come_before_the_last_are_read(data: DataFolder) -> None:
    items = [item(f"RE-{number:04}") for number in range(3000)]
    open_store(data).commit(created(*items), entry())
    reader = ItemReader(lambda: data, lambda: ZoneInfo("Europe/Berlin"))
    steps = reader.read()
    first = next(steps)
    assert 0 < len(first) < 3000
    assert first.find(Wanted.typed("re-0000")) == [0]
    *_others, last = steps
    assert len(last) == 3000
    assert reader.read_all() is last, "nothing was written since"


def test_every_word_must_be_found() -> None:
    both = held(
        item("RE-1", name="Müller"), item("RE-2", name="MÜLLER"), item("RE-3", name="Maier")
    )
    assert both.find(Wanted.typed("müller re-2")) == [1]
    assert list(both.find(Wanted())) == [0, 1, 2]


def test_ages_begin_and_end_where_their_names_say() -> None:
    days = (-5, 0, 1, 30, 31, 60, 61, 90, 91, 400)
    items = [item(f"RE-{day}", due_date=TODAY - timedelta(days=day)) for day in days]
    ages = held(*items, item("RE-x", due_date=None)).open_by_age(range(11))
    assert [count for count, _cents in ages] == [3, 2, 2, 2, 2]
    assert len(ages) == len(AGES) + 1


async def test_searches_at_every_key_and_tells_what_is_open(app: OposApp, data: DataFolder) -> None:
    invoices = [item(f"RE-{number:03}", name=f"Customer {number % 7}") for number in range(200)]
    paid = [item(f"PD-{number}", open=0) for number in range(5)]
    open_store(data).commit(created(*invoices, *paid), entry())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("i")
        await wait_for(lambda: "205 items  ·  €20,000.00 open" in seen(app), "all of them")
        assert "not due" in seen(app)
        await pilot.press("slash", *"RE-01 mer")
        await wait_for(lambda: "10 of 205 items  ·  €1,000.00 open" in seen(app), "what was typed")
        await pilot.press("escape", "o", "o", "o")
        await wait_for(lambda: "5 of 205 items  ·  €0.00 open" in seen(app), "only the paid ones")
        assert "only paid" in seen(app)
        await pilot.press("o", "slash", *"nobody")
        await wait_for(lambda: "No invoice matches." in seen(app), "what to do")


async def test_enter_tells_why_an_invoice_stands_as_it_does(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    practice.hold(*(item(f"RE-{number}") for number in range(9)))
    practice.put_list("RE-0 40,00", *(f"RE-{number} 100,00" for number in range(1, 9)))
    practice.run()
    app = OposApp(load_settings(practice.config))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await wait_for(lambda: "9 items  ·  €840.00 open" in seen(app), "the items")
        await pilot.press("enter")
        await wait_for(
            lambda: "Invoice RE-0  ·  2 changes  ·  Now: €40.00 open of €100.00" in seen(app),
            "its history",
        )
        await pilot.press("end")
        await wait_for(
            lambda: "€100.00, open → €40.00, part paid" in seen(app), "what the list changed"
        )
        assert "less open" in seen(app)
        await pilot.press("Y")
        assert "The list names €40.00 as open" in app.clipboard
        await pilot.press("enter")
        await wait_for(
            lambda: "Invoices of Open items from DATEV" in seen(app) and "PART PAID 1" in seen(app),
            "all that the run changed",
        )
        await pilot.press("l")
        await wait_for(lambda: "Log of Open items from DATEV" in seen(app), "its log")
        await pilot.press("escape", "escape", "v")
        await wait_for(lambda: "658 bytes" in seen(app), "the file")
        file = app.screen.query_one(OriginalList)
        assert file.rows[file.cursor].number == 2, "at the very line"
        await pilot.press("escape", "escape", "y")
        assert app.clipboard.startswith("Mandant 001 | account 10001 | RE-0 |")
        practice.put_list("RE-0 40,00", *(f"RE-{number} 100,00" for number in range(2, 9)))
        practice.run()
        await wait_for(lambda: "€740.00 open" in seen(app), "what a run changed meanwhile")
        await pilot.press("b")
        await wait_for(lambda: "over 90 days" in seen(app), "the ages")


async def test_the_ages_have_headings_and_a_total_and_no_key_where_they_stand_already(
    app: OposApp, data: DataFolder
) -> None:
    swiss = item("CH-1", currency="CHF", due_date=date(2020, 1, 1))
    open_store(data).commit(created(item("A"), item("B", due_date=None), swiss), entry())
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("i")
        await wait_for(lambda: "Total" in seen(app), "the ages below the list")
        overdue, *_ages, total = (
            line.split() for line in seen(app).splitlines() if re.search("Overdue|day|Total", line)
        )
        assert overdue[1:4] == ["Overdue", "Count", "Open"]
        assert (total[1:3], total[3:6]) == (["Total", "3"], ["100.00", "CHF", "+"])
        assert "Ages" not in seen(app).splitlines()[-1]
        await pilot.press("b")
        await wait_for(lambda: "No invoice is held yet" in seen(app), "why nothing opens")
        await pilot.resize_terminal(80, 24)
        await wait_for(lambda: "Total" not in seen(app), "no room for them")
        await pilot.press("b")
        await wait_for(lambda: "Overdue" in seen(app) and "Total" in seen(app), "the ages")


async def test_sorts_and_narrows_by_keys(app: OposApp, data: DataFolder) -> None:
    invoices = [
        item("A", open=3_00, due_date=date(2026, 3, 1), name="Müller"),
        item("B", open=99_00, due_date=date(2026, 2, 1), name="Weber", mandant="002"),
    ]
    open_store(data).commit(
        created(*invoices, item("C", open=50_00, due_date=date(2026, 1, 1), name="Abel")), entry()
    )

    def order() -> str:
        shown = app.screen.query_one(ItemList)
        return "".join(shown.cells(line)[1].text for line in range(shown.count))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await wait_for(lambda: "3 items" in seen(app) and order() == "ABC", "by number")
        await pilot.press("S")
        await wait_for(lambda: "Name ▲" in seen(app) and order() == "CAB", "by name")
        await pilot.press("S")
        await wait_for(lambda: "Due ▲" in seen(app) and order() == "CBA", "the oldest first")
        await pilot.press("less_than_sign")
        await wait_for(lambda: "Due ▼" in seen(app) and order() == "ABC", "the newest first")
        assert "by due date, the other way round" in seen(app)
        await pilot.press("S")
        await wait_for(lambda: "by amount" in seen(app) and order() == "ABC", "the largest first")
        await pilot.press("S")
        await wait_for(
            lambda: "Open ▼" in seen(app) and order() == "BCA", "what most is open of first"
        )
        assert "by open amount" in seen(app)
        await pilot.press("g", "m")
        await wait_for(
            lambda: "1 of 3 items" in seen(app) and "only Mandant 002" in seen(app), "one Mandant"
        )
        await pilot.press("m", "S", "S", "k")
        await wait_for(lambda: "3 items" in seen(app) and "by name" in seen(app), "all of them")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_ages_stand_on_a_line_each(
    app: OposApp, data: DataFolder, size: tuple[int, int]
) -> None:
    open_store(data).commit(
        created(*(item(f"RE-{number}", open=1_234_567_89) for number in range(9))), entry()
    )
    async with app.run_test(size=size) as pilot:
        await pilot.press("i")
        await wait_for(lambda: "9 items" in seen(app), "the items")
        await pilot.press("b")
        await wait_for(lambda: "over 90 days" in seen(app), "the picture")
        assert re.search(r"31–60 days +▇+ +9 +€11,111,111.01", seen(app))


async def test_a_store_that_cannot_be_read_is_told_until_read(
    app: OposApp, data: DataFolder
) -> None:
    open_store(data).commit(created(item("RE-1")), entry())
    whole = data.store.read_bytes()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await wait_for(lambda: "1 item " in seen(app), "the item")
        data.store.write_bytes(whole.replace(b"RE-1", b"RE-2"))
        await wait_for(lambda: "is damaged" in seen(app), "why not")
        await pilot.press("escape")
        await wait_for(lambda: "could not be read" in seen(app), "that what is shown is old")
        data.store.write_bytes(whole)
        open_store(data).commit(created(item("RE-2")), entry())
        await wait_for(lambda: "2 items" in seen(app), "the items, once they can be read")
        assert "could not be read" not in seen(app)


async def test_the_cursor_stays_on_its_invoice_when_the_store_is_written(
    app: OposApp, data: DataFolder
) -> None:
    open_store(data).commit(created(item("RE-2"), item("RE-3")), entry())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await wait_for(lambda: "2 items" in seen(app), "the items")
        await pilot.press("down")
        open_store(data).commit(created(item("RE-1")), entry("2"))
        await wait_for(lambda: "3 items" in seen(app), "what was written meanwhile")
        shown = app.screen.query_one(ItemList)
        assert shown.chosen == item("RE-3")


async def test_many_are_sorted_while_keys_go_on(
    app: OposApp, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items_screen, "_SORTED_AT_ONCE", 1)
    open_store(data).commit(created(item("A", open=1), item("B", open=2)), entry())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await wait_for(lambda: "2 items" in seen(app), "the items")
        await pilot.press("S", "S", "S", "S")
        await wait_for(lambda: "Open ▼" in seen(app), "the last order that was asked for")
        assert app.screen.query_one(ItemList).cells(0)[1].text == "B"
        assert "sorting" not in seen(app)


async def test_the_cursor_begins_in_the_first_line_whatever_is_read_later(
    app: OposApp, data: DataFolder
) -> None:
    numbers = [f"RE-{number:04}" for number in range(2000, 0, -1)]
    open_store(data).commit(created(*map(item, numbers)), entry())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await wait_for(lambda: "2,000 items" in seen(app), "all of them")
        shown = app.screen.query_one(ItemList)
        assert (shown.cursor, shown.chosen) == (0, item("RE-0001"))
