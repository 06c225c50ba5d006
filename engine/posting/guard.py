"""May this plan go through unseen? Whatever goes beyond a limit holds the import until someone
releases it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Set
from datetime import date
from decimal import Decimal
from typing import Protocol

import msgspec

from engine.lists.rows.rows import Content, ListFile, Reach
from engine.messages.list_notices import ListNotice
from engine.messages.payment_files import PaymentDoubt
from engine.messages.self_description import SaysOfItself
from engine.model.item import to_decimal
from engine.model.message import Code
from engine.posting.change import ChangeKind, Rule
from engine.posting.foreign import foreign_rows
from engine.posting.guard_rule import GuardRule
from engine.posting.plan import Plan
from engine.posting.policy import Policy

_RULES: dict[Code, GuardRule] = {
    ListNotice.CONTROL_TOTAL_MISMATCH: GuardRule.CONTROL_TOTAL_MISMATCH,
    ListNotice.TORN_LAST_LINE: GuardRule.TORN_LAST_LINE,
    ListNotice.FULL_SHEET: GuardRule.FULL_SHEET,
    ListNotice.CREDITORS: GuardRule.CREDITORS,
    ListNotice.ROWS_AGAIN: GuardRule.ROWS_AGAIN,
    SaysOfItself.OPEN: GuardRule.OTHER_CONTENT,
    SaysOfItself.NOT_OPEN: GuardRule.OTHER_CONTENT,
    PaymentDoubt.BALANCE: GuardRule.BALANCE_MISMATCH,
    PaymentDoubt.BALANCES_APART: GuardRule.BALANCE_MISMATCH,
    PaymentDoubt.HALF_BALANCE: GuardRule.BALANCE_MISMATCH,
    PaymentDoubt.NO_BALANCES: GuardRule.BALANCE_MISMATCH,
    PaymentDoubt.PAGES_APART: GuardRule.BALANCE_MISMATCH,
    PaymentDoubt.PAGES_MISSING: GuardRule.BALANCE_MISMATCH,
    PaymentDoubt.SUMMARY: GuardRule.CONTROL_TOTAL_MISMATCH,
    PaymentDoubt.TORN_BATCH: GuardRule.TORN_LAST_LINE,
}
"""The doubts that have a rule of their own; all others are `doubtful`."""


_FRACTIONS = ((1, 100), (1, 1000), (100, 119), (100, 107))
"""Cents taken for euro, thousands, and German taxes left out."""
_FRACTION_PERCENT, _SEVERAL = 80, 3


class GuardLimits(Protocol):
    """The interface's limits, as its settings name and explain them."""

    @property
    def max_settled_percent(self) -> int: ...
    @property
    def max_deleted_percent(self) -> int: ...
    @property
    def max_reopened_percent(self) -> int: ...
    @property
    def max_rejected_percent(self) -> int: ...
    @property
    def min_rows_percent(self) -> int: ...
    @property
    def max_small(self) -> int: ...
    @property
    def max_settled_amount(self) -> Decimal | None:
        """In euro."""
        ...


