"""The list's silence: what happens to open items that an open list does not name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.items import Item, Key
from engine.language import _, ngettext, number
from engine.plain import plain
from engine.posting.draft import Draft


def post_silence(draft: Draft, governed: Mapping[Key, Item], spoken_of: set[Key], key_date: date | None) -> None:
    """Settle or delete the open items that the list could have named and does not.

    It could have named an invoice only if bookkeeping has it (the hand-over mark) and if it is not newer than the list's key
    date (our rule for A.4; [V] TIVAPP and [C] HELIUM V for the mark). A list that names no invoice of a Mandant, of several,
    is not that Mandant's list.
    """
    if key_date is None:
        draft.notice("no_key_date", _("The list names no key date, so invoices that it does not name are left as they are."))
        return
    mandants = _mandants_spoken_of(draft, governed, spoken_of)
    undated = 0
    for key, item in governed.items():
        if key in spoken_of or key in draft.doubtful or key[0] not in mandants:
            continue
        if draft.policy.only_handed_over and not item.handed_over:
            continue
        if item.invoice_date is None:
            undated += 1
        elif item.invoice_date <= key_date:
            draft.post_unlisted(item)
    if undated:
        text = ngettext(
            "{n} invoice without a date is not listed; it is left as it is.",
            "{n} invoices without a date are not listed; they are left as they are.", undated,
        )  # fmt: skip
        draft.notice("no_invoice_date", text.format(n=number(undated)))


def _mandants_spoken_of(draft: Draft, governed: Mapping[Key, Item], spoken_of: set[Key]) -> frozenset[str]:
    """Of several Mandanten those the list names an invoice of; the only one in any case."""
    if len(draft.mandants) == 1:
        return draft.mandants
    spoken = draft.mandants & {mandant for mandant, _no in spoken_of}
    if silent := sorted({mandant for mandant, _no in governed} - spoken):
        text = _("The list names no invoice of the Mandanten {mandants}; their invoices are left as they are.")
        draft.notice("mandant_not_in_list", text.format(mandants=", ".join(map(plain, silent))))
    return spoken
