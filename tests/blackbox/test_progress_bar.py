"""How far a transfer is: a bar on a terminal, an event in JSON, and nothing in cron's mail."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from engine.cli.run_output import progress_bar
from engine.journal.events import Progress
from tests.practice import Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.put_list(*(f"RE-{number} 100,00" for number in range(60_000)))
    return practice


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [
        (0, 100, "[                    ]   0%"),
        (50, 100, "[##########          ]  50%"),
        (7, None, "OPOS"),
    ],
)
def test_the_bar(done: int, total: int | None, shown: str) -> None:
    assert progress_bar(Progress(name="OPOS", step="fetch", done=done, total=total)).startswith(
        shown
    )


def test_on_a_terminal_and_only_there(practice: Practice) -> None:
    ours, theirs = pty.openpty()
    command = practice.command("--headless", "-i", "datev", "-n", "-q")
    with subprocess.Popen(
        command, stderr=theirs, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    ) as run:
        os.close(theirs)
        said = b""
        while True:
            try:
                block = os.read(ours, 65536)
            except OSError:
                break
            if not block:
                break
            said += block
        run.wait()
    os.close(ours)
    assert b"%" in said
    assert b"[####" in said
    assert "%" not in practice.opos("--headless", "-i", "datev", "-n", "-q").err
    assert practice.run("-n").events("progress")
