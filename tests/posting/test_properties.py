"""What holds for any items, any list and any policy."""

from __future__ import annotations

from copy import deepcopy
from random import Random

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.common.i18n import render
from engine.journal.reasons import change_reason
from engine.lists.rows.rows import Content, ListFile
from engine.model.errors import ListRefused
from engine.model.item import Item, Key
from engine.posting.change import ChangeKind, Rule, change_kind
from engine.posting.counting import count_changes
from engine.posting.plan import Plan
from engine.posting.plan_import import plan_import
from engine.posting.policy import Policy
from engine.posting.undo import plan_undo
from tests.posting import strategies as any_
from tests.posting.factories import KEY_DATE, carried_out, held, item, listing, policy, row

often = settings(max_examples=80, deadline=None)


def planned(items: dict[Key, Item], list_file: ListFile, of: Policy) -> Plan:
    """The plan, for lists that are not refused."""
    try:
        return plan_import(items, list_file, of)
    except ListRefused:
        assume(False)
        raise


@often
@given(any_.held_items, any_.lists(Content.OPEN, Content.ALL, Content.SETTLED), any_.policies())
def test_applied_twice_is_applied_once(
    items: dict[Key, Item], list_file: ListFile, of: Policy
) -> None:
    plan = planned(items, list_file, of)
    again = plan_import(carried_out(items, plan.changes), list_file, of)
    assert again.changes == []


@often
@given(any_.held_items, any_.lists(), any_.policies())
def test_apply_then_undo_is_as_before_byte_for_byte(
    items: dict[Key, Item], list_file: ListFile, of: Policy
) -> None:
    plan = planned(items, list_file, of)
    after = carried_out(items, plan.changes)
    undo = plan_undo(after, plan.changes)
    assert undo.left_alone == []
    back = carried_out(after, undo.changes)
    assert {key: msgspec.json.encode(item) for key, item in back.items()} == {
        key: msgspec.json.encode(item) for key, item in items.items()
    }


@often
@given(any_.held_items, any_.lists(), any_.policies())
def test_nothing_outside_mandanten_and_branches_changes(
    items: dict[Key, Item], list_file: ListFile, of: Policy
) -> None:
    for change in planned(items, list_file, of).changes:
        assert of.governs(change.item)


@often
@given(any_.held_items, any_.lists(), any_.policies())
def test_absence_touches_only_what_the_list_could_have_named(
    items: dict[Key, Item], list_file: ListFile, of: Policy
) -> None:
    key_date = list_file.key_date or of.key_date
    for change in planned(items, list_file, of).changes:
        if change.line == 0:
            assert change.before is not None
            assert change.rule in (Rule.UNLISTED, Rule.RESET)
            assert of.silence_counts(list_file.content)
            assert change.before.handed_over or not of.only_handed_over
            assert key_date is not None
            assert change.before.invoice_date is not None
            assert change.before.invoice_date <= key_date


@often
@given(any_.held_items, any_.lists(), any_.policies())
def test_a_change_is_what_it_says(items: dict[Key, Item], list_file: ListFile, of: Policy) -> None:
    plan = planned(items, list_file, of)
    assert len({change.key for change in plan.changes}) == len(plan.changes), "one change per item"
    for change in plan.changes:
        assert change.before == items.get(change.key)
        assert change.kind == change_kind(change.before, change.after)
        assert change.before != change.after
        assert render(change_reason(change))
        if change.after is not None and change.after.open != (
            change.before.open if change.before else None
        ):
            assert change.after.open * change.after.amount >= 0, "never beyond zero"
            assert change.after.export is False
            assert (change.after.paid_on is not None) == (change.kind == ChangeKind.PAID)
        if change.before is not None and change.after is not None:
            unchangeable = (
                "mandant",
                "invoice_no",
                "branch",
                "amount",
                "currency",
                "invoice_date",
                "handed_over",
            )
            assert all(
                getattr(change.before, field) == getattr(change.after, field)
                for field in unchangeable
            )


@often
@given(any_.held_items, any_.lists(), any_.policies())
def test_planning_is_pure(items: dict[Key, Item], list_file: ListFile, of: Policy) -> None:
    items_before, list_before = dict(items), deepcopy(list_file)
    plan = planned(items, list_file, of)
    assert (items, list(items), list_file) == (items_before, list(items_before), list_before)
    assert planned(items, list_file, of) == plan
    assert plan.counts == count_changes(
        plan.changes, unchanged=plan.counts.unchanged, unknown=len(plan.unknown)
    )


