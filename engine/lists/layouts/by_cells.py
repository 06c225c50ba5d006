"""Which field a column is where its heading leaves it open: what stands below decides.

`Rechnung` may hold the invoice's number or its amount, `Bezahlt` an amount, a day, or yes and no.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.lists.cells.headings import PAID_OR_NOT, Headings, ListField, normal, places, spelled
from engine.lists.cells.looks import Looks, looks_of
from engine.lists.cells.money import Notation, Unreadable, is_amount, parse_money
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.lists.layouts.layout import Layout
from engine.lists.rows.rows import Content
from engine.model.item import Cents

_PRICE = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),[0-9]{2}(?:\s*(?:€|EUR))?", re.I)


HeadLines = Sequence[tuple[int, Sequence[Cell]]]


def told_apart(headings: Headings, lines: HeadLines, layout: Layout, content: Content) -> Headings:
    """`headings` with each such column read as what the first lines below show it to be."""
    lines = [(line, cells) for line, cells in lines if not _is_again(headings, cells)]
    headings = _number_told(headings, lines, layout.columns_for(content)[ListField.INVOICE_NO])
    headings = _paid_told(headings, lines)
    if content is Content.PAYMENTS:
        headings = headings.without(ListField.CLEARED)
    if content is Content.PAYMENTS and ListField.PAID in headings.columns:
        # A payment beside Soll and Haben: those are accounts, or the same amount once more.
        headings = headings.without(ListField.DEBIT, ListField.CREDIT)
    return headings


def _is_again(headings: Headings, cells: Sequence[Cell]) -> bool:
    """Whether these are the headings once more, as on a further page."""
    return [seen(cell) for cell in cells if seen(cell)] == [name for name in headings.names if name]


def _number_told(headings: Headings, lines: HeadLines, words: Sequence[str]) -> Headings:
    """The invoice number is in the first column of such a heading that may hold one: never in one
    of amounts, nor in one of days or of words without any digit if there is another.
    """
    if ListField.INVOICE_NO not in headings.columns:
        return headings
    spelt = [spelled(name) for name in headings.names]
    known = list(dict.fromkeys(place for word in words for place in places(word, spelt)))
    chosen = headings.columns[ListField.INVOICE_NO]
    possible = [place for place in known if not _holds_prices(_cells(lines, place))]
    likely = [place for place in possible if _may_be_numbers(headings, lines, place)]
    place = next(iter((*likely, *possible)), None)
    if place == chosen:
        return headings
    told = headings.without(ListField.INVOICE_NO)
    if (
        ListField.AMOUNT not in told.columns
        and chosen not in likely
        and _is_price(_cells(lines, chosen))
    ):
        told = told.with_column(ListField.AMOUNT, chosen)
    return told if place is None else told.with_column(ListField.INVOICE_NO, place)


def _holds_prices(cells: Sequence[Cell]) -> bool:
    return bool(cells) and all(_PRICE.fullmatch(seen(cell)) for cell in cells)


def _is_price(cells: Sequence[Cell]) -> bool:
    return looks_of(cells) in (Looks.MONEY, Looks.WHOLE)


def _may_be_numbers(headings: Headings, lines: HeadLines, place: int) -> bool:
    cells = _cells(lines, place)
    if looks_of(cells) in (Looks.DAYS, Looks.FLAGS, Looks.SIDES, Looks.PAYMENT_WORDS):
        return False
    if not any(re.search("[0-9]", seen(cell)) for cell in cells):
        return False
    return not (
        normal(headings.names[place]) == "rechnung" and _is_what_was_open(headings, lines, place)
    )


def _is_what_was_open(headings: Headings, lines: HeadLines, place: int) -> bool:
    """Whether the figures at `place` are those of which the open amounts are left: never less, and
    in some lines just that, or what was paid besides.
    """
    open_at = headings.columns.get(ListField.OPEN)
    if open_at is None:
        return False
    paid_at = headings.columns.get(ListField.PAID, -1)
    figures = [[_cents(cells, at) for at in (place, open_at, paid_at)] for _line, cells in lines]
    known = [(one, left, paid or 0) for one, left, paid in figures if one and left is not None]
    return (
        bool(known)
        and all(abs(left or 0) <= abs(one) for one, left, _paid in known)
        and any(one in (left, left + paid) for one, left, paid in known)
    )


def _cents(cells: Sequence[Cell], place: int) -> Cents | None:
    if not 0 <= place < len(cells) or not is_amount(cells[place]):
        return None
    for notation in Notation:
        try:
            return parse_money(cells[place], notation)
        except Unreadable:
            continue
    return None


def _paid_told(headings: Headings, lines: HeadLines) -> Headings:
    for field in (ListField.PAID, ListField.CLEARED, ListField.PAID_ON):
        place = headings.columns.get(field)
        if place is None or normal(headings.names[place]) not in PAID_OR_NOT:
            continue
        found = _FIELDS.get(looks_of(_cells(lines, place)), field)
        if found in headings.columns and found is not field:
            headings = headings.without(field)
        else:
            headings = headings.with_column(found, place)
    return headings


_FIELDS: Mapping[Looks, ListField] = {
    Looks.MONEY: ListField.PAID,
    Looks.WHOLE: ListField.PAID,
    Looks.DAYS: ListField.PAID_ON,
    Looks.FLAGS: ListField.CLEARED,
    Looks.PAYMENT_WORDS: ListField.CLEARED,
}


def _cells(lines: HeadLines, place: int) -> list[Cell]:
    """What is filled below a heading."""
    return [cells[place] for _line, cells in lines if place < len(cells) and seen(cells[place])]
