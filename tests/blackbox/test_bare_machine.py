"""A run needs little of the machine: few open files, little memory, no environment, no terminal."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories import item
from tests.practice import Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    practice.put_list("RE-1 60,00")
    return practice


def run(
    practice: Practice, prepare: Callable[[], None], environ: dict[str, str] | None = None
) -> tuple[int, str]:
    """A run as a process prepared so; its exit code and what it told."""
    ended = subprocess.run(
        practice.command("--headless", "-i", "datev"),
        preexec_fn=prepare,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def limited(what: int, to: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(what, (to, to))


@pytest.mark.parametrize(
    ("what", "to"), [(resource.RLIMIT_NOFILE, 64), (resource.RLIMIT_AS, 300 * 2**20)]
)
def test_64_files_and_300_megabytes_are_enough(practice: Practice, what: int, to: int) -> None:
    code, told = run(practice, limited(what, to))
    assert (code, practice.items["RE-1"].open) == (0, 60_00), told


def test_too_few_open_files_are_told_in_words(practice: Practice) -> None:
    code, told = run(practice, limited(resource.RLIMIT_NOFILE, 6))
    assert code in (5, 12), told
    assert "Too many open files" in told
    assert "Traceback" not in told
    assert practice.items["RE-1"].open == 100_00


def test_cron_gives_no_language_no_home_and_no_path(practice: Practice) -> None:
    code, told = run(practice, lambda: None, {"LANG": "C"})
    assert (code, practice.items["RE-1"].open) == (0, 60_00), told


def test_closed_streams_are_no_hindrance(practice: Practice) -> None:
    def close() -> None:
        for stream in (0, 1, 2):
            os.close(stream)

    assert run(practice, close)[0] == 0
    assert practice.items["RE-1"].open == 60_00
