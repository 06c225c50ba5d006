"""What an open list does not name: touched only if the list could have named it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.common.i18n import render
from engine.lists.rows.rows import Content
from engine.posting.change import ChangeKind, Rule
from engine.posting.plan_import import plan_import
from tests.posting.factories import (
    KEY_DATE,
    TODAY,
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

NAMED = row("RE-1", open=100_00)


def test_by_default_it_means_nothing() -> None:
    assert plan_open([item("RE-1"), item("RE-2")], NAMED).changes == []


def test_mark_paid() -> None:
    plan = plan_open([item("RE-1"), item("RE-2", open=40_00)], NAMED, unlisted="mark_paid")
    change = the_change(plan)
    assert (change.kind, change.rule, change.line) == (ChangeKind.PAID, Rule.UNLISTED, 0)
    after = item_after(plan)
    assert (after.invoice_no, after.open, after.paid_on, after.export) == ("RE-2", 0, TODAY, False)
    assert plan.counts.settled_amount == 40_00


def test_delete() -> None:
    plan = plan_open([item("RE-1"), item("RE-2", dunning_level=2)], NAMED, unlisted="delete")
    change = the_change(plan)
    assert (change.kind, change.rule, change.after) == (ChangeKind.DELETED, Rule.UNLISTED, None)
    assert codes(plan) == ["dunning_levels_lost"]


@pytest.mark.parametrize("unlisted", ["mark_paid", "delete"])
class TestIsNotTakenForAStatement:
    def test_about_an_invoice_that_was_not_handed_over(self, unlisted: str) -> None:
        assert (
            plan_open(
                [item("RE-1"), item("RE-2", handed_over=False)], NAMED, unlisted=unlisted
            ).changes
            == []
        )

    def test_about_an_invoice_newer_than_the_key_date(self, unlisted: str) -> None:
        newer = item("RE-2", invoice_date=KEY_DATE + timedelta(days=1))
        assert plan_open([item("RE-1"), newer], NAMED, unlisted=unlisted).changes == []
        of_the_day = item("RE-2", invoice_date=KEY_DATE)
        assert len(plan_open([item("RE-1"), of_the_day], NAMED, unlisted=unlisted).changes) == 1

    def test_about_an_invoice_without_a_date(self, unlisted: str) -> None:
        plan = plan_open([item("RE-1"), item("RE-2", invoice_date=None)], NAMED, unlisted=unlisted)
        assert (plan.changes, codes(plan)) == ([], ["no_invoice_date"])

    def test_about_a_paid_invoice(self, unlisted: str) -> None:
        assert (
            plan_open([item("RE-1"), item("RE-2", open=0)], NAMED, unlisted=unlisted).changes == []
        )

    def test_without_a_key_date(self, unlisted: str) -> None:
        items = held(item("RE-1"), item("RE-2"))
        plan = plan_import(
            items, listing(Content.OPEN, NAMED, key_date=None), policy(unlisted=unlisted)
        )
        assert (plan.changes, plan.key_date, codes(plan)) == ([], None, ["no_key_date"])

    def test_about_a_branch_that_the_interface_may_not_change(self, unlisted: str) -> None:
        items = [item("RE-1", branch="ulm"), item("RE-2", branch="stuttgart")]
        assert plan_open(items, NAMED, unlisted=unlisted, branches=frozenset({"ulm"})).changes == []

    def test_about_a_mandant_that_the_interface_may_not_change(self, unlisted: str) -> None:
        assert (
            plan_open([item("RE-1"), item("RE-2", mandant="002")], NAMED, unlisted=unlisted).changes
            == []
        )

    def test_about_a_mandant_of_whom_the_list_names_no_invoice(self, unlisted: str) -> None:
        items = [item("RE-1"), item("RE-2"), item("RE-3", mandant="002")]
        plan = plan_open(items, NAMED, unlisted=unlisted, mandants=frozenset({"001", "002"}))
        assert the_change(plan).key == ("001", "RE-2")
        assert codes(plan) == ["mandant_not_in_list"]

    def test_about_an_invoice_that_a_rejected_row_may_mean(self, unlisted: str) -> None:
        plan = plan_open(
            [item("RE-1"), item("RE-2"), item("RE/2")],
            NAMED,
            row("re 2", open=1),
            unlisted=unlisted,
        )
        assert (plan.changes, len(plan.rejected)) == ([], 1)


def test_the_assumed_key_date_serves_where_the_list_names_none() -> None:
    items = held(item("RE-1"), item("RE-2"))
    plan = plan_import(
        items,
        listing(Content.OPEN, NAMED, key_date=None),
        policy(unlisted="mark_paid", key_date=KEY_DATE),
    )
    assert (len(plan.changes), plan.key_date) == (1, KEY_DATE)


def test_the_lists_own_key_date_wins() -> None:
    items = held(item("RE-1"), item("RE-2", invoice_date=KEY_DATE + timedelta(days=1)))
    later = KEY_DATE + timedelta(days=30)
    assert (
        plan_import(
            items, listing(Content.OPEN, NAMED), policy(unlisted="mark_paid", key_date=later)
        ).changes
        == []
    )


def test_no_list_speaks_of_a_day_after_its_file_was_written() -> None:
    """A list of the month that was exported before the month ended knows only its beginning."""
    earlier = KEY_DATE - timedelta(days=20)
    items = held(item("RE-1"), item("RE-2", invoice_date=earlier + timedelta(days=1)))
    plan = plan_import(
        items, listing(Content.OPEN, NAMED), policy(unlisted="mark_paid", key_date=earlier)
    )
    assert (plan.changes, plan.key_date) == ([], earlier)
    assert "written_before_key_date" in codes(plan)


def test_the_day_before_is_the_same_night() -> None:
    yesterday = KEY_DATE - timedelta(days=1)
    plan = plan_import(
        held(item("RE-1")),
        listing(Content.OPEN, NAMED),
        policy(unlisted="mark_paid", key_date=yesterday),
    )
    assert (plan.key_date, codes(plan)) == (yesterday, [])


def test_whoever_wants_it_settles_what_was_never_handed_over() -> None:
    plan = plan_open(
        [item("RE-1"), item("RE-2", handed_over=False)],
        NAMED,
        unlisted="mark_paid",
        only_handed_over=False,
    )
    assert the_change(plan).kind == ChangeKind.PAID


def test_of_the_only_mandant_an_empty_list_speaks_all_the_same() -> None:
    assert the_change(plan_open([item("RE-1")], unlisted="mark_paid")).kind == ChangeKind.PAID


class TestReset:
    """`delete_before_import`: open items are deleted first, and created anew from the list."""

    def test_what_is_listed_again_loses_its_dunning_level(self) -> None:
        plan = plan_open([item(dunning_level=2)], row(open=100_00), delete_before_import=True)
        assert (the_change(plan).kind, the_change(plan).rule, item_after(plan).dunning_level) == (
            ChangeKind.CHANGED,
            Rule.RESET,
            0,
        )
        assert [render(notice) for notice in plan.notices] == ["1 dunning level is lost."]

    def test_so_does_what_is_reopened(self) -> None:
        after = item_after(
            plan_open([item(open=0, dunning_level=2)], row(open=100_00), delete_before_import=True)
        )
        assert (after.open, after.dunning_level) == (100_00, 0)

    def test_unless_the_list_has_one(self) -> None:
        plan = plan_open(
            [item(dunning_level=2)], row(open=100_00, dunning_level=2), delete_before_import=True
        )
        assert (plan.changes, plan.counts.unchanged, plan.notices) == ([], 1, [])

    def test_an_item_that_comes_back_the_same_is_unchanged(self) -> None:
        plan = plan_open(
            [item(name="Anna Muster")],
            row(open=100_00, name="Anna Muster"),
            delete_before_import=True,
        )
        assert (plan.changes, plan.counts.unchanged) == ([], 1)

    def test_the_lists_master_data_win(self) -> None:
        plan = plan_open(
            [item(name="A. Muster", account="1")],
            row(open=40_00, name="Anna Muster"),
            delete_before_import=True,
        )
        after = item_after(plan)
        assert (after.name, after.account, after.open) == ("Anna Muster", "1", 40_00)

    def test_a_paid_item_is_not_created_anew(self) -> None:
        plan = plan_open(
            [item(open=0, dunning_level=2)],
            row(open=0, name="Anna Muster"),
            delete_before_import=True,
        )
        assert (the_change(plan).rule, item_after(plan).dunning_level) == (Rule.DETAILS, 2)

    def test_what_is_not_listed_is_deleted(self) -> None:
        plan = plan_open(
            [item("RE-1"), item("RE-2", dunning_level=1)], NAMED, delete_before_import=True
        )
        assert (the_change(plan).kind, the_change(plan).rule, the_change(plan).key) == (
            ChangeKind.DELETED,
            Rule.RESET,
            ("001", "RE-2"),
        )
        assert codes(plan) == ["dunning_levels_lost"]

    @pytest.mark.parametrize(
        "spared", [{"handed_over": False}, {"invoice_date": date(2026, 12, 1)}, {"open": 0}]
    )
    def test_what_the_list_could_not_have_named_is_spared(self, spared: dict[str, object]) -> None:
        assert (
            plan_open(
                [item("RE-1"), item("RE-2", **spared)], NAMED, delete_before_import=True
            ).changes
            == []
        )

    def test_a_list_of_open_and_settled_items_may_be_one(self) -> None:
        items = held(item("RE-1"), item("RE-2"), item("RE-3", dunning_level=1))
        rows = [row("RE-1", open=100_00), row("RE-2", settled=True, open=0)]
        plan = plan_import(items, listing(Content.ALL, *rows), policy(delete_before_import=True))
        assert [change.kind for change in plan.changes] == [ChangeKind.PAID, ChangeKind.DELETED]
