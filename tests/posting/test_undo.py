"""Taking a run back."""

from __future__ import annotations

from msgspec.structs import replace

from engine.posting.change import ChangeKind, Rule
from engine.posting.undo import plan_undo
from tests.posting.factories import carried_out, held, item, plan_open, row

BEFORE = held(
    item("paid"),
    item("reopened", open=0),
    item("gone", dunning_level=3),
    item("details", updated_by="an-earlier-run"),
    item("same"),
)
RUN = plan_open(
    BEFORE.values(),
    row("paid", line=2, open=0),
    row("reopened", line=3, open=100_00),
    row("details", line=4, open=100_00, dunning_level=1),
    row("new", line=5, open=5_00),
    row("same", line=6, open=100_00),
    unlisted="delete",
)


def test_it_puts_everything_back_exactly() -> None:
    undo = plan_undo(carried_out(BEFORE, RUN.changes), RUN.changes)
    assert carried_out(carried_out(BEFORE, RUN.changes), undo.changes) == BEFORE
    assert undo.left_alone == []


def test_its_changes_say_what_they_do_and_where_the_undone_came_from() -> None:
    undo = plan_undo(carried_out(BEFORE, RUN.changes), RUN.changes)
    assert {change.key[1]: (change.kind, change.rule, change.line) for change in undo.changes} == {
        "paid": (ChangeKind.REOPENED, Rule.UNDO, 2),
        "reopened": (ChangeKind.PAID, Rule.UNDO, 3),
        "details": (ChangeKind.CHANGED, Rule.UNDO, 4),
        "new": (ChangeKind.DELETED, Rule.UNDO, 5),
        "gone": (ChangeKind.CREATED, Rule.UNDO, 0),
    }


def test_items_changed_since_are_left_alone_and_listed() -> None:
    after = carried_out(BEFORE, RUN.changes)
    paid, new = ("001", "paid"), ("001", "new")
    after[paid] = replace(after[paid], name="changed since")
    del after[new]
    after[("001", "gone")] = item("gone", name="brought anew")
    undo = plan_undo(after, RUN.changes)
    assert [change.key[1] for change in undo.left_alone] == ["paid", "new", "gone"]
    assert [change.key[1] for change in undo.changes] == ["reopened", "details"]


def test_runs_are_taken_back_one_after_the_other() -> None:
    first = carried_out(BEFORE, RUN.changes)
    later = plan_open(first.values(), row("reopened", open=40_00), run="later-run")
    second = carried_out(first, later.changes)
    assert [change.key[1] for change in plan_undo(second, RUN.changes).left_alone] == ["reopened"]
    back = carried_out(second, plan_undo(second, later.changes).changes)
    assert carried_out(back, plan_undo(back, RUN.changes).changes) == BEFORE
