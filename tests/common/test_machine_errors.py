"""What the machine refuses ends in one sentence and the code of the store, wherever it is met."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.factories import item
from tests.practice import LIKE_ANYBODY, Practice

WORDS = {
    errno.ENOSPC: "No space left on device",
    errno.EIO: "Input/output error",
    errno.EROFS: "Read-only file system",
}


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"), item("RE-2"))
    practice.put_list("RE-1 60,00")
    return practice


def refusing(
    monkeypatch: pytest.MonkeyPatch, name: str, number: int, folder: Path, begin: int
) -> None:
    """From its `begin`-th call on below `folder` the system call refuses."""
    genuine: Callable[..., Any] = getattr(os, name)
    calls = 0

    def refuse(first: Any, *arguments: Any, **options: Any) -> Any:
        nonlocal calls
        path = Path(f"/proc/self/fd/{first}").resolve() if isinstance(first, int) else Path(first)
        if path.is_relative_to(folder):
            calls += 1
            if calls >= begin:
                raise OSError(number, os.strerror(number), str(path))
        return genuine(first, *arguments, **options)

    monkeypatch.setattr(os, name, refuse)


@pytest.mark.parametrize("number", WORDS)
@pytest.mark.parametrize("name", ["open", "write", "fsync", "replace", "mkdir", "unlink"])
@pytest.mark.parametrize("begin", [1, 2, 3, 5, 8])
def test_a_disk_that_refuses(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, name: str, number: int, begin: int
) -> None:
    with monkeypatch.context() as patch:
        refusing(patch, name, number, practice.data.root, begin)
        answer = practice.run()
    told = answer.err + answer.out
    assert "Traceback" not in told
    assert "error of opos itself" not in told
    if answer.code == 12:
        assert WORDS[number] in told
        assert ("kB are free, and an import needs about" in told) == (number == errno.ENOSPC)
    else:
        assert answer.code in (0, 3), told
    healed = practice.run()
    assert healed.code in (0, 3), healed.err
    assert practice.items["RE-1"].open == 60_00
    assert practice.items["RE-2"].open == 0
    assert practice.opos("verify").code == 0


def test_a_part_that_a_killed_run_left_is_no_obstacle(practice: Practice) -> None:
    """It was left read-only once, and stopped everybody but root."""
    archive = practice.data.archive / "ab"
    archive.mkdir()
    left = archive / f".ab{'0' * 62}.tmp"
    left.touch(mode=0o440)
    os.utime(left, (0, 0))
    assert practice.run().code == 0
    assert not left.exists()


def test_leftovers_are_looked_for_once_a_day(practice: Practice) -> None:
    assert practice.run().code == 0
    left = practice.data.journals / ".x.tmp"
    left.touch()
    os.utime(left, (0, 0))
    assert practice.run().code == 0
    assert left.exists()
    os.utime(practice.data.swept, (0, 0))
    assert practice.run().code == 0
    assert not left.exists()


def test_a_file_system_without_locks(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    answer = practice.run()
    assert answer.code == 12, answer.err
    assert "No locks available" in answer.err
    assert practice.items["RE-1"].open == 100_00


@pytest.mark.parametrize("command", [["next"], ["items"], ["config", "show"]])
def test_a_data_folder_that_may_not_be_read(practice: Practice, command: list[str]) -> None:
    """Nothing but the settings can be told then, and nothing is to be deleted for it."""
    practice.data.root.chmod(0)
    try:
        answer = practice.process(*command, through=LIKE_ANYBODY)
    finally:
        practice.data.root.chmod(0o700)
    assert answer.code == (0 if command[0] == "config" else 12), answer.err
    assert ("Permission denied" in answer.err) == (answer.code == 12)
    assert "Traceback" not in answer.err
    assert "Delete" not in answer.err
