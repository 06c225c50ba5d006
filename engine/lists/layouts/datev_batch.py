"""DATEV's own exchange format (EXTF from other programs, DTVF from DATEV's): recognised, and
refused by its name.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from engine.common.sanitize import sanitize
from engine.lists.cells.headings import ListField, normal
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.lists.files.opened_file import OpenedFile
from engine.lists.layouts.built_in import COLUMNS
from engine.messages.list_refusals import FoundInFile, ListRefusal
from engine.model.errors import ListRefused
from engine.model.message import Message

_CATEGORIES = {
    "16": "Debitoren/Kreditoren", "20": "Sachkontenbeschriftungen", "21": "Buchungsstapel",
    "44": "Textschlüssel",
    "46": "Zahlungsbedingungen", "47": "Konto-Notizen", "48": "Diverse Adressen",
    "62": "Anlagenbuchführung",
    "63": "Anlagenbuchführung", "65": "Wiederkehrende Buchungen", "67": "Buchungstextkonstanten",
}  # fmt: skip
"""DATEV's own list [V], and five of version 510 [V third party]. None of them holds open items."""

BATCH_OF_POSTINGS = "21"
"""The category that holds payments."""

_HEADINGS_WITHIN = 5
_HEADINGS = (
    ("Buchungsstapel", {"sollhabenkennzeichen", "buschluessel"}),
    ("Buchungsstapel", {"sollhabenkennzeichen", "gegenkontoohnebuschluessel"}),
    ("Debitoren/Kreditoren", {"konto", "nameadressattypunternehmen"}),
    ("Sachkontenbeschriftungen", {"konto", "kontenbeschriftung", "sprachid"}),
)
"""By which headings, normalised, a batch shows its category [V]."""
_MARKS = ("EXTF", "DTVF")
_OF_LISTS = frozenset(COLUMNS[ListField.OPEN])
"""No batch has a column of what is open."""


def refuse_batch(source: OpenedFile) -> None:
    """Raise `ListRefused` if the file begins as a DATEV batch does: with its mark, and its category
    in the third cell; or with the headings that come below.
    """
    head, cells = _head(source)
    if not cells or cells[0] not in _MARKS:
        for line, names in head[:_HEADINGS_WITHIN]:
            if shown := _kind({normal(seen(name)) for name in names}):
                raise ListRefused(ListRefusal.BATCH_HEADINGS, line=line, kind=shown)
        return
    category = cells[2] if len(cells) > 2 else ""
    kind = _CATEGORIES.get(category) or Message(
        FoundInFile.BATCH_CATEGORY, {"number": sanitize(category, 20)}
    )
    raise ListRefused(ListRefusal.DATEV_BATCH, mark=cells[0], kind=kind)


def batch_category(source: OpenedFile) -> str:
    """The category of a file that has the mark of a DATEV batch; empty for any other."""
    _head_lines, cells = _head(source)
    return cells[2] if len(cells) > 2 and cells[0] in _MARKS else ""


def _head(source: OpenedFile) -> tuple[list[tuple[int, Sequence[Cell]]], list[str]]:
    """The first lines, and the cells of the first one."""
    head = source.sheets[0].head if source.sheets else []
    return head, [seen(cell).strip('"') for cell in head[0][1]] if head else []


def _kind(headings: Set[str]) -> str:
    """The category of the batch that has these headings; empty if it is none."""
    if headings & _OF_LISTS:
        return ""
    return next((kind for kind, shown in _HEADINGS if shown <= headings), "")
