"""Headings: which column of a file is which of our fields. Headings decide, never positions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

import msgspec

from engine.lists.cells.tables import Cell, Shown
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused

_SIGNS = re.compile(r"[\W_]+")

HEADING_WITHIN = 50
"""The heading line stands in the first so many lines; title lines may stand above it."""


class ListField(StrEnum):
    """What a column may hold. The values are the keys of `[layouts.NAME] columns`."""

    INVOICE_NO = "invoice_no"
    ACCOUNT = "account"
    """The Personenkonto of the debtor."""
    NAME = "name"
    MANDANT = "mandant"
    BRANCH = "branch"
    DOC_DATE = "doc_date"
    DUE_DATE = "due_date"
    AMOUNT = "amount"
    """The invoice's own amount."""
    DEBIT = "debit"
    """Soll."""
    CREDIT = "credit"
    """Haben."""
    OPEN = "open"
    """What is still to be paid."""
    SH = "sh"
    """Soll or Haben, the sign of the open amount and of the invoice's."""
    PAID = "paid"
    """A payment, or what was paid so far."""
    PAID_ON = "paid_on"
    CLEARED = "cleared"
    """The settlement mark (AusgleichsKZ), or a status in words."""
    CURRENCY = "currency"
    ENTRY_CURRENCY = "entry_currency"
    """The currency in which a posting was entered, where the amounts are in that of the books
    (DATEV's WKZ Eingabebetrag).
    """
    DUNNING_LEVEL = "dunning_level"
    POSTING_NO = "posting_no"
    """The number of the posting in its batch: two lines alike in all but this are two postings."""
    TEXT = "text"


def spelled(heading: Cell) -> str:
    """A heading as it is spelled, without what differs from program to program: `Offen (EUR)` and
    `OFFEN_EUR` are `offeneur`.
    """
    text = without_umlauts(heading.text if isinstance(heading, Shown) else heading)
    text = re.sub(r"€(?=\W*$)", "eur", text)
    return _SIGNS.sub("", text)


def without_umlauts(text: str) -> str:
    """A text in small letters, its umlauts as two letters."""
    text = unicodedata.normalize("NFC", text).casefold()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        text = text.replace(umlaut, letters)
    return text


@lru_cache(maxsize=4096)
def without_euro(word: str) -> str:
    """A spelled heading without the currency that all our amounts are in."""
    return re.sub(r"(?<=.)(in)?eur(o)?$", "", word)


@lru_cache(maxsize=4096)
def normal(heading: Cell) -> str:
    """A heading as it is compared: `Fälligkeit `, `FAELLIGKEIT` and `Faelligkeit_EUR` are all
    `faelligkeit`.

    The first lines of a list are compared with all layouts and delimiters, so what was found is
    kept.
    """
    return without_euro(spelled(heading))


PAID_OR_NOT = frozenset(
    map(normal, ("Bezahlt", "Gezahlt", "Erledigt", "Beglichen", "Ausgeglichen", "Paid", "Settled",
        "Zahlungseingang", "Zahlung"))
)  # fmt: skip
"""Headings of an amount, a day, or yes and no."""


class Headings(msgspec.Struct, frozen=True):
    """The heading line of a table, and which of its columns a layout knows."""

    line: int
    names: tuple[str, ...]
    """As they stand in the file; from outside: escape them before showing. As many as the line has
    cells.
    """
    columns: Mapping[ListField, int]
    """Where each field stands, counted from 0."""

    @property
    def width(self) -> int:
        """How many cells a line should have."""
        return len(self.names)

    def name(self, field: ListField) -> str:
        """The heading under which a field stands; its own name where it has no column."""
        return self.names[self.columns[field]] if field in self.columns else field.value

    @property
    def unread(self) -> list[int]:
        """The places of the columns that are not in use."""
        used = set(self.columns.values())
        return [index for index in range(self.width) if index not in used]

    def unknown(self, known: Iterable[str]) -> list[str]:
        """The headings that are neither in use nor `known` to say nothing to us."""
        known = set(known)
        names = [self.names[index] for index in self.unread]
        return [name for name in names if name and normal(name) not in known]

    def without(self, *fields: ListField) -> Headings:
        """The same, with the columns of these fields unread."""
        columns = {field: at for field, at in self.columns.items() if field not in fields}
        return Headings(self.line, self.names, columns)

    def with_column(self, field: ListField, place: int) -> Headings:
        """The same, with the column at `place` read as this field and as no other."""
        columns = {other: at for other, at in self.columns.items() if at != place}
        return Headings(self.line, self.names, {**columns, field: place})


def match_headings(
    line: int,
    cells: Sequence[Cell],
    synonyms: Mapping[ListField, tuple[str, ...]],
    *,
    as_spelled: bool = False,
) -> Headings:
    """Read `cells` as a heading line. Of a field's synonyms (best first) the best one present
    counts; of two columns that differ only in the currency, the one in euro.

    `as_spelled`: a column whose heading is a synonym to the letter comes before one that adds the
    currency. Raises `ListRefused` where a synonym stands over two columns: which of them is meant
    cannot be known.
    """
    names = [(cell.text if isinstance(cell, Shown) else cell).strip() for cell in cells]
    words = [spelled(name) for name in names]
    columns: dict[ListField, int] = {}
    for field, known in synonyms.items():
        found = next(filter(None, (places(word, words, as_spelled) for word in known)), None)
        if found is None:
            continue
        if len(found) > 1:
            raise ListRefused(ListRefusal.HEADING_TWICE, line=line, name=names[found[0]])
        columns[field] = found[0]
    return Headings(line, tuple(names), columns)


def places(word: str, headings: Sequence[str], as_spelled: bool = False) -> list[int]:
    """Where this synonym stands among spelled headings; more than once only if nothing tells which
    one is meant.
    """
    exact = [place for place, heading in enumerate(headings) if heading == word]
    if as_spelled and exact:
        return exact
    alike = [
        place
        for place, heading in enumerate(headings)
        if without_euro(heading) == without_euro(word)
    ]
    in_euro = [place for place in alike if headings[place] != without_euro(headings[place])]
    return in_euro or alike


def best_line(
    lines: Iterable[tuple[int, Sequence[Cell]]], synonyms: Mapping[ListField, tuple[str, ...]]
) -> int:
    """The place of the line that holds the most known headings, counted from 0; -1 where none holds
    any.
    """
    known = {without_euro(word) for words in synonyms.values() for word in words}
    best, most = -1, 0
    for place, (_number, cells) in enumerate(lines):
        found = len(known.intersection(map(normal, cells)))
        if found > most:
            best, most = place, found
    return best
