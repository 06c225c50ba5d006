"""`--headless --watch`, by a clock that the pauses turn: it waits for nothing, and sleeps through
years.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from engine.cli.commands import headless
from engine.common.cancellation import CancelToken
from engine.common.file_lock import file_lock
from engine.journal.journal import newest
from engine.model.errors import ExitCode
from engine.schedule.due import due, save_records
from engine.settings.load import load_settings
from engine.worker import one_run, run_interfaces, watch
from tests.clock import Clock
from tests.practice import Practice, rewrite
from tests.recorded_printer import RecordedPrinter

MORNING = datetime(2036, 11, 20, 6, 0, tzinfo=UTC)
"""07:00 in Berlin, when both interfaces are due; long after any file here was written."""


class FakeToken(CancelToken):
    """Its sleep turns the clock, does what was planned for that moment, and ends it all when
    nothing is planned any more.
    """

    def __init__(self, *planned: tuple[datetime, Callable[[], object]]) -> None:
        super().__init__()
        self.planned = sorted(planned, key=lambda plan: plan[0])
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        Clock.moment += timedelta(seconds=seconds)
        while self.planned and self.planned[0][0] <= Clock.moment:
            self.planned.pop(0)[1]()
        if not self.planned:
            self.cancel()
        self.check()


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """A quarter of an hour before the lists are due."""
    Clock.moment = MORNING - timedelta(minutes=15)
    monkeypatch.setattr(run_interfaces, "datetime", Clock)
    monkeypatch.setattr(one_run, "datetime", Clock)
    monkeypatch.setattr(watch, "datetime", Clock)
    monkeypatch.setattr(run_interfaces, "PATIENCE", 0.1)
    practice = Practice(tmp_path / "practice")
    dealt_with(practice)
    return practice


def dealt_with(practice: Practice) -> None:
    """As if it had watched for long, and nothing waited."""
    practice.hold()
    records = due(load_settings(practice.config), {}, Clock.moment).records
    save_records(
        practice.data.schedule,
        {name: record._replace(due=Clock.moment) for name, record in records.items()},
    )


def watched(practice: Practice, token: CancelToken) -> tuple[ExitCode, list[str]]:
    """How it ended, and all it said."""
    options = Namespace(
        watch=True,
        workers=None,
        interface=[],
        all=False,
        dry_run=False,
        verbose=False,
        quiet=False,
        lang="en",
    )
    printer = RecordedPrinter()
    code = headless.watch(load_settings(practice.config), options, printer, token)
    return code, printer.said


def nothing() -> None:
    """What is planned for the end."""


def runs(practice: Practice) -> list[tuple[str, datetime | None]]:
    return [
        (run.interface, run.started.due) for run in reversed(list(newest(practice.data.journals)))
    ]


def edited(practice: Practice, old: str, new: str) -> Callable[[], object]:
    return partial(rewrite, practice.config, old, new)


def test_each_due_time_is_run_once_and_the_rest_is_sleep(practice: Practice) -> None:
    token = FakeToken((MORNING + timedelta(days=2, hours=1), nothing))
    code, said = watched(practice, token)
    days = [MORNING + timedelta(days=n) for n in range(3)]
    assert sorted(runs(practice)) == sorted(
        (name, day) for day in days for name in ("datev", "payments")
    )
    assert (code, said) == (ExitCode.TERMINATED, [])
    assert max(token.pauses) == 60


def test_it_wakes_in_the_second_that_something_is_due(practice: Practice) -> None:
    Clock.moment = MORNING - timedelta(seconds=90.5)
    token = FakeToken((MORNING + timedelta(seconds=1), nothing))
    watched(practice, token)
    assert token.pauses[:2] == [60, 30.5]
    assert [run.started.trigger for run in newest(practice.data.journals)] == ["watch", "watch"]


def test_a_changed_configuration_holds_from_the_next_turn(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Payments move to half past; what was saved for later than now is run, and the old time is
    not.
    """
    monkeypatch.setattr("engine.schedule.due._last_changed", lambda _configuration, now: now)
    change = edited(
        practice,
        '"payments_csv"\ncontent = "payments"',
        '"payments_csv"\ncontent = "payments"\n[interfaces.payments.schedule]\ntime = "07:30"',
    )
    token = FakeToken(
        (MORNING - timedelta(minutes=5), change), (MORNING + timedelta(hours=1), nothing)
    )
    watched(practice, token)
    assert runs(practice) == [("datev", MORNING), ("payments", MORNING + timedelta(minutes=30))]


def test_a_broken_configuration_is_told_once_and_the_old_one_holds(practice: Practice) -> None:
    change = edited(practice, 'language = "en"', 'langauge = "en"')
    token = FakeToken(
        (MORNING - timedelta(minutes=5), change), (MORNING + timedelta(hours=1), nothing)
    )
    _code, said = watched(practice, token)
    assert len([line for line in said if "langauge" in line]) == 1
    assert len(runs(practice)) == 2


def test_mended_it_holds_again(practice: Practice) -> None:
    token = FakeToken(
        (MORNING - timedelta(minutes=10), edited(practice, 'language = "en"', 'langauge = "en"')),
        (MORNING - timedelta(minutes=5), edited(practice, 'langauge = "en"', 'language = "de"')),
        (MORNING + timedelta(minutes=1), lambda: practice.uploads.rmdir()),
        (MORNING + timedelta(hours=1), nothing),
    )
    watched(practice, token)
    assert len(runs(practice)) == 2