class LastList(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger remembers of the list this interface applied last."""

    rows: int
    key_date: date | None = None


class HoldReason(msgspec.Struct, frozen=True):
    """One reason to hold an import."""

    rule: GuardRule
    limit: str
    actual: str


def hold_reasons(
    plan: Plan, list_file: ListFile, policy: Policy, limits: GuardLimits, last: LastList | None
) -> list[HoldReason]:
    """Every reason to hold this import, the most telling first; none: it may be carried out.

    `last` is None for the first list of an interface.
    """
    held = [
        *_foreign(plan, list_file),
        *_other_amounts(plan),
        *_incomplete(plan, list_file, policy),
        *_rejected(plan, list_file, policy, limits),
        *_too_much(plan, limits),
    ]
    if last is not None:
        held += _against_last(plan, list_file, limits, last)
    return held


def list_fingerprint(list_file: ListFile) -> str:
    """What two payment lists have in common that hold the same payments in other bytes; empty for
    other contents.

    Other lists say how things stand and may be applied twice; payments applied twice would be
    booked twice.
    """
    if list_file.content != Content.PAYMENTS or not (list_file.rows or list_file.payments):
        return ""
    payments: list[tuple[object, ...]] = [
        (row.mandant, row.invoice_no, row.paid, row.paid_on, row.currency, row.text)
        for row in list_file.rows
    ] or [
        (one.source, one.reference, one.number, one.account, one.paid, one.day, one.currency,
         one.iban, one.texts)
        for one in list_file.payments
    ]  # fmt: skip
    return hashlib.sha256(msgspec.json.encode(payments)).hexdigest()


def _foreign(plan: Plan, list_file: ListFile) -> Iterator[HoldReason]:
    """Any list must be ours, whether its silence counts or not."""
    if foreign := foreign_rows(plan, list_file):
        yield HoldReason(
            GuardRule.FOREIGN_LIST, f"{foreign.percent} %", _share(foreign.unknown, foreign.rows)
        )


def _other_amounts(plan: Plan) -> Iterator[HoldReason]:
    """Where nearly all that a list names is the same fraction of ours, its amounts are of another
    unit, or without tax.
    """
    listed = [
        (change.before.open, change.after.open)
        for change in plan.changes
        if change.rule is Rule.LISTED_OPEN and change.before and change.after
    ]
    named = plan.counts.unchanged + len(listed)
    most = max(
        sum(abs(ours * part / whole - theirs) <= 1 for ours, theirs in listed)
        for part, whole in _FRACTIONS
    )
    if most >= _SEVERAL and _beyond(most, _FRACTION_PERCENT, named):
        yield HoldReason(GuardRule.OTHER_AMOUNTS, f"{_FRACTION_PERCENT} %", _share(most, named))


def _incomplete(plan: Plan, list_file: ListFile, policy: Policy) -> Iterator[HoldReason]:
    """A list whose silence counts must be whole, and so must a bank statement or a batch: what is
    missing may have taken a payment back. What the rows mean must be clear in any list.
    """
    must_be_whole = list_file.payments or policy.silence_counts(list_file.content)
    yield from _doubtful(list_file, {Reach.ROWS, Reach.LIST} if must_be_whole else {Reach.ROWS})
    if not policy.silence_counts(list_file.content):
        return
    rows = list_file.row_count - plan.outside
    if not rows and plan.governed:
        yield HoldReason(GuardRule.EMPTY_LIST, "1", "0")
    if policy.require_handover == "hold" and plan.handover is not None:
        for rule, n in (
            (GuardRule.NOT_HANDED_OVER, plan.handover.not_handed_over),
            (GuardRule.NOT_IN_THE_BOOKS, plan.handover.not_in_the_books),
        ):
            if n:
                yield HoldReason(rule, "0", str(n))


def _doubtful(list_file: ListFile, reaches: Set[Reach]) -> Iterator[HoldReason]:
    doubts = Counter(
        _RULES.get(doubt.message.code, GuardRule.DOUBTFUL)
        for doubt in list_file.doubts
        if doubt.reach in reaches
    )
    for rule, n in doubts.items():
        yield HoldReason(rule, "0", str(n))


def _rejected(
    plan: Plan, list_file: ListFile, policy: Policy, limits: GuardLimits
) -> Iterator[HoldReason]:
    rejected = len(list_file.rejected) + len(plan.rejected)
    rows = list_file.row_count + len(list_file.rejected)
    if rejected and policy.silence_counts(list_file.content):
        yield HoldReason(GuardRule.REJECTED_ROWS, "0", str(rejected))
    elif _beyond(rejected, limits.max_rejected_percent, rows):
        yield HoldReason(
            GuardRule.MAX_REJECTED_PERCENT,
            f"{limits.max_rejected_percent} %",
            _share(rejected, rows),
        )


def _too_much(plan: Plan, limits: GuardLimits) -> Iterator[HoldReason]:
    """More at once than is usual, of the open items this interface may change, or of one
    Mandant's.
    """
    for rule, kind, percent in (
        (GuardRule.MAX_SETTLED_PERCENT, ChangeKind.PAID, limits.max_settled_percent),
        (GuardRule.MAX_DELETED_PERCENT, ChangeKind.DELETED, limits.max_deleted_percent),
        (GuardRule.MAX_REOPENED_PERCENT, ChangeKind.REOPENED, limits.max_reopened_percent),
    ):
        changed = Counter(change.item.mandant for change in plan.changes if change.kind == kind)
        of_whole = (changed.total(), plan.governed.total())
        of_each = [(changed[mandant], plan.governed[mandant]) for mandant in sorted(changed)]
        for number, whole in [of_whole, *of_each]:
            if number > limits.max_small and _beyond(number, percent, whole):
                yield HoldReason(rule, f"{percent} %", _share(number, whole))
                break
    settled, most = plan.counts.settled_amount, limits.max_settled_amount
    if most is not None and abs(settled) > most * 100:
        yield HoldReason(GuardRule.MAX_SETTLED_AMOUNT, f"{most:.2f}", to_decimal(settled))


def _against_last(
    plan: Plan, list_file: ListFile, limits: GuardLimits, last: LastList
) -> Iterator[HoldReason]:
    """A list of open items must not be much shorter than the last one, nor older. That it is not an
    earlier one again, of whichever interface, is `engine.imports.known_content`'s.

    An equal key date is let through: bookkeeping exports a corrected list of the same day, and one
    export may come as a file per Mandant. What such a list may settle is bounded by the percentages
    all the same. Payments vary in number from day to day, and a short list of them settles less,
    not more.
    """
    if list_file.content in (Content.OPEN, Content.ALL):
        rows = list_file.row_count
        if last.rows - rows > limits.max_small and rows * 100 < limits.min_rows_percent * last.rows:
            yield HoldReason(
                GuardRule.MIN_ROWS_PERCENT, f"{limits.min_rows_percent} %", _share(rows, last.rows)
            )
        if (
            plan.key_date is not None
            and last.key_date is not None
            and plan.key_date < last.key_date
        ):
            yield HoldReason(
                GuardRule.KEY_DATE_OLDER, last.key_date.isoformat(), plan.key_date.isoformat()
            )


def _beyond(number: int, percent: int, whole: int) -> bool:
    return number * 100 > percent * whole


def _share(number: int, whole: int) -> str:
    """`452/1000 (45.2 %)`: the same in every language."""
    return f"{number}/{whole} ({number * 100 / whole:.1f} %)" if whole else f"{number}/0"
