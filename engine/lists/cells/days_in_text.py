"""The days that a title, a remark or the name of a file tells of, and what its words say of each:
is it the key date, or the day of printing?
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum, auto

import msgspec

from engine.lists.cells.dates import DASHES
from engine.lists.cells.day_notations import WRITINGS, Span, Writing, readings
from engine.lists.cells.visible import visible

_BACK, _AHEAD = timedelta(days=3 * 366), timedelta(days=366)
"""Farther from today no day is looked for in digits that may be none, or another [D]."""

_LONGEST = 2000
"""So many characters of a text are read: no title is longer."""
_NEAR = 60
"""So many characters before digits the word stands that makes a day of them."""


class DayMark(Enum):
    """What the words before a day say of it."""

    KEY = auto()
    """The list is as of this day."""
    WRITTEN = auto()
    """The list was made or printed then."""
    BEGIN = auto()
    """The list holds only what is of that day or later."""
    DUE = auto()
    """The list holds only what is due by then."""
    NONE = auto()


class WrittenDay(msgspec.Struct, frozen=True):
    """A day or a period within a text."""

    text: str
    """As it stands there."""
    spans: tuple[Span, ...]
    """What it may mean; empty for what is written as a day and is none, such as 31.02.2026."""
    mark: DayMark
    is_weak: bool
    """It may be no day at all."""
    has_year: bool
    start: int
    end: int


_MARKS = re.compile(
    r"(?P<KEY>stichtag|stichdatum|ultimo|key.?date|cut.?off"
    r"|(?<![^\W\d_])(?:(?:buchungs|daten)?stand|as.(?:of|at)|per|zum|bis|until|through|up.to)"
    r"(?![^\W\d_]))"
    r"|(?P<WRITTEN>erstell|druck|export|erzeug|generier|ausgegeben|abruf|download|gespeichert"
    r"|gesendet|versand|versend|created|print|generated|saved)",
    re.IGNORECASE,
)
_LINKS = r"(?:[\W_]|(?<![^\W\d_])(?:am|vom|zum|per|der|des|den|on|the|at)(?![^\W\d_]))*"
_BESIDE = re.compile(rf"(?:{_MARKS.pattern})[^\W\d_]*{_LINKS}", re.IGNORECASE)
_PART = re.compile(
    r"(?:(?P<BEGIN>(?<![^\W\d_])(?:ab|seit|von|from|since))"
    r"|(?P<DUE>f(?:ä|ae)llig(?:keit)?|zahlbar|due))"
    r"[\W_]*(?:am|vom|zum|bis|vor|dem|by|until)?[\W_]*",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"zeitraum|period|monat|(?<![^\W\d_])(?:von|vom|from)(?![^\W\d_])", re.IGNORECASE
)
_TO = re.compile(
    r"[\s._]*(?:(?P<word>bis(?:[\s_]+zum)?|to|until|through)|[-~])[\s._]*", re.IGNORECASE
)
_UNREADABLE = re.compile(
    r"(?:stichtag|stichdatum|key.?date|(?<![^\W\d_])stand)[\W_]*(?:(?:zum|vom|am|per)[\W_]*)?"
    r"(?P<day>[0-9][0-9./_-]{3,})",
    re.IGNORECASE,
)
_NO_DAYS = re.compile(
    r"(?<![^\W\d_])(?:"
    r"(?:seite|page|blatt|teil|part)[\s._]*[0-9]+(?:[\s_]*(?:von|of|/|-)[\s_]*[0-9]+)?"
    r"|(?:tel|telefon|fax|telefax|mobil|phone|iban|blz)[\s.:]*[+0-9(][0-9\s()/-]*"
    r"|(?:v|ver|version|release)[\s._]?[0-9]+(?:\.[0-9]+)*(?!\.?[0-9])"
    r"|(?:mandant|mandanten|mdt|mand|berater|kunde|kunden|kd|konto|kto|filiale|firma|beleg|nr|no)"
    r"[\s._:#-]*(?:nr|nummer|no)?[\s._:#-]*[0-9]{4}(?![0-9]|[./][0-9])"
    r")",
    re.IGNORECASE,
)  # fmt: skip


def days_in(text: str, today: date, *, is_title: bool) -> list[WrittenDay]:
    """The days in `text`, in its order. In a title bare digits are a day only if a word says so, in
    a name all that may be one are.
    """
    text = unicodedata.normalize("NFC", visible(text[:_LONGEST])).translate(DASHES)
    rest = _NO_DAYS.sub(lambda found: "\0" * len(found[0]), text)
    found: list[WrittenDay] = []
    for writing in WRITINGS:
        for day in _written_so(writing, text, rest, today, is_title=is_title):
            found.append(day)
            rest = rest[: day.start] + "\0" * (day.end - day.start) + rest[day.end :]
    found += [
        WrittenDay(one["day"], (), DayMark.KEY, False, True, one.start("day"), one.end())
        for one in _UNREADABLE.finditer(rest)
    ]
    return list(_with_periods(text, _marked(text, sorted(found, key=lambda day: day.start))))


def _written_so(
    writing: Writing, text: str, rest: str, today: date, *, is_title: bool
) -> Iterator[WrittenDay]:
    spans: dict[tuple[int, int], list[Span]] = {}
    without_year: set[tuple[int, int]] = set()
    for pattern in writing.patterns(rest):
        for found in pattern.finditer(rest):
            at = found.span()
            known = spans.setdefault(at, [])
            if not known or writing.is_ambiguous:
                more = list(readings(found, today))
                known.extend(more)
                if more and not found.groupdict().get("y"):
                    without_year.add(at)
    end = 0
    for at in sorted(spans, key=lambda at: (at[0], -at[1])):
        is_beside = bool(_ends_with(_BESIDE, text[max(0, at[0] - _NEAR) : at[0]]))
        if at[0] < end or (is_title and not writing.in_titles and not is_beside):
            continue
        is_weak = writing.is_weak and not is_beside
        meant = tuple(_near(list(dict.fromkeys(spans[at])), today, is_weak=is_weak))
        if meant or writing.is_surely_a_day:
            end = at[1]
            yield WrittenDay(
                text[slice(*at)], meant, DayMark.NONE, is_weak, at not in without_year, *at
            )


def _near(spans: Sequence[Span], today: date, *, is_weak: bool) -> Sequence[Span]:
    """Without what is far from today, where there is a choice, or where it need be no day."""
    near = [span for span in spans if today - _BACK <= span.last <= today + _AHEAD]
    return near if is_weak or (near and len(spans) > 1) else spans


def _marked(text: str, days: Iterable[WrittenDay]) -> Iterator[WrittenDay]:
    end = 0
    for day in days:
        before = text[end : day.start]
        mark = day.mark
        if part := _ends_with(_PART, before):
            mark = DayMark[part.lastgroup or "NONE"]
        elif marks := list(_MARKS.finditer(before)):
            mark = DayMark[marks[-1].lastgroup or "NONE"]
        end = day.end
        yield msgspec.structs.replace(day, mark=mark)


def _with_periods(text: str, days: Iterable[WrittenDay]) -> Iterator[WrittenDay]:
    """A period from one day to another is one, and its last day counts."""
    begun: WrittenDay | None = None
    end = 0
    for day in days:
        if begun is not None:
            to = _TO.fullmatch(text, begun.end, day.start)
            if to and (to["word"] or _is_period(text[end : begun.start], begun, day)):
                mark = DayMark.KEY if to["word"] or begun.mark is DayMark.KEY else DayMark.NONE
                day = msgspec.structs.replace(day, spans=_from(begun, day), mark=mark)
            else:
                yield begun
            end = begun.end
        begun = day
    if begun is not None:
        yield begun


def _is_period(before: str, first: WrittenDay, last: WrittenDay) -> bool:
    """Whether a dash between two days means all from one to the other. Two days may as well stand
    side by side; then the earlier counts.
    """
    if not first.spans or not last.spans:
        return False
    return bool(_PERIOD.search(before)) or (
        all(span.first.day == 1 for span in first.spans)
        and all(_is_month_end(span.last) for span in last.spans)
    )


def _is_month_end(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _from(first: WrittenDay, last: WrittenDay) -> tuple[Span, ...]:
    """The periods from the first day to the last."""
    begins = [span.first for span in first.spans]
    return tuple(
        Span(max((day for day in begins if day <= span.last), default=span.first), span.last)
        for span in last.spans
    )


def _ends_with(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next((found for found in pattern.finditer(text) if found.end() == len(text)), None)
