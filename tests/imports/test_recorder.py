"""Whatever a run does, its journal begins with one event and ends with another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.imports.recorder import RunRecorder, run_started
from engine.journal.events import (
    Committed,
    Connected,
    Event,
    FileFetched,
    RunFinished,
    RunStarted,
)
from engine.journal.journal import glance, is_alive, journal_path, read_journal
from engine.model.errors import ExitCode, StoreError
from tests.factories import NOW


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    data = DataFolder(tmp_path)
    data.make()
    return data


@pytest.fixture
def run(data: DataFolder) -> Iterator[RunRecorder]:
    with RunRecorder(data, "datev", NOW, run_started("cli", act="import")) as run:
        yield run


def written(data: DataFolder, run: RunRecorder) -> list[Event]:
    return [entry.event for entry in read_journal(journal_path(data.journals, run.name))]


def good_story() -> Iterator[Event]:
    yield FileFetched(name="OPOS.csv", size=1, sha256="ab", archived_as="ab")
    yield Committed(name="OPOS.csv", changes=1)


def test_a_whole_run(data: DataFolder, run: RunRecorder) -> None:
    told = [entry.event for entry in run.whole(good_story())]
    assert told == written(data, run)
    assert isinstance(told[0], RunStarted)
    assert told[1:-1] == list(good_story())
    assert isinstance(told[-1], RunFinished)
    assert (told[-1].outcome, told[-1].exit_code, told[-1].files) == ("imported", 0, 1)


def test_an_error_ends_the_story_and_not_the_recording(data: DataFolder, run: RunRecorder) -> None:
    def story() -> Iterator[Event]:
        yield from good_story()
        raise StoreError("The disk is full.", "Make room.")

    *_others, last = run.whole(story())
    assert isinstance(last.event, RunFinished)
    assert (last.event.outcome, last.event.exit_code) == ("failed", ExitCode.STORE)
    assert last.event.cause == "The disk is full."


def test_an_error_of_the_program_is_told_and_kept(data: DataFolder, run: RunRecorder) -> None:
    def story() -> Iterator[Event]:
        yield Connected(protocol="ftp", address="127.0.0.1")
        raise ZeroDivisionError

    *_others, last = run.whole(story())
    assert isinstance(last.event, RunFinished)
    assert last.event.exit_code == ExitCode.BUG
    assert "ZeroDivisionError" in data.error_report(run.name).read_text(encoding="utf-8")


def test_what_is_emitted_after_the_story_counts(data: DataFolder, run: RunRecorder) -> None:
    run.start()
    before = run.result
    run.emit(Committed(name="OPOS.csv", changes=1))
    assert (before.outcome, run.result.outcome) == ("nothing_to_do", "imported")
    run.finish()
    assert len(written(data, run)) == 3


def test_who_is_interrupted_leaves_no_last_word(data: DataFolder) -> None:
    def story() -> Iterator[Event]:
        yield from good_story()
        raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt),
        RunRecorder(data, "datev", NOW, run_started("cli")) as run,
    ):
        list(run.whole(story()))
    path = journal_path(data.journals, run.name)
    assert not is_alive(path)
    ended = glance(path)
    assert ended is not None
    assert ended.state == "interrupted"
