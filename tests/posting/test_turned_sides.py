"""A list whose amounts lost their sign, or have the other one, pays nothing."""

from __future__ import annotations

from typing import Any

import pytest

from engine.lists.rows.rows import Content
from engine.messages.posting import RowConflict
from engine.posting.plan_import import plan_import
from tests.posting.factories import held, item, item_after, listing, plan_open, policy, row


@pytest.mark.parametrize("listed", [50_00, 20_00, 1])
@pytest.mark.parametrize("content", [Content.OPEN, Content.ALL])
def test_a_credit_note_without_its_minus_is_not_settled_by_it(
    content: Content, listed: int
) -> None:
    ours = held(item("GS-1", amount=-50_00, open=-50_00))
    list_file = listing(content, row("GS-1", line=4, open=listed))
    plan = plan_import(ours, list_file, policy(unlisted="mark_paid"))
    assert plan.changes == []
    assert [(bad.line, bad.column, bad.reason.code.value) for bad in plan.rejected] == [
        (4, "open", "credit_note")
    ]


@pytest.mark.parametrize(
    ("says", "open_"),
    [
        ({"open": -100_00}, None),
        ({"open": -100_00, "amount": -100_00}, None),
        ({"open": -30_00, "amount": -100_00}, None),
        ({"open": -5_00, "amount": 100_00}, 0),
        ({"open": -100_00, "amount": 100_00}, 0),
        ({"open": -5_00}, 0),
    ],
)
def test_an_invoice_listed_as_a_credit_note_lost_its_side(
    says: dict[str, Any], open_: int | None
) -> None:
    plan = plan_open([item()], row(doc_date=item().invoice_date, **says))
    if open_ is None:
        assert [one.reason.code for one in plan.rejected] == [RowConflict.OTHER_SIDE]
        assert not plan.changes
    else:
        assert item_after(plan).open == open_
