"""Why, in a sentence: of a change, and of an import that is held."""

from __future__ import annotations

from typing import assert_never

from engine.common.i18n import _, format_amount
from engine.common.sanitize import sanitize
from engine.model.item import Cents
from engine.posting.change import Change, ChangeKind, Rule
from engine.posting.guard_rule import GuardRule


def change_reason(change: Change) -> str:
    """Why `change` is made, in the user's language: one or more whole sentences."""
    sentences = [_WHY[change.rule](change)]
    before, after = change.before, change.after
    if (
        change.rule != Rule.UNDO
        and before
        and after
        and before.dunning_level != after.dunning_level
    ):
        sentences.append(
            _("Dunning level {before} becomes {after}.").format(
                before=before.dunning_level, after=after.dunning_level
            )
        )
    if change.rest:
        sentences.append(
            _("The rest of {rest} is within the tolerance.").format(
                rest=_money(change, change.rest)
            )
        )
    if change.surplus:
        sentences.append(
            _("{surplus} more than it can take are not booked.").format(
                surplus=_money(change, abs(change.surplus))
            )
        )
    if change.listed_as:
        sentences.append(
            _("The list spells it {number}.").format(number=sanitize(change.listed_as))
        )
    return " ".join(sentences)


def why_held(rule: GuardRule, limit: str, actual: str) -> str:
    """Why the guard holds an import, with its limit and the actual figure, and what to look at
    before it is released.
    """
    return _why_held(rule).format(limit=sanitize(limit), actual=sanitize(actual))


def _why_held(rule: GuardRule) -> str:
    match rule:
        case GuardRule.EMPTY_LIST:
            return _("The list is empty although invoices are open. Was the export complete?")
        case GuardRule.FOREIGN_LIST:
            return _(
                "{actual} of the rows are about invoices not held here, allowed are {limit}. Is it"
                " the right Mandant's list?"
            )
        case GuardRule.NOT_HANDED_OVER:
            return _(
                "{actual} open invoices are not handed over. Hand them over and import them in"
                " bookkeeping first."
            )
        case GuardRule.NOT_IN_THE_BOOKS:
            return _(
                "{actual} invoices are handed over, but newer than any in the list. Import their"
                " batches in bookkeeping first."
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
        case GuardRule.REJECTED_ROWS:
            return _(
                "{actual} rows were rejected, and what the list does not name would change. Correct"
                " the list."
            )
        case GuardRule.MAX_REJECTED_PERCENT:
            return _("{actual} of the rows were rejected, allowed are {limit}.")
        case GuardRule.MAX_SETTLED_PERCENT:
            return _("{actual} of the open invoices would be settled at once, allowed are {limit}.")
        case GuardRule.MAX_SETTLED_AMOUNT:
            return _("{actual} euro would be settled at once, allowed are {limit}.")
        case GuardRule.MAX_DELETED_PERCENT:
            return _("{actual} of the open invoices would be deleted at once, allowed are {limit}.")
        case GuardRule.MAX_REOPENED_PERCENT:
            return _(
                "{actual} of the open invoices would be reopened at once, allowed are {limit}."
            )
        case GuardRule.MIN_ROWS_PERCENT:
            return _(
                "The list has {actual} of the last one's rows, needed are {limit}. Was the export"
                " complete?"
            )
        case GuardRule.KEY_DATE_OLDER:
            return _(
                "The list is of {actual}, older than the last one of {limit}. Is it an old file?"
            )
        case GuardRule.SAME_PAYMENTS:
            return _(
                "These {actual} payments are the same as in the last list. They would be booked"
                " twice."
            )
        case _:
            assert_never(rule)


def _listed_open(change: Change) -> str:
    before, after = _sides(change)
    # What the list said: the rest was forgiven and the surplus not booked, so neither is in the
    # open amount that resulted.
    listed = after + change.rest - change.surplus
    text = _("The list names {listed} as open, less than the {ours} here.")
    if change.kind == ChangeKind.REOPENED:
        text = _("The list names {listed} as open, more than the {ours} here.")
    return text.format(listed=_money(change, listed), ours=_money(change, before))


def _listed_settled(_change: Change) -> str:
    return _("The list says that it is settled.")


def _payment(change: Change) -> str:
    before, after = _sides(change)
    paid = before - after + change.surplus - change.rest
    if change.more_lines:
        return _("{n} payments of together {paid}.").format(
            n=len(change.more_lines) + 1, paid=_money(change, paid)
        )
    if change.kind == ChangeKind.REOPENED:
        return _("A payment of {paid} was returned.").format(paid=_money(change, abs(paid)))
    return _("A payment of {paid}.").format(paid=_money(change, paid))


def _payment_of_rest(change: Change) -> str:
    before, _after = _sides(change)
    return _("A payment without an amount: the rest of {rest} is paid.").format(
        rest=_money(change, before)
    )


def _unlisted(change: Change) -> str:
    if change.kind == ChangeKind.DELETED:
        return _("The list of open items does not name it: it is deleted.")
    return _("The list of open items does not name it: it counts as paid.")


def _not_held(_change: Change) -> str:
    return _("The list names it as open, and it was not held here.")


def _details(_change: Change) -> str:
    return _("The list brings details that were missing or have changed.")


def _reset(change: Change) -> str:
    if change.kind == ChangeKind.DELETED:
        return _("Open items are deleted before the import, and the list does not name it.")
    return _("Open items are deleted before the import and created anew from the list.")


def _loaded(_change: Change) -> str:
    return _("The billing program brought it.")


def _undo(_change: Change) -> str:
    return _("The import is taken back: it stands again as before.")


_WHY = {
    Rule.LISTED_OPEN: _listed_open,
    Rule.LISTED_SETTLED: _listed_settled,
    Rule.PAYMENT: _payment,
    Rule.PAYMENT_OF_REST: _payment_of_rest,
    Rule.UNLISTED: _unlisted,
    Rule.NOT_HELD: _not_held,
    Rule.DETAILS: _details,
    Rule.RESET: _reset,
    Rule.LOADED: _loaded,
    Rule.UNDO: _undo,
}


def _sides(change: Change) -> tuple[Cents, Cents]:
    """What was open before and after."""
    return (change.before.open if change.before else 0, change.after.open if change.after else 0)


def _money(change: Change, cents: Cents) -> str:
    return format_amount(cents, change.item.currency)
