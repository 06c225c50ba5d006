"""Invoices that the list names and we do not hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.common.i18n import render
from engine.lists.rows.rows import Content
from engine.model.item import Item
from engine.posting.change import ChangeKind, Rule
from engine.posting.plan_import import plan_import
from tests.posting.factories import (
    codes,
    item,
    item_after,
    listing,
    plan_open,
    policy,
    row,
    the_change,
)


def test_an_open_item_is_created_as_bookkeeping_tells_of_it() -> None:
    listed = row(
        "RE-9", line=5, open=40_00, amount=100_00, name="Anna Muster", account="10001",
        branch="ulm", currency="CHF",
        doc_date=date(2026, 10, 1), due_date=date(2026, 10, 15), dunning_level=1,
    )  # fmt: skip
    plan = plan_open([], listed)
    assert (the_change(plan).kind, the_change(plan).rule, the_change(plan).line) == (
        ChangeKind.CREATED,
        Rule.NOT_HELD,
        5,
    )
    assert item_after(plan) == Item(
        mandant="001", invoice_no="RE-9", account="10001", name="Anna Muster", branch="ulm",
        currency="CHF",
        invoice_date=date(2026, 10, 1), due_date=date(2026, 10, 15), amount=100_00, open=40_00,
        dunning_level=1,
        handed_over=True, export=False, updated_by="this-run", updated_at="2026-11-20T07:00:00Z",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "open_", "own"),
    [
        (None, 40_00, 40_00),
        (100_00, 120_00, 100_00),
        (100_00, -20_00, -20_00),
        (-50_00, -20_00, -50_00),
        (0, 40_00, 40_00),
    ],
)
def test_its_own_amount(amount: int | None, open_: int, own: int) -> None:
    assert item_after(plan_open([], row(open=open_, amount=amount))).amount == own


def test_a_credit_note_is_an_item_of_its_own() -> None:
    plan = plan_open([item("RE-1")], row("RE-1", open=100_00), row("GS-1", open=-30_00))
    after = item_after(plan)
    assert (after.invoice_no, after.amount, after.open) == ("GS-1", -30_00, -30_00)


def test_report_creates_nothing_and_says_which() -> None:
    plan = plan_open(
        [], *(row(f"RE-{n}", line=n, open=1_00) for n in range(2, 9)), unknown="report"
    )
    assert (plan.changes, len(plan.unknown)) == ([], 7)
    assert [render(notice) for notice in plan.notices] == [
        "7 rows are about invoices that are not held here: "
        "RE-2 in line 2, RE-3 in line 3, RE-4 in line 4, RE-5 in line 5, RE-6 in line 6, …."
    ]


@pytest.mark.parametrize(
    "nothing_open",
    [{"settled": True, "open": 5_00}, {"open": 0}, {}, {"open": 1_00, "amount": 90_00}],
)
def test_what_has_nothing_open_is_not_created(nothing_open: dict[str, Any]) -> None:
    plan = plan_import({}, listing(Content.ALL, row(**nothing_open)), policy(tolerance=1_00))
    assert (plan.changes, len(plan.unknown), plan.notices) == ([], 1, [])


class TestBranch:
    TWO = frozenset({"ulm", "stuttgart"})

    def test_the_interfaces_only_one_where_the_list_names_none(self) -> None:
        plan = plan_open([], row(open=1_00), branches=frozenset({"ulm"}), branch_of_new="ulm")
        assert item_after(plan).branch == "ulm"

    def test_of_several_none_is_guessed(self) -> None:
        plan = plan_open([], row(open=1_00), branches=self.TWO)
        assert (plan.changes, len(plan.unknown), codes(plan)) == ([], 1, ["branch_unclear"])

    def test_the_lists_own(self) -> None:
        assert (
            item_after(plan_open([], row(open=1_00, branch="stuttgart"), branches=self.TWO)).branch
            == "stuttgart"
        )

    def test_one_that_the_interface_may_not_change_is_passed_over(self) -> None:
        plan = plan_open([], row(open=1_00, branch="bonn"), branches=self.TWO)
        assert (plan.changes, plan.outside, codes(plan)) == ([], 1, ["other_branch"])
