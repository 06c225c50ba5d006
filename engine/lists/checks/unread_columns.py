"""Columns that are not read and may change what the others mean: of amounts, of sides, of marks or
days of payment, of invoice numbers. A list with one is refused until somebody says what it is.

| a column that looks like | is dangerous |
| --- | --- |
| amounts | where no column says what is open, or was paid, by itself |
| Soll and Haben | beside amounts without a sign |
| yes and no, or paid and open | where it speaks of payment, and no column says what is open |
| days of payment | where no column says what is open |
| invoice numbers | beside a column that may be of other documents |

What `harmless` knows, and what the user's layout ignores, is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

import msgspec

from engine.common.sanitize import sanitize
from engine.lists.cells.harmless import NO_AMOUNTS, harmless
from engine.lists.cells.headings import PAID_OR_NOT, ListField, normal, spelled
from engine.lists.cells.looks import Looks, holds_money, looks_of
from engine.lists.cells.money import Notation, Unreadable, is_amount, parse_money, shows_cents
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import YES, seen
from engine.lists.layouts.built_in import COLUMNS
from engine.lists.layouts.identify import Match
from engine.lists.rows.distinct import DistinctCells
from engine.lists.rows.rows import Content, Row
from engine.messages.list_refusals import ColumnLooks, ListRefusal
from engine.model.errors import ListRefused
from engine.model.message import Message

_SHOWN = 3
_REMEMBERED = 50
"""Different cells: a column of marks or sides has far fewer."""
_BALANCES = (Content.OPEN, Content.ALL)
_OF_PAYMENT = re.compile(
    r"zahl|ausgegl|beglich|erledig|eingang|eingegang|valuta|paid|payment|settled|cleared|quittier"
)
_OF_BOOKING = re.compile(
    r"gebucht|freigegeben|ausgefuehrt|bestaetigt|erfolgreich|^gueltig|booked|executed|confirmed"
)
"""Yes and no about payments: whether there was one."""
_OF_RETURN = re.compile(
    r"storn|rueckl|rueckgabe|rueckbuch|retour|zurueckge|ungueltig|geloescht|abgelehnt|gescheitert"
    r"|cancel|revers|failed"
)
"""Yes and no about payments: whether it was none."""
_STILL_TO_COME = re.compile(r"erwartet|geplant|soll|ziel|frist|bis$|faellig|bedingung|due|expected")
_OF_INVOICES = re.compile(
    r"(rechnung(s?(nr|nummer|id).*)?|rg(nr|nummer)|re(nr|nummer)|invoice(no|number|id)?"
    r"|faktura?(nr|nummer)?)"
)
_WEAK_PAYMENT = frozenset(map(normal, ("Betrag", "Amount")))
_BESIDE_PAYMENTS = {*COLUMNS[ListField.AMOUNT], normal("Saldo")}
"""What stands beside a payment that is headed only "Betrag": the invoice's amount, or the balance
of the bank's account.
"""


class _Unread(msgspec.Struct, frozen=True):
    """A column that is not read."""

    place: int
    name: str
    cells: set[Cell]
    looks: Looks


def refuse_doubtful_columns(match: Match, distinct: DistinctCells, rows: Sequence[Row]) -> None:
    """Raise `ListRefused` if a column that is not understood may change what the list means."""
    for column in _flags_for_amounts(match, distinct):
        raise _refused(match, distinct, column, ColumnLooks.MARK)
    for column in _unread(match, distinct):
        if kind := _danger(match, distinct, column, rows):
            raise _refused(match, distinct, column, kind)


def telling_cells(match: Match, distinct: DistinctCells) -> dict[int, list[str]] | None:
    """By its place everything that stands in a column which its cells may make doubtful; None
    where that is too much to be remembered.
    """
    told: dict[int, list[str]] = {}
    for place in _judged_by_cells(match, distinct):
        cells = distinct.of(place)
        if len(cells) > _REMEMBERED:
            return None
        told[place] = sorted(map(seen, cells))
    return told


def _judged_by_cells(match: Match, distinct: DistinctCells) -> Iterator[int]:
    headings = match.headings
    of_documents = not _OF_INVOICES.fullmatch(normal(headings.name(ListField.INVOICE_NO)))
    for place in headings.unread:
        name = headings.names[place]
        if spelled(name) in match.layout.ignored or normal(name) in match.layout.silent:
            continue
        why = harmless(name)
        may_number = of_documents and _OF_INVOICES.fullmatch(normal(name))
        if why is None or why in NO_AMOUNTS or may_number:
            yield place
    for field in (ListField.OPEN, ListField.PAID):
        at = headings.columns.get(field)
        if at is not None and not any(shows_cents(seen(cell)) for cell in distinct.sample[at]):
            yield at


def _unread(match: Match, distinct: DistinctCells) -> Iterator[_Unread]:
    layout, headings = match.layout, match.headings
    for place in headings.unread:
        name = headings.names[place]
        if spelled(name) in layout.ignored or normal(name) in layout.silent:
            continue
        # The heading itself may stand there again, as on a further page.
        cells = {cell for cell in distinct.of(place) if seen(cell) != name}
        yield _Unread(place, name, cells, looks_of(cells))


def _danger(
    match: Match, distinct: DistinctCells, column: _Unread, rows: Sequence[Row]
) -> ColumnLooks | None:
    """As what the column is dangerous here."""
    if _may_number_invoices(match, column, distinct):
        return ColumnLooks.NUMBER
    if _may_take_back(match, column):
        return ColumnLooks.MARK
    why = harmless(column.name)
    if why and not (why in NO_AMOUNTS and column.looks is Looks.MONEY):
        return None
    if _is_dangerous_money(match, distinct, column):
        return ColumnLooks.MONEY
    if column.looks is Looks.SIDES and _needs_side(match, column, rows):
        return ColumnLooks.SIDE
    if column.looks in (Looks.FLAGS, Looks.PAYMENT_WORDS) and _may_settle(match, column):
        return ColumnLooks.MARK
    if column.looks is Looks.DAYS and _may_be_paid_on(match, column):
        return ColumnLooks.DAY
    return None


def _is_dangerous_money(match: Match, distinct: DistinctCells, column: _Unread) -> bool:
    fields = match.headings.columns.keys()
    if match.content is Content.PAYMENTS:
        if fields.isdisjoint((ListField.PAID, ListField.DEBIT, ListField.CREDIT)):
            return column.looks in (Looks.WHOLE, Looks.ZERO) or holds_money(column.cells)
        weak = normal(match.headings.name(ListField.PAID)) in _WEAK_PAYMENT
        return weak and column.looks is Looks.MONEY and normal(column.name) not in _BESIDE_PAYMENTS
    if column.looks not in (Looks.MONEY, Looks.WHOLE):
        return False
    postings = fields & {ListField.DEBIT, ListField.CREDIT}
    if ListField.OPEN in fields and (len(postings) != 1 or ListField.SH in fields):
        return False
    if len(postings) == 2:
        return False
    return column.looks is Looks.MONEY or _fits_amounts(match, distinct, column)


def _fits_amounts(match: Match, distinct: DistinctCells, column: _Unread) -> bool:
    """Whether whole numbers may be euros of these invoices: never more than their amounts, and in
    some line of what is open all of one, or nothing.
    """
    place = match.headings.columns.get(ListField.AMOUNT)
    if place is None or not distinct.sample:
        return True
    pairs = [
        (_cents(figure), _cents(amount))
        for figure, amount in zip(
            distinct.sample[column.place], distinct.sample[place], strict=True
        )
    ]
    known = [(figure, amount) for figure, amount in pairs if figure is not None and amount]
    return all(abs(figure) <= abs(amount) for figure, amount in known) and (
        match.content is Content.SETTLED or any(figure in (0, amount) for figure, amount in known)
    )


def _cents(cell: Cell) -> int | None:
    if not is_amount(cell):
        return None
    for notation in Notation:
        try:
            return parse_money(cell, notation)
        except Unreadable:
            continue
    return None


def _needs_side(match: Match, column: _Unread, rows: Sequence[Row]) -> bool:
    if ListField.SH in match.headings.columns:
        return False
    words = {seen(cell).casefold() for cell in column.cells} - {""}
    if match.content is Content.PAYMENTS:
        went_back = words - {"h", "haben", "c", "cr", "+"}
        return bool(went_back) and not any(row.paid is not None and row.paid < 0 for row in rows)
    in_haben = words & {"h", "haben", "c", "cr", "-"}
    figures = (row.open or row.amount or 0 for row in rows)
    return bool(in_haben) and not any(figure < 0 for figure in figures)


def _may_settle(match: Match, column: _Unread) -> bool:
    words = {seen(cell).casefold() for cell in column.cells} - {""}
    name = normal(column.name)
    of_booking = match.content not in _BALANCES and _OF_BOOKING.search(name)
    if column.looks is Looks.FLAGS and not (_OF_PAYMENT.search(name) or of_booking):
        return name in PAID_OR_NOT
    if match.content in _BALANCES:
        return ListField.OPEN not in match.headings.columns
    return bool(words - {*YES, "bezahlt", "ausgeglichen", "erledigt", "paid"})


def _may_take_back(match: Match, column: _Unread) -> bool:
    """Whether a mark says of some payments that they are none."""
    words = {seen(cell).casefold() for cell in column.cells}
    return (
        match.content in (Content.PAYMENTS, Content.SETTLED)
        and column.looks is Looks.FLAGS
        and _OF_RETURN.search(normal(column.name)) is not None
        and not words.isdisjoint(YES)
    )


def _may_be_paid_on(match: Match, column: _Unread) -> bool:
    word = normal(column.name)
    return (
        match.content in _BALANCES
        and match.headings.columns.keys().isdisjoint((ListField.OPEN, ListField.PAID_ON))
        and bool(_OF_PAYMENT.search(word))
        and not _STILL_TO_COME.search(word)
    )


def _may_number_invoices(match: Match, column: _Unread, distinct: DistinctCells) -> bool:
    """Whether the column names invoices, and the one that is read only documents."""
    if (
        column.looks not in (Looks.OTHER, Looks.WHOLE)
        or not _OF_INVOICES.fullmatch(normal(column.name))
        or _OF_INVOICES.fullmatch(normal(match.headings.name(ListField.INVOICE_NO)))
    ):
        return False
    texts = distinct.examples(column.place)
    return bool(texts) and all(re.search("[0-9]", text) for text in texts)


def _flags_for_amounts(match: Match, distinct: DistinctCells) -> Iterator[_Unread]:
    """Columns of amounts in which nothing but yes and no stands."""
    for field in (ListField.OPEN, ListField.PAID):
        place = match.headings.columns.get(field)
        if place is None:
            continue
        cells = distinct.of(place)
        if shows_cents(seen(next(iter(cells), ""))):
            continue  # One amount settles it, and spares the look at a thousand.
        if looks_of(cells) in (Looks.FLAGS, Looks.PAYMENT_WORDS):
            yield _Unread(place, match.headings.names[place], cells, Looks.FLAGS)


def _refused(
    match: Match, distinct: DistinctCells, column: _Unread, kind: ColumnLooks
) -> ListRefused:
    examples = " · ".join(sanitize(text, 30) for text in distinct.examples(column.place)[:_SHOWN])
    looks = Message(kind)
    if not column.name:
        return ListRefused(
            ListRefusal.COLUMN_NAMELESS,
            line=match.headings.line, place=column.place + 1, looks=looks, examples=examples,
        )  # fmt: skip
    name = sanitize(column.name, 60)
    headings = f"[{json.dumps(name, ensure_ascii=False)}]"
    return ListRefused(
        ListRefusal.COLUMN_UNCLEAR,
        line=match.headings.line, name=name, looks=looks, examples=examples,
        field=f"{_field(match, kind)} = {headings}", ignore=f"ignore = {headings}",
    )  # fmt: skip


def _field(match: Match, kind: ColumnLooks) -> str:
    """As which field the column may be meant."""
    if kind is ColumnLooks.MONEY and match.content is Content.PAYMENTS:
        return ListField.PAID.value
    return _FIELDS[kind].value


_FIELDS = {
    ColumnLooks.MONEY: ListField.OPEN,
    ColumnLooks.SIDE: ListField.SH,
    ColumnLooks.MARK: ListField.CLEARED,
    ColumnLooks.DAY: ListField.PAID_ON,
    ColumnLooks.NUMBER: ListField.INVOICE_NO,
}
