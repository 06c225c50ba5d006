"""Posting the rows: what each list says of the items it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.lists.rows.rows import Content, Row
from engine.messages.posting import RowConflict
from engine.model.item import Cents, Item, Key, to_decimal
from engine.model.message import Message
from engine.posting import notices
from engine.posting.booking import Booking, book_listed, book_payments
from engine.posting.change import Rule
from engine.posting.identity import another_invoice
from engine.posting.matching import Matching
from engine.posting.plan_builder import PlanBuilder
from engine.posting.policy import Policy
from engine.posting.unknown_items import post_unknown

BALANCES = (Content.OPEN, Content.ALL)
"""Lists that say how an invoice stands, once. Payments and settled items may name it several times.
"""


def post_rows(builder: PlanBuilder, rows: Sequence[Row], matching: Matching) -> None:
    """Post every row on its item; the rows of one item together, in the place of the first."""
    branches, tolerance = builder.policy.branches, builder.policy.tolerance
    is_daily = builder.content in BALANCES and not builder.resets
    together = _rows_of_items_with_several(rows, matching.keys)
    builder.names_twice = bool(together)
    unchanged = 0
    for row, key, item in zip(rows, matching.keys, matching.items, strict=True):
        if together and key in together:
            of_item, together[key] = together[key], []
        elif (
            is_daily
            and item is not None
            and (not branches or item.branch in branches)
            and _is_old_news(item, row, tolerance)
        ):
            unchanged += 1
            continue
        else:
            of_item = [row]
        changes = len(builder.changes)
        if key is not None and of_item:
            _post(builder, key, item, of_item)
        if is_daily:
            after = builder.changes[-1].after if len(builder.changes) > changes else item
            if key is None or after is None or not stands(after, row, builder.policy):
                builder.told_of.append(row.line)
    builder.leave_unchanged(unchanged)


def _rows_of_items_with_several(
    rows: Sequence[Row], keys: Sequence[Key | None]
) -> dict[Key, list[Row]]:
    together: dict[Key, list[Row]] = {}
    if len(set(keys)) < len(keys):
        for row, key in zip(rows, keys, strict=True):
            if key is not None:
                together.setdefault(key, []).append(row)
    return {key: of_item for key, of_item in together.items() if len(of_item) > 1}


def stands(item: Item, row: Row, policy: Policy) -> bool:
    """Whether the row says what we hold and nothing worth a word, so that it changes nothing as
    long as both are as they are, whatever the day.
    """
    return (
        _is_old_news(item, row, policy.tolerance)
        and (not policy.branches or item.branch in policy.branches)
        and not is_told_of(row)
        and (
            (row.doc_date == item.invoice_date is not None and row.account == item.account)
            or another_invoice(row, item) is None
        )
    )


def is_told_of(row: Row) -> bool:
    """Whether a row that changes nothing is told of all the same, or counted."""
    return row.currency not in ("", "EUR") or row.paid_on is not None


def _is_old_news(item: Item, row: Row, tolerance: Cents) -> bool:
    """Whether the row says what we hold: true of nearly every row of a daily list, so it is found
    out cheaply.
    """
    return (
        row.open == item.open
        and abs(item.open) > tolerance
        and not row.settled
        and (row.currency or "EUR") == item.currency
        and (row.dunning_level is None or row.dunning_level == item.dunning_level)
        and (not row.name or item.name != "")
        and (not row.account or item.account != "")
        and (row.due_date is None or item.due_date is not None)
    )


def _post(builder: PlanBuilder, key: Key, item: Item | None, rows: list[Row]) -> None:
    """Post all rows of one item, of which `item` is ours."""
    if len(rows) > 1 and builder.content in BALANCES and _contradict(rows):
        _reject_contradiction(builder, rows)
    elif item is None:
        post_unknown(builder, key, rows)
    elif builder.policy.branches and item.branch not in builder.policy.branches:
        builder.pass_over(rows)
    elif comparable := _in_currency_of(builder, item, rows):
        if builder.content == Content.PAYMENTS:
            _post_payments(builder, item, comparable)
        elif builder.content == Content.SETTLED:
            _post_settled(builder, item, comparable)
        else:
            _post_balance(builder, item, comparable[0])


def _post_payments(builder: PlanBuilder, item: Item, rows: list[Row]) -> None:
    """Payments close or lessen; several on one invoice all count, equal ones too."""
    builder.post(
        item, book_payments(item, [row.paid for row in rows], builder.policy.tolerance), rows, {}
    )


def _post_settled(builder: PlanBuilder, item: Item, rows: list[Row]) -> None:
    """A list of settled items: set to paid."""
    for row in rows:
        if row.open and not row.settled:
            builder.reject(row, "open", to_decimal(row.open), Message(RowConflict.STILL_OPEN))
            return
    builder.post(item, Booking(0, Rule.LISTED_SETTLED), rows, {})


def _post_balance(builder: PlanBuilder, item: Item, row: Row) -> None:
    """An open list, or one of open and settled items: the item is set to what the list says."""
    if row.settled:
        booking = Booking(0, Rule.LISTED_SETTLED)
    elif row.open is None:
        builder.reject(row, "open", "", Message(RowConflict.NO_OPEN_AMOUNT))
        return
    elif item.amount < 0 < row.open:
        without_sign = Message.of(RowConflict.CREDIT_NOTE, ours=item.invoice_no)
        builder.reject(row, "open", to_decimal(row.open), without_sign)
        return
    elif _is_mirrored(item, row):
        other_side = Message.of(RowConflict.OTHER_SIDE, ours=item.invoice_no)
        builder.reject(row, "open", to_decimal(row.open), other_side)
        return
    else:
        booking = book_listed(item, row.open, builder.policy.tolerance)
    builder.post(item, booking, [row], _details(builder, item, row, booking.open))


def _is_mirrored(item: Item, row: Row) -> bool:
    """Whether an invoice is listed as a credit note of just its amount: its side was lost or
    turned. What was paid twice is listed below zero as well, beside the invoice's own amount.
    """
    if row.open is None or not row.open < 0 < item.amount:
        return False
    if row.amount is None or row.amount == row.open:
        return -row.open in (item.open, item.amount)
    return -row.amount == item.amount


def _contradict(rows: Sequence[Row]) -> bool:
    """Whether several rows of an open list say different things of one invoice; the same line twice
    does not.
    """
    first = rows[0]
    said = (first.invoice_no, first.account, first.open, first.settled)
    return any((row.invoice_no, row.account, row.open, row.settled) != said for row in rows)


def _reject_contradiction(builder: PlanBuilder, rows: Sequence[Row]) -> None:
    lines = [str(row.line) for row in rows]
    reason = Message.of(RowConflict.LINES_CONTRADICT, lines=lines)
    for row in rows:
        builder.reject(row, "invoice_no", row.invoice_no, reason)


def _details(builder: PlanBuilder, item: Item, row: Row, open_: Cents) -> dict[str, Any]:
    """What changes besides money: the dunning level if the list has it, and master data of ours
    that is empty.

    A reset creates anew what is open, here or (`open_`) by the list: the list's master data win,
    and the dunning level is gone unless the list has it.
    """
    anew = builder.resets and (item.open != 0 or open_ != 0)
    details: dict[str, Any] = {}
    for field in ("account", "name", "due_date"):
        ours, theirs = getattr(item, field), getattr(row, field)
        if theirs and theirs != ours and (anew or not ours):
            details[field] = theirs
    level = row.dunning_level
    if level is None and anew and item.dunning_level:
        level = 0
        builder.lose_dunning_level()
    if level is not None and level != item.dunning_level:
        details["dunning_level"] = level
    return details


def _in_currency_of(builder: PlanBuilder, item: Item, rows: list[Row]) -> list[Row]:
    """The rows that can be compared with `item`; the others are told of. An amount without a
    currency is in euro.
    """
    same = []
    for row in rows:
        currency = row.currency or ("EUR" if row.open or row.paid else item.currency)
        if currency == item.currency:
            same.append(row)
            continue
        builder.note(notices.other_currency(row, item, currency))
    return same
