"""Journals of idle runs are let go of in time; nothing that undo, explain or a mail needs goes with
them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import Committed, Event, GuardHeld, RunFinished, RunStarted
from engine.journal.journal import JournalEntry, encode, journal_path, newest
from engine.posting.guard_rule import GuardRule
from engine.reporting.outbox import Letter, Occasion, Outbox
from engine.settings.model import RetentionSettings
from engine.worker.retention import tidy
from tests.factories import item
from tests.practice import Practice

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
STARTED = RunStarted(trigger="cron", dry_run=False, pid=1, host="praxis-1", user="opos")
FOR_90_DAYS = RetentionSettings(days=90, runs=1000)


def told(
    data: DataFolder, days_ago: float, *events: Event, interface: str = "datev", **end: Any
) -> str:
    """A journal of that day, as a run that ended writes it; with `outcome=None` as one that was
    killed leaves it.
    """
    at = NOW - timedelta(days=days_ago)
    run = f"{at:%Y%m%dT%H%M%SZ}-{interface}"
    last = {"outcome": "nothing_to_do", "exit_code": 0, **end}
    story: list[Any] = [
        *(events if events and isinstance(events[0], RunStarted) else (STARTED, *events))
    ]
    if last["outcome"] is not None:
        story.append(RunFinished(**last))
    lines = (encode(JournalEntry(at, run, interface, event)) + b"\n" for event in story)
    journal_path(data.journals, run).write_bytes(b"".join(lines))
    return run


def left(
    data: DataFolder, retention: RetentionSettings = FOR_90_DAYS, interface: str = "datev"
) -> set[str]:
    tidy(data, interface, retention)
    return {run.run for run in newest(data.journals)}


def test_idle_runs_go_after_their_days(data: DataFolder) -> None:
    old, young, now = told(data, 91), told(data, 89), told(data, 0)
    data.error_report(old).write_text("Traceback")
    data.error_report(young).write_text("Traceback")
    assert left(data) == {young, now}
    assert [path.name for path in data.root.glob("error-*")] == [f"error-{young}.txt"]


def test_idle_runs_go_when_they_are_too_many(data: DataFolder) -> None:
    runs = [told(data, days) for days in range(20)]
    assert left(data, RetentionSettings(days=90, runs=10)) == set(runs[:10])


HELD = GuardHeld(name="a.csv", rule=GuardRule.MAX_SETTLED_PERCENT, limit="30", actual="60")
DONE = Committed(name="a.csv", changes=3)


@pytest.mark.parametrize(
    ("events", "end", "stays"),
    [
        ((), {"outcome": "failed", "exit_code": 5}, False),
        ((), {"outcome": "refused", "exit_code": 7}, False),
        ((), {"outcome": "cancelled", "exit_code": 143}, False),
        ((DONE,), {"outcome": "imported"}, True),
        ((DONE,), {"outcome": "failed", "exit_code": 5}, True),
        ((HELD,), {"outcome": "held", "exit_code": 8}, True),
        ((), {"outcome": None}, True),
        ((msgspec.structs.replace(STARTED, dry_run=True), HELD), {"outcome": "dry_run"}, False),
    ],
)
def test_what_did_something_or_may_have_stays(
    data: DataFolder, events: Any, end: Any, stays: bool
) -> None:
    told(data, 0)
    old = told(data, 4000, *events, **end)
    assert (old in left(data)) is stays


def test_what_is_still_to_be_mailed_stays(data: DataFolder) -> None:
    told(data, 0)
    runs = [told(data, 300 + days) for days in range(2)]
    letter = Letter(run=runs[1], at=NOW, occasion=Occasion.TROUBLE, to=("a@example.org",))
    data.outboxes.write_bytes(msgspec.json.encode({"datev": Outbox(letters=(letter,))}))
    assert left(data) & set(runs) == {runs[1]}


def test_each_interface_for_itself(data: DataFolder) -> None:
    told(data, 0)
    old = told(data, 300, interface="payments")
    assert old in left(data)


def test_once_a_day_is_enough(data: DataFolder) -> None:
    told(data, 0)
    told(data, 0.01)
    old = told(data, 300)
    assert old in left(data)


def test_a_run_tidies_up_after_itself(tmp_path: Any) -> None:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    old, payments = told(practice.data, 4000), told(practice.data, 4000, interface="payments")
    dry = practice.run("-n")
    assert dry.code == 0
    assert {old, payments} <= {run.run for run in newest(practice.data.journals)}
    journal_path(
        practice.data.journals, dry.lines[0]["run"]
    ).unlink()  # else the next run is not today's first
    assert practice.run().code == 0
    found = {run.run for run in newest(practice.data.journals)}
    assert old not in found
    assert payments in found