@often
@given(any_.held_items, any_.lists(), any_.policies())
def test_every_row_is_accounted_for(
    items: dict[Key, Item], list_file: ListFile, of: Policy
) -> None:
    plan = planned(items, list_file, of)
    applied = sum(1 + len(change.more_lines) for change in plan.changes if change.line)
    told_apart = sum(notice.code.value == "other_currency" for notice in plan.notices)
    accounted = (
        applied
        + plan.counts.unchanged
        + len(plan.unknown)
        + len(plan.rejected)
        + plan.outside
        + told_apart
    )
    repeated = len(list_file.rows) - len(
        {(row.mandant.lstrip("0"), row.invoice_no) for row in list_file.rows}
    )
    assert accounted <= len(list_file.rows)
    if not repeated and list_file.content != Content.PAYMENTS:
        assert accounted == len(list_file.rows)


@often
@given(any_.held_items, any_.lists(Content.OPEN), any_.policies(), st.randoms())
def test_the_order_of_an_open_list_does_not_matter(
    items: dict[Key, Item], list_file: ListFile, of: Policy, chance: Random
) -> None:
    rows = list(list_file.rows)
    chance.shuffle(rows)
    shuffled = msgspec.structs.replace(list_file, rows=rows)
    one, other = planned(items, list_file, of), planned(items, shuffled, of)
    assert {change.key: change.after and change.after.open for change in one.changes} == {
        change.key: change.after and change.after.open for change in other.changes
    }


open_amounts = st.dictionaries(st.integers(1, 12), st.integers(1, 100), max_size=8)


@often
@given(open_amounts, open_amounts)
def test_after_an_open_list_what_is_open_is_the_lists_total(
    ours: dict[int, int], listed: dict[int, int]
) -> None:
    items = held(*(item(f"RE-{n}", amount=100, open=open_) for n, open_ in ours.items()))
    list_file = listing(
        Content.OPEN, *(row(f"RE-{n}", line=n + 1, open=open_) for n, open_ in listed.items())
    )
    plan = plan_import(items, list_file, policy(unlisted="mark_paid"))
    after = carried_out(items, plan.changes)
    assert sum(item.open for item in after.values()) == sum(row.open or 0 for row in list_file.rows)


@often
@given(open_amounts, st.lists(st.tuples(st.integers(1, 12), st.integers(-100, 150)), max_size=12))
def test_every_cent_of_a_payment_list_is_booked_surplus_or_unknown(
    ours: dict[int, int], paid: list[tuple[int, int]]
) -> None:
    items = held(*(item(f"RE-{n}", amount=100, open=open_) for n, open_ in ours.items()))
    list_file = listing(
        Content.PAYMENTS,
        *(row(f"RE-{n}", line=i + 2, paid=cents) for i, (n, cents) in enumerate(paid)),
    )
    plan = plan_import(items, list_file, policy())
    unknown = sum(row.paid or 0 for row in plan.unknown)
    booked = plan.counts.settled_amount - plan.counts.reopened_amount
    assert sum(cents for _n, cents in paid) == booked + plan.surplus + unknown


@often
@given(any_.held_items, any_.policies())
def test_a_list_of_what_is_open_changes_no_money(items: dict[Key, Item], of: Policy) -> None:
    rows = [
        row(item.invoice_no, mandant=item.mandant, open=item.open, currency=item.currency)
        for item in items.values()
        if item.open and item.mandant in of.mandants
    ]
    of = msgspec.structs.replace(of, tolerance=0)
    for change in plan_import(items, listing(Content.OPEN, *rows, key_date=KEY_DATE), of).changes:
        assert change.kind == ChangeKind.CHANGED
        assert change.rule == Rule.RESET


@settings(max_examples=300, deadline=None)
@given(any_.held_items, any_.lists(), any_.policies())
def test_items_of_other_mandanten_decide_nothing(
    items: dict[Key, Item], list_file: ListFile, of: Policy
) -> None:
    """So a store may be asked for those of the interface's own alone."""
    assume(of.mandants)
    own = {key: held for key, held in items.items() if key[0] in of.mandants}
    try:
        alone = plan_import(own, list_file, of)
    except ListRefused as refusal:
        refused = refusal
    else:
        assert plan_import(items, list_file, of) == alone
        return
    with pytest.raises(ListRefused) as found:
        plan_import(items, list_file, of)
    assert str(found.value) == str(refused)
