"""What in a list was not understood, and how far that reaches.

Each check tells its doubts here; `engine.posting` lets no invoice change by silence within their
reach, and holds an import where they reach the whole list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from engine.lists.cells.headings import ListField, normal
from engine.lists.cells.money import shows_cents
from engine.lists.cells.word_cells import seen
from engine.lists.checks.other_tables import doubts_of_tables
from engine.lists.checks.reading import Reading
from engine.lists.checks.self_description import doubts_of_words, says_suppliers
from engine.lists.rows.line_kinds import has_digit, is_total
from engine.lists.rows.rows import Content, Doubt, Reach
from engine.messages.list_notices import CreditorSign, ListNotice, TotalMismatch
from engine.model.message import Message

_XLS_ROWS = 65_536
_SHOWN = 3
"""So many totals that do not hold are named; the rest is counted."""
_CELLS_OF_TITLES = 2
_OF_CREDITORS = frozenset(
    map(
        normal,
        ("Lieferant", "Lieferantennummer", "Kreditor", "Kreditorennummer", "Kreditorenkonto"),
    )
)


def doubts_of(reading: Reading, name: str) -> Iterator[Doubt]:
    """Every doubt about a list that was read from a file of this `name`."""
    for message in (*_incomplete(reading), *_of_suppliers(reading, name)):
        yield Doubt(message, Reach.LIST)
    if line := _copied_from(reading):
        yield Doubt(Message.of(ListNotice.ROWS_AGAIN, line=line), Reach.ROWS, line=line)
    yield from doubts_of_words(reading, name)
    yield from doubts_of_tables(reading)
    yield from _left_out(reading)


def _copied_from(reading: Reading) -> int:
    """The line from which on the payments are those above again, several in their order, as where
    a file is put behind another; 0 where they are not. Two payments alike may be two payments.
    """
    if reading.content is not Content.PAYMENTS or len(reading.invoices.twice) < 2:
        return 0
    rows = reading.invoices.rows
    said = [msgspec.structs.astuple(row)[1:] for row in rows]
    first = {what: place for place, what in reversed([*enumerate(said)])}
    earlier = [first[what] for what in said]
    for place in range(1, len(said)):
        before, here = earlier[place - 1 : place + 1]
        if here == before + 1 and before < place - 1:
            return rows[place - 1].line
    return 0


def _left_out(reading: Reading) -> Iterator[Doubt]:
    """Lines that are no rows although they speak of an invoice: a draft, or an item whose number is
    missing.
    """
    sheet = reading.match.sheet
    for number, cells in reading.joined.above_headings:
        filled = [seen(cell) for cell in cells if seen(cell)]
        if _looks_like_item(filled):
            message = Message.of(ListNotice.ABOVE_HEADINGS, line=number)
            yield Doubt(message, Reach.LIST, line=number, sheet=sheet.name)
    for draft in reading.lines.drafts:
        message = Message.of(ListNotice.DRAFTS, n=1)
        yield Doubt(message, Reach.ITEM, draft.invoice_no, draft.line, draft.sheet)
    for line in reading.unnumbered:
        if not line.is_on_account:
            message = Message.of(ListNotice.WITHOUT_INVOICE_NUMBER, lines=[str(line.line)])
            reach = Reach.ACCOUNT if has_digit(line.account) else Reach.LIST
            yield Doubt(message, reach, line.account, line.line, sheet.name)


def _looks_like_item(texts: Sequence[str]) -> bool:
    """Whether a line may be an invoice: several cells, one of them an amount with its cents."""
    return len(texts) > _CELLS_OF_TITLES and not is_total(texts[0]) and any(map(shows_cents, texts))


def _incomplete(reading: Reading) -> Iterator[Message]:
    """What says that the file may lack lines."""
    source, last_line, printed = reading.source, reading.filtered.last_line, reading.printed
    wrong = [control for control in printed if not control.holds]
    for control in wrong[-_SHOWN:]:
        yield Message.of(
            ListNotice.CONTROL_TOTAL_MISMATCH,
            what=Message.of(
                TotalMismatch.ONE,
                line=control.line,
                printed=control.printed,
                counted=control.counted,
            ),
        )
    if (more := len(wrong) - _SHOWN) > 0:
        yield Message.of(
            ListNotice.CONTROL_TOTAL_MISMATCH, what=Message.of(TotalMismatch.MORE, n=more)
        )
    is_closed = bool(printed) and printed[-1].holds and printed[-1].line == last_line
    if source.text and not source.text.ends_with_line_end and not is_closed:
        yield Message.of(ListNotice.TORN_LAST_LINE, line=last_line)
    if source.container == "xls" and reading.joined.place(last_line)[1] >= _XLS_ROWS:
        yield Message.of(ListNotice.FULL_SHEET, rows=_XLS_ROWS)


def _of_suppliers(reading: Reading, name: str) -> Iterator[Message]:
    """What says that the list is one of creditors: not ours to settle."""
    headings, creditors = reading.match.headings, reading.lines.creditors
    if _OF_CREDITORS.intersection(map(normal, headings.names)):
        yield Message.of(ListNotice.CREDITORS, what=Message(CreditorSign.HEADINGS))
    elif creditors and not normal(headings.name(ListField.ACCOUNT)).startswith("kunde"):
        yield Message.of(ListNotice.CREDITORS, what=Message.of(CreditorSign.ACCOUNTS, n=creditors))
    elif says_suppliers(reading, name):
        yield Message.of(ListNotice.CREDITORS, what=Message(CreditorSign.TITLE))
