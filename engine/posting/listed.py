"""Posting the rows: what each list says of the items it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.items import Item, Key
from engine.language import _
from engine.lists.rows import Content, Row
from engine.plain import plain
from engine.posting.booking import Booking, book_listed, book_payments
from engine.posting.change import Rule
from engine.posting.draft import Draft
from engine.posting.unknown import post_unknown


def post_rows(draft: Draft, rows: Sequence[Row], keys: Sequence[Key | None]) -> set[Key]:
    """Post every row on the item of its key, and return the keys the list speaks of, ours or not."""
    first: dict[Key, Row] = {}
    more: dict[Key, list[Row]] = {}
    for row, key in zip(rows, keys, strict=True):
        if key is None:
            continue
        if key in first:
            more.setdefault(key, []).append(row)
        else:
            first[key] = row
    says_one_thing = draft.content in (Content.OPEN, Content.ALL)
    post = {Content.PAYMENTS: _post_payments, Content.SETTLED: _post_settled}.get(draft.content, _post_listed)
    for key, row in first.items():
        of_item = [row, *more[key]] if key in more else [row]
        item = draft.items.get(key)
        if says_one_thing and _contradict(of_item):
            _reject_contradiction(draft, of_item)
        elif item is None:
            post_unknown(draft, key, of_item)
        elif not draft.policy.governs(item):
            draft.outside += len(of_item)
        elif same_currency := _in_currency_of(draft, item, of_item):
            post(draft, item, same_currency)
    return set(first)


def _post_payments(draft: Draft, item: Item, rows: list[Row]) -> None:
    """Payments close or lessen; several on one invoice all count, equal ones too."""
    draft.post(item, book_payments(item, [row.paid for row in rows], draft.policy.tolerance), rows, {})


def _post_settled(draft: Draft, item: Item, rows: list[Row]) -> None:
    """A list of settled items: set to paid."""
    for row in rows:
        if row.open and not row.settled:
            draft.reject(row, "open", str(row.open), _("A list of settled items shows this one as still open."))
            return
    draft.post(item, Booking(0, Rule.LISTED_SETTLED), rows, {})


def _post_listed(draft: Draft, item: Item, rows: list[Row]) -> None:
    """An open list, or one of open and settled items: the item is set to what the list says."""
    row = rows[0]
    if row.settled:
        booking = Booking(0, Rule.LISTED_SETTLED)
    elif row.open is None:
        draft.reject(row, "open", "", _("The row names no open amount."))
        return
    else:
        booking = book_listed(item, row.open, draft.policy.tolerance)
    draft.post(item, booking, rows, _details(draft, item, row))


def _contradict(rows: Sequence[Row]) -> bool:
    """Whether several rows of an open list say different things of one invoice; the same line twice does not."""
    first = rows[0]
    said = (first.invoice_no, first.account, first.open, first.settled)
    return any((row.invoice_no, row.account, row.open, row.settled) != said for row in rows)


def _reject_contradiction(draft: Draft, rows: Sequence[Row]) -> None:
    lines = ", ".join(str(row.line) for row in rows)
    for row in rows:
        draft.reject(
            row, "invoice_no", row.invoice_no, _("Lines {lines} say different things of this invoice.").format(lines=lines)
        )


def _details(draft: Draft, item: Item, row: Row) -> dict[str, Any]:
    """What changes besides money: the dunning level if the list has it, and master data of ours that is empty.

    A reset creates open items anew: the list's master data win, and the dunning level is gone unless the list has it.
    """
    anew = draft.resets and item.open != 0
    details: dict[str, Any] = {}
    for field in ("account", "name", "due_date"):
        ours, theirs = getattr(item, field), getattr(row, field)
        if theirs and theirs != ours and (anew or not ours):
            details[field] = theirs
    level = row.dunning_level
    if level is None and anew and item.dunning_level:
        level = 0
        draft.dunning_levels_lost += 1
    if level is not None and level != item.dunning_level:
        details["dunning_level"] = level
    return details


def _in_currency_of(draft: Draft, item: Item, rows: list[Row]) -> list[Row]:
    """The rows that can be compared with `item`; the others are told of. An amount without a currency is in euro."""
    same = []
    for row in rows:
        currency = row.currency or ("EUR" if row.open or row.paid else item.currency)
        if currency == item.currency:
            same.append(row)
            continue
        text = _("Line {line}: {number} is in {ours} here and in {theirs} in the list; it is left as it is.")
        draft.notice("other_currency", text.format(
            line=row.line, number=plain(item.invoice_no), ours=plain(item.currency), theirs=plain(currency)))  # fmt: skip
    return same
