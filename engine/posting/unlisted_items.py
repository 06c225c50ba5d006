"""The list's silence: what happens to open items that an open list does not name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from engine.messages.posting import PlanNotice
from engine.model.item import Item, Key
from engine.model.message import Message
from engine.posting.matching import Matching
from engine.posting.plan_builder import PlanBuilder
from engine.posting.policy import Policy


def unlisted_items(items: Mapping[Key, Item], matching: Matching, policy: Policy) -> list[Item]:
    """The open items that the interface may change and that no row names, or may have meant."""
    silent = (items[key] for key in matching.unnamed if key not in matching.meant)
    return [item for item in silent if item.open and policy.governs(item)]


def post_silence(
    builder: PlanBuilder, unlisted: Sequence[Item], matching: Matching, key_date: date
) -> None:
    """Settle or delete the unlisted items that the list could have named.

    It could have named an invoice only if bookkeeping has it (the hand-over mark) and if it is not
    newer than the list's key date (our rule for A.4; [V] TIVAPP and [C] HELIUM V for the mark). A
    list that names no invoice of a Mandant, of several, is not that Mandant's list. A reset deletes
    by the same rule: what was never handed over is not lost by it.
    """
    mandants = _mandants_spoken_of(builder, unlisted, matching)
    undated = 0
    for item in unlisted:
        if item.mandant not in mandants or (
            builder.policy.only_handed_over and not item.handed_over
        ):
            continue
        if item.invoice_date is None:
            undated += 1
        elif item.invoice_date <= key_date:
            builder.post_unlisted(item)
    if undated:
        builder.note(Message.of(PlanNotice.NO_INVOICE_DATE, n=undated))


def _mandants_spoken_of(
    builder: PlanBuilder, unlisted: Sequence[Item], matching: Matching
) -> frozenset[str]:
    """Of several Mandanten those the list names an invoice of; the only one in any case."""
    if len(matching.mandants) == 1:
        return matching.mandants
    named = {key[0] for key in matching.keys if key} | builder.standing.mandants
    spoken = matching.mandants & named
    if silent := sorted({item.mandant for item in unlisted} - spoken):
        builder.note(Message.of(PlanNotice.MANDANT_NOT_IN_LIST, mandants=silent))
    return spoken
