"""The policy: the day of posting, what is governed, when silence counts."""

from __future__ import annotations

from datetime import date

import pytest

from engine.common.i18n import advice_of, cause_of
from engine.lists.rows.rows import Content
from engine.model.errors import ConfigError
from engine.posting.policy import PaidAsOf, posting_date
from tests.posting.factories import item, policy


@pytest.mark.parametrize(("paid_as_of", "day"), [("yesterday", 28), ("today", 1), ("tomorrow", 2)])
def test_posting_date(paid_as_of: PaidAsOf, day: int) -> None:
    assert posting_date(paid_as_of, date(2026, 3, 1), future_allowed=True) == date(
        2026, 2 if day == 28 else 3, day
    )


def test_tomorrow_needs_postings_in_the_future() -> None:
    with pytest.raises(ConfigError) as refused:
        posting_date("tomorrow", date(2026, 3, 1), future_allowed=False)
    assert "future" in cause_of(refused.value)
    assert advice_of(refused.value)


@pytest.mark.parametrize("paid_as_of", ["yesterday", "today"])
def test_the_others_do_not(paid_as_of: PaidAsOf) -> None:
    posting_date(paid_as_of, date(2026, 3, 1), future_allowed=False)


@pytest.mark.parametrize(
    ("mandants", "branches", "governed"),
    [
        ((), (), True),
        (("001",), (), True),
        (("002",), (), False),
        ((), ("ulm",), True),
        ((), ("bonn",), False),
        (("002",), ("ulm",), False),
    ],
)
def test_governs(mandants: tuple[str, ...], branches: tuple[str, ...], governed: bool) -> None:
    of = policy(mandants=frozenset(mandants), branches=frozenset(branches))
    assert of.governs(item(branch="ulm")) is governed


@pytest.mark.parametrize(
    ("fields", "counts_for"),
    [
        ({}, set()),
        ({"unlisted": "mark_paid"}, {Content.OPEN}),
        ({"unlisted": "delete"}, {Content.OPEN}),
        ({"delete_before_import": True}, {Content.OPEN, Content.ALL}),
    ],
)
def test_silence_counts(fields: dict[str, object], counts_for: set[Content]) -> None:
    assert {
        content for content in Content if policy(**fields).silence_counts(content)
    } == counts_for
