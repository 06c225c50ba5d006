"""Days in every shape of formats.md's traps 20 to 22."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lists.cells.dates import is_date, month_first, parse_date
from engine.lists.cells.money import Ambiguous, Unreadable
from engine.lists.cells.tables import Shown
from tests.lists.writers import DAYS

days = st.dates(date(1970, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("write", DAYS, ids=lambda write: write(date(2026, 3, 4)))
@given(days)
def test_every_way_of_writing_reads_back(write: Callable[[date], str], value: date) -> None:
    assert parse_date(write(value)) == value


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_two_digits_are_a_year_of_this_century(value: date) -> None:
    assert parse_date(f"{value:%d.%m.%y}") == value


@given(days)
def test_slashes_read_in_the_order_of_their_column(value: date) -> None:
    assert parse_date(f"{value:%m/%d/%Y}", month_first=True) == value
    assert parse_date(f"{value:%d/%m/%Y}", month_first=False) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Shown(date(2026, 1, 2)), date(2026, 1, 2)),
        (Shown(1122018), date(2018, 12, 1)),
        ("", None),
        (" ", None),
    ],
)
def test_other_cells(cell: str | Shown, value: date | None) -> None:
    assert parse_date(cell) == value


@pytest.mark.parametrize(
    "cell",
    [
        "laufend",
        "29.02.2027",
        "31.04.2026",
        "3112",
        "311226",
        "2026",
        "13.13.2026",
        "1.1.1969",
        "01.01.2100",
        "2026-13-01",
        "46204",
        "٠١.٠١.٢٠٢٦",
    ],
)
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(Unreadable):
        parse_date(cell)
    assert not is_date(cell)


def test_a_number_without_a_date_format_is_no_day() -> None:
    with pytest.raises(Unreadable):
        parse_date(Shown(46204))
    with pytest.raises(Unreadable):
        parse_date(Shown(None, "#REF!"))


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/04/2026", "31/12/2026"], False),
        (["03/04/2026", "12/31/2026"], True),
        (["04/04/2026"], None),
        (["31.12.2026"], None),
    ],
)
def test_the_order_is_what_a_cell_shows(cells: list[str], order: bool | None) -> None:
    assert month_first(cells) is order


@pytest.mark.parametrize("cells", [["03/04/2026"], ["31/12/2026", "12/31/2026"]])
def test_an_order_in_doubt_is_refused(cells: list[str]) -> None:
    with pytest.raises(Ambiguous):
        month_first(cells)
