"""Lists that were dealt with and lie on the server still: not fetched again for nothing, and taken
away where a killed run could not.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.factories import item
from tests.practice import Practice

READY = 'ready_file = "{stem}.ok"'
ITEMS = [item(f"RE-{number}") for number in range(1, 40)]


def practice_with(folder: Path, source: str = "") -> Practice:
    practice = Practice(folder, source=source)
    practice.hold(*ITEMS)
    return practice


def test_a_held_list_waits_without_being_fetched_again(tmp_path: Path) -> None:
    practice = practice_with(tmp_path / "practice")
    practice.put_list("RE-1 60,00")
    assert practice.run().code == 8
    again = practice.run()
    assert again.code == 8
    assert again.events("file_fetched") == []
    assert [skipped["reason"] for skipped in again.events("file_skipped")] == [
        "waiting_for_release"
    ]


def test_another_list_of_its_name_is_fetched(tmp_path: Path) -> None:
    practice = practice_with(tmp_path / "practice")
    practice.put_list("RE-1 60,00")
    practice.run()
    path = practice.put_list("RE-1 61,00")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert len(practice.run().events("file_fetched")) == 1


@pytest.mark.parametrize("source", ["", 'after_import = "move"'], ids=["delete", "move"])
def test_a_list_whose_ready_file_went_before_the_kill_is_taken_away(
    tmp_path: Path, source: str
) -> None:
    practice = practice_with(tmp_path / "practice", f"{READY}\n{source}")
    rows = [f"{each.invoice_no} 100,00" for each in ITEMS]
    path = practice.put_list(*rows, "RE-99 5,00")
    ready = path.with_suffix(".ok")
    ready.touch()
    content, stat = path.read_bytes(), path.stat()
    assert practice.run().code == 0
    assert not ready.exists()
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert [removed["how"] for removed in practice.run().events("file_removed")] != []
    assert not path.exists()


def test_another_list_without_ready_file_is_never_imported(tmp_path: Path) -> None:
    practice = practice_with(tmp_path / "practice", READY)
    rows = [f"{each.invoice_no} 100,00" for each in ITEMS]
    path = practice.put_list(*rows, "RE-99 5,00")
    path.with_suffix(".ok").touch()
    stat = path.stat()
    assert practice.run().code == 0
    practice.put_list(*rows, "RE-98 5,00")  # of the same size and time
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    answer = practice.run()
    assert [skipped["reason"] for skipped in answer.events("file_skipped")] == ["not_ready"]
    assert "RE-98" not in practice.items
    assert path.exists()
