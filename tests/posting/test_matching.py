"""Which of our items a row means: exact first, another spelling only if unambiguous, never a
guess.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.common.i18n import advice_of, cause_of, render
from engine.lists.rows.rows import Row
from engine.model.errors import ListRefused
from engine.posting.change import ChangeKind
from engine.posting.number_matching import AlikeNumbers
from engine.posting.plan import Plan
from tests.posting.factories import codes, item, plan_open, plan_payments, row, the_change


def alike(ours: str, theirs: str) -> bool:
    return bool(AlikeNumbers([("001", ours)]).of(theirs, ["001"]))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("RE-2026-0001", "re 2026 0001"),
        ("RE-2026-0001", "RE–2026–0001"),
        ("RE-2026-0001", "RE20260001"),
        ("RE-2026-0001", "RE/2026/1"),
        ("RE20260001", "RE-2026-0001"),
        ("2026-1-12", "2026112"),
        ("0012", "12"),
        ("RÜ_7", "RUE-7"),
        ("RE-2026-00012345", "RE-2026-0001"),
        ("RE 2026 00012345", "RE2026000123"),
        ("RE-2026/" + "7" * 40, "RE-2026-" + "7" * 28),
    ],
)
def test_alike(ours: str, theirs: str) -> None:
    assert alike(ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("RE-1", "RE-2"),
        ("RE-1", "AR-1"),
        ("12", "120"),
        ("RE-2026-0017", "RE-202617"),
        ("2026-1-12", "2026-11-2"),
        ("RE-1-1", "RE-11-0"),
        ("RE-2026-00012345", "RE-2026-000"),
        ("RE-2026-0001", "RE-2026-00012345"),
        ("---", "///"),
        ("", ""),
    ],
)
def test_not_alike(ours: str, theirs: str) -> None:
    assert not alike(ours, theirs)


class TestAnotherSpelling:
    def test_it_is_found_and_told_with_both_spellings(self) -> None:
        plan = plan_open(
            [item("RE-2026-0001")], row("re 2026 0001", line=7, open=40_00), unlisted="mark_paid"
        )
        change = the_change(plan)
        assert (change.key, change.kind, change.listed_as) == (
            ("001", "RE-2026-0001"),
            ChangeKind.PART_PAID,
            "re 2026 0001",
        )
        assert [render(notice) for notice in plan.notices] == [
            "Line 7: re 2026 0001 is taken as our RE-2026-0001."
        ]

    def test_it_is_told_also_where_nothing_changes(self) -> None:
        plan = plan_open([item("0012")], row("12", open=100_00), unlisted="mark_paid")
        assert (plan.changes, plan.counts.unchanged, codes(plan)) == ([], 1, ["other_spelling"])

    def test_the_exact_number_comes_first(self) -> None:
        plan = plan_open([item("0012"), item("12")], row("12", open=40_00))
        assert (the_change(plan).key, plan.notices) == (("001", "12"), [])

    def test_a_closer_spelling_comes_before_lost_zeros(self) -> None:
        plan = plan_open([item("RE-0012"), item("RE.12")], row("RE12", open=40_00))
        assert the_change(plan).key == ("001", "RE.12")

    def test_several_candidates_are_never_guessed_among(self) -> None:
        plan = plan_open([item("RE-12"), item("RE/12")], row("RE 12", line=3, open=0))
        assert plan.changes == []
        assert [(rejected.line, rejected.value) for rejected in plan.rejected] == [(3, "RE 12")]
        assert "RE-12" in render(plan.rejected[0].reason)
        assert "RE/12" in render(plan.rejected[0].reason)

    def test_an_item_that_the_list_names_itself_is_not_meant_by_another_row(self) -> None:
        plan = plan_open(
            [item("RE-12")], row("RE-12", open=100_00), row("RE 12", line=3, open=5_00)
        )
        assert (the_change(plan).kind, the_change(plan).key, plan.counts.unchanged) == (
            ChangeKind.CREATED,
            ("001", "RE 12"),
            1,
        )

    def test_several_payments_may_mean_one_invoice(self) -> None:
        plan = plan_payments([item("RE-12")], row("RE-12", paid=10_00), row("RE 12", paid=20_00))
        change = the_change(plan)
        assert change.after is not None
        assert change.after.open == 70_00

    @pytest.mark.parametrize("against", [{"doc_date": date(2026, 10, 2)}, {"amount": 99_00}])
    def test_what_speaks_against_it_rejects_the_row_and_spares_the_item(
        self, against: dict[str, Any]
    ) -> None:
        plan = plan_open(
            [item("RE-2026-10000")], row("RE-2026-1000", open=0, **against), unlisted="mark_paid"
        )
        assert (plan.changes, len(plan.rejected)) == ([], 1)

    @pytest.mark.parametrize(
        "in_favour", [{"doc_date": date(2026, 10, 1)}, {"amount": 100_00}, {"amount": -100_00}]
    )
    def test_what_speaks_for_it_does_not(self, in_favour: dict[str, Any]) -> None:
        plan = plan_open([item("RE-2026-10000")], row("RE-2026-1000", open=0, **in_favour))
        assert the_change(plan).kind == ChangeKind.PAID

    def test_only_items_of_the_interfaces_mandanten_are_meant(self) -> None:
        plan = plan_open([item("RE-12", mandant="002")], row("RE 12", open=40_00))
        assert the_change(plan).kind == ChangeKind.CREATED

    def test_hostile_numbers_are_told_harmlessly(self) -> None:
        plan = plan_open([item("RE-12")], row("RE\x1b[2J12", open=100_00))
        assert "\x1b" not in "".join(render(notice) for notice in plan.notices)


class TestMandanten:
    BOTH = frozenset({"001", "002"})

    def plan(self, *rows: Row, **of_policy: object) -> Plan:
        items = [
            item("RE-1"),
            item("RE-1", mandant="002", amount=7_00, open=7_00),
            item("RE-2", mandant="002"),
        ]
        return plan_open(items, *rows, **{"mandants": self.BOTH, **of_policy})

    def test_the_column_decides(self) -> None:
        assert the_change(self.plan(row("RE-1", mandant="002", open=1_00))).key == ("002", "RE-1")

    def test_a_spreadsheet_drops_leading_zeros(self) -> None:
        assert the_change(self.plan(row("RE-1", mandant="2", open=1_00))).key == ("002", "RE-1")

    def test_without_the_column_the_one_that_has_the_number(self) -> None:
        assert the_change(self.plan(row("RE-2", open=1_00))).key == ("002", "RE-2")

    def test_of_two_that_have_it_none_is_guessed(self) -> None:
        plan = self.plan(row("RE-1", open=0), row("RE-2", open=100_00), unlisted="mark_paid")
        assert (plan.changes, [rejected.value for rejected in plan.rejected]) == ([], ["RE-1"])

    def test_of_the_one_that_has_it_date_and_amount_must_not_differ(self) -> None:
        plan = self.plan(row("RE-2", open=1_00, doc_date=date(2025, 1, 1)))
        assert (plan.changes, len(plan.rejected)) == ([], 1)

    def test_another_spelling_must_be_of_the_rows_mandant(self) -> None:
        plan = self.plan(
            row("re 2", mandant="001", open=1_00), row("re 2", line=3, mandant="002", open=1_00)
        )
        assert [(change.kind, change.key) for change in plan.changes] == [
            (ChangeKind.CREATED, ("001", "re 2")),
            (ChangeKind.PART_PAID, ("002", "RE-2")),
        ]

    def test_a_mandant_of_another_interface_refuses_the_whole_list(self) -> None:
        with pytest.raises(ListRefused) as refused:
            self.plan(row("RE-2", open=0), row("RE-1", line=3, mandant="003\x1b", open=0))
        assert (
            cause_of(refused.value)
            == "Line 3 is about Mandant 003\\x1b, which is not among those of this interface: 001,"
            " 002."
        )
        assert advice_of(refused.value)

    def test_an_interface_for_all_takes_any(self) -> None:
        plan = self.plan(row("RE-9", mandant="003", open=1_00), mandants=frozenset())
        assert the_change(plan).key == ("003", "RE-9")

    def test_an_interface_for_all_knows_them_from_the_items(self) -> None:
        assert the_change(self.plan(row("RE-2", open=1_00), mandants=frozenset())).key == (
            "002",
            "RE-2",
        )

    def test_a_number_that_is_no_ones_cannot_be_created_without_the_column(self) -> None:
        plan = self.plan(row("RE-9", open=1_00))
        assert (plan.changes, len(plan.unknown), codes(plan)) == ([], 1, ["mandant_unclear"])


class TestBranches:
    ULM = frozenset({"ulm"})

    def test_an_invoice_of_another_branch_is_passed_over(self) -> None:
        items = [item("RE-1", branch="ulm"), item("RE-2", branch="stuttgart")]
        plan = plan_open(items, row("RE-1", open=1_00), row("RE-2", open=1_00), branches=self.ULM)
        assert (the_change(plan).key, plan.outside, codes(plan)) == (
            ("001", "RE-1"),
            1,
            ["other_branch"],
        )

    def test_even_if_it_stands_as_listed(self) -> None:
        plan = plan_open(
            [item("RE-2", branch="stuttgart")], row("RE-2", open=100_00), branches=self.ULM
        )
        assert (plan.counts.unchanged, plan.outside) == (0, 1)
