"""One rotten byte harms one file: whoever reads it says so, and nothing else stops.

A flip of one bit anywhere in a file of ours ends no command in a traceback, and keeps no interface
from running. A sample by a seed of its own in each run; `python -m tests.blackbox.rotten_bytes` by
hand flips them all.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.blackbox.rotten_bytes import FILES, site, unharmed_by


@pytest.mark.parametrize("kind", FILES)
def test_a_flipped_bit(tmp_path: Path, kind: str) -> None:
    practice = site(tmp_path / "practice")
    path = FILES[kind](practice)
    bits = random.Random(kind).sample(range(8 * path.stat().st_size), 12)
    for bit in bits:
        assert unharmed_by(practice, path, bit) == "", f"bit {bit} of {path.name}"
