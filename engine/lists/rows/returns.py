"""Payments that went back or never came: a line that speaks of a return must have an amount that
does, and one that says that nothing came is no payment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.lists.cells.headings import ListField
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.lists.rows.cell_errors import Faults
from engine.lists.rows.rows import Row
from engine.messages.row_reasons import RejectReason

_RETURNS = (
    b"ruecklast", b"rueckls", b"ruecklaeuf", b"rueckgabe", b"rueckbuch", b"rueckzahl",
    b"rueckueberw", b"rueckruf", b"zurueckge", b"rtransaktion", b"geplatzt",
    b"retour", b"return", b"storn", b"chargeback",
    b"erstattung", b"widerruf", b"korrektur", b"refund", b"revers", b"nicht eingeloest",
    b"mangels deckung",
)  # fmt: skip
"""RueckLs [V third party]; the others are how German and English banks call a direct debit that
came back, and people a payment that was wrong [D].
"""
_NOTHING_CAME = frozenset(
    ("offen", "open", "unbezahlt", "unpaid", "nicht bezahlt", "noch nicht bezahlt", "ausstehend",
     "pending", "in bearbeitung", "geplant", "vorgemerkt", "erwartet", "angekündigt", "vorschlag",
     "abgelehnt", "rejected", "declined", "fehlgeschlagen", "failed", "abgebrochen", "cancelled",
     "canceled", "ungültig", "gelöscht", "rls", "r-transaktion", "gesperrt", "entwurf", "draft")
)  # fmt: skip
"""Whole cells of a status, or of a text, beside what is no payment: not yet, or not at all [D]."""
_UMLAUTS = tuple(
    (umlaut.encode(), letters)
    for umlauts, letters in (("äÄ", b"ae"), ("öÖ", b"oe"), ("üÜ", b"ue"))
    for umlaut in umlauts
)


def no_payments(rows: Sequence[Row], columns: Iterable[Sequence[Cell]], faults: Faults) -> None:
    """Add to `faults` the payments of which one of these columns of text says that they did not
    come, or that they went back although their amount says that money came in.
    """
    for column in columns:
        # Most columns say nothing of the kind: the few different cells of others are quick to tell.
        nothing_came = {cell for cell in set(column) if seen(cell).casefold() in _NOTHING_CAME}
        may_return = tells_return(_joined(column))
        for place, cell in enumerate(column if nothing_came or may_return else ()):
            paid = rows[place].paid
            if paid is not None and paid <= 0:
                continue
            if cell in nothing_came:
                faults.setdefault(place, (ListField.PAID, RejectReason.NOT_PAID_YET))
            elif may_return and tells_return(seen(cell)):
                faults.setdefault(place, (ListField.PAID, RejectReason.RETURN_UNSIGNED))


def tells_return(text: str) -> bool:
    """Whether a text calls its payment a return."""
    # As bytes, which are made small in a tenth of the time.
    folded = text.encode(errors="replace").lower().replace(b"-", b"")
    for umlaut, letters in _UMLAUTS:
        folded = folded.replace(umlaut, letters)
    return any(word in folded for word in _RETURNS)


def _joined(column: Sequence[Cell]) -> str:
    try:
        return "\n".join(column)  # type: ignore[arg-type]
    except TypeError:
        return "\n".join(map(seen, column))
