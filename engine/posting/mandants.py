"""Which Mandant the rows of a list may speak of."""

from __future__ import annotations

from collections.abc import Sequence

from engine.lists.rows.rows import Row
from engine.messages.posting import PlanRefusal
from engine.model.errors import ListRefused


def mandants_named(
    rows: Sequence[Row], known: frozenset[str], refuse_others: bool
) -> dict[str, list[str]]:
    """For each text of the Mandant column the Mandanten it can mean; the empty text, or no such
    column, can mean any `known` one.

    Raises `ListRefused` for a Mandant that is not known, if `refuse_others`: the list is another
    interface's.
    """
    in_order = sorted(known)
    named = {"": in_order}
    for text in {row.mandant for row in rows} - {""}:
        same = _meant_by(text, in_order)
        if len(same) != 1 and refuse_others:
            line = next(row.line for row in rows if row.mandant == text)
            raise ListRefused(PlanRefusal.OTHER_MANDANT, line=line, mandant=text, mandants=in_order)
        named[text] = same if len(same) == 1 else [text]
    return named


def mandant_meant(text: str, known: frozenset[str]) -> str | None:
    """The one `known` Mandant that a text of the Mandant column can mean; None where it is several
    or none.
    """
    meant = _meant_by(text, sorted(known)) if text else [*known]
    return meant[0] if len(meant) == 1 else None


def _meant_by(text: str, known: Sequence[str]) -> list[str]:
    # A spreadsheet shows Mandant 001 as 1.
    if text in known:
        return [text]
    return [mandant for mandant in known if mandant.lstrip("0") == text.lstrip("0")]
