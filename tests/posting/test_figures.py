"""The figures of a plan, as a whole and per branch."""

from __future__ import annotations

from engine.posting.change import ChangeKind
from engine.posting.figures import Figures, figures_by_branch, figures_of
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


def counts(**numbers: int) -> dict[ChangeKind, int]:
    return {kind: numbers.get(kind.value, 0) for kind in ChangeKind}


def test_counts_and_sums() -> None:
    assert PLAN.figures == Figures(
        counts(paid=2, part_paid=2, reopened=1, changed=1, created=1, deleted=1),
        settled_amount=100_00 + 40_00 - 30_00,
        reopened_amount=90_00,
    )


def test_per_branch_they_add_up_to_the_whole() -> None:
    parts = figures_by_branch(PLAN.changes)
    assert list(parts) == [("001", ""), ("001", "bonn"), ("001", "ulm")]
    assert parts["001", "ulm"] == Figures(counts(paid=1, reopened=1, changed=1), 100_00, 90_00)
    assert sum(part.settled_amount for part in parts.values()) == PLAN.figures.settled_amount
    assert {
        kind: sum(part.counts[kind] for part in parts.values()) for kind in ChangeKind
    } == PLAN.figures.counts


def test_nothing() -> None:
    assert figures_of([]) == Figures(counts(), 0, 0)
