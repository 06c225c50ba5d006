"""Numbers that lost or gained a part: taken where day and amount agree, never guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.messages.posting import RowConflict
from engine.posting.plan import Plan
from engine.posting.what_is_left import WhatIsLeft
from tests.posting.factories import codes, held, item, plan_open, plan_payments, row

DAY = date(2026, 10, 1)
AGREES: dict[str, Any] = {"doc_date": DAY, "amount": 100_00, "open": 40_00}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("RE-2026-0001", "2026-0001"),
        ("RE-2026-0001", "0001"),
        ("RE-2026-0001", "1"),
        ("10021", "10021.0"),
        ("RE-2026-0001", "RE-2026-0001.0"),
        ("2026001", "RE2026001"),
        ("2026001", "Rg. Nr. 2026001"),
        ("RE74/26", "RE74"),
        ("000017", "RE17"),
    ],
)
class TestWhatIsLeftOfANumber:
    def test_is_taken_where_day_and_amount_agree_and_told(self, ours: str, theirs: str) -> None:
        plan = plan_open([item(ours), item("X-9")], row(theirs, **AGREES), unlisted="mark_paid")
        assert _open_after(plan) == {ours: 40_00, "X-9": 0}
        assert codes(plan) == ["other_spelling"]

    @pytest.mark.parametrize("said", [{}, {"doc_date": DAY}, {"amount": 100_00}])
    def test_is_rejected_where_they_do_not_say(
        self, ours: str, theirs: str, said: dict[str, Any]
    ) -> None:
        plan = plan_open([item(ours)], row(theirs, open=40_00, **said), unlisted="mark_paid")
        assert (plan.changes, len(plan.rejected)) == ([], 1)

    @pytest.mark.parametrize("against", [{"doc_date": date(2026, 1, 1)}, {"amount": 7_00}])
    def test_is_another_invoice_where_they_differ(
        self, ours: str, theirs: str, against: dict[str, Any]
    ) -> None:
        plan = plan_open([item(ours)], row(theirs, **AGREES | against))
        assert _open_after(plan) == {theirs: 40_00}

    def test_pays_nothing_since_payments_prove_nothing(self, ours: str, theirs: str) -> None:
        plan = plan_payments([item(ours)], row(theirs, paid=100_00))
        assert (plan.changes, len(plan.rejected)) == ([], 1)


@pytest.mark.parametrize(
    ("ours", "theirs"), [("RE-1", "RE-2"), ("RE-2026-17", "2026"), ("A-17", "B-17"), ("RE-0", "RE")]
)
def test_not_left_of_it(ours: str, theirs: str) -> None:
    key = ("001", ours)
    assert WhatIsLeft(held(item(ours)), [key], ["001"]).of(theirs, ["001"]) == []


def test_that_another_mandant_writes_numbers_so_proves_nothing() -> None:
    others = item("RE-1", mandant="002", open=0)
    plan = plan_open([others, item("RE/2")], row("RE-1", open=100_00))
    assert [rejected.reason.code for rejected in plan.rejected] == [RowConflict.MAY_BE_OURS]


def test_of_several_the_one_that_agrees() -> None:
    ours = [item("RE-17"), item("GS-17", amount=50_00, open=50_00)]
    assert _open_after(plan_open(ours, row("17", **AGREES))) == {"RE-17": 40_00}


def test_of_several_that_agree_none_is_guessed() -> None:
    plan = plan_open([item("RE-17"), item("GS-17")], row("17", **AGREES), unlisted="mark_paid")
    assert (plan.changes, len(plan.rejected)) == ([], 1)


def test_two_rows_that_mean_one_invoice_contradict_each_other() -> None:
    rows = row("2026-17", line=2, **AGREES), row("17", line=3, **AGREES)
    plan = plan_open([item("RE-2026-17")], *rows, unlisted="mark_paid")
    assert (plan.changes, len(plan.rejected)) == ([], 2)


@pytest.mark.parametrize("ruin", ["1,23E+05", "Dez 26", "01.12.2026", "########"])
class TestANumberUnlikeAnyOfOurs:
    def test_with_the_amount_of_an_unlisted_invoice_is_rejected(self, ruin: str) -> None:
        for said in (AGREES, {"open": 100_00}, {"open": 100_00, "doc_date": DAY}):
            plan = plan_open([item("12-26")], row(ruin, **said), unlisted="mark_paid")
            assert (plan.changes, len(plan.rejected)) == ([], 1)

    @pytest.mark.parametrize(
        "against",
        [
            {"doc_date": date(2026, 10, 2)},
            {"amount": 50_00},
            {"name": "Zorn"},
            {"account": "10077"},
        ],
    )
    def test_is_new_where_something_speaks_against_it(
        self, ruin: str, against: dict[str, Any]
    ) -> None:
        ours = item("12-26", name="Arndt", account="10001")
        plan = plan_open([ours], row(ruin, **AGREES | against), unlisted="keep")
        assert _open_after(plan) == {ruin: 40_00}


def test_a_number_written_as_ours_is_new_whatever_else_agrees() -> None:
    plan = plan_open([item("RE-1"), item("RE-2")], row("RE-3", **AGREES), unlisted="mark_paid")
    assert _open_after(plan) == {"RE-1": 0, "RE-2": 0, "RE-3": 40_00}


def _open_after(plan: Plan) -> dict[str, int]:
    return {change.item.invoice_no: change.item.open for change in plan.changes}
