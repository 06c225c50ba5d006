"""What a run did that was killed after its commit is told by the next one, once."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from engine.sources.source import Source
from engine.store.tinydb_store import TinyDbStore
from tests.factories import item
from tests.practice import Practice

ROWS = "Rechnungsnummer;Betrag\r\nRE-1;10,00\r\nRE-2;1O,00\r\n"
MAIL = """
[interfaces.payments.guard]
max_rejected_percent = 100
[interfaces.payments.report]
email = ["anna@example.org"]
on = ["warning"]
[smtp]
host = "127.0.0.1"
port = 9
sender = "opos@example.org"
"""
"""A mail server that is not there: what is to be sent stays in the outbox."""


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.config.write_text(
        practice.config.read_text(encoding="utf-8") + MAIL,
        encoding="utf-8",
    )
    practice.hold(item("RE-1"), item("RE-2"))
    practice.put("Zahlungen.csv", ROWS)
    return practice


def killed(practice: Practice, dying: Callable[[], None], *arguments: str) -> None:
    """Run the command in a process of its own that kills itself where `dying` says."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        dying()
        practice.opos(*arguments)
        os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def die(*_arguments: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def after_the_commit_is_told() -> None:
    patch.object(Source, "dispose", die).start()


def after_the_commit() -> None:
    commit = TinyDbStore.commit

    def committing(*arguments: Any) -> Any:
        commit(*arguments)
        die()

    patch.object(TinyDbStore, "commit", committing).start()


@pytest.mark.parametrize("dying", [after_the_commit_is_told, after_the_commit])
def test_an_import_that_was_killed_is_told_as_what_it_was(
    practice: Practice, dying: Callable[[], None]
) -> None:
    killed(practice, dying, "--headless", "-i", "payments")
    assert [run["state"] for run in practice.opos("runs", "--json").lines] == ["interrupted"]
    next_run = practice.opos("--headless", "-i", "payments", "--json")
    last, before = practice.opos("runs", "--json").lines
    assert (last["state"], before["state"], before["exit_code"]) == (
        "nothing_to_do",
        "imported",
        3,
    )
    told = practice.opos("show", before["run"], "--json")
    assert [line["changes"] for line in told.events("committed")] == [1]
    assert [line["code"] for line in told.events("note")] == ["run_killed"]
    assert [line["to"] for line in told.events("report_failed")] == ["anna@example.org"]
    (finished,) = told.events("run_finished")
    assert (finished["part_paid"], finished["rejected"]) == (1, 1)
    assert [end["run"] for end in next_run.lines[-1]["runs"]] == [last["run"]]
    practice.opos("--headless", "-i", "payments")
    assert practice.opos("show", before["run"], "--json").lines == told.lines
    assert practice.items["RE-1"].open == 90_00
    assert practice.opos("verify").code == 0


def test_the_letter_is_written_once_and_kept_until_it_is_sent(practice: Practice) -> None:
    killed(practice, after_the_commit_is_told, "--headless", "-i", "payments")
    for _run in range(2):
        practice.opos("--headless", "-i", "payments")
    outboxes = practice.data.outboxes.read_text(encoding="utf-8")
    run = practice.opos("runs", "--json").lines[-1]["run"]
    assert outboxes.count(run) == 1


def test_a_run_of_another_interface_tells_it_too(practice: Practice) -> None:
    killed(practice, after_the_commit_is_told, "--headless", "-i", "payments")
    assert practice.run().code == 0
    states = {run["interface"]: run["state"] for run in practice.opos("runs", "--json").lines}
    assert states == {"datev": "nothing_to_do", "payments": "imported"}


def test_an_undo_that_was_killed_is_told_too(practice: Practice) -> None:
    run = practice.opos("--headless", "-i", "payments", "--json").lines[0]["run"]
    killed(practice, after_the_commit, "undo", run)
    assert practice.items["RE-1"].open == 100_00
    practice.run()
    states = [(run["act"], run["state"]) for run in practice.opos("runs", "--json").lines]
    assert states == [("import", "nothing_to_do"), ("undo", "imported"), ("import", "imported")]


def test_a_run_that_changed_nothing_stays_interrupted(practice: Practice) -> None:
    def before_the_commit() -> None:
        patch.object(TinyDbStore, "commit", die).start()

    killed(practice, before_the_commit, "--headless", "-i", "payments")
    practice.opos("--headless", "-i", "payments")
    states = [run["state"] for run in practice.opos("runs", "--json").lines]
    assert states == ["imported", "interrupted"]


def test_a_run_whose_last_word_was_damaged_since_was_not_killed(practice: Practice) -> None:
    practice.put_list("RE-1 60,00")
    assert practice.run().code == 0
    [journal] = practice.data.journals.glob("*-datev.jsonl")
    journal.write_bytes(
        journal.read_bytes().replace(b'"outcome":"imported"', b'"outcome":"imparted"')
    )
    damaged = journal.read_bytes()
    assert practice.run().code == 0
    assert journal.read_bytes() == damaged
