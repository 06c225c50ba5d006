"""What there is to tell of a list besides its rows: the notices, each with its stable code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from operator import attrgetter

from engine.common.sanitize import sanitize
from engine.lists.cells.headings import ListField
from engine.lists.checks.key_date_places import DAY_COLUMNS
from engine.lists.checks.reading import Reading
from engine.lists.rows.rows import Content
from engine.messages.list_notices import ListNotice, Named
from engine.model.message import Message, Param

_SHOWN = 3
"""So many lines are named in one notice; the rest is counted."""
_EARLIEST = date(2000, 1, 1)
_FUTURE_DAYS = 7
"""An invoice may be dated some days ahead; what lies before or beyond is told."""


def notices_of(reading: Reading) -> Iterator[Message]:
    """Every notice of a list that was read."""
    yield from _of_rows(reading)
    yield from _of_lines(reading)
    yield from _of_dates(reading)
    yield from _of_file(reading)


def _of_rows(reading: Reading) -> Iterator[Message]:
    rows = reading.invoices.rows
    if ListField.CURRENCY in reading.match.headings.columns and (
        foreign := {row.currency for row in rows} - {"", "EUR"}
    ):
        n = sum(row.currency in foreign for row in rows)
        yield Message.of(ListNotice.FOREIGN_CURRENCY, n=n, codes=sorted(foreign))
    if (
        reading.match.content is Content.OPEN
        and reading.content is not Content.SETTLED
        and (n := sum(map(attrgetter("settled"), rows)))
    ):
        yield Message.of(ListNotice.SETTLED_ITEMS, n=n)


def _of_lines(reading: Reading) -> Iterator[Message]:
    on_account = [line.line for line in reading.unnumbered if line.is_on_account]
    for code, lines in (
        (ListNotice.DUPLICATE_ROWS, reading.invoices.twice),
        (ListNotice.WITHOUT_INVOICE_NUMBER, on_account),
        (ListNotice.JOINED_CELLS, reading.filtered.joined),
    ):
        if lines:
            yield Message.of(code, lines=_shortened(list(map(str, lines))))


def _of_dates(reading: Reading) -> Iterator[Message]:
    headings = reading.match.headings
    for field, cells in reading.lines.unreadable.items():
        if field is ListField.CLEARED:
            words = sorted({sanitize(text, 40) for _line, text in cells})
            yield Message.of(
                ListNotice.STATUS_IN_WORDS,
                column=headings.name(field),
                n=len(cells),
                words=_shortened(words),
            )
            continue
        named = [Message.of(Named.CELL, line=line, text=sanitize(text, 40)) for line, text in cells]
        yield Message.of(
            ListNotice.UNREADABLE_CELLS, column=headings.name(field), cells=_shortened(named)
        )
    latest = reading.today + timedelta(days=_FUTURE_DAYS)
    for field in (ListField.DOC_DATE, ListField.PAID_ON):
        odd = sorted(
            found for found in reading.lines.days.get(field, ()) if not _EARLIEST <= found <= latest
        )
        if odd:
            days = _shortened([Message.of(Named.DAY, day=day) for day in odd])
            yield Message.of(ListNotice.ODD_DATES, column=headings.name(field), days=days)


def _of_file(reading: Reading) -> Iterator[Message]:
    source, match = reading.source, reading.match
    if unknown := match.headings.unknown(match.layout.silent | DAY_COLUMNS):
        names = [sanitize(name, 60) for name in unknown]
        yield Message.of(ListNotice.UNKNOWN_COLUMNS, names=names)
    if others := reading.joined.aside:
        names = [sanitize(aside.sheet.name, 60) for aside in others]
        yield Message.of(ListNotice.OTHER_SHEETS, names=names)
    if source.text and source.text.encoded.doubtful:
        yield Message.of(ListNotice.ENCODING, encoding=source.text.encoded.encoding)


def _shortened(found: Sequence[str] | Sequence[Message]) -> Param:
    left = len(found) - _SHOWN
    shown = found[:_SHOWN]
    return Message.of(Named.AND_MORE, shown=shown, left=left) if left > 0 else shown
