"""DATEV's own exchange format (EXTF from other programs, DTVF from DATEV's): recognised, and
refused by its name.
"""

from __future__ import annotations

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.lists.cells.word_cells import seen
from engine.lists.files.opened_file import OpenedFile
from engine.model.errors import ListRefused

_CATEGORIES = {
    "16": "Debitoren/Kreditoren", "20": "Sachkontenbeschriftungen", "21": "Buchungsstapel",
    "44": "Textschlüssel",
    "46": "Zahlungsbedingungen", "47": "Konto-Notizen", "48": "Diverse Adressen",
    "62": "Anlagenbuchführung",
    "63": "Anlagenbuchführung", "65": "Wiederkehrende Buchungen", "67": "Buchungstextkonstanten",
}  # fmt: skip
"""DATEV's own list [V], and five of version 510 [V third party]. None of them holds open items."""


def refuse_batch(source: OpenedFile) -> None:
    """Raise `ListRefused` if the file begins as a DATEV batch does: with its mark, and its category
    in the third cell.
    """
    head = source.sheets[0].head if source.sheets else []
    cells = [seen(cell).strip('"') for cell in head[0][1]] if head else []
    if not cells or cells[0] not in ("EXTF", "DTVF"):
        return
    category = cells[2] if len(cells) > 2 else ""
    kind = _CATEGORIES.get(category, _("category {number}").format(number=sanitize(category, 20)))
    raise ListRefused(
        _("The file is a DATEV batch ({mark}, {kind}), not a list of open items.").format(
            mark=cells[0], kind=kind
        ),
        _("In DATEV Rechnungswesen export the OPOS-Liste instead."),
    )
