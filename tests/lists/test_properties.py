"""What holds for any list: it reads back as it was written, and whatever is done to a file, only a
refusal comes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.lists.cells.visible import visible
from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile
from engine.model.errors import ListRefused
from tests.lists.fuzz import read_anything, try_one
from tests.lists.make_lists import GOLDEN, TODAY
from tests.lists.writers import DAYS, MONEY, Dress, Written, addison, datev_b1

CALM = settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

days = st.dates(date(2000, 1, 1), date(2026, 11, 20))
amounts = st.tuples(st.integers(1, 10**11), st.integers(1, 10**11), st.sampled_from((1, -1))).map(
    lambda drawn: (drawn[2] * max(drawn[:2]), drawn[2] * min(drawn[:2]))
)
"""What an invoice is about, and what is open of it: not more, and of the same sign."""
names = st.text(
    st.characters(codec="cp1252", exclude_categories=("C", "Z")) | st.sampled_from(' ;,"\t'),
    max_size=30,
)
numbers = st.from_regex(r"\A(RE|R|GS)?[-/]?[0-9]{1,8}([-/][0-9]{2,4})?\Z")


@st.composite
def items(draw: st.DrawFn) -> list[Written]:
    """Invoices with numbers of their own."""
    found = draw(st.lists(numbers, min_size=1, max_size=30, unique=True))
    return [
        Written(
            number, str(draw(st.integers(10_000, 69_999))), draw(names), draw(days),
            draw(days | st.none()), *draw(amounts),
        )
        for number in found
    ]  # fmt: skip


@st.composite
def dresses(draw: st.DrawFn) -> Dress:
    """Any way to write a list that leaves no doubt."""
    return Dress(
        draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252"))),
        draw(st.sampled_from((";", ",", "\t"))),
        draw(st.sampled_from(("\r\n", "\n", "\r"))),
        draw(st.sampled_from(MONEY)),
        draw(st.sampled_from(DAYS)),
        draw(st.booleans()),
    )


@pytest.mark.parametrize("layout", [datev_b1, addison], ids=lambda layout: layout.__name__)
@given(items=items(), dress=dresses())
@CALM
def test_a_list_reads_back(
    layout: Callable[[list[Written], Dress], bytes],
    items: list[Written],
    dress: Dress,
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(layout(items, dress))
    found = read_list(
        path,
        path.name,
        type="datev_csv" if layout is datev_b1 else "addison",
        content=Content.OPEN,
        today=TODAY,
    )
    assert not found.rejected
    read = [
        (row.invoice_no, row.account, row.doc_date, row.due_date, row.open) for row in found.rows
    ]
    assert read == [
        (item.invoice_no, item.account, item.doc_date, item.due_date, item.open) for item in items
    ]
    assert found.total == sum(item.open for item in items)
    if layout is addison:
        assert [(row.name, row.amount) for row in found.rows] == [
            (visible(item.name), item.amount) for item in items
        ]


@given(st.integers(0, 2**48))
@CALM
def test_a_changed_list_is_read_or_refused(tmp_path: Path, number: int) -> None:
    try_one(number, tmp_path)


@given(
    st.binary(max_size=300), st.sampled_from(("", "datev_csv", "addison", "payments_csv", "excel"))
)
@CALM
def test_noise_is_read_or_refused(tmp_path: Path, noise: bytes, layout: str) -> None:
    read_anything(noise, tmp_path / "list.csv", layout, None)


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("datev_b1_open.csv", "datev_csv"),
        ("datev_b1_twice.csv", "datev_csv"),
        ("addison_open.csv", "addison"),
        ("payments_full.csv", "payments_csv"),
        ("open_remarks_30042026.csv", "addison"),
        ("unknown_last.csv", "addison"),
    ],
)
def test_a_list_cut_anywhere_tells_no_wrong_amount(name: str, layout: str, tmp_path: Path) -> None:
    """What is read of a cut file stands so in the whole one. A cut within a line is told, unless
    that is a total that holds.
    """
    data = (GOLDEN / name).read_bytes()

    def read(length: int) -> ListFile:
        (tmp_path / name).write_bytes(data[:length])
        return read_list(tmp_path / name, name, type=layout, today=TODAY)

    whole = read(len(data))
    rows = {(row.line, row.invoice_no, row.open, row.paid) for row in whole.rows}
    lines_in_doubt = {rejected.line for rejected in whole.rejected}
    for length in range(data.index(b"\n") + 1, len(data)):
        try:
            cut = read(length)
        except ListRefused:
            continue
        read_rows = {
            (row.line, row.invoice_no, row.open, row.paid)
            for row in cut.rows
            if row.line not in lines_in_doubt
        }
        assert read_rows <= rows, length
        is_closed_by_its_total = cut.control_total == cut.total
        if data[length - 1 : length] not in (b"\n", b"\r") and not is_closed_by_its_total:
            codes = {doubt.message.code.value for doubt in cut.doubts}
            assert "torn_last_line" in codes, length
