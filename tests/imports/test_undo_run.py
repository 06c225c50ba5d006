"""Undo looks at all files of a run as one step: an invoice is put back to what it was before it."""

from __future__ import annotations

from engine.imports.undo_run import in_one_step
from engine.model.item import Item
from engine.posting.change import Change, ChangeKind, Rule
from tests.factories import item


def step(before: Item | None, after: Item | None, kind: ChangeKind = ChangeKind.CHANGED) -> Change:
    return Change(kind=kind, rule=Rule.LISTED_OPEN, before=before, after=after)


FULL, HALF, PAID = item(open=100_00), item(open=50_00), item(open=0)


def test_two_changes_of_an_invoice_are_one_from_the_first_to_the_last() -> None:
    [change] = in_one_step([step(FULL, HALF), step(HALF, PAID)])
    assert (change.kind, change.before, change.after) == (ChangeKind.PAID, FULL, PAID)


def test_created_and_deleted_within_the_run_is_nothing() -> None:
    assert in_one_step([step(None, FULL), step(FULL, None)]) == []


def test_deleted_and_created_anew_is_a_change() -> None:
    [change] = in_one_step([step(FULL, None), step(None, HALF)])
    assert (change.kind, change.before, change.after) == (ChangeKind.PART_PAID, FULL, HALF)


def test_other_invoices_stay_apart() -> None:
    other = item("RE-2")
    changes = [step(FULL, PAID, ChangeKind.PAID), step(None, other, ChangeKind.CREATED)]
    assert in_one_step(changes) == changes
