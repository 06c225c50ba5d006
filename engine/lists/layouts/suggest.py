"""A layout proposed for an unknown file: for each column its field, and how sure that is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from engine.common.sanitize import sanitize
from engine.lists.cells.dates import is_date
from engine.lists.cells.harmless import harmless
from engine.lists.cells.headings import ListField, best_line, normal
from engine.lists.cells.looks import Looks, looks_of
from engine.lists.cells.money import Unreadable, is_amount
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import (
    parse_currency,
    parse_dunning_level,
    parse_mark,
    parse_side,
    seen,
)
from engine.lists.files.limits import FileLimits
from engine.lists.files.opened_file import OpenedFile, Sheet, open_file
from engine.lists.files.packed import unpacked
from engine.lists.layouts.built_in import COLUMNS, PAYMENT_COLUMNS
from engine.lists.layouts.datev_batch import refuse_batch
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused

_CERTAIN, _NO_CENTS, _PART, _FROM_CELLS = 100, 70, 60, 40
"""In percent: a heading that the built-in layouts know; one of amounts with no cents below it,
which may be account numbers; one that holds a known heading; a guess from the cells alone.
"""
_SIMILAR = 0.8

_SAMPLES = 3
_KNOWN = {field: (*COLUMNS.get(field, ()), *PAYMENT_COLUMNS.get(field, ())) for field in ListField}
MONEY = (ListField.OPEN, ListField.AMOUNT, ListField.PAID, ListField.DEBIT, ListField.CREDIT)
"""The columns that hold amounts, one of which a layout needs."""
_OF_NUMBERS = (Looks.OTHER, Looks.WHOLE)
_DOUBTFUL = (Looks.MONEY, Looks.SIDES, Looks.FLAGS, Looks.PAYMENT_WORDS)
"""What a column that is not read may not look like unless the layout ignores it."""
_DAYS = (ListField.DOC_DATE, ListField.DUE_DATE, ListField.PAID_ON)


class _Guess(msgspec.Struct, frozen=True):
    """That a column is a field."""

    percent: int
    field: ListField
    column: int


class FoundColumn(msgspec.Struct, frozen=True):
    """A column of the file, and what it may be."""

    heading: str
    """Without letters that do not show: headings are compared without them anyway."""
    samples: str
    """Some of its cells, safe for a terminal."""
    field: ListField | None
    percent: int
    """How sure that is."""
    is_doubtful: bool = False
    """Whether a layout that does not read it may have to ignore it."""

    @property
    def is_certain(self) -> bool:
        return self.percent == _CERTAIN


class Proposal(msgspec.Struct, frozen=True):
    """A layout for a file that none fits."""

    name: str
    base: str
    content: str
    columns: tuple[FoundColumn, ...]
    """Those with a heading, as they stand in the file."""

    def certain(self) -> dict[str, list[str]]:
        """The headings by field, as a file of settings has them: only what needs nobody's
        judgement.
        """
        found = {column.field: column for column in self.columns if column.is_certain}
        return {field.value: [found[field].heading] for field in ListField if field in found}


def propose(path: Path, name: str, limits: FileLimits = FileLimits()) -> Proposal:  # noqa: B008 - frozen
    """What the columns of the file may be, or of the first one in an archive; `name` is the file's.
    Raises `ListRefused` where it holds no table, or is a payment file, which needs no layout.
    """
    with unpacked(path, name, limits) as members:
        return _proposal(members[0].path if members else path, name, limits)


def _proposal(path: Path, name: str, limits: FileLimits) -> Proposal:
    source = open_file(path, "auto", {word for words in _KNOWN.values() for word in words}, limits)
    refuse_batch(source)
    sheet, place = _table(source)
    headings = [seen(cell) for cell in sheet.head[place][1]]
    lines = [cells for _number, cells in sheet.head[place + 1 :]]
    columns = [
        [cells[column] for cells in lines if column < len(cells) and seen(cells[column])]
        for column in range(len(headings))
    ]
    guesses = _guesses(headings, columns)
    slug = re.sub(r"[^a-z]+", "_", normal(Path(name).stem) or "list").strip("_")[:40] or "list"
    fields = {guess.field for guess in guesses.values()}
    return Proposal(
        name=slug,
        base=source.container if source.container in ("csv", "xlsx") else "xls",
        content="payments"
        if ListField.OPEN not in fields and {ListField.PAID, ListField.PAID_ON} & fields
        else "open",
        columns=tuple(
            FoundColumn(
                "".join(letter for letter in heading if letter.isprintable()),
                _samples(columns[place]),
                guesses[place].field if place in guesses else None,
                guesses[place].percent if place in guesses else 0,
                (place not in guesses or guesses[place].percent < _CERTAIN)
                and not harmless(heading)
                and looks_of(columns[place]) in _DOUBTFUL,
            )
            for place, heading in enumerate(headings)
            if heading
        ),
    )


def _table(source: OpenedFile) -> tuple[Sheet, int]:
    """The sheet that looks most like a list, and the place of its heading line."""
    for sheet in source.sheets:
        if sheet.visible and (place := best_line(sheet.head, _KNOWN)) >= 0:
            return sheet, place
    for sheet in source.sheets:
        for place, (_number, cells) in enumerate(sheet.head if sheet.visible else ()):
            filled = [cell for cell in cells if seen(cell)]
            if len(filled) > 1 and not any(is_amount(cell) or is_date(cell) for cell in filled):
                return sheet, place
    raise ListRefused(ListRefusal.NO_HEADINGS)


def _guesses(headings: Sequence[str], columns: Sequence[Sequence[Cell]]) -> dict[int, _Guess]:
    """For each column the likeliest field; each field once."""
    all_guesses = [
        _Guess(percent, field, column)
        for column, heading in enumerate(headings)
        for field in ListField
        if heading
        and (
            percent := max(
                _by_heading(heading, columns[column], field),
                0 if harmless(heading) else _by_cells(columns, column, field),
            )
        )
        and _may_hold(field, columns[column])
    ]
    chosen: dict[int, _Guess] = {}
    order = list(ListField)
    for guess in sorted(
        all_guesses, key=lambda guess: (-guess.percent, order.index(guess.field), guess.column)
    ):
        if guess.column not in chosen and all(
            guess.field != other.field for other in chosen.values()
        ):
            chosen[guess.column] = guess
    return chosen


def _by_heading(heading: str, cells: Sequence[Cell], field: ListField) -> int:
    name = normal(heading)
    is_money = looks_of(cells) is Looks.MONEY
    if name in _KNOWN[field]:
        return _CERTAIN if field not in MONEY or not cells or is_money else _NO_CENTS
    if not cells or (field in MONEY and not is_money):
        return 0
    similar = max(
        (difflib.SequenceMatcher(None, name, word).ratio() for word in _KNOWN[field]), default=0
    )
    if similar >= _SIMILAR:
        return int(similar * _CERTAIN)
    return _PART if any(len(word) > 4 and word in name for word in _KNOWN[field]) else 0


def _by_cells(columns: Sequence[Sequence[Cell]], column: int, field: ListField) -> int:
    """Where no heading tells: numbers that differ in all rows are of invoices, the last amount is
    what is open.
    """
    cells = columns[column]
    looks = looks_of(cells)
    if field is ListField.INVOICE_NO:
        texts = list(map(seen, cells))
        is_key = len(set(texts)) == len(texts) > 1 and all(
            re.search("[0-9]", text) for text in texts
        )
        return _FROM_CELLS - column if is_key and looks in _OF_NUMBERS else 0
    if field is ListField.OPEN:
        is_last = not any(looks_of(one) is Looks.MONEY for one in columns[column + 1 :])
        return _FROM_CELLS if looks is Looks.MONEY and is_last else 0
    return _FROM_CELLS if field is ListField.SH and looks is Looks.SIDES else 0


def _may_hold(field: ListField, cells: Sequence[Cell]) -> bool:
    """Whether most of the cells read as this field's should."""
    reads: Mapping[ListField, Callable[[Cell], object]] = {
        ListField.SH: parse_side,
        ListField.CLEARED: parse_mark,
        ListField.CURRENCY: parse_currency,
        ListField.ENTRY_CURRENCY: parse_currency,
        ListField.DUNNING_LEVEL: parse_dunning_level,
    }

    def reads_as_field(cell: Cell) -> bool:
        if field in MONEY:
            return is_amount(cell)
        if field in _DAYS:
            return is_date(cell)
        try:
            return field not in reads or reads[field](cell) is not None
        except Unreadable:
            return False

    return not cells or sum(map(reads_as_field, cells)) * 2 > len(cells)


def _samples(cells: Sequence[Cell]) -> str:
    return " · ".join(sanitize(seen(cell), 30) for cell in cells[:_SAMPLES])
