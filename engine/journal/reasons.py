"""Why: of a change, and of an import that is held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import assert_never

from engine.common.i18n import _, format_amount, format_date, language, ngettext
from engine.common.sanitize import sanitize
from engine.messages.changes import ChangeReason, ChangeRemark
from engine.model.item import Cents, from_decimal
from engine.model.message import Message, Param
from engine.posting.change import Change, ChangeKind, Rule
from engine.posting.guard_rule import GuardRule


def change_reason(change: Change) -> Message:
    """Why `change` is made: what its rule says, and further sentences as `more`."""
    code, params = _reason(change)
    more = list(_remarks(change))
    return Message(code, _in_currency(change, params) | ({"more": more} if more else {}))


def _reason(change: Change) -> tuple[ChangeReason, dict[str, Param]]:
    match change.rule:
        case Rule.LISTED_OPEN:
            return _listed_open(change)
        case Rule.LISTED_SETTLED:
            return ChangeReason.LISTED_SETTLED, {}
        case Rule.PAYMENT:
            return _payment(change)
        case Rule.PAYMENT_OF_REST:
            before, _after = _sides(change)
            return ChangeReason.PAYMENT_OF_REST, {"rest": before}
        case Rule.ASSIGNED:
            before, after = _sides(change)
            return ChangeReason.ASSIGNED, {"paid": before - after - change.rest}
        case Rule.UNLISTED:
            is_deleted = change.kind == ChangeKind.DELETED
            return ChangeReason.UNLISTED_DELETED if is_deleted else ChangeReason.UNLISTED_PAID, {}
        case Rule.NOT_HELD:
            return ChangeReason.NOT_HELD, {}
        case Rule.DETAILS:
            return ChangeReason.DETAILS, {}
        case Rule.RESET:
            is_deleted = change.kind == ChangeKind.DELETED
            return ChangeReason.RESET_DELETED if is_deleted else ChangeReason.RESET, {}
        case Rule.LOADED:
            return ChangeReason.LOADED, {}
        case Rule.UNDO:
            return ChangeReason.UNDO, {}
        case _:
            assert_never(change.rule)


def _listed_open(change: Change) -> tuple[ChangeReason, dict[str, Param]]:
    before, after = _sides(change)
    # What the list said: the rest was forgiven and the surplus not booked, so neither is in the
    # open amount that resulted.
    listed = after + change.rest - change.surplus
    is_more = change.kind == ChangeKind.REOPENED
    code = ChangeReason.LISTED_MORE if is_more else ChangeReason.LISTED_LESS
    return code, {"listed": listed, "ours": before}


def _payment(change: Change) -> tuple[ChangeReason, dict[str, Param]]:
    before, after = _sides(change)
    paid = before - after + change.surplus - change.rest
    if change.more_lines:
        return ChangeReason.PAYMENTS, {"n": len(change.more_lines) + 1, "paid": paid}
    if change.kind == ChangeKind.REOPENED:
        return ChangeReason.PAYMENT_RETURNED, {"paid": abs(paid)}
    return ChangeReason.PAYMENT, {"paid": paid}


def _remarks(change: Change) -> Iterator[Message]:
    """What else is to be said of it."""
    before, after = change.before, change.after
    if (
        change.rule != Rule.UNDO
        and before
        and after
        and before.dunning_level != after.dunning_level
    ):
        yield Message.of(
            ChangeRemark.DUNNING_LEVEL, before=before.dunning_level, after=after.dunning_level
        )
    if change.rest:
        yield Message(ChangeRemark.REST_FORGIVEN, _in_currency(change, {"rest": change.rest}))
    if change.surplus:
        surplus = _in_currency(change, {"surplus": abs(change.surplus)})
        yield Message(ChangeRemark.SURPLUS_NOT_BOOKED, surplus)
    if change.listed_as:
        yield Message.of(ChangeRemark.SPELT_OTHERWISE, number=change.listed_as)


def _in_currency(change: Change, params: dict[str, Param]) -> dict[str, Param]:
    """The parameters, and the currency that their money is in."""
    return params | {"currency": change.item.currency} if params else params


def _sides(change: Change) -> tuple[Cents, Cents]:
    """What was open before and after."""
    return (change.before.open if change.before else 0, change.after.open if change.after else 0)


def why_held(rule: GuardRule, limit: str, actual: str) -> str:
    """Why the guard holds an import, with its limit and the actual figure, and what to look at
    before it is released.
    """
    count = int(actual) if actual.isdecimal() else 0
    return _why_held(rule, count).format(limit=_figure(rule, limit), actual=_figure(rule, actual))


def _figure(rule: GuardRule, text: str) -> str:
    """A figure as people read it; journals tell it the same way in every language."""
    with suppress(ValueError, ArithmeticError):
        if rule is GuardRule.MAX_SETTLED_AMOUNT:
            return format_amount(from_decimal(text))
        if rule is GuardRule.KEY_DATE_OLDER:
            return format_date(date.fromisoformat(text))
    is_share = text.endswith(("%", "%)"))
    return sanitize(text.replace(".", ",") if is_share and language() == "de" else text)


def _why_held(rule: GuardRule, count: int) -> str:  # noqa: C901, PLR0912 - a case a rule, none forgotten
    match rule:
        case GuardRule.EMPTY_LIST:
            return _("The list is empty although invoices are open. Was the export complete?")
        case GuardRule.FOREIGN_LIST:
            return _(
                "{actual} of the rows are about invoices not held here; {limit} are allowed. Is it"
                " the right Mandant's list?"
            )
        case GuardRule.OTHER_CONTENT:
            return _(
                "The list says of itself that it is of another kind than it is read as. The"
                " warnings say which; see whether it is the right file."
            )
        case GuardRule.OTHER_AMOUNTS:
            return _(
                "{actual} of the amounts in the list are the same fraction of ours; {limit} are"
                " allowed. Are they in euro, and with tax?"
            )
        case GuardRule.ROWS_AGAIN:
            return _("The list holds the same payments twice. They would be booked twice.")
        case GuardRule.NOT_HANDED_OVER:
            return ngettext(
                "{actual} open invoice is not handed over. Hand it over and import it in"
                " bookkeeping first.",
                "{actual} open invoices are not handed over. Hand them over and import them in"
                " bookkeeping first.",
                count,
            )
        case GuardRule.NOT_IN_THE_BOOKS:
            return ngettext(
                "{actual} invoice is handed over, but newer than any in the list. Import its batch"
                " in bookkeeping first.",
                "{actual} invoices are handed over, but newer than any in the list. Import their"
                " batches in bookkeeping first.",
                count,
            )
        case GuardRule.CONTROL_TOTAL_MISMATCH:
            return _(
                "The total printed in the list is not the sum of its rows. Rows may be missing."
            )
        case GuardRule.TORN_LAST_LINE:
            return _("The last line is torn. Rows may be missing.")
        case GuardRule.FULL_SHEET:
            return _("The sheet is full to its last row. Rows may be missing; export it as CSV.")
        case GuardRule.CREDITORS:
            return _("The list holds accounts of suppliers. Is it really the list of customers?")
        case GuardRule.BALANCE_MISMATCH:
            return _(
                "The balances of the bank statement do not fit its entries. Entries may be missing"
                " or changed."
            )
        case GuardRule.DOUBTFUL:
            return ngettext(
                "{actual} thing in the list was not understood, and what it does not name would"
                " change. The warnings say which; correct the list or the configuration.",
                "{actual} things in the list were not understood, and what it does not name would"
                " change. The warnings say which; correct the list or the configuration.",
                count,
            )
        case GuardRule.REJECTED_ROWS:
            return ngettext(
                "{actual} row was rejected, and what the list does not name would change. Correct"
                " the list.",
                "{actual} rows were rejected, and what the list does not name would change. Correct"
                " the list.",
                count,
            )
        case GuardRule.MAX_REJECTED_PERCENT:
            return _("{actual} of the rows were rejected; {limit} are allowed.")
        case GuardRule.MAX_SETTLED_PERCENT:
            return _("{actual} of the open invoices would be settled at once; {limit} are allowed.")
        case GuardRule.MAX_SETTLED_AMOUNT:
            return _("{actual} would be settled at once; {limit} are allowed.")
        case GuardRule.MAX_DELETED_PERCENT:
            return _("{actual} of the open invoices would be deleted at once; {limit} are allowed.")
        case GuardRule.MAX_REOPENED_PERCENT:
            return _(
                "{actual} of the open invoices would be reopened at once; {limit} are allowed."
            )
        case GuardRule.MIN_ROWS_PERCENT:
            return _(
                "The list has {actual} of the last one's rows; {limit} are needed. Was the export"
                " complete?"
            )
        case GuardRule.KEY_DATE_OLDER:
            return _(
                "The list is of {actual}, older than the last one of {limit}. Is it an old file?"
            )
        case GuardRule.SAME_PAYMENTS:
            return _(
                "Run {actual} imported the very same payments from another file. They would be"
                " booked twice."
            )
        case GuardRule.REPEATED_PAYMENTS:
            return _(
                "Part payments that an earlier list brought stand in this one again: {actual}. They"
                " would be booked twice."
            )
        case GuardRule.IMPORTED_BEFORE:
            return _("Run {actual} imported this very file. It would be booked twice.")
        case GuardRule.TAKEN_BACK:
            return _(
                "Run {actual} imported this list, and that was taken back. Shall it be imported"
                " again?"
            )
        case GuardRule.DROPPED_BEFORE:
            return _("Run {actual} dropped this very file. Shall it be imported after all?")
        case GuardRule.HELD_BEFORE:
            return _(
                "This very file waits for a release since run {actual}. Release or drop that one"
                " first."
            )
        case _:
            assert_never(rule)
