"""A tick with nothing due costs next to nothing, and never says so when something may be due."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.common import idle_cache
from engine.common.data_folder import DataFolder
from engine.schedule.due import load_records, save_records
from engine.settings.load import load_settings
from engine.worker import one_run, run_interfaces
from tests.clock import Clock
from tests.practice import Practice
from tui_app.__main__ import main

NOW = datetime(2036, 11, 20, 6, 30, tzinfo=UTC)
"""07:30 in Berlin, half an hour after both interfaces ran, and long after any file here was
written.
"""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock.moment = NOW
    for module in (one_run, run_interfaces):
        monkeypatch.setattr(module, "datetime", Clock)
    monkeypatch.setattr(
        "engine.common.idle_cache.time", SimpleNamespace(time=lambda: Clock.moment.timestamp())
    )


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """Everything that was due is dealt with, and a tick has left its note."""
    practice = Practice(tmp_path / "practice")
    practice.hold()
    assert practice.opos("--headless").code == 0  # the first tick makes the records
    records = load_records(practice.data.schedule)
    save_records(
        practice.data.schedule, {name: record._replace(due=NOW) for name, record in records.items()}
    )
    assert practice.opos("--headless").code == 0
    assert note(practice).exists()
    return practice


def note(practice: Practice) -> Path:
    return practice.data.root / idle_cache.NOTE


def quiet(practice: Practice, *arguments: str) -> bool:
    return idle_cache.nothing_due(list(arguments) or ["-c", str(practice.config), "--headless"])


def test_until_the_next_due_time_there_is_nothing_to_do(practice: Practice) -> None:
    assert quiet(practice)
    assert quiet(practice, "--headless", "--config", str(practice.config))
    Clock.moment = NOW + timedelta(minutes=59)
    assert quiet(practice)


@pytest.mark.parametrize("late", [timedelta(hours=1), timedelta(days=1), timedelta(seconds=-1)])
def test_a_note_holds_for_an_hour_and_not_before_it_was_written(
    practice: Practice, late: timedelta
) -> None:
    Clock.moment = NOW + late
    assert not quiet(practice)


def test_it_ends_when_something_is_due(practice: Practice) -> None:
    """Sooner than the hour: at a quarter to, the schedule of every twenty minutes says."""
    text = practice.config.read_text(encoding="utf-8")
    practice.config.write_text(
        text + '\n[interfaces.payments.schedule]\ninterval = "minutes"\nevery_minutes = 20\n'
    )
    practice.opos("--headless")  # learns the new schedule, for which nothing before now counts
    records = load_records(practice.data.schedule)
    save_records(
        practice.data.schedule, {name: record._replace(due=NOW) for name, record in records.items()}
    )
    practice.opos("--headless")
    Clock.moment = NOW + timedelta(minutes=9, seconds=59)
    assert quiet(practice)
    Clock.moment = NOW + timedelta(minutes=10)
    assert not quiet(practice)


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def secrets(practice: Practice) -> Path:
    return practice.folder / "secrets.toml"


CHANGES: dict[str, Callable[[Practice, pytest.MonkeyPatch], object]] = {
    "the configuration": lambda practice, _patch: change(practice.config),
    "its rights": lambda practice, _patch: practice.config.chmod(0o666),
    "its folder's rights": lambda practice, _patch: practice.folder.chmod(0o777),
    "another file in its place": lambda practice, _patch: replace(practice.config),
    "the configuration is gone": lambda practice, _patch: practice.config.unlink(),
    "secrets.toml came": lambda practice, _patch: secrets(practice).touch(),
    "the record": lambda practice, _patch: change(practice.data.schedule),
    "the record is gone": lambda practice, _patch: practice.data.schedule.unlink(),
    "the data folder is gone": lambda practice, _patch: practice.data.root.rename(
        practice.folder / "away"
    ),
    "a setting in the environment": lambda _practice, patch: patch.setenv(
        "OPOS_WINDOW__EARLIEST", "07:00"
    ),
    "another computer": lambda _practice, patch: patch.setattr(
        os, "uname", lambda: os.uname_result(("", "else", "", "", ""))
    ),
    "another user": lambda _practice, patch: patch.setattr(os, "geteuid", lambda: 4711),
    "another home": lambda practice, patch: patch.setenv("HOME", str(practice.folder)),
    "another version": lambda practice, patch: patch.setattr(
        idle_cache, "_PROGRAM", str(practice.folder / "engine")
    ),
    "the note is torn": lambda practice, _patch: note(practice).write_bytes(b"1\n99999999999999"),
    "the note is no note": lambda practice, _patch: note(practice).write_bytes(b"a\nb\nc"),
}


def replace(path: Path) -> None:
    """The same bytes and the same times, in another file."""
    other, times = path.with_name("other"), path.stat()
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize("what", CHANGES)
def test_any_change_calls_for_a_full_tick(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    assert quiet(practice)
    CHANGES[what](practice, monkeypatch)
    assert not quiet(practice)


@pytest.mark.parametrize(
    "others",
    [
        ["-i", "datev"],
        ["--all"],
        ["--json"],
        ["-v"],
        ["-n"],
        ["--watch"],
        ["--headless"],
        ["items"],
        ["-c", "other.toml"],
        ["--help"],
    ],
)
def test_any_other_word_calls_for_the_full_way(practice: Practice, others: list[str]) -> None:
    assert not quiet(practice, "-c", str(practice.config), "--headless", *others)
    assert not quiet(practice, *others, "-c", str(practice.config), "--headless")


def test_a_configuration_that_must_be_looked_for(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(practice.folder)
    assert not quiet(practice, "--headless")
    assert quiet(practice, "-c", "config.toml", "--headless")
    monkeypatch.setenv("OPOS_CONFIG", "config.toml")
    assert quiet(practice, "--headless")


def test_no_note_while_something_waits_for_the_window_to_open(practice: Practice) -> None:
    note(practice).unlink()
    records = load_records(practice.data.schedule)
    missed = {
        name: record._replace(due=NOW - timedelta(days=2)) for name, record in records.items()
    }
    save_records(practice.data.schedule, missed)
    Clock.moment = NOW + timedelta(hours=20)  # half past three in the night
    assert practice.opos("--headless").code == 0
    assert not note(practice).exists()


def test_no_note_about_a_file_that_was_changed_just_now(practice: Practice) -> None:
    """Its times are coarse: changed once more at once, it would look the same."""
    note(practice).unlink()
    seen = idle_cache.idle_fingerprint(str(practice.config))
    written = practice.data.schedule.stat().st_ctime
    idle_cache.store_note(
        str(practice.config), seen, str(practice.data.root), written + 1, written + 100
    )
    assert not note(practice).exists()
    idle_cache.store_note(
        str(practice.config), seen, str(practice.data.root), written + 10, written + 100
    )
    assert note(practice).exists()


def test_no_note_if_the_configuration_changed_while_it_was_worked_with(practice: Practice) -> None:
    note(practice).unlink()
    seen = idle_cache.idle_fingerprint(str(practice.config))
    change(practice.config)
    run_interfaces.note_nothing_due(load_settings(practice.config), str(practice.config), seen)
    assert not note(practice).exists()


def test_what_cannot_be_looked_at_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="config"):
        idle_cache.may_leave_settings(str(tmp_path / "config.toml"), str(tmp_path))


def test_the_usual_data_folder_is_found_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(tmp_path / "practice")
    practice.config.write_text(
        practice.config.read_text(encoding="utf-8").replace('data_dir = "data"\n', ""),
        encoding="utf-8",
    )
    state = DataFolder(Path(os.environ["HOME"]) / ".local/state/opos")
    practice.opos("--headless")
    practice.opos("--headless")
    assert (state.root / idle_cache.NOTE).exists()
    assert quiet(practice)


def test_a_thousand_ticks_leave_nothing_behind(practice: Practice) -> None:
    def everything() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in practice.folder.rglob("*") if path.is_file()}

    before = everything()
    for number in range(1000):
        Clock.moment = NOW + timedelta(seconds=number)
        assert main(["-c", str(practice.config), "--headless"]) == 0
    assert everything() == before


def test_full_ticks_leave_nothing_but_the_note(practice: Practice) -> None:
    before = set(practice.folder.rglob("*"))
    for hour in range(1, 10):
        Clock.moment = NOW + timedelta(hours=hour)
        assert main(["-c", str(practice.config), "--headless"]) == 0
    assert set(practice.folder.rglob("*")) == before


def test_it_imports_next_to_nothing() -> None:
    script = (
        "import sys; before = set(sys.modules); import tui_app.__main__;"
        " print(*sorted(set(sys.modules) - before))"
    )
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={},  # coverage, which imports much, follows into a child by a variable
    ).stdout.split()
    assert loaded == [
        "__future__",
        "engine",
        "engine.common",
        "engine.common.idle_cache",
        "engine.common.plain_file",
        "errno",
        "tui_app",
        "tui_app.__main__",
    ]
