"""Headings: which column of a file is which of our fields. Headings decide, never positions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from engine.lists.cells.tables import Cell, Shown
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused

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


def normal(heading: Cell) -> str:
    """A heading as it is compared: `Fälligkeit `, `FAELLIGKEIT` and `Faelligkeit_EUR` are all
    `faelligkeit`.
    """
    text = heading.text if isinstance(heading, Shown) else heading
    text = unicodedata.normalize("NFC", text).casefold()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        text = text.replace(umlaut, letters)
    text = "".join(letter for letter in text if letter.isalnum())
    return re.sub(r"(?<=.)(in)?eur(o)?$", "", text)


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

    def unknown(self, known: Iterable[str]) -> list[str]:
        """The headings that are neither in use nor `known` to say nothing to us."""
        used, known = set(self.columns.values()), set(known)
        return [
            name
            for index, name in enumerate(self.names)
            if name and index not in used and normal(name) not in known
        ]


def match_headings(
    line: int, cells: Sequence[Cell], synonyms: Mapping[ListField, tuple[str, ...]]
) -> Headings:
    """Read `cells` as a heading line. Of a field's synonyms (normalised, best first) the best one
    present counts.

    Raises `ListRefused` where that one stands over two columns: which of them is meant cannot be
    known.
    """
    names = [(cell.text if isinstance(cell, Shown) else cell).strip() for cell in cells]
    normals = [normal(name) for name in names]
    columns: dict[ListField, int] = {}
    for field, words in synonyms.items():
        word = next((word for word in words if word in normals), None)
        if word is None:
            continue
        if normals.count(word) > 1:
            raise ListRefused(ListRefusal.HEADING_TWICE, line=line, name=names[normals.index(word)])
        columns[field] = normals.index(word)
    return Headings(line, tuple(names), columns)


def best_line(
    lines: Iterable[tuple[int, Sequence[Cell]]], synonyms: Mapping[ListField, tuple[str, ...]]
) -> int:
    """The place of the line that holds the most known headings, counted from 0; -1 where none holds
    any.
    """
    known = {word for words in synonyms.values() for word in words}
    best, most = -1, 0
    for place, (_number, cells) in enumerate(lines):
        found = len(known.intersection(map(normal, cells)))
        if found > most:
            best, most = place, found
    return best
