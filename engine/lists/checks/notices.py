"""What there is to tell of a list besides its rows: the notices, each with its stable code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from engine.common.i18n import _, format_amount, format_date, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.lists.cells.headings import ListField, normal
from engine.lists.checks.codes import Code, notice
from engine.lists.files.opened_file import OpenedFile
from engine.lists.layouts.identify import Match
from engine.lists.rows.invoices import Invoices
from engine.lists.rows.lines import Lines
from engine.lists.rows.row_filter import RowFilter
from engine.lists.rows.rows import Content
from engine.lists.rows.totals import Control
from engine.model.message import Message

_XLS_ROWS = 65_536
_SHOWN = 3
"""So many lines are named in one notice; the rest is counted."""
_EARLIEST = date(2000, 1, 1)
_FUTURE_DAYS = 7
"""An invoice may be dated some days ahead; what lies before or beyond is told."""
_OF_CREDITORS = frozenset(
    map(
        normal,
        ("Lieferant", "Lieferantennummer", "Kreditor", "Kreditorennummer", "Kreditorenkonto"),
    )
)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was read, with all that came to light on the way."""

    source: OpenedFile
    match: Match
    content: Content
    """What the list was found to hold."""
    sieve: RowFilter
    lines: Lines
    invoices: Invoices
    printed: Sequence[Control]
    unnumbered: Sequence[int]
    """Lines with an amount but without an invoice number."""
    today: date


def notices_of(reading: Reading) -> Iterator[Message]:
    """Every notice of a list that was read."""
    yield from _of_completeness(reading)
    yield from _of_rows(reading)
    yield from _of_lines(reading)
    yield from _of_dates(reading)
    yield from _of_file(reading)


def _of_completeness(reading: Reading) -> Iterator[Message]:
    source, sieve, printed = reading.source, reading.sieve, reading.printed
    wrong = [control for control in printed if not control.holds]
    for control in wrong[-_SHOWN:]:
        text = _(
            "Line {line}: the total is printed as {printed}, but the rows add up to {counted}."
        )
        yield notice(
            Code.CONTROL_TOTAL_MISMATCH,
            text.format(
                line=control.line,
                printed=format_amount(control.printed),
                counted=format_amount(control.counted),
            ),
        )
    if (more := len(wrong) - _SHOWN) > 0:
        text = ngettext("{n} more total does not hold.", "{n} more totals do not hold.", more)
        yield notice(Code.CONTROL_TOTAL_MISMATCH, text.format(n=format_number(more)))
    is_closed = bool(printed) and printed[-1].holds and printed[-1].line == sieve.last_line
    if source.text and not source.text.ends_with_line_end and not is_closed:
        text = _("Line {line}: the file ends without the end of a line; it may have been cut.")
        yield notice(Code.TORN_LAST_LINE, text.format(line=sieve.last_line))
    if source.container == "xls" and sieve.last_line >= _XLS_ROWS:
        text = _("The sheet has {rows} rows, as many as .xls can hold: there may have been more.")
        yield notice(Code.FULL_SHEET, text.format(rows=format_number(_XLS_ROWS)))


def _of_rows(reading: Reading) -> Iterator[Message]:
    rows, creditors = reading.invoices.rows, reading.lines.creditors
    if _OF_CREDITORS.intersection(map(normal, reading.match.headings.names)):
        yield notice(
            Code.CREDITORS, _("The headings are those of a list of suppliers (creditors).")
        )
    elif creditors and not normal(reading.match.headings.name(ListField.ACCOUNT)).startswith(
        "kunde"
    ):
        text = ngettext(
            "{rows} line stands on an account that begins with 7, 8 or 9: a creditor in DATEV's"
            " order of accounts.",
            "{rows} lines stand on accounts that begin with 7, 8 or 9: creditors in DATEV's order"
            " of accounts.",
            creditors,
        )
        yield notice(Code.CREDITORS, text.format(rows=format_number(creditors)))
    if ListField.CURRENCY in reading.match.headings.columns and (
        foreign := {row.currency for row in rows} - {"", "EUR"}
    ):
        n = sum(row.currency in foreign for row in rows)
        text = ngettext(
            "{rows} row is in a foreign currency: {codes}.",
            "{rows} rows are in a foreign currency: {codes}.",
            n,
        )
        yield notice(
            Code.FOREIGN_CURRENCY,
            text.format(rows=format_number(n), codes=", ".join(sorted(foreign))),
        )
    if (
        reading.match.content is Content.OPEN
        and reading.content is not Content.SETTLED
        and (n := sum([row.settled for row in rows]))
    ):
        text = ngettext(
            "{rows} item of the list is settled.", "{rows} items of the list are settled.", n
        )
        yield notice(Code.SETTLED_ITEMS, text.format(rows=format_number(n)))


