"""The guard: an import beyond a limit is held, with its rule, its limit and the actual figure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.journal.reasons import why_held
from engine.lists.rows.rows import Content, Doubt, ListFile, Reach, Rejected, Row
from engine.messages.list_notices import ListNotice
from engine.messages.self_description import SaysOfItself
from engine.model.item import Item
from engine.model.message import Message, said
from engine.posting.guard import (
    GuardLimits,
    HoldReason,
    LastList,
    hold_reasons,
    list_fingerprint,
)
from engine.posting.guard_rule import GuardRule
from engine.posting.plan_import import plan_import
from engine.posting.policy import Policy
from engine.settings.interface import Guard
from tests.posting.factories import KEY_DATE, held, item, listing, policy, row

LIMITS = Guard()


def items(n: int, **fields: Any) -> list[Item]:
    return [item(f"RE-{i}", **fields) for i in range(n)]


def rows(n: int, **fields: Any) -> list[Row]:
    return [row(f"RE-{i}", line=i + 2, **{"open": 100_00, **fields}) for i in range(n)]


def reasons(
    ours: list[Item],
    list_file: ListFile,
    of: Policy | None = None,
    limits: Guard = LIMITS,
    last: LastList | None = None,
) -> list[HoldReason]:
    of = of or policy()
    return hold_reasons(plan_import(held(*ours), list_file, of), list_file, of, limits, last)


def rules(*arguments: Any, **named: Any) -> list[str]:
    return [why.rule for why in reasons(*arguments, **named)]


MARK_PAID = policy(unlisted="mark_paid")


def test_a_usual_list_goes_through() -> None:
    last = LastList(rows=100, key_date=KEY_DATE - timedelta(days=1))
    assert reasons(items(100), listing(Content.OPEN, *rows(95)), MARK_PAID, last=last) == []


class TestTooMuchAtOnce:
    def test_settled(self) -> None:
        assert reasons(items(100), listing(Content.OPEN, *rows(69)), MARK_PAID) == [
            HoldReason(GuardRule.MAX_SETTLED_PERCENT, "30 %", "31/100 (31.0 %)")
        ]
        assert reasons(items(100), listing(Content.OPEN, *rows(70)), MARK_PAID) == []

    def test_settled_by_payments_too(self) -> None:
        assert rules(items(20), listing(Content.PAYMENTS, *rows(11, open=None))) == [
            "max_settled_percent"
        ]

    def test_deleted(self) -> None:
        assert rules(items(100), listing(Content.OPEN, *rows(79)), policy(unlisted="delete")) == [
            "max_deleted_percent"
        ]
        assert rules(items(100), listing(Content.OPEN, *rows(80)), policy(unlisted="delete")) == []

    def test_reopened(self) -> None:
        ours = items(100, open=60_00)
        assert rules(ours, listing(Content.OPEN, *rows(21), *rows(100, open=60_00)[21:])) == [
            "max_reopened_percent"
        ]
        assert rules(ours, listing(Content.OPEN, *rows(20), *rows(100, open=60_00)[20:])) == []

    def test_so_few_never_need_a_release(self) -> None:
        assert rules(items(11), listing(Content.OPEN, *rows(1)), MARK_PAID) == []
        assert rules(items(12), listing(Content.OPEN, *rows(1)), MARK_PAID) == [
            "max_settled_percent"
        ]

    def test_years_of_paid_invoices_do_not_make_the_share_small(self) -> None:
        history = [item(f"OLD-{i}", open=0) for i in range(1000)]
        assert rules([*items(20), *history], listing(Content.PAYMENTS, *rows(11, open=None))) == [
            "max_settled_percent"
        ]

    def test_only_what_the_interface_may_change_counts(self) -> None:
        others = [item(f"RE-{i}", mandant="002") for i in range(1000)]
        assert rules([*items(20), *others], listing(Content.PAYMENTS, *rows(11, open=None))) == [
            "max_settled_percent"
        ]

    def test_one_mandant_as_well_as_the_whole(self) -> None:
        ours = [*items(100), *(item(f"X-{i}", mandant="002") for i in range(13))]
        both = policy(unlisted="mark_paid", mandants=frozenset({"001", "002"}))
        stray = row("X-0", open=100_00)
        assert reasons(ours, listing(Content.OPEN, *rows(100), stray), both) == [
            HoldReason(GuardRule.MAX_SETTLED_PERCENT, "30 %", "12/13 (92.3 %)")
        ]

    def test_amount(self) -> None:
        list_file = listing(Content.PAYMENTS, *rows(3, open=None))
        assert rules(items(3), list_file, limits=Guard(max_settled_amount=Decimal("300.00"))) == []
        too_much = reasons(items(3), list_file, limits=Guard(max_settled_amount=Decimal("299.99")))
        assert too_much == [HoldReason(GuardRule.MAX_SETTLED_AMOUNT, "299.99", "300.00")]

    def test_amount_refunded_with_credit_notes(self) -> None:
        list_file = listing(Content.PAYMENTS, *rows(3, open=None))
        credit_notes = items(3, amount=-100_00, open=-100_00)
        assert rules(
            credit_notes, list_file, limits=Guard(max_settled_amount=Decimal("299.99"))
        ) == ["max_settled_amount"]


class TestRejectedRows:
    BAD = (Rejected(9, "open", "1.2.3", said("not an amount")),)

    @pytest.mark.parametrize(
        "of", [MARK_PAID, policy(unlisted="delete"), policy(delete_before_import=True)]
    )
    def test_a_list_whose_silence_counts_bears_none(self, of: Policy) -> None:
        assert rules(items(50), listing(Content.OPEN, *rows(50), rejected=list(self.BAD)), of) == [
            "rejected_rows"
        ]

    def test_nor_one_that_cannot_be_applied(self) -> None:
        ours = [*items(50), item("A-1"), item("A/1")]
        assert rules(ours, listing(Content.OPEN, *rows(50), row("A 1", open=1)), MARK_PAID) == [
            "rejected_rows"
        ]

    @pytest.mark.parametrize(
        "content", [Content.OPEN, Content.ALL, Content.SETTLED, Content.PAYMENTS]
    )
    def test_other_lists_bear_a_share(self, content: Content) -> None:
        nothing_new = rows(
            9,
            open=100_00 if content in (Content.OPEN, Content.ALL) else None,
            paid=0,
            settled=False,
        )
        ours = items(100) if content != Content.SETTLED else items(100, open=0)
        assert rules(ours, listing(content, *nothing_new, rejected=list(self.BAD))) == []
        assert rules(ours, listing(content, *nothing_new[1:], rejected=list(self.BAD))) == [
            "max_rejected_percent"
        ]

    def test_nothing_but_rejected_rows_is_held(self) -> None:
        assert reasons(items(1), listing(Content.PAYMENTS, rejected=list(self.BAD))) == [
            HoldReason(GuardRule.MAX_REJECTED_PERCENT, "10 %", "1/1 (100.0 %)")
        ]


class TestWholeness:
    @pytest.mark.parametrize(
        "code",
        [ListNotice.CONTROL_TOTAL_MISMATCH, ListNotice.TORN_LAST_LINE, ListNotice.FULL_SHEET],
    )
    def test_a_list_that_may_lack_rows_is_held_where_its_silence_counts(
        self, code: ListNotice
    ) -> None:
        doubt = Doubt(Message.of(code, text="…"), Reach.LIST)
        list_file = listing(Content.OPEN, *rows(5), doubts=[doubt])
        assert rules(items(5), list_file, MARK_PAID) == [code.value]
        assert rules(items(5), list_file) == []

    def test_any_other_doubt_about_the_list_holds_it_too(self) -> None:
        doubts = [Doubt(Message.of(ListNotice.OTHER_SHEETS, names="alt"), Reach.LIST)]
        list_file = listing(Content.OPEN, *rows(5), doubts=doubts)
        assert rules(items(5), list_file, MARK_PAID) == ["doubtful"]
        assert rules(items(5), list_file) == []

    def test_an_empty_list_is_held_where_its_silence_counts(self) -> None:
        assert rules(items(3), listing(Content.OPEN), MARK_PAID) == ["empty_list"]
        assert rules(items(3, open=0), listing(Content.OPEN), MARK_PAID) == []
        assert rules(items(3), listing(Content.OPEN)) == []

    def test_a_list_of_another_branch_is_as_good_as_empty(self) -> None:
        ours = [*items(3, branch="stuttgart"), item("U-1", branch="ulm")]
        of_ulm = policy(unlisted="mark_paid", branches=frozenset({"ulm"}))
        assert rules(ours, listing(Content.OPEN, *rows(3)), of_ulm) == ["empty_list"]

    def test_a_list_of_another_company(self) -> None:
        foreign = [row(f"X-{i}", open=1_00) for i in range(11)]
        assert rules(items(50), listing(Content.OPEN, *rows(43), *foreign), MARK_PAID) == [
            "foreign_list"
        ]
        assert rules(items(50), listing(Content.OPEN, *rows(44), *foreign), MARK_PAID) == []
        assert rules(items(50), listing(Content.OPEN, *rows(43), *foreign)) == ["foreign_list"], (
            "whether its silence counts or not"
        )

    def test_a_small_practice_has_a_guard_too(self) -> None:
        foreign = [row(f"X-{i}", open=1_00) for i in range(10)]
        assert rules(items(3), listing(Content.OPEN, *rows(3), *foreign), MARK_PAID) == [
            "foreign_list"
        ]

    @pytest.mark.parametrize("of", [policy(), MARK_PAID, policy(unknown="report")])
    def test_a_handful_of_new_invoices_is_usual_unless_they_are_most(self, of: Policy) -> None:
        foreign = [row(f"X-{i}", open=1_00) for i in range(5)]
        assert rules(items(5), listing(Content.OPEN, *rows(5), *foreign), of) == []
        assert reasons(items(5), listing(Content.OPEN, *rows(4), *foreign), of) == [
            HoldReason(GuardRule.FOREIGN_LIST, "50 %", "5/9 (55.6 %)")
        ]

    @pytest.mark.parametrize("content", Content)
    def test_a_list_of_which_no_row_is_ours(self, content: Content) -> None:
        of_balances = content in (Content.OPEN, Content.ALL)
        foreign = row("X-1", open=1_00 if of_balances else None)
        assert rules(items(3), listing(content, foreign)) == ["foreign_list"]
        assert rules(items(3, open=0), listing(content, foreign)) == [], "nothing can go wrong"

    def test_invoices_that_are_another_of_the_same_number_are_not_ours(self) -> None:
        others = rows(12, open=None, amount=7_00, doc_date=date(2025, 3, 1), settled=True)
        assert "foreign_list" in rules(items(12), listing(Content.SETTLED, *others))

    def test_settled_items_of_old_are_often_not_held(self) -> None:
        old = [row(f"OLD-{i}", settled=True, amount=1_00) for i in range(40)]
        mine = row("RE-1", settled=True, amount=100_00)
        assert rules(items(5), listing(Content.SETTLED, *old, mine)) == []
        everything = [*old, mine, row("RE-2", open=100_00)]
        assert rules(items(5), listing(Content.ALL, *everything)) == []

    def test_numbers_alone_do_not_show_whose_they_are(self) -> None:
        old = [row(f"OLD-{i}", settled=True) for i in range(6)]
        mine = [row(f"RE-{i}", settled=True) for i in range(5)]
        assert rules(items(5), listing(Content.SETTLED, *old, *mine)) == ["foreign_list"]
        assert rules(items(5), listing(Content.SETTLED, *old[1:], *mine)) == []

    def test_a_mandant_without_open_invoices_may_get_its_first_list(self) -> None:
        both = policy(unlisted="mark_paid", mandants=frozenset({"001", "002"}))
        first = [row(f"N-{i}", mandant="002", open=1_00) for i in range(30)]
        assert rules(items(3), listing(Content.OPEN, *rows(3), *first), both) == []

    def test_whether_its_invoices_would_be_created_or_not(self) -> None:
        foreign = [row(f"X-{i}", open=1_00) for i in range(11)]
        of = policy(unlisted="mark_paid", unknown="report")
        assert rules(items(50), listing(Content.OPEN, *rows(43), *foreign), of) == ["foreign_list"]

    def test_the_first_list_of_all_is_not_foreign(self) -> None:
        assert rules([], listing(Content.OPEN, *rows(50)), MARK_PAID) == []


class TestHandOver:
    NEWER = (item("RE-98", handed_over=False), item("RE-99", invoice_date=date(2026, 11, 18)))

    def of(self, require: str, **fields: Any) -> list[str]:
        of = policy(unlisted="mark_paid", require_handover=require)
        return rules(
            [*items(50), *self.NEWER],
            listing(Content.OPEN, *rows(50, doc_date=date(2026, 10, 1))),
            of,
            **fields,
        )

    def test_it_holds_if_demanded(self) -> None:
        assert self.of("hold") == ["not_handed_over", "not_in_the_books"]

    @pytest.mark.parametrize("require", ["warn", "ignore"])
    def test_else_not(self, require: str) -> None:
        assert self.of(require) == []


class TestAgainstTheLastList:
    def test_much_shorter(self) -> None:
        list_file = listing(Content.OPEN, *rows(49))
        assert reasons(items(100), list_file, last=LastList(rows=100)) == [
            HoldReason(GuardRule.MIN_ROWS_PERCENT, "50 %", "49/100 (49.0 %)")
        ]
        assert rules(items(100), list_file, last=LastList(rows=98)) == []

    def test_a_few_rows_less_are_no_matter(self) -> None:
        assert rules(items(100), listing(Content.OPEN, *rows(1)), last=LastList(rows=11)) == []

    @pytest.mark.parametrize("content", [Content.PAYMENTS, Content.SETTLED])
    def test_the_number_of_payments_varies(self, content: Content) -> None:
        assert (
            rules(items(100), listing(content, *rows(3, open=None)), last=LastList(rows=100)) == []
        )

    def test_an_older_list(self) -> None:
        newer = LastList(rows=5, key_date=KEY_DATE + timedelta(days=1))
        assert reasons(items(5), listing(Content.OPEN, *rows(5)), last=newer) == [
            HoldReason(GuardRule.KEY_DATE_OLDER, "2026-11-20", "2026-11-19")
        ]

    @pytest.mark.parametrize("last", [KEY_DATE, KEY_DATE - timedelta(days=1), None])
    def test_a_list_of_the_same_day_or_later(self, last: date | None) -> None:
        assert (
            rules(items(5), listing(Content.OPEN, *rows(5)), last=LastList(rows=5, key_date=last))
            == []
        )

    def test_payments_have_a_fingerprint_whatever_their_bytes(self) -> None:
        first = listing(Content.PAYMENTS, *rows(5, open=None, paid=1_00), encoding="cp1252")
        again = listing(Content.PAYMENTS, *rows(5, open=None, paid=1_00), encoding="utf-8")
        other = listing(Content.PAYMENTS, *rows(5, open=None, paid=2_00))
        assert list_fingerprint(first) == list_fingerprint(again) != list_fingerprint(other)

    def test_other_lists_have_none_since_they_may_come_again(self) -> None:
        assert list_fingerprint(listing(Content.OPEN, *rows(5))) == ""


@pytest.mark.parametrize("rule", GuardRule)
def test_every_rule_has_words_of_its_own(rule: GuardRule) -> None:
    words = why_held(rule, "LIMIT", "ACTUAL")
    assert words.endswith((".", "?"))
    assert "{" not in words


def test_the_words_of_a_rule_have_its_figures() -> None:
    assert (
        why_held(GuardRule.MAX_SETTLED_PERCENT, "30 %", "31/100 (31.0 %)")
        == "31/100 (31.0 %) of the open invoices would be settled at once; 30 % are allowed."
    )


def test_every_limit_of_the_settings_is_one_of_the_guard() -> None:
    limits = {name for name, value in vars(GuardLimits).items() if isinstance(value, property)}
    assert set(Guard.__struct_fields__) - {"second_person"} == limits, "who may release is no limit"


@pytest.mark.parametrize("reach", [Reach.ROWS, Reach.LIST])
@pytest.mark.parametrize("content", [Content.OPEN, Content.ALL, Content.PAYMENTS])
def test_a_doubt_about_the_rows_holds_any_list(reach: Reach, content: Content) -> None:
    doubt = Doubt(Message.of(SaysOfItself.OPEN, text="Offene Posten"), reach)
    list_file = listing(content, *rows(1), doubts=[doubt])
    assert rules(items(20), list_file) == (["other_content"] if reach is Reach.ROWS else [])


def test_a_list_of_another_unit() -> None:
    listed = [row(f"RE-{i}", line=i + 2, open=1_00) for i in range(4)]
    assert rules(items(4), listing(Content.OPEN, *listed)) == ["other_amounts"]
    assert rules(items(4), listing(Content.OPEN, *listed[:2])) == []
    assert rules(items(40), listing(Content.OPEN, *listed, *rows(40)[4:])) == []
    assert rules(items(20), listing(Content.OPEN, *rows(20, open=90_00))) == []
