"""Payments and settled items: money that came in."""

from __future__ import annotations

from datetime import date

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
    plan_payments,
    policy,
    row,
    the_change,
)


class TestPayments:
    def test_an_amount_lessens_what_is_open(self) -> None:
        change, after = change_and_after(plan_payments([item()], row(paid=60_00)))
        assert (change.kind, change.rule, after.open) == (
            ChangeKind.PART_PAID,
            Rule.PAYMENT,
            40_00,
        )

    def test_the_whole_amount_closes(self) -> None:
        change, after = change_and_after(
            plan_payments([item()], row(paid=100_00, paid_on=date(2026, 11, 3)))
        )
        assert (change.kind, after.open, after.paid_on, after.export) == (
            ChangeKind.PAID,
            0,
            date(2026, 11, 3),
            False,
        )

    def test_without_an_amount_the_rest_is_paid(self) -> None:
        change, after = change_and_after(plan_payments([item(open=30_00)], row()))
        assert (change.kind, change.rule, after.paid_on) == (
            ChangeKind.PAID,
            Rule.PAYMENT_OF_REST,
            TODAY,
        )

    def test_several_on_one_invoice_all_count_equal_ones_too(self) -> None:
        plan = plan_payments(
            [item()], row(line=2, paid=30_00), row(line=3, paid=30_00), row(line=4, paid=None)
        )
        change, after = change_and_after(plan)
        assert (change.kind, after.open, change.line, change.more_lines) == (
            ChangeKind.PAID,
            0,
            2,
            (3, 4),
        )
        assert plan.counts.settled_amount == 100_00

    def test_the_very_same_payment_twice_counts_twice(self) -> None:
        twice = row(paid=30_00)
        after = item_after(plan_payments([item()], twice, twice))
        assert after.open == 40_00

    def test_the_last_day_of_several_is_the_day_it_was_paid(self) -> None:
        rows = [
            row(paid=50_00, paid_on=date(2026, 11, 9)),
            row(paid=50_00, paid_on=date(2026, 11, 3)),
        ]
        after = item_after(plan_payments([item()], *rows))
        assert after.paid_on == date(2026, 11, 9)

    def test_one_payment_over_several_invoices(self) -> None:
        plan = plan_payments(
            [item("RE-1"), item("RE-2")],
            row("RE-1", paid=100_00, text="EB-1"),
            row("RE-2", paid=20_00, text="EB-1"),
        )
        assert [change.kind for change in plan.changes] == [ChangeKind.PAID, ChangeKind.PART_PAID]

    def test_too_much_closes_and_the_surplus_is_told_not_booked(self) -> None:
        plan = plan_payments([item()], row(paid=130_00))
        change, after = change_and_after(plan)
        assert (change.kind, after.open, change.surplus, plan.surplus) == (
            ChangeKind.PAID,
            0,
            30_00,
            30_00,
        )
        assert codes(plan) == ["surplus"]

    def test_a_payment_on_a_paid_invoice_is_surplus_and_changes_nothing(self) -> None:
        plan = plan_payments([item(open=0)], row(paid=10_00))
        assert (plan.changes, plan.counts.unchanged, plan.surplus, codes(plan)) == (
            [],
            1,
            10_00,
            ["surplus"],
        )

    def test_the_rest_of_a_paid_invoice_is_nothing(self) -> None:
        plan = plan_payments([item(open=0)], row())
        assert (plan.changes, plan.counts.unchanged, plan.notices) == ([], 1, [])

    def test_a_credit_note_is_the_mirror_image(self) -> None:
        change, after = change_and_after(
            plan_payments([item(amount=-50_00, open=-50_00)], row(paid=-70_00))
        )
        assert (change.kind, after.open, change.surplus) == (ChangeKind.PAID, 0, -20_00)

    def test_an_unknown_invoice_is_never_created_but_told(self) -> None:
        plan = plan_payments([], row("RE-9", paid=10_00))
        assert (plan.changes, [unknown.invoice_no for unknown in plan.unknown], codes(plan)) == (
            [],
            ["RE-9"],
            ["unknown"],
        )

    def test_master_data_of_a_payer_are_not_the_customers(self) -> None:
        after = item_after(
            plan_payments(
                [item()], row(paid=10_00, name="Krankenkasse", account="DE02", dunning_level=3)
            )
        )
        assert (after.name, after.account, after.dunning_level) == ("", "", 0)

    def test_payments_in_another_currency_are_told_the_others_count(self) -> None:
        plan = plan_payments(
            [item()], row(paid=10_00, currency="CHF"), row(line=3, paid=20_00, currency="EUR")
        )
        change, after = change_and_after(plan)
        assert (after.open, change.line, codes(plan)) == (80_00, 3, ["other_currency"])

    def test_what_is_not_named_is_never_touched(self) -> None:
        plan = plan_payments(
            [item("RE-1"), item("RE-2")],
            row("RE-1"),
            unlisted="mark_paid",
            delete_before_import=True,
        )
        assert the_change(plan).item.invoice_no == "RE-1"


