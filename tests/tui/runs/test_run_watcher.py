"""Following journals: nothing missed, nothing told twice, and the dead are found."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from engine.common.data_folder import DataFolder
from engine.journal.events import Connected, RunFinished
from engine.journal.journal import Journal, journal_path
from tests.tui.conftest import FAILED, IMPORTED, started, write_run
from tui_app.runs.run_watcher import RunWatcher, Tail, run_of_process

CONNECTED = Connected(protocol="ftp", address="127.0.0.1:21")


@contextmanager
def watching(data: DataFolder, *interfaces: str) -> Iterator[RunWatcher]:
    watcher = RunWatcher(data.journals, interfaces or ("datev", "payments"))
    try:
        yield watcher
    finally:
        watcher.close()


def test_the_first_look_tells_the_newest_run_of_each_interface(data: DataFolder) -> None:
    write_run(data, "datev", IMPORTED, ago=timedelta(days=2))
    newest = write_run(data, "datev", FAILED, ago=timedelta(days=1))
    older = write_run(data, "payments", IMPORTED, ago=timedelta(days=30))
    write_run(data, "datev-2", IMPORTED, ago=timedelta(hours=1))
    with watching(data) as watcher:
        news = watcher.poll()
        assert {run.run for run in news.runs} == {newest, older}
        assert watcher.latest["datev"].state == "failed"
        assert watcher.latest["payments"].state == "imported"


def test_the_last_of_many_runs_in_one_second_is_the_newest(data: DataFolder) -> None:
    now = datetime.now(UTC)
    for event in (FAILED,) * 10 + (IMPORTED,):
        with Journal(data.journals, "datev", now) as journal:
            journal.write(started())
            journal.write(event)
    with watching(data) as watcher:
        watcher.poll()
        assert watcher.latest["datev"].state == "imported"


def test_every_line_is_told_once_and_in_order(data: DataFolder) -> None:
    with watching(data) as watcher, Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        assert watcher.poll() == ([], [])
        written = [journal.write(started()).event, journal.write(CONNECTED).event]
        news = watcher.poll()
        told = [entry.event for entry in news.entries]
        assert [run.state for run in news.runs] == ["running"]
        for _round in range(3):
            written += [journal.write(CONNECTED).event for _line in range(1000)]
            while (news := watcher.poll()).entries:
                told += [entry.event for entry in news.entries]
        assert told == written


def test_a_run_already_alive_is_told_from_its_beginning(data: DataFolder) -> None:
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        journal.write(started())
        journal.write(CONNECTED)
        with watching(data) as watcher:
            assert len(watcher.poll().entries) == 2
            journal.write(IMPORTED)
            news = watcher.poll()
            assert [run.state for run in news.runs] == ["imported"]


def test_what_the_dead_wrote_last_is_told_before_they_are_buried(data: DataFolder) -> None:
    journal = Journal(data.journals, "datev", datetime.now(UTC))
    journal.write(started())
    with watching(data) as watcher:
        watcher.poll()
        for _line in range(2000):
            journal.write(CONNECTED)
        journal.close()
        told = 0
        while "running" in {run.state for run in watcher.latest.values()}:
            told += len(watcher.poll().entries)
        assert told == 2000
        assert watcher.latest["datev"].state == "interrupted"


def test_a_journal_without_a_first_line_is_waited_for(data: DataFolder) -> None:
    """Between its making and its lock a journal looks as if its writer were dead."""
    with watching(data) as watcher:
        watcher.poll()
        with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
            assert watcher.poll() == ([], [])
            journal.write(started())
            assert [run.state for run in watcher.poll().runs] == ["running"]


def test_a_torn_line_is_told_when_it_is_whole(data: DataFolder) -> None:
    run = write_run(data, "datev")
    path = journal_path(data.journals, run)
    whole = path.read_bytes()
    path.write_bytes(whole[:30])
    tail = Tail(path)
    assert tail.read() == []
    path.write_bytes(whole)
    assert len(tail.read()) == 1
    tail.close()


def test_there_need_not_be_a_folder_yet(data: DataFolder) -> None:
    data.journals.rmdir()
    with watching(data) as watcher:
        assert watcher.poll() == ([], [])
        data.journals.mkdir()
        write_run(data, "datev", IMPORTED)
        watcher.poll()
        assert watcher.latest["datev"].state == "imported"


def test_a_journal_that_cannot_be_read_hides_no_other(data: DataFolder) -> None:
    journal_path(data.journals, "20990101T000000Z-datev").mkdir()
    write_run(data, "payments", IMPORTED)
    with watching(data) as watcher:
        watcher.poll()
        assert set(watcher.latest) == {"payments"}
        journal_path(data.journals, "20990101T000001Z-datev").mkdir()
        write_run(data, "datev", IMPORTED)
        watcher.poll()
        assert set(watcher.latest) == {"datev", "payments"}


def test_a_run_of_an_interface_that_is_no_longer_configured_is_told_live(data: DataFolder) -> None:
    with watching(data, "datev") as watcher:
        watcher.poll()
        write_run(data, "gone", RunFinished(outcome="nothing_to_do", exit_code=0))
        assert len(watcher.poll().entries) == 2


def test_what_goes_on_is_seen_even_if_it_is_no_interfaces_run(data: DataFolder) -> None:
    write_run(data, "datev", IMPORTED)
    with (
        Journal(data.journals, "load", datetime.now(UTC)) as journal,
        watching(data, "datev") as watcher,
    ):
        journal.write(started(act="load"))
        watcher.poll()
        assert watcher.latest["load"].alive


def test_the_last_runs_are_those_of_the_interface_and_no_other(data: DataFolder) -> None:
    now = datetime.now(UTC)
    runs = [write_run(data, "datev", FAILED, ago=timedelta(days=day)) for day in range(1, 10)]
    with Journal(data.journals, "datev-2", now) as journal:
        journal.write(started())
    with watching(data) as watcher:
        watcher.poll()
        assert [run.run for run in watcher.last_runs("datev", 5)] == runs[:5]
        runs.insert(0, write_run(data, "datev", IMPORTED, ago=timedelta(minutes=1)))
        watcher.poll()
        assert [run.run for run in watcher.last_runs("datev", 2)] == runs[:2]
        assert [run.interface for run in watcher.last_runs("datev-2", 2)] == ["datev-2"]


def test_an_older_run_of_a_process_with_the_same_number_is_another_one(data: DataFolder) -> None:
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        entry = journal.write(started(pid=os.getpid(), host=socket.gethostname()))
        journal.write(IMPORTED)
    found = run_of_process(data.journals, os.getpid(), entry.at - timedelta(seconds=1))
    assert found is not None
    assert found.run == journal.run
    assert run_of_process(data.journals, os.getpid(), entry.at + timedelta(seconds=1)) is None


def test_a_dry_run_never_stands_for_what_was_done(data: DataFolder) -> None:
    write_run(data, "datev", FAILED, ago=timedelta(hours=2))
    with watching(data) as watcher:
        with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
            journal.write(started(dry_run=True))
            watcher.poll()
            assert watcher.latest["datev"].alive, "as long as it goes on it is seen"
            journal.write(RunFinished(outcome="dry_run", exit_code=0))
        while "datev" not in watcher.trials:
            watcher.poll()
        assert watcher.latest["datev"].state == "failed"
        assert watcher.trials["datev"].state == "dry_run"
        assert [run.state for run in watcher.last_runs("datev", 5)] == ["failed"]
    with watching(data) as watcher:
        watcher.poll()
        assert watcher.latest["datev"].state == "failed"
        assert watcher.trials["datev"].state == "dry_run"