def test_it_outlives_its_configuration(practice: Practice) -> None:
    token = FakeToken(
        (MORNING - timedelta(minutes=5), practice.config.unlink),
        (MORNING + timedelta(hours=1), nothing),
    )
    _code, said = watched(practice, token)
    assert len([line for line in said if "config.toml" in line]) == 1
    assert len(runs(practice)) == 2


def test_a_damaged_record_is_told_once(practice: Practice) -> None:
    damage = lambda: practice.data.schedule.write_bytes(b"{")  # noqa: E731 - a step of a plan
    token = FakeToken(
        (MORNING - timedelta(minutes=5), damage), (MORNING + timedelta(hours=1), nothing)
    )
    _code, said = watched(practice, token)
    assert len(said) == 1
    assert "schedule.json" in said[0]


def test_while_another_works_it_asks_again_every_minute(practice: Practice) -> None:
    with contextlib.ExitStack() as held:
        held.enter_context(file_lock(practice.data.lock))
        token = FakeToken(
            (MORNING + timedelta(minutes=10), held.close),
            (MORNING + timedelta(minutes=12), nothing),
        )
        code, said = watched(practice, token)
    assert (code, said) == (ExitCode.TERMINATED, [])
    assert sorted(runs(practice)) == [("datev", MORNING), ("payments", MORNING)]


def test_stopped_in_the_midst_of_a_run_the_next_start_makes_up_for_it(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = FakeToken((MORNING + timedelta(hours=1), nothing))
    former = signal.signal(signal.SIGUSR1, lambda *_: token.cancel())

    def stop_all(*_arguments: object) -> None:
        os.kill(os.getppid(), signal.SIGUSR1)
        while not token.is_cancelled:  # the one of this child
            time.sleep(0.01)

    monkeypatch.setattr("engine.imports.import_run.refuse_wrong_clock", stop_all)
    code, _said = watched(practice, token)
    signal.signal(signal.SIGUSR1, former)
    assert code is ExitCode.TERMINATED
    # The second may not have begun when the first one stopped all.
    assert {run.state for run in newest(practice.data.journals)} == {"cancelled"}
    monkeypatch.undo()
    monkeypatch.setattr(run_interfaces, "datetime", Clock)
    monkeypatch.setattr(one_run, "datetime", Clock)
    practice.opos("--headless")
    assert set(runs(practice)) == {("datev", MORNING), ("payments", MORNING)}


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """What systemd listens at."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(30)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield listening


def test_systemd_hears_when_it_is_ready_lives_and_stops(
    practice: Practice, manager: socket.socket
) -> None:
    watched(practice, FakeToken((Clock.moment + timedelta(minutes=2), nothing)))
    patience = 25 * 60 * 1_000_000
    heard = [manager.recv(200).decode() for _n in range(4)]
    assert heard == [f"READY=1\nWATCHDOG_USEC={patience}", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"]


def test_a_long_run_gives_signs_of_life(
    practice: Practice, manager: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_BEAT", -1.0)
    Clock.moment = MORNING
    token = FakeToken((MORNING + timedelta(minutes=1), nothing))
    for turn in watch.turns(load_settings(practice.config), token):
        steps = len(list(turn.steps))
    heard = []
    manager.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            heard.append(manager.recv(200))
    assert heard.count(b"WATCHDOG=1") == steps + 1
    assert steps >= 8


@pytest.mark.parametrize("others", [["-i", "datev"], ["--all"], ["-n"]])
def test_it_goes_with_no_other_way_to_run(practice: Practice, others: list[str]) -> None:
    assert practice.opos("--headless", "--watch", *others).code == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signals_end_a_real_one_in_order(
    practice: Practice, manager: socket.socket, number: int, code: int
) -> None:
    command = [sys.executable, "-m", "tui_app", "-c", str(practice.config), "--headless", "--watch"]
    with subprocess.Popen(command, env=dict(os.environ), stdin=subprocess.DEVNULL) as process:
        try:
            assert manager.recv(200).startswith(b"READY=1")
            process.send_signal(signal.SIGHUP)
            assert manager.recv(200) == b"WATCHDOG=1"
            process.send_signal(number)
            assert manager.recv(200) == b"STOPPING=1"
            assert process.wait(timeout=30) == code
        finally:
            process.kill()


def test_a_second_signal_ends_a_real_one_at_once(
    practice: Practice, manager: socket.socket
) -> None:
    """A child that answers no server's silence: its list comes from one that never says a word."""
    script = (
        "import sys, time; from engine.cli import main; from engine.worker import watch\n"
        "watch.run_due = lambda *a, **k: (time.sleep(0.05) for _ in iter(int, 1))\n"
        "sys.exit(main.main(sys.argv[1:]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, "-c", str(practice.config), "--headless", "--watch"]
    ) as process:
        try:
            assert manager.recv(200).startswith(b"READY=1")
            process.send_signal(signal.SIGTERM)
            deadline = time.monotonic() + 30
            while process.poll() is None and time.monotonic() < deadline:
                process.send_signal(signal.SIGTERM)
                time.sleep(0.05)
            assert process.returncode == -signal.SIGTERM
        finally:
            process.kill()
