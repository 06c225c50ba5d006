"""One rotten byte harms one file: whoever reads it says so, and nothing else stops.

A flip of one bit anywhere in a file of ours ends no command in a traceback, and keeps no interface
from running. A sample by a seed of its own in each run; `python3 dev.py fuzz own` tries more.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.blackbox.rotten_bytes import (
    BY_THE_APP,
    FILES,
    path_of,
    site,
    unharmed_by,
    unharmed_in_the_app,
)
from tests.store.test_store_contract import use_log


def flipped(path: Path, seed: str) -> list[bytes]:
    """The file with one bit changed, a few times."""
    whole = path.read_bytes()
    found = []
    for bit in random.Random(seed).sample(range(8 * len(whole)), min(12, 8 * len(whole))):
        rotten = bytearray(whole)
        rotten[bit // 8] ^= 1 << bit % 8
        found.append(bytes(rotten))
    return found


@pytest.mark.parametrize("kind", FILES)
def test_a_flipped_bit(tmp_path: Path, kind: str) -> None:
    practice = site(tmp_path / "practice")
    path = path_of(practice, kind)
    for rotten in flipped(path, kind):
        assert unharmed_by(practice, path, rotten) == "", path.name


@pytest.mark.parametrize("files", ["store.log", "versions/*.log", "store.index"])
def test_a_flipped_bit_in_what_belongs_to_a_large_store(
    tmp_path: Path, files: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_log(monkeypatch)
    practice = site(tmp_path / "practice")
    (path,) = practice.data.root.glob(files)
    for rotten in flipped(path, files)[:4]:
        assert unharmed_by(practice, path, rotten) == "", path.name


@pytest.mark.parametrize("kind", BY_THE_APP)
def test_a_flipped_bit_in_what_the_app_reads(tmp_path: Path, kind: str) -> None:
    practice = site(tmp_path / "practice")
    for rotten in flipped(path_of(practice, kind), kind):
        assert unharmed_in_the_app(practice, kind, rotten) == "", kind
