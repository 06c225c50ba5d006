"""The day a list speaks of. An invoice younger than it says nothing by being absent, so a day too
late does harm, and a day that is written and not understood lets nothing be concluded.

| written is | the key date is |
| --- | --- |
| one day | that day |
| a period, such as a month | its last day; none if that is still to come |
| several days | the earliest of those that words mark (Stichtag, per, bis …), else the earliest |
| only when the list was made | that day; the key date is never later |
| what may be several days | the one that the invoices of the list leave possible, or a doubt |
| nothing | none: the day counts on which the file was written |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from engine.common.sanitize import sanitize
from engine.lists.cells.day_notations import Span
from engine.lists.cells.days_in_text import DayMark, WrittenDay, days_in
from engine.messages.key_dates import KeyDate
from engine.model.message import Message

_LATER_INVOICES = timedelta(days=31)
"""So far beyond its key date a list may hold an invoice that is dated ahead [D]."""


class DayTexts(msgspec.Struct, frozen=True, kw_only=True):
    """Where a list may say of which day it is."""

    titles: Sequence[str] = ()
    """Lines above the headings or below the list."""
    marked: Sequence[str] = ()
    """Texts in which only a day counts that a word marks: headings, totals."""
    sheets: Sequence[str] = ()
    """The names of the sheets that are read."""
    name: str = ""
    """The name of the file, without its ending."""


class KeyDateFound(msgspec.Struct, frozen=True, kw_only=True):
    """The key date, and what to tell of it."""

    day: date | None = None
    text: str = ""
    """Where it stands: the title or the name."""
    notices: Sequence[Message] = ()
    doubts: Sequence[Message] = ()
    """What keeps the list's silence from counting."""


class _Told(msgspec.Struct, frozen=True):
    """A day, and the text in which it stands."""

    written: WrittenDay
    text: str
    in_name: bool = False

    @property
    def is_bare(self) -> bool:
        """Four digits, or a year: the number of a client, or of a program, as likely as a day."""
        digits = self.written.text
        return self.written.is_weak and digits.isdigit() and len(digits) == 4


class _Known(msgspec.Struct, frozen=True):
    day: date
    told: _Told


def key_date(texts: DayTexts, today: date, newest: date | None) -> KeyDateFound:
    """The key date, by all that is written. `newest` is the day of the list's youngest invoice."""
    told = [one for place in _places(texts, today) for one in _that_count(place)]
    made = [one for one in told if one.written.mark is DayMark.WRITTEN]
    days = [one for one in told if one.written.mark in (DayMark.KEY, DayMark.NONE)]
    if any(not one.is_bare for one in days):
        days = [one for one in days if not one.is_bare]
    known, unclear = _understood(days or made, today, newest)
    known_made, _unclear_made = _understood(made, today, newest)
    first = min([*known, *known_made], key=lambda one: one.day, default=None)
    doubts = [
        Message.of(KeyDate.PART_OF_LIST, text=_shown(one.text))
        for one in told
        if one.written.mark in (DayMark.BEGIN, DayMark.DUE) and not one.written.is_weak
    ]
    doubts += [
        _doubt(one, today) for one in unclear if first is None or _may_be_earlier(one, first.day)
    ]
    return KeyDateFound(
        day=first.day if first else None,
        text=_shown(first.told.text) if first else "",
        notices=list(_notices(first, known, newest)),
        doubts=[doubt for n, doubt in enumerate(doubts) if doubt not in doubts[:n]],
    )


def _places(texts: DayTexts, today: date) -> Iterator[list[_Told]]:
    """The days in the list, in the names of its sheets, and in the name of the file."""
    in_list = [
        _Told(day, text) for text in texts.titles for day in days_in(text, today, is_title=True)
    ]
    in_list += [
        _Told(day, text)
        for text in texts.marked
        for day in days_in(text, today, is_title=True)
        if day.mark is DayMark.KEY and not day.is_weak
    ]
    yield in_list
    in_sheets = sorted(
        (_Told(day, text) for text in texts.sheets for day in days_in(text, today, is_title=False)),
        key=lambda one: max((span.last for span in one.written.spans), default=date.min),
    )
    yield in_sheets[-1:] if _is_sheet_per_period(in_sheets) else in_sheets
    yield [_Told(day, texts.name, True) for day in days_in(texts.name, today, is_title=False)]


def _is_sheet_per_period(told: Sequence[_Told]) -> bool:
    """Whether the sheets hold a period each, so that the list is as of the end of the last."""
    spans = [span for one in told for span in one.written.spans]
    return len(told) > 1 and all(span.first < span.last for span in spans)


def _that_count(place: Sequence[_Told]) -> Iterator[_Told]:
    """Where words mark the key date, other days of the same place are none, and what begins
    somewhere ends there.
    """
    is_marked = any(one.written.mark is DayMark.KEY for one in place)
    return (
        one
        for one in place
        if not is_marked or one.written.mark in (DayMark.KEY, DayMark.WRITTEN, DayMark.DUE)
    )


def _understood(
    told: Iterable[_Told], today: date, newest: date | None
) -> tuple[list[_Known], list[_Told]]:
    """The days that are known, and those of which it is not known which they are."""
    known, unclear = [], []
    for one in told:
        spans = _possible(one.written, today, newest)
        if spans is None:
            continue
        if len({(span.last.year, span.last.month) for span in spans}) != 1:
            unclear.append(one)
        elif (day := min(span.last for span in spans)) <= today:
            known.append(_Known(day, one))
    return known, unclear


def _possible(written: WrittenDay, today: date, newest: date | None) -> Sequence[Span] | None:
    """What is left of the readings of a day: none of them, or None where it is no day at all.

    A period that has begun and not ended is as good as no day: the list was made within it.
    """
    begun = [span for span in written.spans if span.first <= today]
    if newest is not None and (written.is_weak or len(begun) > 1):
        left = [span for span in begun if newest - span.last <= _LATER_INVOICES]
        return None if written.is_weak and begun and not left else left
    return begun


def _may_be_earlier(told: _Told, day: date) -> bool:
    """Whether an unclear day may lie before one that is known."""
    spans = told.written.spans
    if not spans:
        return True
    return all(span.last != day for span in spans) and any(span.last < day for span in spans)


def _doubt(told: _Told, today: date) -> Message:
    written, text = told.written, _shown(told.text)
    if written.spans and all(span.first > today for span in written.spans):
        return Message.of(KeyDate.IN_FUTURE, day=written.spans[0].last)
    code = KeyDate.UNCLEAR if written.has_year else KeyDate.WITHOUT_YEAR
    return Message.of(code, text=text, day=_shown(written.text))


def _notices(
    first: _Known | None, known: Sequence[_Known], newest: date | None
) -> Iterator[Message]:
    in_name = min((one.day for one in known if one.told.in_name), default=None)
    in_list = min((one.day for one in known if not one.told.in_name), default=None)
    if in_name and in_list and in_name != in_list:
        yield Message.of(KeyDate.DIFFER, title=in_list, name=in_name)
    if first and newest and newest > first.day:
        text = _shown(first.told.text)
        yield Message.of(KeyDate.NEWER_INVOICES, day=first.day, text=text, newest=newest)


def _shown(text: str) -> str:
    return sanitize(" ".join(text.split()), 80)
