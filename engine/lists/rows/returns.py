"""Payments that went back: a line that speaks of a return must have an amount that does."""

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
    b"rueckueberw", b"rueckruf", b"zurueckge", b"retour", b"return", b"storn", b"chargeback",
    b"erstattung", b"widerruf", b"korrektur", b"refund", b"revers", b"nicht eingeloest",
    b"mangels deckung",
)  # fmt: skip
"""RueckLs [V third party]; the others are how German and English banks call a direct debit that
came back, and people a payment that was wrong [D].
"""
_UMLAUTS = tuple(
    (umlaut.encode(), letters)
    for umlauts, letters in (("äÄ", b"ae"), ("öÖ", b"oe"), ("üÜ", b"ue"))
    for umlaut in umlauts
)


def unsigned_returns(
    rows: Sequence[Row], columns: Iterable[Sequence[Cell]], faults: Faults
) -> None:
    """Add to `faults` the payments that one of these columns of text calls a return although their
    amount says that money came in.
    """
    for column in columns:
        if not tells_return(_joined(column)):
            continue
        for place, cell in enumerate(column):
            paid = rows[place].paid
            if (paid is None or paid > 0) and tells_return(seen(cell)):
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
