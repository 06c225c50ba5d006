"""The very number is no proof: which differences make a row another invoice, and which do not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.common.i18n import render
from engine.lists.rows.rows import Content, Row
from engine.posting.identity import another_invoice, same_account, same_name
from engine.posting.plan import Plan
from engine.posting.plan_import import plan_import
from tests.posting.factories import held, item, listing, policy, row

DAY = date(2026, 2, 1)
OURS: dict[str, Any] = {"amount": 80_00, "open": 80_00, "invoice_date": DAY, "account": "10001"}
LAST_YEAR = date(2025, 3, 1)


@pytest.mark.parametrize(
    "theirs",
    [
        {"doc_date": LAST_YEAR, "amount": 250_00},
        {"doc_date": date(2026, 2, 2), "amount": 81_00},
        {"doc_date": LAST_YEAR, "open": 250_00},
        {"doc_date": LAST_YEAR, "open": 60_00},
        {"doc_date": LAST_YEAR},
        {"account": "10077"},
        {"account": "10077", "doc_date": DAY},
        {"account": "10077", "amount": 80_00},
        {"account": "10077", "paid": 80_00},
        {"account": "10077.0", "doc_date": DAY, "amount": 90_00},
        {"paid": 250_00},
        {"amount": 250_00},
    ],
)
def test_another_invoice(theirs: dict[str, Any]) -> None:
    reason = another_invoice(row("17", **theirs), item("17", **OURS))
    assert reason is not None
    assert "Our 17 is" in render(reason)
    assert reason.code.advice


@pytest.mark.parametrize(
    "theirs",
    [
        {},
        {"doc_date": date(2026, 2, 2), "amount": 80_00},
        {"doc_date": LAST_YEAR, "amount": 80_00},
        {"doc_date": DAY, "amount": 85_00, "open": 85_00},
        {"doc_date": DAY, "amount": 250_00, "open": 250_00},
        {"doc_date": date(2026, 2, 2), "open": 40_00},
        {"doc_date": LAST_YEAR, "open": 80_00},
        {"doc_date": date(2026, 2, 2)},
        {"amount": 85_00},
        {"amount": -80_00, "doc_date": LAST_YEAR},
        {"paid": 100_00},
        {"paid": -80_00},
        {"paid": -400_00},
        {"account": "10001", "paid": 80_00},
        {"account": "010001.0", "paid": 80_00},
        {"account": "4711", "paid": 80_00},
        {"account": "Arndt", "paid": 80_00},
        {"account": "10077", "doc_date": DAY, "amount": 80_00},
    ],
)
def test_one_difference_alone_is_none(theirs: dict[str, Any]) -> None:
    assert another_invoice(row("17", **theirs), item("17", **OURS)) is None


def test_a_fee_on_a_small_invoice_is_none() -> None:
    assert another_invoice(row("17", open=5_20), item("17", amount=20, open=20)) is None


def test_accounts_that_look_unlike_are_not_compared() -> None:
    ours = item(account="D10001")
    assert same_account(row(account="d10001"), ours) is None
    assert same_account(row(account="D10077"), ours) is False
    assert same_account(row(account=""), ours) is None


def test_names_with_a_word_in_common_are_the_same() -> None:
    ours = item(name="Muster, Anna")
    assert same_name(row(name="Anna MUSTER"), ours) is True
    assert same_name(row(name="Zorn"), ours) is False
    assert same_name(row(), ours) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (Content.OPEN, {"open": 250_00, "amount": 250_00, "doc_date": LAST_YEAR}),
        (Content.ALL, {"settled": True, "amount": 250_00, "doc_date": LAST_YEAR}),
        (Content.SETTLED, {"settled": True, "amount": 250_00, "doc_date": LAST_YEAR}),
        (Content.PAYMENTS, {"paid": 80_00, "account": "10077"}),
        (Content.PAYMENTS, {"paid": 250_00}),
    ],
)
@pytest.mark.parametrize("unlisted", ["keep", "mark_paid", "delete"])
def test_such_a_row_changes_and_creates_nothing_and_is_told(
    content: Content, said: dict[str, Any], unlisted: str
) -> None:
    plan = _planned(content, row("17", line=5, **said), unlisted=unlisted)
    assert (plan.changes, plan.unknown) == ([], [])
    assert [(rejected.line, rejected.value) for rejected in plan.rejected] == [(5, "17")]


def test_our_own_row_beside_it_counts() -> None:
    other = row("17", line=2, settled=True, amount=250_00, doc_date=LAST_YEAR)
    own = row("17", line=3, settled=True, amount=80_00, doc_date=DAY)
    plan = _planned(Content.SETTLED, other, own)
    assert [(change.line, change.item.open) for change in plan.changes] == [(3, 0)]
    assert [rejected.line for rejected in plan.rejected] == [2]


def _planned(content: Content, *rows: Row, unlisted: str = "keep") -> Plan:
    ours = held(item("17", **OURS), item("18", **OURS | {"open": 0}))
    return plan_import(ours, listing(content, *rows), policy(unlisted=unlisted))