def _of_lines(reading: Reading) -> Iterator[Message]:
    if n := reading.lines.drafts:
        text = ngettext(
            "{n} line is a draft and is ignored.", "{n} lines are drafts and are ignored.", n
        )
        yield notice(Code.DRAFTS, text.format(n=format_number(n)))
    for code, found, text in (
        (
            Code.DUPLICATE_ROWS,
            reading.invoices.twice,
            _("These lines stand in the file twice: {lines}."),
        ),
        (
            Code.WITHOUT_INVOICE_NUMBER,
            reading.unnumbered,
            _("These lines name no invoice and are ignored: {lines}."),
        ),
        (
            Code.JOINED_CELLS,
            reading.sieve.joined,
            _("In these lines the last text holds a delimiter without quotation marks: {lines}."),
        ),
    ):
        if found:
            yield notice(code, text.format(lines=_shortened(list(map(str, found)))))


def _of_dates(reading: Reading) -> Iterator[Message]:
    headings = reading.match.headings
    for field, cells in reading.lines.unreadable.items():
        told = [
            _("line {line} ({text})").format(line=line, text=sanitize(text, 40))
            for line, text in cells
        ]
        text = _("{column}: these cells cannot be read and are left out: {cells}.")
        yield notice(
            Code.UNREADABLE_CELLS,
            text.format(column=sanitize(headings.name(field)), cells=_shortened(told)),
        )
    latest = reading.today + timedelta(days=_FUTURE_DAYS)
    for field in (ListField.DOC_DATE, ListField.PAID_ON):
        odd = sorted(
            found for found in reading.lines.days.get(field, ()) if not _EARLIEST <= found <= latest
        )
        if odd:
            text = _("{column}: these days are long past or still to come: {days}.")
            yield notice(
                Code.ODD_DATES,
                text.format(
                    column=sanitize(headings.name(field)),
                    days=_shortened(list(map(format_date, odd))),
                ),
            )


def _of_file(reading: Reading) -> Iterator[Message]:
    source, match = reading.source, reading.match
    if unknown := match.headings.unknown(match.layout.silent):
        text = _("These columns are not read: {names}.")
        yield notice(
            Code.UNKNOWN_COLUMNS,
            text.format(names=", ".join(sanitize(name, 60) for name in unknown)),
        )
    if others := [sheet for sheet in source.sheets if sheet is not match.sheet and sheet.head]:
        text = _("These sheets are not read: {names}.")
        yield notice(
            Code.OTHER_SHEETS,
            text.format(names=", ".join(sanitize(sheet.name, 60) for sheet in others)),
        )
    if source.text and source.text.encoded.doubtful:
        text = _(
            "The text is read as {encoding}, which may be wrong; look whether the names are spelt"
            " right."
        )
        yield notice(Code.ENCODING, text.format(encoding=source.text.encoded.encoding))


def _shortened(found: Sequence[str]) -> str:
    more = len(found) - _SHOWN
    shown = ", ".join(found[:_SHOWN])
    return (
        _("{shown} and {more} more").format(shown=shown, more=format_number(more))
        if more > 0
        else shown
    )
