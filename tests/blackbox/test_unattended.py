"""The commands around runs that nobody looks at: next, service, and a lock that is held."""

from __future__ import annotations

import fcntl
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from engine.cli.commands import next as next_command
from engine.common.file_lock import Holder, file_lock
from engine.queries.next_runs import never
from engine.schedule.due import due, runs_here, save_records
from engine.settings.load import load_settings
from engine.worker import one_run, run_interfaces
from tests.clock import Clock
from tests.factories import item
from tests.practice import LIST_NAME, Practice, rewrite

MORNING = datetime(2036, 11, 20, 6, 0, tzinfo=UTC)
"""A Thursday, 07:00 in Berlin, when both interfaces are due; long after any file here was written.
"""


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """Nothing is due for as long as the clock says eight in the morning."""
    Clock.moment = MORNING + timedelta(hours=1)
    monkeypatch.setattr(next_command, "datetime", Clock)
    monkeypatch.setattr(run_interfaces, "datetime", Clock)
    monkeypatch.setattr(one_run, "datetime", Clock)
    for module in ("store.opening", "imports.in_turn", "worker.run_interfaces"):
        monkeypatch.setattr(f"engine.{module}.PATIENCE", 1.1)
    practice = Practice(tmp_path / "practice")
    practice.data.make()
    save_records(
        practice.data.schedule, due(load_settings(practice.config), {}, Clock.moment).records
    )
    dealt_with(practice, Clock.moment)
    return practice


def dealt_with(practice: Practice, until: datetime) -> None:
    records = due(load_settings(practice.config), {}, Clock.moment).records
    save_records(
        practice.data.schedule,
        {name: record._replace(due=until) for name, record in records.items()},
    )


def setting(practice: Practice, old: str, new: str) -> None:
    rewrite(practice.config, old, new, 1)
    dealt_with(practice, Clock.moment)


def test_the_next_runs_of_each_interface(practice: Practice) -> None:
    datev, payments = practice.opos("next", "--json", "-n", "2").lines
    assert datev["runs"] == ["2036-11-21T06:00:00Z", "2036-11-22T06:00:00Z"]
    assert (datev["due"], datev["obstacles"], payments["interface"]) == (None, [], "payments")
    assert practice.opos("next", "-n", "1").out.splitlines() == [
        "Open items from DATEV (datev): daily at 07:00",
        "    Fri 2036-11-21 07:00",
        "Payments (payments): daily at 07:00",
        "    Fri 2036-11-21 07:00",
    ]
    assert practice.opos("next", "-n", "0").code == 2


def test_what_is_due_already(practice: Practice) -> None:
    dealt_with(practice, MORNING - timedelta(days=3))
    assert practice.opos("next", "--json").lines[0]["due"] == "2036-11-20T06:00:00Z"
    assert "due since Thu 2036-11-20 07:00" in practice.opos("next").out


@pytest.mark.parametrize(
    ("setting_of_it", "code", "runs"),
    [
        ("enabled = false", "disabled", 0),
        ('use = "client"', "client", 0),
        ('computer = "elsewhere"', "other_computer", 0),
        ("start = 2037-01-15", "not_started", 1),
    ],
)
def test_what_stands_in_its_way(
    practice: Practice, setting_of_it: str, code: str, runs: int
) -> None:
    setting(practice, 'name = "Payments"', f'name = "Payments"\n{setting_of_it}')
    payments = practice.opos("next", "--json", "-n", "1").lines[1]
    assert [obstacle["code"] for obstacle in payments["obstacles"]] == [code]
    assert len(payments["runs"]) == runs
    assert payments["obstacles"][0]["text"] in practice.opos("next").out
    interface = load_settings(practice.config).settings.interfaces["payments"]
    assert runs_here(interface) is not any(never(interface))


def test_nothing_runs_while_the_window_is_closed(practice: Practice) -> None:
    Clock.moment = MORNING + timedelta(hours=16)
    assert [each["code"] for each in practice.opos("next", "--json").lines[0]["obstacles"]] == [
        "window"
    ]


def test_the_service_of_this_installation(practice: Practice) -> None:
    units = practice.opos("service", "systemd", "--json").lines[0]["units"]
    assert f"--config {practice.config}" in units["opos.service"]
    assert f"ReadWritePaths={practice.data.root} {practice.uploads}" in units["opos.service"]
    printed = practice.opos("service", "cron").out
    assert printed.splitlines()[-1].endswith(f"-m tui_app --headless --config {practice.config}")
    assert practice.opos("service", "launchd").code == 2


def test_cron_is_quiet_about_a_young_holder_of_the_lock(practice: Practice) -> None:
    dealt_with(practice, MORNING - timedelta(days=3))
    with file_lock(practice.data.lock):
        answer = practice.opos("--headless")
        assert (answer.code, answer.out, answer.err) == (11, "", "")
        by_hand = practice.opos("--headless", "-i", "datev")
        assert by_hand.code == 11
        assert str(os.getpid()) in by_hand.err
        long_ago = Holder(
            pid=4711, host="praxis-1", since=datetime.now(UTC) - timedelta(minutes=21)
        )
        practice.data.lock.write_bytes(msgspec.json.encode(long_ago))
        stuck = practice.opos("--headless")
        assert stuck.code == 11
        assert "4711" in stuck.err


