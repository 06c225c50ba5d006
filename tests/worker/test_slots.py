"""So many at once, over all processes."""

from __future__ import annotations

import os
from pathlib import Path

from engine.worker.slots import give_back, take_slots


def test_as_many_as_there_are_and_no_more(tmp_path: Path) -> None:
    full = set[str]()
    first = take_slots(tmp_path, [("clock", 2), ("host", 0)], full)
    second = take_slots(tmp_path, [("clock", 2)], full)
    assert first
    assert second
    assert take_slots(tmp_path, [("clock", 2)], full) is None
    assert full == {"clock"}
    give_back(first)
    assert take_slots(tmp_path, [("clock", 2)], full) is None  # known to be full in this turn
    third = take_slots(tmp_path, [("clock", 2)], set())
    assert third
    give_back([*second, *third])


def test_what_cannot_be_had_in_full_is_not_taken(tmp_path: Path) -> None:
    host = take_slots(tmp_path, [("host", 1)], set())
    assert host
    assert take_slots(tmp_path, [("clock", 1), ("host", 1)], set()) is None
    clock = take_slots(tmp_path, [("clock", 1)], set())
    assert clock
    give_back([*host, *clock])


def test_a_fork_holds_it_on_until_it_ends(tmp_path: Path) -> None:
    taken = take_slots(tmp_path, [("clock", 1)], set())
    assert taken
    waiting, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        os.read(waiting, 1)
        os._exit(0)
    give_back(taken)
    assert take_slots(tmp_path, [("clock", 1)], set()) is None
    os.close(go)
    os.waitpid(child, 0)
    again = take_slots(tmp_path, [("clock", 1)], set())
    assert again
    give_back(again)
    os.close(waiting)
