"""Each target for a moment; lists and servers have tests of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import WORKBOOKS, target

SEEDS = range(1, 9)
FOUND = [("payments", 280847141174451), ("payments", 75475943054351), ("payments", 176852258372090)]
"""A seed that found something belongs here."""


@pytest.mark.parametrize("name", ["payments", "cells", "listings", "configuration", "own"])
def test_it_ends_as_it_may(name: str, tmp_path: Path) -> None:
    tried = target(name)
    for seed in SEEDS:
        tried(seed, tmp_path)


@pytest.mark.parametrize(("name", "seed"), FOUND)
def test_what_once_broke_holds(name: str, seed: int, tmp_path: Path) -> None:
    target(name)(seed, tmp_path)


def test_broken_workbooks_are_read_or_refused_and_cost_little() -> None:
    command = [sys.executable, "-m", "tests.fuzz", *WORKBOOKS, "--minutes", "0.02"]
    fuzz = subprocess.run(command, capture_output=True, text=True, check=False)
    assert fuzz.returncode == 0, fuzz.stdout + fuzz.stderr
    assert fuzz.stdout.count(" 0 wrong") == len(WORKBOOKS)
