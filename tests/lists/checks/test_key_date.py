"""The key date, however and wherever it is written: never a later one than is meant."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from engine.lists.checks.key_date import DayTexts, KeyDateFound, key_date

TODAY = date(2026, 11, 20)
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
ENGLISH = "January February March April May June July August September October November December"
DAYS = (
    "{day:%d.%m.%Y}", "{day.day}.{day.month}.{day:%Y}", "{day:%d.%m.%y}", "{day:%d. %m. %Y}",
    "{day.day}. {month} {day:%Y}", "{day:%d}. {short}. {day:%Y}", "{day.day} {month} {day:%y}",
    "{english} {day.day}, {day:%Y}", "{day.day}th of {english} {day:%Y}", "{day:%Y-%m-%d}",
    "{day:%Y/%m/%d}", "{day:%d/%m/%Y}", "{day:%m/%d/%Y}", "{day:%d-%m-%Y}", "{day:%Y_%m_%d}",
    "{day:%Y%m%d}", "{day:%d%m%Y}", "{day:%d.%m.%Y} 18:00 Uhr",
    "{day:%Y-%m-%d}T235959", "{day:%Y-%m-%d}T23:59:59Z", "{day:%d\u00a0%m\u00a0%Y}",
    "01.{day:%m.%Y} bis {day:%d.%m.%Y}",
)  # fmt: skip
SHORT_DAYS = (
    "{day:%d_%m}", "{day:%d.%m.}", "{day:%d.%m}", "{day:%m-%d}", "{day:%d%m}", "{day:%m%d}",
    "{day:%d%m%y}", "{day:%y%m%d}", "{day:%d-%m-%y}", "{day:%y-%m-%d}", "{day:%d_%m_%y}",
    "{day.day}. {month}", "KW{week}", "{day:%d%m%Y}", "{day:%Y%m%d%H%M%S}",
    "{day:%d/%m/%y}",
)  # fmt: skip
PERIODS = (
    "{month} {day:%Y}", "{short}. {day:%Y}", "{english} {day:%Y}", "{day:%m/%Y}",
    "{day:%Y-%m}", "{day:%Y_%m}", "{day:%m.%Y}", "{day:%Y%m}", "{day:%Y} {month}",
    "01.{day:%m.%Y} - {day:%d.%m.%Y}", "01.{day:%m.}–{day:%d.%m.%Y}",
)  # fmt: skip
SHORT_PERIODS = ("{month}", "{short}{day:%y}", "{month}{day:%y}", "{day:%m/%y}")
QUARTERS = (
    "Q{quarter} {day:%Y}", "{day:%Y}_Q{quarter}", "{quarter}. Quartal {day:%Y}",
    "{roman}. Quartal {day:%Y}", "Quartal {quarter}/{day:%Y}", "Q{quarter}",
)  # fmt: skip
IN_TITLES = (
    "Stichtag: {}", "Stand {}", "Offene Posten zum {}", "per {}", "Auswertung bis {}",
    "As of {}", "OPOS-Liste {}", "{}", "Buchungsstand vom {}", "Zeitraum {}", "Key date: {}",
)  # fmt: skip
IN_NAMES = ("op_{}", "{}", "OPOS-Debitoren {} neu", "op_{}_v2", "op_Stichtag_{}", "Export.{}")


def find(
    *titles: str, name: str = "op", newest: date | None = None, sheets: tuple[str, ...] = ()
) -> KeyDateFound:
    return key_date(DayTexts(titles=titles, name=name, sheets=sheets), TODAY, newest)


def written(pattern: str, day: date) -> str:
    place = day.month - 1
    return pattern.format(
        day=day, month=MONTHS.split()[place], english=ENGLISH.split()[place],
        short=MONTHS.split()[place][:3], week=day.isocalendar().week, quarter=place // 3 + 1,
        roman=("I", "II", "III", "IV")[place // 3],
    )  # fmt: skip


def codes(found: KeyDateFound) -> list[str]:
    return [message.code.value for message in (*found.doubts, *found.notices)]


past = st.dates(date(2024, 12, 1), TODAY)


@settings(max_examples=500)
@given(
    past,
    st.sampled_from(DAYS + SHORT_DAYS + PERIODS + SHORT_PERIODS + QUARTERS),
    st.sampled_from(IN_TITLES + IN_NAMES),
    st.sampled_from(["title", "name", "sheet"]),
    st.integers(0, 60) | st.none(),
    st.sampled_from(["", "Gedruckt am 18.11.2026 10:32", "Mandant 10023, Seite 1/2", "v3.10"]),
)
@example(date(2026, 9, 30), "{day:%d.%m.}", "Stand {}", "title", 120, "")
@example(date(2025, 9, 30), "{day:%d_%m}", "op_{}", "name", None, "")
def test_is_never_later_than_the_day_that_is_meant(
    day: date, notation: str, words: str, place: str, age: int | None, beside: str
) -> None:
    # A day without its year that stands on a list printed on that very day is that day.
    assume(notation not in SHORT_DAYS or "18.11." not in beside or (day.month, day.day) != (11, 18))
    if notation in PERIODS + SHORT_PERIODS:
        day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    elif notation in QUARTERS:
        last = (day.month + 2) // 3 * 3
        day = date(day.year, last, calendar.monthrange(day.year, last)[1])
    elif notation == "KW{week}":
        day += timedelta(days=7 - day.isoweekday())
    text = words.format(written(notation, day))
    newest = None if age is None else min(day, TODAY) - timedelta(days=age)
    titles = [beside] if beside else []
    found = key_date(
        DayTexts(
            titles=[*titles, text] if place == "title" else titles,
            sheets=[text] if place == "sheet" else [],
            name=text if place == "name" else "op",
        ),
        TODAY,
        newest,
    )
    is_running = day > TODAY
    bare = place == "title" and words in ("OPOS-Liste {}", "{}", "Zeitraum {}", *IN_NAMES)
    digits_alone = notation in SHORT_DAYS + SHORT_PERIODS and bare
    assert (
        found.doubts or (found.day is not None and found.day <= day) or is_running or digits_alone
    ), (text, newest, found)


@settings(max_examples=300)
@given(
    st.sampled_from(DAYS),
    st.sampled_from(IN_TITLES),
    past.filter(lambda day: day.day > 12),
)
def test_a_day_in_full_is_understood(notation: str, words: str, day: date) -> None:
    found = find(words.format(written(notation, day)))
    assert (found.day, found.doubts) == (day, [])


@given(st.sampled_from(PERIODS + QUARTERS[:-1]), past.filter(lambda day: day.month < 9))
def test_a_period_ends_with_its_last_day(notation: str, day: date) -> None:
    day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    found = find(f"OPOS {written(notation, day)}")
    assert found.day is not None
    assert (found.day + timedelta(days=1)).day == 1
    assert 0 <= (found.day - day).days <= 62
    assert not found.doubts


@pytest.mark.parametrize(
    ("titles", "name", "expected", "told"),
    [
        ([], "opos_debitoren_30042026", date(2026, 4, 30), []),
        ([], "EXP20180320", date(2018, 3, 20), []),
        ([], "OPOS 31.08.2026 neu", date(2026, 8, 31), []),
        ([], "opos", None, []),
        ([], "opos_20269931", None, []),
        ([], "opos_31022026_28022026", date(2026, 2, 28), []),
        ([], "opos_20261120_101530", TODAY, []),
        ([], "opos_20261105103200_20260930", date(2026, 9, 30), []),
        (["Stichtag: 30.04.2026"], "opos", date(2026, 4, 30), []),
        (["Erstellt am 02.05.2026"], "opos", date(2026, 5, 2), []),
        (["Gedruckt am 05.11.2026 10:32", "Stichtag 30.09.2026"], "op", date(2026, 9, 30), []),
        (["Stichtag 31.10.2026, erstellt am 15.10.2026"], "op", date(2026, 10, 15), []),
        (["Gedruckt 05.11.2026 Offene Posten 30.09.2026"], "op", date(2026, 9, 30), []),
        (["OPOS 05.11.2026", "30.09.2026"], "op", date(2026, 9, 30), []),
        (["30.09.2026 - 05.11.2026"], "op", date(2026, 9, 30), []),
        (["Stichtag 30.09.2026, Stand 31.08.2026"], "op", date(2026, 8, 31), []),
        (["per 30.04.2026"], "opos_2026-04-30", date(2026, 4, 30), []),
        (["per 30.04.2026"], "opos_2026-05-01", date(2026, 4, 30), ["key_dates_differ"]),
        (["Stand: Ma\u0308rz 2026"], "op", date(2026, 3, 31), []),
        (["Geschäftsjahr 01.01.2026 - 31.12.2026"], "op", None, []),
        (["November 2026"], "op", None, []),
        (["November 2026"], "op_2026-11-10", date(2026, 11, 10), []),
        (["Stichtag 30.09.2026"], "op_1023", date(2026, 9, 30), []),
        ([], "OPOS_1023_20261118", date(2026, 11, 18), []),
        ([], "opos_2026-12-31", None, ["key_date_in_future"]),
        ([], "opos_25_09", None, ["key_date_without_year"]),
        ([], "op_0930", None, ["key_date_without_year"]),
        (["Stichtag 03/04/26"], "op", None, ["key_date_unclear"]),
        (["Stichtag 31.02.2026"], "op", None, ["key_date_unclear"]),
        (["Stichtag 46204"], "op", None, ["key_date_unclear"]),
        (["Stichtag 03/04/26"], "op_2026-02-28", date(2026, 2, 28), []),
        (["Stichtag 03/04/26"], "op_2026-03-15", date(2026, 3, 15), ["key_date_unclear"]),
        (["WJ 2026 Monat 09"], "op", date(2026, 9, 30), []),
        (["Buchungsperiode: 9/2026"], "op", date(2026, 9, 30), []),
        (["Periode 9"], "op", None, ["key_date_without_year"]),
        (["Periode 9", "Stichtag 30.09.2026"], "op", date(2026, 9, 30), []),
        (["Periode 13", "12 Monate"], "op", None, []),
        (["per ultimo 09/26"], "op", None, ["key_date_without_year"]),
        (["Ultimo September 2026"], "op", date(2026, 9, 30), []),
        (["Posten ab 01.10.2026"], "op", None, ["part_of_list"]),
        (["Von 01.07.2026", "Bis 31.07.2026"], "op", date(2026, 7, 31), []),
        (["fällig bis 31.10.2026"], "op", None, ["part_of_list"]),
    ],
)
def test_of_these(titles: list[str], name: str, expected: date | None, told: list[str]) -> None:
    found = find(*titles, name=name)
    assert (found.day, codes(found)) == (expected, told)


@pytest.mark.parametrize(
    "name",
    ["op_4711", "Mandant 10023", "Mandant_1023", "op_v2", "op_1_2", "op v1.2", "Liste 3 von 12",
     "op_100234", "op_99", "RE-2026-0001", "op_2026", "Steuerkanzlei Maier", "op_301"],
)  # fmt: skip
def test_other_digits_are_no_day(name: str) -> None:
    assert find(name=name) == KeyDateFound(notices=[], doubts=[])


@pytest.mark.parametrize(
    "title",
    ["Seite 1/2", "Tel. 0221 / 30 09 26-0", "Mandant 10023 Version 3.10", "50667 Köln, Ring 12",
     "USt-IdNr. DE123456789", "Kanzlei seit 1985", "Summe 12.100,00 EUR", "300926 Einträge"],
)  # fmt: skip
def test_titles_hold_digits_that_are_no_day(title: str) -> None:
    assert find(title) == KeyDateFound(notices=[], doubts=[])


@pytest.mark.parametrize(
    ("name", "newest", "expected"),
    [
        ("op_30_09", date(2026, 9, 12), date(2026, 9, 30)),
        ("op_30_09", date(2025, 9, 12), None),
        ("op_September", date(2026, 6, 1), date(2026, 9, 30)),
        ("op_Sep26", date(2026, 6, 1), date(2026, 9, 26)),
        ("op_KW40", date(2026, 6, 1), date(2026, 10, 4)),
        ("op_0930", date(2026, 9, 12), date(2026, 9, 30)),
    ],
)
def test_the_invoices_tell_the_year(name: str, newest: date, expected: date | None) -> None:
    found = find(name=name, newest=newest)
    assert found.day == expected
    assert bool(found.doubts) == (expected is None)


def test_invoices_far_beyond_it_show_that_digits_are_no_day() -> None:
    assert find(name="op_100226", newest=date(2026, 11, 18)).day is None
    assert find(name="op_100226", newest=date(2026, 1, 18)).day == date(2026, 2, 10)


def test_an_invoice_that_is_newer_is_told() -> None:
    found = find("Stichtag 30.09.2026", newest=date(2026, 10, 2))
    assert (found.day, codes(found)) == (date(2026, 9, 30), ["newer_than_key_date"])


def test_a_cell_of_nothing_but_days_is_read_all_the_same() -> None:
    assert find("Stichtag 30.09.2026 " * 5000).day == date(2026, 9, 30)


def test_sheets_for_each_month_are_as_of_the_last() -> None:
    assert find(sheets=("August 2026", "September 2026")).day == date(2026, 9, 30)
    assert find(sheets=("31.08.2026", "30.09.2026")).day == date(2026, 8, 31)


def test_in_headings_and_totals_only_what_words_mark_is_one() -> None:
    texts = DayTexts(marked=["Offen per 30.09.2026", "fällig 0-30", "Rechnung 05.01.2026"])
    assert key_date(texts, TODAY, None).day == date(2026, 9, 30)