def test_a_lock_that_cannot_be_opened(practice: Practice) -> None:
    practice.data.lock.mkdir()
    answer = practice.opos("--headless", "-i", "datev")
    assert answer.code == 12
    assert str(practice.data.lock) in answer.err


def test_a_backup_may_hold_the_lock_for_as_long_as_it_takes(practice: Practice) -> None:
    """As `flock store.lock tar …` does."""
    assert practice.run().code == 0
    dealt_with(practice, MORNING - timedelta(days=3))
    with practice.data.lock.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        answer = practice.opos("--headless")
    assert (answer.code, answer.out, answer.err) == (11, "", "")


def test_a_run_that_takes_too_long_is_broken_off_and_counts_as_an_attempt(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    dealt_with(practice, MORNING - timedelta(days=1))
    practice.hold()
    practice.put_list("RE-1 60,00")
    clock = iter(range(0, 10**9, 700))
    monkeypatch.setattr(
        "engine.common.cancellation.time", SimpleNamespace(monotonic=lambda: float(next(clock)))
    )
    practice.opos("--headless", "--json")
    monkeypatch.undo()
    lines = practice.opos("runs", "--json").lines
    assert {(line["state"], line["exit_code"]) for line in lines} == {("failed", 5)}
    assert "longer than it may" in lines[0]["cause"]
    assert practice.items == {}
    monkeypatch.setattr(run_interfaces, "datetime", Clock)
    monkeypatch.setattr(one_run, "datetime", Clock)
    assert practice.opos("--headless", "--json").lines[-1]["runs"] == []


def test_a_run_by_the_clock_begins_no_store_in_an_empty_folder(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is what the place of a disk looks like which is not mounted."""
    monkeypatch.setattr("engine.schedule.due._last_changed", lambda *_: MORNING - timedelta(days=3))
    uploaded = practice.put_list("RE-1 60,00")
    shutil.rmtree(practice.data.root)
    practice.data.root.mkdir()
    for _tick in range(2):
        answer = practice.opos("--headless")
        assert answer.code == 12
        assert "is empty, and a run by the clock begins no store in it" in answer.out + answer.err
        assert list(practice.data.root.iterdir()) == []
    assert uploaded.exists()
    practice.data.root.rmdir()
    assert practice.opos("--headless").code in (0, 3)
    assert not uploaded.exists()


def ticks(practice: Practice, *minutes: int) -> list[tuple[int, list[int]]]:
    """At which minutes after seven something runs, and how each run ends."""
    told = []
    for minute in minutes:
        Clock.moment = MORNING + timedelta(minutes=minute)
        ended = practice.opos("--headless", "--json").lines[-1]["runs"]
        if ended:
            told.append((minute, [run["exit_code"] for run in ended]))
    return told


def test_a_daily_run_that_failed_is_tried_again_and_not_once_it_succeeded(
    practice: Practice,
) -> None:
    dealt_with(practice, MORNING - timedelta(days=1))
    practice.hold(item("RE-1"))
    away = practice.uploads.rename(practice.folder / "away")
    assert ticks(practice, 0, 1, 14, 15, 16) == [(0, [5, 5]), (15, [5, 5])]
    following = practice.opos("next", "--json", "-n", "1").lines[0]["runs"]
    assert following == ["2036-11-20T06:30:00Z"]
    away.rename(practice.uploads)
    practice.put_list("RE-1 60,00")
    assert ticks(practice, 29, 30, 31, 45, 60, 24 * 60) == [(30, [0, 0]), (24 * 60, [0, 0])]


def test_it_is_tried_three_times_and_then_not_before_its_next_time(practice: Practice) -> None:
    dealt_with(practice, MORNING - timedelta(days=1))
    practice.hold(item("RE-1"))
    practice.uploads.rename(practice.folder / "away")
    tried = ticks(practice, *range(0, 120, 5), 24 * 60)
    assert [minute for minute, _codes in tried] == [0, 15, 30, 45, 24 * 60]


def test_what_a_person_ran_meanwhile_is_not_tried_again(practice: Practice) -> None:
    dealt_with(practice, MORNING - timedelta(days=1))
    practice.hold(item("RE-1"))
    away = practice.uploads.rename(practice.folder / "away")
    ticks(practice, 0)
    away.rename(practice.uploads)
    assert practice.opos("--headless", "-i", "datev").code == 0
    ((_minute, codes),) = ticks(practice, 15, 30)
    assert codes == [0]
    assert practice.opos("runs", "--json").lines[0]["interface"] == "payments"


@pytest.mark.parametrize(
    ("what", "code"), [("a held list", 8), ("a refused list", 7)], ids=["held", "refused"]
)
def test_what_waits_for_a_person_is_not_tried_again(
    practice: Practice, what: str, code: int
) -> None:
    dealt_with(practice, MORNING - timedelta(days=1))
    practice.hold(*(item(f"RE-{number}") for number in range(40)))
    if code == 8:
        practice.put_list()
    else:
        practice.put(LIST_NAME, what)
    assert ticks(practice, 0, 15, 30) == [(0, [code, 0])]
