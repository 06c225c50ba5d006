"""What people write, and what the file then has."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.common.i18n import use_language
from tui_app.form.fields import FieldKind
from tui_app.form.notations import as_shown, as_stored, as_typed, refusal

TODAY = dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (FieldKind.AMOUNT, "1,50", "1.50"),
        (FieldKind.AMOUNT, "1,5 €", "1.50"),
        (FieldKind.AMOUNT, "50.000,00", "50000.00"),
        (FieldKind.AMOUNT, "50.000", "50000.00"),
        (FieldKind.AMOUNT, "50,000.00", "50000.00"),
        (FieldKind.AMOUNT, "1.234.567 EUR", "1234567.00"),
        (FieldKind.AMOUNT, "0.05", "0.05"),
        (FieldKind.NUMBER, "1.000", "1000"),
        (FieldKind.NUMBER, "1,048,576", "1048576"),
        (FieldKind.NUMBER, " 15 ", "15"),
        (FieldKind.DATE, "01.12.2026", "2026-12-01"),
        (FieldKind.DATE, "1.12.26", "2026-12-01"),
        (FieldKind.DATE, "1.12.", "2026-12-01"),
        (FieldKind.DATE, "26.11.", "2027-11-26"),
        (FieldKind.DATE, "29.2.", "29.2."),
        (FieldKind.DATE, "morgen", "2026-11-28"),
        (FieldKind.DATE, "2026-12-01", "2026-12-01"),
        (FieldKind.TIME, "7:30", "07:30"),
        (FieldKind.TIME, "7.30 Uhr", "07:30"),
        (FieldKind.TIME, "0730", "07:30"),
        (FieldKind.TIME, "730", "07:30"),
        (FieldKind.TIME, "7", "07:00"),
        (FieldKind.TIME, "18h", "18:00"),
        (FieldKind.WORDS, "a@b.de; c@d.de e@f.de", "a@b.de, c@d.de, e@f.de"),
        (FieldKind.TEXT, "1,50", "1,50"),
        (FieldKind.SECRET, " 1,50 ", " 1,50 "),
    ],
)
def test_what_a_german_writes_is_understood(kind: FieldKind, typed: str, stored: str) -> None:
    use_language("de")
    assert as_stored(kind, typed, TODAY) == stored


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldKind.AMOUNT, "1,500"),
        (FieldKind.AMOUNT, "1.50,00"),
        (FieldKind.AMOUNT, "12.34.56"),
        (FieldKind.AMOUNT, "-1,50"),
        (FieldKind.DATE, "31.11.2026"),
        (FieldKind.DATE, "12/01/2026"),
        (FieldKind.TIME, "24:00"),
        (FieldKind.TIME, "7:5"),
        (FieldKind.NUMBER, "1,5"),
        (FieldKind.NUMBER, "1.00"),
    ],
)
def test_what_may_mean_two_things_is_refused_as_it_was_typed(kind: FieldKind, typed: str) -> None:
    use_language("de")
    assert as_stored(kind, typed, TODAY) == typed
    assert refusal(kind, typed)


def test_thousands_are_those_of_the_language() -> None:
    use_language("en")
    assert as_stored(FieldKind.AMOUNT, "50,000", TODAY) == "50000.00"
    assert as_stored(FieldKind.AMOUNT, "50.000", TODAY) == "50.000"
    assert refusal(FieldKind.AMOUNT, "50.000")


@pytest.mark.parametrize("spoken", ["de", "en"])
@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (FieldKind.AMOUNT, "1234567.89"),
        (FieldKind.AMOUNT, "0.00"),
        (FieldKind.DATE, "2026-12-01"),
        (FieldKind.TIME, "07:30"),
        (FieldKind.NUMBER, "1048576"),
    ],
)
def test_what_is_stored_comes_back_the_same(spoken: str, kind: FieldKind, stored: str) -> None:
    use_language(spoken)
    assert as_stored(kind, as_typed(kind, stored), TODAY) == stored
    assert as_stored(kind, as_shown(kind, stored), TODAY) == stored
    assert not refusal(kind, stored)


def test_what_is_read_is_german() -> None:
    use_language("de")
    assert as_shown(FieldKind.AMOUNT, "50000.00") == "50.000,00 €"
    assert as_shown(FieldKind.DATE, "2026-12-01") == "01.12.2026"
    assert as_shown(FieldKind.AMOUNT, "viel") == "viel"
    assert as_shown(FieldKind.NUMBER, "1048576") == "1.048.576"
    assert as_shown(FieldKind.PORT, "46651") == "46651", "a port counts nothing"
