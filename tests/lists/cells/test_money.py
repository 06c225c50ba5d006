"""Amounts: exact to the cent, or refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lists.cells.money import (
    Ambiguous,
    Notation,
    Unreadable,
    is_amount,
    notation_of,
    parse_money,
    plain_column,
)
from engine.lists.cells.tables import Shown
from engine.model.item import Cents
from tests.lists.writers import MONEY, english, german

cents = st.integers(-(10**13), 10**13)


@pytest.mark.parametrize("write", MONEY, ids=lambda write: write.__doc__)
@given(cents)
def test_every_way_of_writing_reads_back(write: Callable[[Cents], str], amount: Cents) -> None:
    notation = (
        Notation.ENGLISH
        if "." in write(123456)[-4:] and "," not in write(123456)[-4:]
        else Notation.GERMAN
    )
    assert notation_of([write(amount)]) is notation
    assert parse_money(write(amount), notation) == amount


@given(st.lists(cents, min_size=1))
def test_a_plain_column_reads_as_its_cells_do(amounts: list[Cents]) -> None:
    for write, notation in ((german, Notation.GERMAN), (english, Notation.ENGLISH)):
        cells = [write(amount) for amount in amounts]
        assert (
            plain_column(cells, notation)
            == amounts
            == [parse_money(cell, notation) for cell in cells]
        )


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "1",
        "1,5",
        "1,234",
        "1.5",
        "1,00\n2,00",
        "(1,00)",
        "01.000,00",
        "1234567890123,00",
        "١,٠٠",
        "1,00 ",
    ],
)
def test_a_column_with_anything_else_is_no_plain_one(cell: str) -> None:
    assert plain_column(["1,00", cell], Notation.GERMAN) is None


def test_a_line_break_in_one_cell_moves_no_other() -> None:
    assert plain_column(["1,00\n2,00"], Notation.GERMAN) is None
    assert plain_column([Shown(1.0)], Notation.GERMAN) is None


@pytest.mark.parametrize(
    ("cells", "notation"),
    [
        (["1.200,00", "1.200"], Notation.GERMAN),
        (["1,200.00", "1,200"], Notation.ENGLISH),
        (["1,5"], Notation.GERMAN),
        (["1.5"], Notation.ENGLISH),
        (["1.234.567"], Notation.GERMAN),
        (["1,234,567"], Notation.ENGLISH),
        (["100", "", "abc", "2'000", "1 000"], None),
        (["12,00 S", "1.200"], Notation.GERMAN),
        ([Shown(1.5)], None),
    ],
)
def test_the_notation_is_what_a_cell_shows(cells: list[str], notation: Notation | None) -> None:
    assert notation_of(cells) is notation


@pytest.mark.parametrize(
    "cells", [["1.200"], ["1,200", "500"], ["1.200", "1,200"], ["1,50", "1.50"], ["-1.200"]]
)
def test_what_reads_in_two_ways_is_refused(cells: list[str]) -> None:
    with pytest.raises(Ambiguous):
        notation_of(cells)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (0.1 + 0.2, 30),
        (1190, 119000),
        (-50.5, -5050),
        (12345678.91, 1234567891),
        (1e-9, 0),
        (1.005 - 0.005, 100),
    ],
)
def test_a_number_of_a_workbook_is_what_was_meant(value: float, amount: Cents) -> None:
    assert parse_money(Shown(value), None) == amount


@pytest.mark.parametrize(
    "value", [0.005, 1.001, float("nan"), float("inf"), -float("inf"), 1e300, True, None]
)
def test_a_number_that_is_no_amount_is_refused(value: float | bool | None) -> None:
    with pytest.raises(Unreadable):
        parse_money(Shown(value), None)


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "Infinity",
        "1e9",
        "1_000",
        "١٢٣",
        "१२",
        "１２",
        "0x10",
        "1,2,3",
        "1.2.3",
        "--1",
        "-1-",
        "(1)-",
        "1 S H",
        "€",
        "----",
        "(-)",
        "1.0000,00",
        "1,5001",
        "1,23000-00",
        "100,---",
        "=1500-200",
        "1 2,00",
    ],
)
@pytest.mark.parametrize("notation", [*Notation, None])
def test_what_is_no_amount_is_refused(text: str, notation: Notation | None) -> None:
    with pytest.raises(Unreadable):
        parse_money(text, notation)
    assert not is_amount(text)


@given(st.text())
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    for notation in (*Notation, None):
        try:
            amount = parse_money(text, notation)
        except Unreadable:
            continue
        assert not amount or any(letter in "0123456789" for letter in text)


_BLANK = st.sampled_from(["", " ", "  ", "\u00a0", "\u202f", "\u2009", "\u200b"])
_EURO = st.sampled_from(["", "€", "EUR", "Euro", "EURO", "eur"])
_MINUS = st.sampled_from(["-", "−", "–", "—", "－"])


@given(cents, st.data())
def test_whatever_a_person_reads_at_a_glance_is_read(amount: Cents, data: st.DataObject) -> None:
    """Any currency, blanks, sign and way to print the cents, in each notation."""
    write, point = data.draw(st.sampled_from([(german, ","), (english, ".")]))
    number = write(abs(amount))
    if data.draw(st.booleans()):
        number = number.replace(
            "." if point == "," else ",", data.draw(st.sampled_from("'’ \u202f"))
        )
    if abs(amount) % 100 == 0 and data.draw(st.booleans()):
        number = number[:-2] + data.draw(st.sampled_from(["-", "--", "—", "––"]))
    else:
        number += "0" * data.draw(st.sampled_from([0, 2, 4]))
    blank, minus = data.draw(_BLANK), data.draw(_MINUS)
    if amount < 0:
        forms = [f"{minus}{blank}{number}", f"({number})"]
        if number[-1].isdigit():  # a minus behind dashes is one dash more
            forms.append(f"{number}{blank}{minus}")
        number = data.draw(st.sampled_from(forms))
    before, behind = data.draw(st.tuples(_EURO, st.just("")) | st.tuples(st.just(""), _EURO))
    text = f"{blank}{before}{blank}{number}{blank}{behind}{blank}"
    notation = Notation.GERMAN if point == "," else Notation.ENGLISH
    assert parse_money(text, notation) == amount
    assert notation_of([text]) is notation


@given(_BLANK, _MINUS, _EURO, st.sampled_from(["", ",--", ",-", ".--"]))
def test_a_dash_alone_is_zero(blank: str, minus: str, euro: str, cents_: str) -> None:
    assert parse_money(f"{blank}{minus}{cents_}{blank}{euro}{blank}", None) == 0
