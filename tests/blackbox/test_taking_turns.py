"""Who changes the invoices waits for whoever is at it, and says for whom."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from engine.common.file_lock import file_lock
from tests.factories import item
from tests.practice import Answer, Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """With an import that can be taken back, one that is held, and a file to load."""
    practice = Practice(tmp_path / "practice")
    practice.hold(*(item(f"RE-{number}") for number in range(40)))
    practice.put_list(*(f"RE-{number} 100,00" for number in range(39)), "RE-39 60,00")
    practice.run()
    practice.put_list(*(f"RE-{number} 100,00" for number in range(10)), name="OPOS_held.csv")
    assert practice.run().code == 8
    (practice.folder / "more.csv").write_text("mandant,invoice_no,amount\n001,RE-99,9.00\n")
    return practice


def command(practice: Practice, act: str) -> list[str]:
    held, imported = (run["run"] for run in practice.opos("runs", "--json").lines)
    return {
        "undo": ["undo", imported],
        "release": ["release", held, "--reason", "checked"],
        "load": ["items", "load", str(practice.folder / "more.csv")],
        "prune": ["prune"],
        "repair": ["store", "repair", "--yes"],
        "import": ["--headless", "-i", "datev"],
    }[act]


@pytest.mark.parametrize("act", ["undo", "release", "load", "prune", "repair", "import"])
def test_it_waits_in_turn(practice: Practice, act: str) -> None:
    typed = command(practice, act)
    practice.put_list(*(f"RE-{number} 100,00" for number in range(39)), name="OPOS_new.csv")
    answers: list[Answer] = []
    with file_lock(practice.data.lock):
        other = threading.Thread(target=lambda: answers.append(practice.process(*typed)))
        other.start()
        while not _told(practice, "waiting_for_store_held_by"):
            assert other.is_alive(), answers
        assert len(practice.items) == 40
    other.join()
    assert answers[0].code in (0, 3, 8), answers
    assert f"Waiting for the store, which process {os.getpid()} on" in answers[0].out


@pytest.mark.parametrize("act", ["undo", "release", "load", "prune", "repair", "import"])
def test_and_not_for_ever(practice: Practice, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.imports.in_turn.PATIENCE", 1.1)
    typed, before = command(practice, act), practice.items
    practice.put_list(*(f"RE-{number} 100,00" for number in range(39)), name="OPOS_new.csv")
    with file_lock(practice.data.lock):
        answer = practice.opos(*typed)
    assert answer.code == (8 if act == "import" else 11)  # what is held already counts more
    assert "Another run holds the store" in answer.out + answer.err
    assert practice.items == before


def _told(practice: Practice, code: str) -> bool:
    return any(code in path.read_text() for path in practice.data.journals.glob("*.jsonl"))
