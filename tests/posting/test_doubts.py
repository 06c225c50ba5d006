"""Within the reach of a doubt silence changes nothing, and the doubt is told."""

from __future__ import annotations

import pytest

from engine.common.i18n import render
from engine.lists.rows.rows import Content, Doubt, Reach, Row
from engine.messages.list_notices import ListNotice
from engine.model.message import Message
from engine.posting.plan import Plan
from engine.posting.plan_import import plan_import
from tests.posting.factories import codes, held, item, listing, policy, row

LISTED = row("RE-1", open=100_00, account="10001")
OURS = (
    item("RE-1", account="10001"),
    item("RE-2", account="10002"),
    item("RE-3", account="10003"),
    item("RE-4"),
)


def doubt(reach: Reach, about: str = "", code: ListNotice = ListNotice.DRAFTS) -> Doubt:
    return Doubt(Message.of(code, n=1, lines="7"), reach, about)


def planned(*doubts: Doubt, listed: Row = LISTED, unlisted: str = "mark_paid") -> Plan:
    list_file = listing(Content.OPEN, listed, doubts=list(doubts))
    return plan_import(held(*OURS), list_file, policy(unlisted=unlisted))


def changed(plan: Plan) -> list[str]:
    return [change.item.invoice_no for change in plan.changes]


@pytest.mark.parametrize("number", ["RE-2", "re 2", "RE-02", "2", "RE-2.0", "RE-2026-RE-2"])
@pytest.mark.parametrize("unlisted", ["mark_paid", "delete"])
def test_about_an_invoice_in_any_spelling(number: str, unlisted: str) -> None:
    plan = planned(doubt(Reach.ITEM, number), unlisted=unlisted)
    assert changed(plan) == ["RE-3", "RE-4"]
    assert codes(plan) == ["doubtful"]


def test_about_an_invoice_that_is_not_held_or_not_unlisted() -> None:
    plan = planned(doubt(Reach.ITEM, "RE-1"), doubt(Reach.ITEM, "RE-77"))
    assert (changed(plan), codes(plan)) == (["RE-2", "RE-3", "RE-4"], [])


@pytest.mark.parametrize("account", ["10002", "010002", "10002.0"])
def test_about_an_account_and_the_invoices_without_one(account: str) -> None:
    assert changed(planned(doubt(Reach.ACCOUNT, account))) == ["RE-3"]


def test_about_an_account_of_which_nothing_is_held() -> None:
    assert changed(planned(doubt(Reach.ACCOUNT, "10099"))) == ["RE-2", "RE-3"]


def test_about_an_account_where_the_list_names_accounts_otherwise() -> None:
    listed = row("RE-1", open=100_00, account="K-77")
    assert changed(planned(doubt(Reach.ACCOUNT, "K-99"), listed=listed)) == []


def test_about_the_whole_list_is_the_guards() -> None:
    assert changed(planned(doubt(Reach.LIST))) == ["RE-2", "RE-3", "RE-4"]


def test_one_notice_for_each_kind_says_how_many_which_and_why() -> None:
    plan = planned(
        doubt(Reach.ITEM, "RE-2"),
        doubt(Reach.ITEM, "RE-3"),
        doubt(Reach.ITEM, "RE-4", ListNotice.WITHOUT_INVOICE_NUMBER),
    )
    assert [render(notice) for notice in plan.notices] == [
        "2 invoices that the list does not name are left as they are (RE-2, RE-3), since they may"
        " be meant: 1 line is a draft and is ignored.",
        "1 invoice that the list does not name is left as it is (RE-4), since it may be meant:"
        " These lines name no invoice and are ignored: 7.",
    ]


def test_a_reset_leaves_it_too() -> None:
    list_file = listing(Content.OPEN, LISTED, doubts=[doubt(Reach.ITEM, "RE-2")])
    plan = plan_import(held(*OURS), list_file, policy(delete_before_import=True))
    assert changed(plan) == ["RE-3", "RE-4"]


def test_where_silence_means_nothing_nothing_is_left() -> None:
    plan = planned(doubt(Reach.ITEM, "RE-2"), unlisted="keep")
    assert (plan.changes, plan.notices) == ([], [])
