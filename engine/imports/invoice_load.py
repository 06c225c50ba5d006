"""`opos items load`: the invoices of the billing program, put into the store.

The headings are the names of the contract (section 4) or any German synonym of them. What the file
does not tell about an invoice we hold stays as it is, so loading again never loses a payment:
without a column for what is open, a corrected amount moves what is open by as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from engine.common.decoding import Damaged, JsonDecoder
from engine.lists.cells.dates import parse_date
from engine.lists.cells.headings import (
    HEADING_WITHIN,
    Headings,
    ListField,
    best_line,
    match_headings,
    normal,
)
from engine.lists.cells.money import Ambiguous, Notation, Unreadable, notation_of
from engine.lists.cells.money import parse_money as cents
from engine.lists.cells.tables import Cell, Table
from engine.lists.cells.word_cells import parse_currency, parse_dunning_level, seen
from engine.lists.layouts.built_in import COLUMNS
from engine.lists.rows.rows import Rejected
from engine.messages.imports import LoadFault
from engine.messages.row_reasons import RejectReason
from engine.model.errors import ListRefused
from engine.model.item import Cents, Item, Key
from engine.model.message import Message
from engine.posting.change import Change, ChangeKind, Rule

_NAMES = {
    ListField.MANDANT: "mandant",
    ListField.INVOICE_NO: "invoice_no",
    ListField.ACCOUNT: "account",
    ListField.NAME: "name",
    ListField.BRANCH: "branch",
    ListField.DOC_DATE: "invoice_date",
    ListField.DUE_DATE: "due_date",
    ListField.AMOUNT: "amount",
    ListField.OPEN: "open",
    ListField.CURRENCY: "currency",
    ListField.PAID_ON: "paid_on",
    ListField.DUNNING_LEVEL: "dunning_level",
}
"""What the contract calls each field; the names of `Item`, too."""

_SYNONYMS = {field: (normal(name), *COLUMNS[field]) for field, name in _NAMES.items()}
_HANDED_OVER = frozenset(
    map(normal, ("handed_over", "Übergeben", "Fibu-Übergabe", "Fibu-Übergabe-Kennzeichen", "FiBu"))
)
_YES = frozenset(("1", "x", "ja", "j", "yes", "true", "wahr"))
_NO = frozenset(("", "0", "nein", "n", "no", "false", "falsch"))

_OFTEN = 1 << 16
"""So many different cells of a column are read once, however often they come."""

_Line = tuple[int, Sequence[Cell]]
_Reader = Callable[[Cell], Any]
_Readers = dict[str, tuple[int, str, _Reader]]
"""For each field its column, its heading and what reads its cells."""


_record = JsonDecoder(dict[str, Any])


def table_of_json_lines(path: Path) -> Table | None:
    """A file of one JSON object per line as a table; None if it does not begin like one. Raises
    `ListRefused`.
    """
    with path.open("rb") as file:
        if file.read(1) != b"{":
            return None
        file.seek(0)
        try:
            records = [
                (number, _record(line)) for number, line in enumerate(file, 1) if line.strip()
            ]
        except Damaged as error:
            raise ListRefused(LoadFault.NO_JSON_LINES, error=str(error)) from None
    names = list(dict.fromkeys(name for _number, record in records for name in record))
    lines: list[tuple[int, list[Cell]]] = [(0, list(names))]
    for number, record in records:
        lines.append(
            (number, ["" if record.get(name) is None else str(record[name]) for name in names])
        )
    return Table(lines=lines)


class InvoiceLoad(msgspec.Struct, frozen=True, kw_only=True):
    """What a file of invoices would change."""

    changes: list[Change]
    unchanged: int
    rows: int
    blank: int
    """Lines with nothing in them."""
    rejected: list[Rejected]
    total: Cents
    """The sum of what is open of all rows read."""


def plan_load(
    items: Mapping[Key, Item], table: Table, *, mandant: str, run: str, at: str
) -> InvoiceLoad:
    """What `table` means for `items`; `mandant` is that of all rows in a table without such a
    column. The lines are taken out of the table: of a million every copy counts.

    Raises `ListRefused` where a column that every invoice needs is missing, or where one cannot be
    read for certain.
    """
    headings, lines = _body(table)
    readers = _readers(headings, [cells for _number, cells in lines])
    if "mandant" not in readers and not mandant:
        raise ListRefused(LoadFault.NO_MANDANT)
    filled = [(number, cells) for number, cells in lines if any(map(seen, cells))]
    blank = len(lines) - len(filled)
    lines.clear()
    changes: list[Change] = []
    rejected: list[Rejected] = []
    rows = total = 0
    for one in _invoices(items, filled, readers, mandant, table.name, rejected):
        rows, total = rows + 1, total + one.item.open
        if one.item != one.stored:
            changes.append(_change(one, table.name, run, at))
    return InvoiceLoad(
        changes=changes,
        unchanged=rows - len(changes),
        rows=rows,
        blank=blank,
        rejected=rejected,
        total=total,
    )


class _Invoice(NamedTuple):
    line: int
    item: Item
    """As the file and the store make it."""
    stored: Item | None


def _invoices(
    items: Mapping[Key, Item],
    lines: list[_Line],
    readers: _Readers,
    mandant: str,
    sheet: str,
    rejected: list[Rejected],
) -> Iterator[_Invoice]:
    """Every line that is an invoice; what is wrong with the others comes to the `rejected`."""
    keys: set[Key] = set()
    lines.reverse()
    while lines:
        number, cells = lines.pop()
        try:
            values = {"mandant": mandant, **_values(readers, cells)}
            stored = items.get((values["mandant"], values["invoice_no"]))
            item = _item(values, stored)
            _refuse_twice(item, keys)
        except _Unusable as error:
            reason = Message(error.reason)
            rejected.append(Rejected(number, error.column, error.value, reason, sheet))
            continue
        keys.add(item.key)
        yield _Invoice(number, item, stored)


def _change(invoice: _Invoice, sheet: str, run: str, at: str) -> Change:
    return Change(
        kind=ChangeKind.CREATED if invoice.stored is None else ChangeKind.CHANGED,
        rule=Rule.LOADED,
        before=invoice.stored,
        after=msgspec.structs.replace(invoice.item, updated_by=run, updated_at=at),
        line=invoice.line,
        sheet=sheet,
    )


class _Unusable(Exception):
    """A row that is no invoice."""

    def __init__(self, column: str, value: str, reason: RejectReason) -> None:
        super().__init__(reason.value)
        self.column, self.value, self.reason = column, value, reason


def _refuse_twice(item: Item, seen_keys: Set[Key]) -> None:
    if item.key in seen_keys:
        raise _Unusable("invoice_no", item.invoice_no, RejectReason.TWICE_IN_FILE)


def _body(table: Table) -> tuple[Headings, list[_Line]]:
    """The heading line as we understand it, and the lines below it."""
    place = best_line(table.lines[:HEADING_WITHIN], _SYNONYMS)
    if place < 0:
        raise ListRefused(LoadFault.NO_HEADINGS)
    number, cells = table.lines[place]
    headings = match_headings(number, cells, _SYNONYMS)
    for needed in (ListField.INVOICE_NO, ListField.AMOUNT):
        if needed not in headings.columns:
            raise ListRefused(LoadFault.NO_COLUMN, line=number, name=needed, names=headings.names)
    lines = table.lines[place + 1 :]
    table.lines.clear()
    return headings, [*lines]


def _readers(headings: Headings, lines: Sequence[Sequence[Cell]]) -> _Readers:
    """For each of our names the column, its heading, and how its cells are read."""
    readers: _Readers = {}
    for field, column in headings.columns.items():
        read = _reader(field, (cells[column] for cells in lines if column < len(cells)))
        if field is not ListField.INVOICE_NO:
            read = lru_cache(_OFTEN)(read)
        readers[_NAMES[field]] = (column, headings.name(field), read)
    for column, name in enumerate(headings.names):
        if normal(name) in _HANDED_OVER:
            readers["handed_over"] = (column, name, _yes_or_no)
    return readers


def _reader(field: ListField, cells: Iterable[Cell]) -> _Reader:
    match field:
        case ListField.AMOUNT | ListField.OPEN:
            notation = _notation(field, cells)
            return lambda cell: cents(cell, notation)
        case ListField.DOC_DATE | ListField.DUE_DATE | ListField.PAID_ON:
            return parse_date
        case ListField.CURRENCY:
            return parse_currency
        case ListField.DUNNING_LEVEL:
            return parse_dunning_level
        case ListField.MANDANT | ListField.INVOICE_NO:
            return _key_part
        case _:
            return seen


def _notation(field: ListField, cells: Iterable[Cell]) -> Notation | None:
    try:
        return notation_of(dict.fromkeys(cells))
    except Ambiguous as error:
        raise ListRefused(LoadFault.AMBIGUOUS_AMOUNTS, name=field, cells=error.cells) from None


def _key_part(cell: Cell) -> str:
    """What an invoice is found by: nothing that cannot be seen and typed."""
    text = seen(cell)
    if not text.isprintable():
        raise Unreadable(RejectReason.CONTROL_CHARACTERS)
    return text


def _yes_or_no(cell: Cell) -> bool:
    word = seen(cell).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Unreadable(RejectReason.NEITHER_YES_NOR_NO)


def _values(readers: _Readers, cells: Sequence[Cell]) -> dict[str, Any]:
    """What the row says, blank cells left out."""
    values: dict[str, Any] = {}
    for name, (column, heading, read) in readers.items():
        cell = cells[column] if column < len(cells) else ""
        try:
            value = read(cell)
        except Unreadable as error:
            raise _Unusable(heading, seen(cell), error.reason) from None
        if value not in (None, ""):
            values[name] = value
        elif name in ("invoice_no", "amount", "mandant"):
            raise _Unusable(heading, "", RejectReason.CELL_EMPTY)
    return values


def _item(values: dict[str, Any], stored: Item | None) -> Item:
    """The invoice as the file and what the store has of it make it."""
    if stored is None:
        return Item(**{"open": values["amount"], **values})
    return msgspec.structs.replace(
        stored, **{"open": stored.open + values["amount"] - stored.amount, **values}
    )
