"""Changes are counted and summed, as a whole and per branch."""

from __future__ import annotations

import pytest

from engine.model.counts import Counts
from engine.model.money import Money
from engine.posting.change import ChangeKind
from engine.posting.counting import count_by_branch, count_changes
from tests.posting.factories import item, plan_open, row

PLAN = plan_open(
    [
        item("1", branch="ulm"),
        item("2", branch="bonn"),
        item("3", branch="ulm", open=10_00),
        item("4", amount=-30_00, open=-30_00),
        item("5", currency="CHF"),
        item("6", branch="ulm", name=""),
        item("7"),
    ],
    row("1", open=0),
    row("2", open=60_00),
    row("3", open=100_00),
    row("4", open=0),
    row("5", open=1_00, currency="CHF"),
    row("6", open=100_00, name="Anna Muster"),
    row("8", open=7_00),
    unlisted="delete",
)


def test_counts_and_sums() -> None:
    assert PLAN.counts == Counts(
        paid=2,
        part_paid=2,
        reopened=1,
        changed=1,
        created=1,
        deleted=1,
        settled_amount=Money(100_00 + 40_00 - 30_00),
        reopened_amount=Money(90_00),
    )


def test_per_branch_they_add_up_to_the_whole() -> None:
    parts = count_by_branch(PLAN.changes)
    assert list(parts) == [("001", ""), ("001", "bonn"), ("001", "ulm")]
    assert parts["001", "ulm"] == Counts(
        paid=1,
        reopened=1,
        changed=1,
        settled_amount=Money(100_00),
        reopened_amount=Money(90_00),
    )
    assert sum(parts.values(), Counts()) == PLAN.counts


def test_nothing() -> None:
    assert count_changes([]) == Counts()


@pytest.mark.parametrize("kind", ChangeKind)
def test_every_kind_of_change_is_counted(kind: ChangeKind) -> None:
    assert isinstance(getattr(Counts(), kind.value), int)
