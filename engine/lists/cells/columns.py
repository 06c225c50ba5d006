"""One column of a table: cells in, values out. Each distinct text is read once, and a plain column
of amounts at one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from sys import intern
from typing import Any, Generic, TypeVar

from engine.common.sanitize import sanitize
from engine.lists.cells import dates, money, word_cells
from engine.lists.cells.headings import PAID_OR_NOT, ListField, normal
from engine.lists.cells.money import Ambiguous, Notation, Unreadable
from engine.lists.cells.tables import Cell, Shown
from engine.lists.cells.visible import are_visible
from engine.messages.list_refusals import ListRefusal
from engine.messages.row_reasons import RejectReason
from engine.model.errors import ListRefused
from engine.model.item import Cents

T = TypeVar("T")
S = TypeVar("S")


class CellColumn(Generic[T]):
    """A column whose cells repeat, such as currencies and marks."""

    def __init__(self, heading: str, index: int, parse: Callable[[Cell], T]) -> None:
        self.heading = heading
        self.index = index
        self.unreadable: dict[Cell, RejectReason] = {}
        """Every cell so far that could not be read, with the reason; its value is None."""
        self._parse = parse
        self._read: dict[Cell, T | None] = _Remembering(self._value)

    def look(self, cells: Sequence[Cell]) -> bool:
        """Look at `cells` before they are read; False where only later cells can tell what these
        mean.
        """
        return True

    def end(self) -> None:
        """No more cells come: raise `ListRefused` if it is still not known what they mean."""

    def values(self, cells: Sequence[Cell]) -> Sequence[T | None]:
        """The values of `cells`: None where a cell is blank or among the `unreadable`."""
        return list(map(self._read.__getitem__, cells))

    def _value(self, cell: Cell) -> T | None:
        try:
            return self._parse(cell)
        except Unreadable as unreadable:
            self.unreadable[cell] = unreadable.reason
            return None


class _Remembering(dict[Cell, T]):
    def __init__(self, make: Callable[[Cell], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, cell: Cell) -> T:
        value = self[cell] = self._make(cell)
        return value


def _joined(cells: Sequence[Cell]) -> str:
    try:
        return "".join(cells)  # type: ignore[arg-type]
    except TypeError:
        return "".join(map(word_cells.seen, cells))


class TextColumn(CellColumn[str]):
    """Text as a person sees it, without the blanks round it."""

    def __init__(self, heading: str, index: int) -> None:
        super().__init__(heading, index, word_cells.seen)

    def values(self, cells: Sequence[Cell]) -> Sequence[str]:
        try:
            if are_visible("\n".join(cells)):  # type: ignore[arg-type]
                return list(map(str.strip, cells))  # type: ignore[arg-type]
        except TypeError:
            pass
        return list(map(self._seen, cells))

    def _seen(self, cell: Cell) -> str:
        return word_cells.seen(cell)


class FewTexts(TextColumn):
    """The same few texts on many lines: each lies in memory only once."""

    def values(self, cells: Sequence[Cell]) -> Sequence[str]:
        return list(map(intern, super().values(cells)))


class NumberColumn(TextColumn):
    """Invoice numbers: what a person sees, but never what a spreadsheet has made of one."""

    def _seen(self, cell: Cell) -> str:
        if isinstance(cell, Shown) and isinstance(cell.value, bool | date):
            self.unreadable[cell] = RejectReason.NUMBER_CONVERTED
        return super()._seen(cell)


class StyledColumn(CellColumn[T], Generic[T, S]):
    """A column that can be written in one of two styles. The first cells that show it decide; all
    others must agree.

    Only cells with one of `signs` in them can show it.
    """

    def __init__(
        self,
        heading: str,
        index: int,
        signs: str,
        style_of: Callable[[Iterable[Cell]], S | None],
        parse: Callable[[Cell, S | None], T],
        refusal: ListRefusal,
    ) -> None:
        super().__init__(heading, index, self._in_style)
        self.style: S | None = None
        self._signs = signs
        self._style_of = style_of
        self._parse_in = parse
        self._refusal = refusal
        self._unclear: Ambiguous | None = None

    def look(self, cells: Sequence[Cell]) -> bool:
        if self.style is None and any(sign in _joined(cells) for sign in self._signs):
            try:
                self.style = self._style_of(
                    cell for cell in dict.fromkeys(cells) if cell not in self._read
                )
            except Ambiguous as unclear:
                if len(unclear.cells) > 1:
                    raise self._refused(unclear) from None
                self._unclear = unclear
        return self.style is not None or self._unclear is None

    def end(self) -> None:
        if self.style is None and self._unclear is not None:
            raise self._refused(self._unclear)

    def _in_style(self, cell: Cell) -> T:
        try:
            return self._parse_in(cell, self.style)
        except Unreadable:
            if self.style is not None and self._shows_another_style(cell):
                raise self._refused(Ambiguous(str(cell))) from None
            raise

    def _shows_another_style(self, cell: Cell) -> bool:
        try:
            return self._style_of([cell]) not in (None, self.style)
        except Ambiguous:
            return False

    def _refused(self, unclear: Ambiguous) -> ListRefused:
        examples = " · ".join(sanitize(cell, 40) for cell in unclear.cells)
        return ListRefused(self._refusal, column=self.heading, examples=examples)


class MoneyColumn(StyledColumn[Cents | None, Notation]):
    """Amounts in German or English notation."""

    def __init__(
        self,
        heading: str,
        index: int,
        parse: Callable[[Cell, Notation | None], Cents | None] = money.parse_money,
    ) -> None:
        super().__init__(
            heading, index, ".,", money.notation_of, parse, ListRefusal.AMOUNTS_AMBIGUOUS
        )

    def values(self, cells: Sequence[Cell]) -> Sequence[Cents | None]:
        if self.style is not None and (amounts := money.plain_column(cells, self.style)):
            return amounts
        return super().values(cells)


class DateColumn(StyledColumn[date | None, bool]):
    """Days; those with slashes have the day or the month first."""

    def __init__(self, heading: str, index: int) -> None:
        super().__init__(
            heading, index, "/", dates.month_first, dates.parse_date, ListRefusal.DAYS_AMBIGUOUS
        )

    @property
    def seen(self) -> set[date]:
        """Every day in the cells so far."""
        return {found for found in self._read.values() if found}


def styles_shown(columns: Mapping[ListField, CellColumn[Any]]) -> dict[ListField, Any]:
    """How amounts and days are written in those columns that have shown it."""
    return {
        field: one.style
        for field, one in columns.items()
        if isinstance(one, StyledColumn) and one.style is not None
    }


def read_in_styles(
    columns: Mapping[ListField, CellColumn[Any]], styles: Mapping[ListField, Any]
) -> None:
    """Let amounts and days be read as they were elsewhere, whatever the cells show."""
    for field, style in styles.items():
        if isinstance(one := columns[field], StyledColumn):
            one.style = style


def column(
    field: ListField, heading: str, index: int, *, of_payments: bool = False
) -> CellColumn[Any]:
    """The column of a field; `of_payments`: of a list in which H is money that came in."""
    if of_payments and field is ListField.PAID:
        return MoneyColumn(heading, index, money.parse_payment)
    return _COLUMNS.get(field, TextColumn)(heading, index)


_COLUMNS: dict[ListField, Callable[[str, int], CellColumn[Any]]] = {
    ListField.INVOICE_NO: NumberColumn,
    ListField.MANDANT: FewTexts,
    ListField.BRANCH: FewTexts,
    ListField.DOC_DATE: DateColumn,
    ListField.DUE_DATE: DateColumn,
    ListField.PAID_ON: DateColumn,
    ListField.AMOUNT: MoneyColumn,
    ListField.DEBIT: MoneyColumn,
    ListField.CREDIT: MoneyColumn,
    ListField.OPEN: MoneyColumn,
    ListField.PAID: MoneyColumn,
    ListField.SH: lambda heading, index: CellColumn(heading, index, word_cells.parse_side),
    ListField.CLEARED: lambda heading, index: CellColumn(
        heading,
        index,
        word_cells.parse_paid if normal(heading) in PAID_OR_NOT else word_cells.parse_mark,
    ),
    ListField.CURRENCY: lambda heading, index: CellColumn(
        heading, index, word_cells.parse_currency
    ),
    ListField.ENTRY_CURRENCY: lambda heading, index: CellColumn(
        heading, index, word_cells.parse_currency
    ),
    ListField.DUNNING_LEVEL: lambda heading, index: CellColumn(
        heading, index, word_cells.parse_dunning_level
    ),
}
