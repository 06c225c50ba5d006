"""The run of one interface: it waits for the last things of the run before, and for no more."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from engine.store.opening import run_lock
from engine.worker import one_run
from tests.practice import Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.data.make()
    return practice


def test_the_last_things_of_the_run_before_are_waited_for(practice: Practice) -> None:
    practice.put_list("RE-1 60,00")
    taken = threading.Event()

    def run_before() -> None:
        with run_lock(practice.data, "datev"):
            taken.set()
            while "waiting for a lock" not in {thread.name for thread in threading.enumerate()}:
                time.sleep(0.01)

    before = threading.Thread(target=run_before, daemon=True)
    before.start()
    taken.wait()
    assert practice.run().code == 0
    before.join()


def test_a_run_that_goes_on_is_named(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_run, "_LAST_THINGS", 0.1)
    with run_lock(practice.data, "datev"):
        answer = practice.opos("--headless", "-i", "datev")
    assert answer.code == 11
    assert "at work" in answer.err
