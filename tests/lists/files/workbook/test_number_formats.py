"""What a person sees of a number: the formats of invoice numbers, and General."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lists.cells.tables import Shown
from engine.lists.files.workbook.number_formats import number_format


@pytest.mark.parametrize(
    ("code", "value", "seen"),
    [
        ("00000", 12, "00012"),
        ("00000", 1234567, "1234567"),
        ("00000", -12, "-00012"),
        ("00000", 0, "00000"),
        ('"RE-"00000', 42, "RE-00042"),
        (r"\R\E\-0000", 42, "RE-0042"),
        ("0000-0000", 20260012, "2026-0012"),
        ("000 000", 1234, "001 234"),
        ("00#", 5, "005"),
        ("[$-407]00000", 3, "00003"),
        ("[Red]_-* 000_-", 7, "007"),
        ('"€ "0', 7, "€ 7"),
        ('0" ;x"', 7, "7 ;x"),
        ('000;"minus "000;"none"', 5, "005"),
        ('000;"minus "000;"none"', -5, "minus 005"),
        ('000;"minus "000;"none"', 0, "none"),
        ("000;;", 0, "000"),
        ("00", 9.5, "10"),
        ('"x"#', 0, "x"),
    ],
)
def test_leading_zeros_and_text_are_seen(code: str, value: float, seen: str) -> None:
    form = number_format(code)
    assert form is not None
    assert form.show(value) == seen


@pytest.mark.parametrize(
    "code",
    ["", "General", "0", "#", "#,##0", "0.00", "#,##0.00 [$€-407]", "0%", "0.00E+00", "# ?/?", "@",
        "DD.MM.YYYY", "[h]:mm",
     "yyyymmdd", "[>100]000", '"unended', "\\"],
)  # fmt: skip
def test_formats_of_amounts_and_dates_change_nothing(code: str) -> None:
    assert number_format(code) is None


@given(number=st.integers(0, 10**12), width=st.integers(2, 14))
def test_zeros_fill_up_to_the_width(number: int, width: int) -> None:
    form = number_format("0" * width)
    assert form is not None
    assert form.show(float(number)) == str(number).zfill(width)


@given(st.text(alphabet='0#?"\\;-_*[]$€ RE.,%dmyh', max_size=20), st.floats(-1e14, 1e14))
def test_any_format_is_understood_or_left_alone(code: str, value: float) -> None:
    form = number_format(code)
    assert form is None or isinstance(form.show(value), str)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10023.0, "10023"),
        (-7.0, "-7"),
        (0.1 + 0.2, "0.3"),
        (1190.5, "1190.5"),
        (202600000123.0, "202600000123"),
        (999999999999999.0, "999999999999999"),
        (1234567890123456.0, "1.23457E+15"),
        (float("nan"), "NAN"),
        (float("inf"), "INF"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 7, 1), "01.07.2026"),
        (None, ""),
    ],
)
def test_general_shows_every_digit_that_is_true(
    value: float | bool | date | None, text: str
) -> None:
    assert Shown(value).text == text


def test_what_is_seen_comes_before_the_value() -> None:
    assert Shown(12.0, "00012").text == "00012"
