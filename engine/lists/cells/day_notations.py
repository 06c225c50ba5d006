"""The ways in which people write days, months, quarters, weeks and years within a text, and what
each may mean.

A writing has one reading or several: `03/04/26` is of March or of April, `30.09.` of any year. Some
digits may as well be no day at all, such as `100326`: they are weak.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

_CENTURY = 2000
_MONTHS = (
    "jan(?:uar|uary)?|jän(?:ner)?", "feb(?:ruar|ruary)?|feber", "märz?|maerz|mrz|mar(?:ch)?",
    "apr(?:il)?", "mai|may", "jun[ie]?", "jul[iy]?", "aug(?:ust)?", "sept?(?:ember)?",
    "o[kc]t(?:ober)?", "nov(?:ember)?", "de[zc](?:ember)?",
)  # fmt: skip
_WHOLE_MONTHS = (
    "januar|january|jänner|februar|february|märz|maerz|march|april|juni|june|juli|july|august"
    "|september|oktober|october|november|dezember|december"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_PARTS = {
    "D": r"(?P<d>[0-9]{1,2})",
    "DD": r"(?P<d>[0-9]{2})",
    "DTH": r"(?P<d>[0-9]{1,2})(?:\.|(?:st|nd|rd|th)(?: of)?)?",
    "M": r"(?P<m>[0-9]{1,2})",
    "MM": r"(?P<m>[0-9]{2})",
    "NAME": rf"{_NO_LETTER_BEFORE}(?P<name>{'|'.join(_MONTHS)}){_NO_LETTER_AFTER}",
    "WHOLE": rf"{_NO_LETTER_BEFORE}(?P<name>{_WHOLE_MONTHS}){_NO_LETTER_AFTER}",
    "Y": r"(?P<y>20[0-9]{2})",
    "YY": r"(?P<y>[0-9]{2})",
    "YEAR": r"(?P<y>20[0-9]{2}|[0-9]{2})",
    "Q": r"(?P<q>[1-4]|iv|i{1,3})",
    "QUARTER": rf"{_NO_LETTER_BEFORE}(?:quartal|quarter|q)",
    "W": r"(?P<w>[0-9]{1,2})",
    "WEEK": rf"{_NO_LETTER_BEFORE}(?:kalenderwoche|kw)",
    "PERIOD": rf"(?:buchungs|abrechnungs)?(?:periode|monat|period|month){_NO_LETTER_AFTER}",
    "SEP": r"(?P<s>[-_./ ])",
    "S": "(?P=s)",
    "_": r"[\s._,/-]*",
}
_TIME = r"(?:(?:,?\s+|_)?t?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|t[0-9]{4}(?:[0-9]{2})?)?(?:\s*uhr|z)?"
_NEEDS_WORD = re.compile(r"\{(?:NAME|WHOLE|QUARTER|WEEK|PERIOD)\}")
_MAYBE_NOT = re.compile(r"\[[^]]*\]|\\\.\?|\{\w+\}")
"""Where a dot or a slash in an order need not stand: one sign of several, or left away."""
_DIGIT = re.compile("[0-9]")
_TIME_WORD = re.compile(
    "jan|jän|feb|mär|mae|mrz|mar|apr|mai|may|jun|jul|aug|sep|o[kc]t|nov|de[zc]|q|kw|kalenderwoche"
    "|peri|mon",
    re.IGNORECASE,
)
"""How the words of `NAME`, `WHOLE`, `QUARTER`, `WEEK` and `PERIOD` begin or go on."""


class Span(NamedTuple):
    """A day or a period, both ends included."""

    first: date
    last: date


class Writing(NamedTuple):
    """One way of writing a day."""

    orders: tuple[str, ...]
    """In which its parts may stand."""
    is_ambiguous: bool = False
    """All orders count; else the first that is a day."""
    is_weak: bool = False
    """It may be no day at all."""
    in_titles: bool = True
    """In running text it is a day even where no word says so."""
    is_surely_a_day: bool = False
    """It can be nothing else, so that one of no calendar, such as 31.02.2026, is a mistake."""

    def patterns(self, text: str) -> list[re.Pattern[str]]:
        """Those of its orders that may stand in `text`. Few texts have digits, dots, slashes and
        a word of time; to leave the others uncompiled spares most of the start of a run.
        """
        there = _signs_in(text)
        return [_pattern(order) for order in self.orders if there.issuperset(_signs_of(order))]


@cache
def _signs_of(order: str) -> frozenset[str]:
    """What must stand in a text for this order to stand there."""
    always = _MAYBE_NOT.sub("", order)
    kind = "word" if _NEEDS_WORD.search(order) else "digit"
    return frozenset({kind} | {sign for sign in "./" if sign in always})


@lru_cache(maxsize=64)
def _signs_in(text: str) -> frozenset[str]:
    """Which of these signs stand in a text."""
    found = {sign for sign in "./" if sign in text}
    if _DIGIT.search(text):
        found.add("digit")
    if _TIME_WORD.search(text):
        found.add("word")
    return frozenset(found)


@cache
def _pattern(order: str) -> re.Pattern[str]:
    return re.compile(f"(?<![0-9]){order.format_map(_PARTS)}{_TIME}(?![0-9])", re.IGNORECASE)


def _writing(
    *orders: str,
    is_ambiguous: bool = False,
    is_weak: bool = False,
    in_titles: bool = True,
    is_surely_a_day: bool = False,
) -> Writing:
    return Writing(orders, is_ambiguous, is_weak, in_titles, is_surely_a_day)


_MAYBE = {"is_ambiguous": True, "is_weak": True}
WRITINGS = (
    _writing("{Y}{SEP}{M}{S}{D}", is_surely_a_day=True),
    _writing("{D}(?P<s>[-_. ]){M}{S}{Y}", r"{D}\.\s?{M}\.\s?{Y}", "{M}(?P<s>[-_. ]){D}{S}{Y}",
        is_surely_a_day=True),
    _writing("{D}/{M}/{Y}", "{M}/{D}/{Y}", is_ambiguous=True, is_surely_a_day=True),
    _writing(r"{D}\.\s?{M}\.\s?{YY}", r"{M}\.\s?{D}\.\s?{YY}"),
    _writing("{D}/{M}/{YY}", "{M}/{D}/{YY}", "{YY}/{M}/{D}", is_ambiguous=True),
    _writing("{DD}(?P<s>[-_ ]){MM}{S}{YY}", "{YY}(?P<s>[-_ ]){MM}{S}{DD}", **_MAYBE),
    _writing("{DTH}{_}{NAME}{_}{Y}", "{DTH}{_}{NAME}{_}{YY}", "{NAME}{_}{DTH}{_}{Y}",
        "{Y}{_}{NAME}{_}{D}"),
    _writing("{NAME}{_}{Y}", "{Y}{_}{NAME}", "{NAME}{_}'{YY}"),
    _writing("{NAME}{_}{YY}", "{NAME}{_}{DTH}", **_MAYBE),
    _writing("{DTH}{_}{NAME}", **_MAYBE),
    _writing("{Y}{MM}{DD}(?:[0-9]{{4}}|[0-9]{{6}})?", "{DD}{MM}{Y}", "{MM}{DD}{Y}",
        "(?P<d>[1-9]){MM}{Y}"),
    _writing("{Q}\\.?{_}{QUARTER}{_}{YEAR}", "{QUARTER}{_}{Q}{_}{Y}", "{QUARTER}{_}{Q}[_/]{YY}",
        "{Y}{_}{QUARTER}{_}{Q}"),
    _writing("{Q}\\.?{_}{QUARTER}", "{QUARTER}{_}{Q}", is_ambiguous=True),
    _writing("{PERIOD}{_}{M}{_}{Y}", "{Y}{_}{PERIOD}{_}{M}"),
    _writing("{PERIOD}{_}{M}", is_ambiguous=True),
    _writing("{WEEK}{_}{W}[ _./-]+{YEAR}", "{Y}{_}{WEEK}{_}{W}", "{Y}-?W{W}"),
    _writing("{WEEK}{_}{W}", is_ambiguous=True),
    _writing(r"{M}\s?[-_./]\s?{Y}", r"{Y}\s?[-_./]\s?{M}"),
    _writing("{Y}{MM}", "{MM}{Y}", is_weak=True),
    _writing("{DD}{MM}{YY}", "{YY}{MM}{DD}", **_MAYBE, in_titles=False),
    _writing(r"{D}\.\s?{M}\.", r"{M}\.\s?{D}\.", is_weak=True),
    _writing(r"{D}\.{M}", r"{M}\.{D}", is_weak=True, in_titles=False),
    _writing("{DD}{SEP}{MM}", "{MM}{SEP}{DD}", "{MM}{SEP}{YY}", "{YY}{SEP}{MM}", **_MAYBE,
        in_titles=False),
    _writing("{DD}{MM}", "{MM}{DD}", "{MM}{YY}", "{YY}{MM}", **_MAYBE, in_titles=False),
    _writing("{WHOLE}", **_MAYBE),
    _writing("{NAME}", **_MAYBE, in_titles=False),
    _writing("{Y}", is_weak=True),
)  # fmt: skip
"""The surest first: what one has taken no later one looks at."""


def readings(found: re.Match[str], today: date) -> Iterator[Span]:
    """What a match may mean. Where the year is left away, the last two periods that have begun:
    more may be meant only if the one before the last may be.
    """
    parts = {"y": None, **found.groupdict()}
    make = _maker(parts)
    if parts["y"] is not None:
        year = int(parts["y"])
        years = [year if year >= _CENTURY else _CENTURY + year]
        yield from filter(None, map(make, years))
        return
    begun = (
        span
        for year in range(today.year, today.year - 9, -1)
        if (span := make(year)) and span.first <= today
    )
    yield from (span for span, _place in zip(begun, range(2), strict=False))


def _maker(parts: dict[str, str | None]) -> Callable[[int], Span | None]:
    """What makes the period of a year."""
    quarter, week = parts.get("q"), parts.get("w")
    day = parts.get("d")
    if week:
        return lambda year: _days(lambda: date.fromisocalendar(year, int(week), 1), 7)
    if quarter:
        last = 3 * (_QUARTERS.get(quarter.lower()) or int(quarter))
        return lambda year: _months(year, last - 2, last)
    if name := parts.get("name"):
        month = _number(name)
    elif parts.get("m"):
        month = int(parts["m"] or 0)
    else:
        return lambda year: _months(year, 1, 12)
    if day:
        return lambda year: _days(lambda: date(year, month, int(day)), 1)
    return lambda year: _months(year, month, month)


def _days(first: Callable[[], date], days: int) -> Span | None:
    try:
        return Span(first(), first() + timedelta(days=days - 1))
    except ValueError:
        return None


def _months(year: int, first: int, last: int) -> Span | None:
    if not 1 <= first <= last <= 12:
        return None
    return Span(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _number(name: str) -> int:
    return next(
        number
        for number, names in enumerate(_MONTHS, 1)
        if re.fullmatch(names, name, re.IGNORECASE)
    )
