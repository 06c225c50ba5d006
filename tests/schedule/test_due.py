"""What is due is run once, whoever asks, and never for a time before the schedule was made."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.common.cancellation import CancelToken
from engine.common.file_lock import file_lock
from engine.journal.events import RunFinished, RunStarted
from engine.journal.journal import JournalEntry
from engine.model.errors import StoreError
from engine.schedule.due import Due, computer_name, due, load_records, runs_here, save_records
from engine.settings.load import Configuration, load_settings
from engine.worker import one_run, run_interfaces
from engine.worker.one_run import Ended
from engine.worker.run_interfaces import run_due
from tests.clock import Clock
from tests.practice import Practice, rewrite

MORNING = datetime(2036, 11, 20, 6, 0, tzinfo=UTC)
"""07:00 in Berlin, when both interfaces of the practice are due."""


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    Clock.moment = MORNING
    monkeypatch.setattr(run_interfaces, "datetime", Clock)
    monkeypatch.setattr(one_run, "datetime", Clock)
    return Practice(tmp_path / "practice")


@pytest.fixture
def configuration(practice: Practice) -> Configuration:
    """As it has been for a day: `st_ctime` cannot be set, so the records are."""
    configuration = load_settings(practice.config)
    practice.hold()
    day_before = MORNING - timedelta(days=1)
    records = due(configuration, {}, day_before).records
    save_records(
        practice.data.schedule,
        {name: record._replace(due=day_before) for name, record in records.items()},
    )
    return configuration


def tick(configuration: Configuration, at: datetime) -> list[str]:
    """The interfaces that a tick at this time runs."""
    Clock.moment = at
    return [
        step.interface
        for step in run_due(configuration, trigger="cron", token=CancelToken())
        if isinstance(step, Ended)
    ]


def test_each_due_time_is_run_once(configuration: Configuration) -> None:
    assert tick(configuration, MORNING - timedelta(seconds=1)) == []
    assert tick(configuration, MORNING) == ["datev", "payments"]
    assert tick(configuration, MORNING + timedelta(minutes=1)) == []
    assert tick(configuration, MORNING + timedelta(days=1)) == ["datev", "payments"]


def test_only_the_one_that_is_to_run_is_judged_again(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a thousand that are due together would be judged a million times."""
    asked: list[list[str] | None] = []

    def counting(*arguments: Any) -> Due:
        asked.append(arguments[3] if len(arguments) > 3 else None)
        return due(*arguments)

    monkeypatch.setattr(run_interfaces, "due", counting)
    monkeypatch.setattr(one_run, "due", counting)
    assert tick(configuration, MORNING) == ["datev", "payments"]
    assert asked == [None, ["datev"], ["payments"]]


def test_a_run_also_records_what_it_found_of_the_others(
    configuration: Configuration, practice: Practice
) -> None:
    """Of one without a record, of an edited one, and of one that is gone."""
    schedule = practice.data.schedule
    whole = load_records(schedule)
    edited = whole["payments"]._replace(fingerprint="of before")
    for stored in ({"gone": edited}, {"payments": edited}):
        save_records(schedule, {"datev": whole["datev"], **stored})
        Clock.moment, token = MORNING, CancelToken()
        for step in run_due(configuration, trigger="cron", token=token):
            if isinstance(step, Ended):
                token.cancel()
        now = load_records(schedule)
        assert list(now) == ["datev", "payments"]
        assert now["payments"].fingerprint == whole["payments"].fingerprint


def test_what_was_missed_for_days_is_made_up_once(configuration: Configuration) -> None:
    assert tick(configuration, MORNING + timedelta(days=3, hours=2)) == ["datev", "payments"]
    assert tick(configuration, MORNING + timedelta(days=3, hours=3)) == []


def test_the_journal_says_what_time_the_run_answers_to(configuration: Configuration) -> None:
    Clock.moment = MORNING + timedelta(minutes=5)
    steps = list(run_due(configuration, trigger="cron", token=CancelToken()))
    started = [
        step.event
        for step in steps
        if isinstance(step, JournalEntry) and isinstance(step.event, RunStarted)
    ]
    assert [event.due for event in started] == [MORNING, MORNING]
    assert (
        sum(
            isinstance(step, JournalEntry) and isinstance(step.event, RunFinished) for step in steps
        )
        == 2
    )


def test_two_ticks_at_once_run_it_once(configuration: Configuration, practice: Practice) -> None:
    Clock.moment = MORNING
    first = run_due(configuration, trigger="cron", token=CancelToken())
    assert isinstance(next(first), JournalEntry)
    ended: list[Ended] = []
    other = threading.Thread(
        target=lambda: ended.extend(
            step
            for step in run_due(configuration, trigger="watch", token=CancelToken())
            if isinstance(step, Ended)
        )
    )
    other.start()
    other.join()
    assert [(end.interface, end.exit_code) for end in ended] == [("datev", 11), ("payments", 11)]
    ran = [step.interface for step in first if isinstance(step, Ended)]
    assert ran == ["datev", "payments"]
    assert tick(configuration, MORNING + timedelta(minutes=1)) == []


def test_a_new_schedule_does_not_fire_for_the_past(practice: Practice) -> None:
    configuration = load_settings(practice.config)
    written = datetime.fromtimestamp(practice.config.stat().st_ctime, UTC)
    assert tick(configuration, written + timedelta(seconds=1)) == []
    assert load_records(practice.data.schedule).keys() == {"datev", "payments"}
    assert tick(configuration, (written + timedelta(days=2)).replace(hour=9)) == [
        "datev",
        "payments",
    ]


def test_a_tick_that_cannot_record_says_nothing(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.schedule.due.PATIENCE", 0.1)
    configuration = load_settings(practice.config)
    practice.data.make()
    with file_lock(practice.data.schedule.with_suffix(".lock")):
        assert (
            tick(configuration, datetime.fromtimestamp(practice.config.stat().st_ctime, UTC)) == []
        )
    assert not practice.data.schedule.exists()


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ('name = "Payments"', 'name = "Payments"\nenabled = false', False),
        ('name = "Payments"', 'name = "Payments"\nuse = "client"', False),
        ('name = "Payments"', 'name = "Payments"\ncomputer = "elsewhere"', False),
        ('name = "Payments"', f'name = "Payments"\ncomputer = "{computer_name().upper()}"', True),
    ],
)
def test_only_what_belongs_here_runs_by_itself(
    practice: Practice, old: str, new: str, runs: bool
) -> None:
    rewrite(practice.config, old, new)
    assert runs_here(load_settings(practice.config).settings.interfaces["payments"]) is runs


def test_a_damaged_record_is_named_with_the_remedy(practice: Practice) -> None:
    practice.data.make()
    practice.data.schedule.write_bytes(b"{")
    with pytest.raises(StoreError, match=r"schedule\.json"):
        load_records(practice.data.schedule)


def test_cron_with_nothing_to_report_prints_nothing(practice: Practice) -> None:
    answer = practice.process("--headless")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert list(practice.data.journals.iterdir()) == []


def test_what_belongs_to_another_computer_never_runs_here(practice: Practice) -> None:
    rewrite(practice.config, 'name = "Payments"', 'name = "Payments"\ncomputer = "elsewhere"')
    refused = practice.opos("--headless", "-i", "payments")
    assert refused.code == 2
    assert "elsewhere" in refused.err
    assert [
        run["interface"] for run in practice.opos("--headless", "--all", "--json").lines[-1]["runs"]
    ] == ["datev"]
