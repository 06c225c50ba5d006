"""What there is to tell of a list besides its rows: the notices, each with its stable code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.language import _, amount, ngettext, number
from engine.lists.codes import Code, notice
from engine.lists.headings import normal
from engine.lists.identify import Match
from engine.lists.invoices import Invoices
from engine.lists.lines import Lines
from engine.lists.rows import Content, Notice
from engine.lists.sieve import Sieve
from engine.lists.source import Source
from engine.lists.totals import Control
from engine.plain import plain

_XLS_ROWS = 65_536
_SHOWN = 3
"""So many lines are named in one notice; the rest is counted."""
_OF_CREDITORS = frozenset(map(normal, ("Lieferant", "Lieferantennummer", "Kreditor", "Kreditorennummer", "Kreditorenkonto")))


def findings(
    source: Source, match: Match, sieve: Sieve, lines: Lines, invoices: Invoices, printed: Sequence[Control]
) -> Iterator[Notice]:
    """Every notice of a list that was read."""
    yield from _of_completeness(source, match, sieve, printed)
    yield from _of_rows(match, lines, invoices)
    yield from _of_lines(sieve, lines, invoices)
    yield from _of_file(source, match)


def _of_completeness(source: Source, match: Match, sieve: Sieve, printed: Sequence[Control]) -> Iterator[Notice]:
    for control in printed:
        if not control.holds:
            text = _("Line {line}: the total is printed as {printed}, but the rows add up to {counted}.")
            yield notice(
                Code.CONTROL_TOTAL_MISMATCH,
                text.format(line=control.line, printed=amount(control.printed), counted=amount(control.counted)),
            )
    is_closed = bool(printed) and printed[-1].holds and printed[-1].line == sieve.last_line
    if source.text and not source.text.ends_with_line_end and not is_closed:
        text = _("Line {line}: the file ends without the end of a line; it may have been cut.")
        yield notice(Code.TORN_LAST_LINE, text.format(line=sieve.last_line))
    if source.container == "xls" and sieve.last_line >= _XLS_ROWS:
        text = _("The sheet has {rows} rows, as many as .xls can hold: there may have been more.")
        yield notice(Code.FULL_SHEET, text.format(rows=number(_XLS_ROWS)))


def _of_rows(match: Match, lines: Lines, invoices: Invoices) -> Iterator[Notice]:
    if _OF_CREDITORS.intersection(map(normal, match.headings.names)):
        yield notice(Code.CREDITORS, _("The headings are those of a list of suppliers (creditors)."))
    elif lines.creditors:
        text = _("{rows} lines stand on accounts that begin with 7, 8 or 9: these are creditors in DATEV's order of accounts.")
        yield notice(Code.CREDITORS, text.format(rows=number(lines.creditors)))
    foreign = {row.currency for row in invoices.rows} - {"", "EUR"}
    if foreign:
        rows = sum(row.currency in foreign for row in invoices.rows)
        text = _("{rows} rows are in a foreign currency: {codes}.")
        yield notice(Code.FOREIGN_CURRENCY, text.format(rows=number(rows), codes=", ".join(sorted(foreign))))
    if match.content is Content.OPEN and any(row.settled for row in invoices.rows):
        rows = sum(row.settled for row in invoices.rows)
        text = ngettext("{rows} item of the list is settled.", "{rows} items of the list are settled.", rows)
        yield notice(Code.SETTLED_ITEMS, text.format(rows=number(rows)))


def _of_lines(sieve: Sieve, lines: Lines, invoices: Invoices) -> Iterator[Notice]:
    if lines.drafts:
        text = ngettext("{n} line is a draft and is ignored.", "{n} lines are drafts and are ignored.", lines.drafts)
        yield notice(Code.DRAFTS, text.format(n=number(lines.drafts)))
    for code, found, text in (
        (Code.DUPLICATE_ROWS, invoices.twice, _("These lines stand in the file twice: {lines}.")),
        (Code.WITHOUT_INVOICE_NUMBER, sieve.unnumbered, _("These lines name no invoice and are ignored: {lines}.")),
        (Code.JOINED_CELLS, sieve.joined, _("In these lines the last text holds a delimiter without quotation marks: {lines}.")),
    ):
        if found:
            yield notice(code, text.format(lines=_shortened(list(map(str, found)))))
    for field, cells in lines.unreadable.items():
        text = _("{field} cannot be read here, and is left out: {cells}.")
        told = [_("line {line} ({text})").format(line=line, text=plain(text, 40)) for line, text in cells]
        yield notice(Code.UNREADABLE_DATE, text.format(field=field.value, cells=_shortened(told)))


def _of_file(source: Source, match: Match) -> Iterator[Notice]:
    if unknown := match.headings.unknown(match.layout.silent):
        text = _("These columns are not read: {names}.")
        yield notice(Code.UNKNOWN_COLUMNS, text.format(names=", ".join(plain(name, 60) for name in unknown)))
    if others := [sheet for sheet in source.sheets if sheet is not match.sheet and sheet.head]:
        text = _("These sheets are not read: {names}.")
        yield notice(Code.OTHER_SHEETS, text.format(names=", ".join(plain(sheet.name, 60) for sheet in others)))
    if source.text and source.text.encoded.doubtful:
        text = _("The text is read as {encoding}, which may be wrong; look whether the names are spelt right.")
        yield notice(Code.ENCODING, text.format(encoding=source.text.encoded.encoding))


def _shortened(found: Sequence[str]) -> str:
    more = len(found) - _SHOWN
    shown = ", ".join(found[:_SHOWN])
    return _("{shown} and {more} more").format(shown=shown, more=number(more)) if more > 0 else shown
