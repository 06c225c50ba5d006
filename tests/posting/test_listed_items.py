"""An open list is the truth in both directions: an item is set to what the list says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.lists.rows.rows import Content
from engine.posting.change import ChangeKind, Rule
from engine.posting.plan_import import plan_import
from tests.posting.factories import (
    TODAY,
    change_and_after,
    codes,
    held,
    item,
    item_after,
    listing,
    plan_open,
    policy,
    row,
    the_change,
)


def test_what_stands_as_listed_is_unchanged() -> None:
    plan = plan_open([item(open=40_00)], row(open=40_00))
    assert (plan.changes, plan.counts.unchanged, plan.notices) == ([], 1, [])


@pytest.mark.parametrize(
    ("ours", "listed", "kind"),
    [
        (100_00, 40_00, ChangeKind.PART_PAID),
        (100_00, 0, ChangeKind.PAID),
        (40_00, 100_00, ChangeKind.REOPENED),
        (0, 100_00, ChangeKind.REOPENED),
        (0, 40_00, ChangeKind.REOPENED),
        (100_00, 105_00, ChangeKind.REOPENED),
    ],
)
def test_the_listed_amount_is_what_is_open(ours: int, listed: int, kind: ChangeKind) -> None:
    change, after = change_and_after(plan_open([item(open=ours)], row(open=listed)))
    assert (change.kind, change.rule, after.open, after.amount) == (
        kind,
        Rule.LISTED_OPEN,
        listed,
        100_00,
    )


@pytest.mark.parametrize(
    ("ours", "listed", "kind"),
    [
        (-50_00, -20_00, ChangeKind.PART_PAID),
        (-50_00, 0, ChangeKind.PAID),
        (0, -50_00, ChangeKind.REOPENED),
    ],
)
def test_a_credit_note_is_the_mirror_image(ours: int, listed: int, kind: ChangeKind) -> None:
    change, after = change_and_after(plan_open([item(amount=-50_00, open=ours)], row(open=listed)))
    assert (change.kind, after.open) == (kind, listed)


def test_a_posting_of_an_import_is_stamped_and_never_exported() -> None:
    after = item_after(plan_open([item()], row(open=0)))
    assert (after.paid_on, after.export) == (TODAY, False)
    assert (after.updated_by, after.updated_at) == ("this-run", "2026-11-20T07:00:00Z")


def test_the_lists_own_date_of_payment_wins() -> None:
    after = item_after(plan_open([item()], row(open=0, paid_on=date(2026, 11, 3))))
    assert after.paid_on == date(2026, 11, 3)


def test_a_part_payment_sets_no_date_of_payment() -> None:
    after = item_after(plan_open([item()], row(open=40_00)))
    assert after.paid_on is None


def test_a_reopening_clears_the_date_of_payment_and_is_told() -> None:
    plan = plan_open([item(open=0, paid_on=date(2026, 11, 1))], row(open=100_00))
    after = item_after(plan)
    assert (after.paid_on, after.export) == (None, False)
    assert codes(plan) == ["reopened"]
    assert (plan.counts.reopened, plan.counts.reopened_amount) == (1, 100_00)


def test_a_balance_beyond_zero_closes_and_the_surplus_is_told_not_booked() -> None:
    plan = plan_open([item()], row(open=-20_00))
    change, after = change_and_after(plan)
    assert (change.kind, after.open, change.surplus, plan.surplus) == (
        ChangeKind.PAID,
        0,
        20_00,
        20_00,
    )
    assert codes(plan) == ["surplus"]


class TestTolerance:
    def test_a_rest_within_it_is_paid_and_named(self) -> None:
        change, after = change_and_after(plan_open([item()], row(open=2_00), tolerance=2_00))
        assert (change.kind, after.open, change.rest) == (ChangeKind.PAID, 0, 2_00)

    def test_a_cent_more_is_a_rest_to_be_paid(self) -> None:
        change = the_change(plan_open([item()], row(open=2_01), tolerance=2_00))
        assert (change.kind, change.rest) == (ChangeKind.PART_PAID, 0)

    def test_what_we_hold_as_open_within_it_is_closed_too(self) -> None:
        assert (
            the_change(plan_open([item(open=1_00)], row(open=1_00), tolerance=2_00)).kind
            == ChangeKind.PAID
        )

    def test_a_paid_item_is_not_reopened_for_a_rest_within_it(self) -> None:
        assert plan_open([item(open=0)], row(open=1_00), tolerance=2_00).changes == []

    @pytest.mark.parametrize("ours", [1_50, 0])
    def test_a_small_invoice_that_nobody_paid_is_no_rest(self, ours: int) -> None:
        plan = plan_open([item(amount=1_50, open=ours)], row(open=1_50), tolerance=2_00)
        assert [change.after.open for change in plan.changes if change.after] == (
            [1_50] if ours == 0 else []
        )

    def test_a_credit_note_has_it_too(self) -> None:
        assert (
            the_change(
                plan_open([item(amount=-50_00, open=-50_00)], row(open=-1_00), tolerance=2_00)
            ).rest
            == -1_00
        )


class TestDetails:
    def test_a_dunning_level_comes_from_the_list(self) -> None:
        change, after = change_and_after(
            plan_open([item(dunning_level=1)], row(open=100_00, dunning_level=2))
        )
        assert (change.kind, change.rule, after.dunning_level) == (
            ChangeKind.CHANGED,
            Rule.DETAILS,
            2,
        )
        assert after.export, "no money moved, so there is nothing to keep from the accounting"

    def test_without_the_column_the_dunning_level_stays(self) -> None:
        after = item_after(plan_open([item(dunning_level=2)], row(open=40_00)))
        assert after.dunning_level == 2

    def test_the_list_may_take_a_dunning_level_back(self) -> None:
        after = item_after(plan_open([item(dunning_level=2)], row(open=100_00, dunning_level=0)))
        assert after.dunning_level == 0

    @pytest.mark.parametrize(
        ("field", "theirs", "ours"),
        [
            ("name", "Anna Muster", "A. Muster"),
            ("account", "10001", "10002"),
            ("due_date", date(2026, 12, 1), date(2026, 11, 1)),
        ],
    )
    def test_master_data_is_filled_in_only_where_ours_is_empty(
        self, field: str, theirs: Any, ours: Any
    ) -> None:
        filled = the_change(plan_open([item()], row(open=100_00, **{field: theirs})))
        assert getattr(filled.after, field) == theirs
        assert plan_open([item(**{field: ours})], row(open=100_00, **{field: theirs})).changes == []
        listed: dict[str, Any] = {"amount": 100_00, "doc_date": date(2026, 10, 1), field: theirs}
        part_paid = item_after(plan_open([item(**{field: ours})], row(open=40_00, **listed)))
        assert getattr(part_paid, field) == ours

    def test_they_come_with_the_money_in_one_change(self) -> None:
        change, after = change_and_after(
            plan_open([item()], row(open=40_00, name="Anna Muster", dunning_level=1))
        )
        assert (change.kind, after.name, after.dunning_level) == (
            ChangeKind.PART_PAID,
            "Anna Muster",
            1,
        )


class TestSeveralRowsOfOneInvoice:
    def test_the_same_row_twice_is_one(self) -> None:
        plan = plan_open([item()], row(line=2, open=40_00), row(line=3, open=40_00))
        assert the_change(plan).line == 2

    def test_the_very_same_row_twice_is_one(self) -> None:
        twice = row(open=40_00)
        assert len(plan_open([item()], twice, twice).changes) == 1

    @pytest.mark.parametrize(
        "other", [{"open": 50_00}, {"open": 40_00, "account": "2"}, {"open": 0, "settled": True}]
    )
    def test_rows_that_contradict_each_other_are_all_rejected(self, other: dict[str, Any]) -> None:
        plan = plan_open(
            [item()], row(line=2, open=40_00), row(line=3, **other), unlisted="mark_paid"
        )
        assert plan.changes == []
        assert [rejected.line for rejected in plan.rejected] == [2, 3]

    def test_rows_of_an_unknown_invoice_that_contradict_each_other_create_nothing(self) -> None:
        plan = plan_open([], row(line=2, open=40_00), row(line=3, open=50_00))
        assert (plan.changes, len(plan.rejected)) == ([], 2)


def test_a_row_without_an_open_amount_is_rejected_and_its_item_left_alone() -> None:
    plan = plan_open([item()], row(), unlisted="mark_paid")
    assert plan.changes == []
    assert [(rejected.line, rejected.column) for rejected in plan.rejected] == [(2, "open")]


class TestCurrency:
    def test_another_currency_is_told_and_the_item_left_alone(self) -> None:
        plan = plan_open(
            [item(currency="CHF")], row(open=40_00, currency="EUR"), unlisted="mark_paid"
        )
        assert (plan.changes, codes(plan)) == ([], ["other_currency"])

    def test_also_where_the_amounts_are_the_same(self) -> None:
        assert codes(plan_open([item(currency="CHF")], row(open=100_00, currency="EUR"))) == [
            "other_currency"
        ]

    def test_an_amount_without_currency_is_in_euro(self) -> None:
        assert codes(plan_open([item(currency="CHF")], row(open=40_00))) == ["other_currency"]

    def test_the_same_currency_is_compared(self) -> None:
        plan = plan_open([item(currency="CHF")], row(open=40_00, currency="CHF"))
        assert the_change(plan).kind == ChangeKind.PART_PAID
        assert plan.counts.settled_amount == 0, "francs are no euros"


class TestOpenAndSettledInOneList:
    def test_settled_rows_are_paid_and_open_rows_set(self) -> None:
        items = held(item("RE-1"), item("RE-2"), item("RE-3"))
        rows = [
            row("RE-1", settled=True, open=0),
            row("RE-2", open=40_00),
            row("RE-3", open=100_00),
        ]
        plan = plan_import(items, listing(Content.ALL, *rows), policy())
        assert [(change.kind, change.rule) for change in plan.changes] == [
            (ChangeKind.PAID, Rule.LISTED_SETTLED),
            (ChangeKind.PART_PAID, Rule.LISTED_OPEN),
        ]
        assert plan.counts.unchanged == 1

    @pytest.mark.parametrize("balance", [3, 100_00])
    def test_its_mark_counts_more_than_its_balance(self, balance: int) -> None:
        plan = plan_import(
            held(item()), listing(Content.ALL, row(settled=True, open=balance)), policy()
        )
        assert the_change(plan).kind == ChangeKind.PAID

    def test_its_silence_says_nothing(self) -> None:
        items = held(item("RE-1"), item("RE-2"))
        plan = plan_import(
            items, listing(Content.ALL, row("RE-1", open=100_00)), policy(unlisted="mark_paid")
        )
        assert plan.changes == []


def test_the_changes_come_in_the_order_of_the_list_then_of_the_items() -> None:
    items = [item(number) for number in ("D", "A", "C", "B", "re 5")]
    rows = [row("RE-5", open=1), row("C", open=1), row("NEW", open=1), row("A", open=1)]
    plan = plan_open(items, *rows, unlisted="mark_paid")
    assert [change.item.invoice_no for change in plan.changes] == [
        "re 5",
        "C",
        "NEW",
        "A",
        "D",
        "B",
    ]
