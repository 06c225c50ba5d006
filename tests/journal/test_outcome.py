"""How a run ends, from its events alone."""

from __future__ import annotations

import pytest

from engine.journal import events
from engine.journal.events import AnyEvent
from engine.journal.outcome import RunOutcome
from engine.model.errors import (
    Cancelled,
    ExitCode,
    OposError,
    SourceUnreachable,
    UsageError,
    severest,
)
from engine.model.money import Money
from engine.posting.guard_rule import GuardRule

COMMITTED = events.Committed(name="a", changes=1)
HELD = events.GuardHeld(name="a", rule=GuardRule.EMPTY_LIST, limit="1", actual="0")
REFUSED = events.FileRefused(name="a", cause="No.", advice="Do.")
WARNED = events.Warned(name="a", code="c", text="t")


@pytest.mark.parametrize(
    ("told", "error", "outcome", "code"),
    [
        ([], None, "nothing_to_do", 0),
        ([COMMITTED], None, "imported", 0),
        ([COMMITTED, WARNED], None, "imported", 3),
        (
            [events.Connected(protocol="ftp", address="ftp.example.org:21"), COMMITTED],
            None,
            "imported",
            0,
        ),
        ([HELD], None, "held", 8),
        ([COMMITTED, HELD], None, "held", 8),
        ([events.FileSkipped(name="a", reason="waiting_for_release")], None, "held", 8),
        ([REFUSED, COMMITTED], None, "refused", 7),
        ([REFUSED, HELD], None, "held", 8),
        ([COMMITTED], SourceUnreachable("c", "a"), "failed", 5),
        ([], Cancelled("c", "a"), "cancelled", 143),
    ],
)
def test_outcome_and_exit_code(
    told: list[AnyEvent], error: OposError | None, outcome: str, code: int
) -> None:
    tally = RunOutcome(dry_run=False)
    for event in told:
        tally.add(event)
    finished = tally.finished(1.0, error)
    assert (finished.outcome, finished.exit_code) == (outcome, code)


def test_a_dry_run_is_one_whatever_it_found() -> None:
    tally = RunOutcome(dry_run=True)
    tally.add(HELD)
    finished = tally.finished(0.0)
    assert (finished.outcome, finished.exit_code) == ("dry_run", 8)


def test_sums_run_over_all_files() -> None:
    tally = RunOutcome(dry_run=False)
    tally.add(events.Planned(name="a", paid=2, settled_amount=Money(10_05)))
    tally.add(
        events.Planned(
            name="a", paid=1, settled_amount=Money(-10), reopened=1, reopened_amount=Money(3_00)
        )
    )
    finished = tally.finished(0.0)
    assert (finished.paid, finished.reopened) == (3, 1)
    assert (finished.settled_amount, finished.reopened_amount) == (9_95, 3_00)


def test_a_refused_file_lends_the_run_its_cause() -> None:
    tally = RunOutcome(dry_run=False)
    tally.add(REFUSED)
    finished = tally.finished(0.0)
    assert (finished.cause, finished.advice) == ("No.", "Do.")


def test_the_order_of_the_contract() -> None:
    order = [12, 10, 1, 2, 8, 7, 6, 5, 11, 4, 3, 13]
    for index, code in enumerate(order):
        assert severest([ExitCode(other) for other in [*reversed(order[index:]), 0]]) == code
    assert severest([]) is ExitCode.OK
    assert sorted([*order, 0, 130, 143]) == sorted(ExitCode), "none is forgotten"


def test_what_cannot_be_done_as_it_was_asked_is_no_success() -> None:
    finished = RunOutcome(dry_run=False).finished(0.0, UsageError("No.", "Do."))
    assert (finished.outcome, finished.exit_code) == ("failed", 2)