class TestReturns:
    def test_a_returned_debit_reopens(self) -> None:
        plan = plan_payments([item(open=0, paid_on=date(2026, 11, 1))], row(paid=-100_00))
        change, after = change_and_after(plan)
        assert (change.kind, after.open, after.paid_on, codes(plan)) == (
            ChangeKind.REOPENED,
            100_00,
            None,
            ["reopened"],
        )

    def test_at_most_the_whole_invoice_is_open_again(self) -> None:
        plan = plan_payments([item(open=60_00)], row(paid=-50_00))
        change, after = change_and_after(plan)
        assert (after.open, change.surplus) == (100_00, -10_00)

    def test_a_payment_and_its_return_are_nothing(self) -> None:
        plan = plan_payments([item()], row(paid=100_00), row(paid=-100_00))
        assert (plan.changes, plan.counts.unchanged) == ([], 1)


class TestTolerance:
    def test_a_rest_within_it_is_paid_and_named(self) -> None:
        change, after = change_and_after(plan_payments([item()], row(paid=98_00), tolerance=2_00))
        assert (change.kind, after.open, change.rest) == (ChangeKind.PAID, 0, 2_00)

    def test_it_is_looked_at_after_the_last_payment(self) -> None:
        plan = plan_payments([item()], row(paid=99_50), row(paid=50), tolerance=2_00)
        assert (the_change(plan).rest, plan.surplus) == (0, 0)

    def test_a_small_return_is_not_forgiven(self) -> None:
        change = the_change(plan_payments([item(open=0)], row(paid=-1_00), tolerance=2_00))
        assert change.kind == ChangeKind.REOPENED


class TestSettledLists:
    def test_what_is_named_is_paid(self) -> None:
        plan = plan_import(
            held(item(open=30_00)),
            listing(Content.SETTLED, row(settled=True, paid_on=date(2026, 11, 3))),
            policy(),
        )
        change, after = change_and_after(plan)
        assert (change.kind, change.rule, after.paid_on) == (
            ChangeKind.PAID,
            Rule.LISTED_SETTLED,
            date(2026, 11, 3),
        )

    @pytest.mark.parametrize("currency", ["EUR", "CHF"])
    def test_it_needs_no_amount_to_compare(self, currency: str) -> None:
        plan = plan_import(held(item(currency=currency)), listing(Content.SETTLED, row()), policy())
        assert the_change(plan).kind == ChangeKind.PAID

    def test_an_item_named_twice_is_paid_once(self) -> None:
        rows = [row(line=2, paid_on=date(2026, 11, 3)), row(line=3, paid_on=date(2026, 11, 9))]
        after = item_after(plan_import(held(item()), listing(Content.SETTLED, *rows), policy()))
        assert after.paid_on == date(2026, 11, 9)

    def test_a_row_that_still_shows_something_open_is_rejected(self) -> None:
        plan = plan_import(held(item()), listing(Content.SETTLED, row(open=5_00)), policy())
        assert (plan.changes, [rejected.value for rejected in plan.rejected]) == ([], ["5.00"])

    def test_an_unknown_invoice_is_not_created(self) -> None:
        plan = plan_import({}, listing(Content.SETTLED, row(amount=100_00)), policy())
        assert (plan.changes, len(plan.unknown), plan.notices) == ([], 1, [])

    def test_its_silence_says_nothing(self) -> None:
        plan = plan_import(
            held(item("RE-1"), item("RE-2")),
            listing(Content.SETTLED, row("RE-1")),
            policy(unlisted="mark_paid"),
        )
        assert the_change(plan).item.invoice_no == "RE-1"
