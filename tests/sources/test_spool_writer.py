"""What comes is written and hashed, in turn or beside the receiving."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from engine.sources.spool_writer import SpoolWriter

BLOCKS = [bytes([number]) * 1000 for number in range(50)] + [b""]
both_ways = pytest.mark.parametrize("beside", [False, True])


def spool_threads() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "spool"]


@both_ways
def test_all_is_there_in_order_with_its_hash(tmp_path: Path, beside: bool) -> None:
    path = tmp_path / "list"
    with SpoolWriter(path, beside=beside) as target:
        for block in BLOCKS:
            target.write(block)
    assert path.read_bytes() == b"".join(BLOCKS)
    assert target.sha256 == hashlib.sha256(b"".join(BLOCKS)).hexdigest()
    assert not spool_threads()


@both_ways
def test_a_full_disk_is_told(beside: bool) -> None:
    with (  # noqa: PT012 - which block tells is open
        pytest.raises(OSError, match="No space left"),
        SpoolWriter(Path("/dev/full"), beside=beside) as target,
    ):
        for block in BLOCKS * 100:
            target.write(block)
    assert not spool_threads()


@both_ways
def test_who_breaks_off_waits_for_nothing(tmp_path: Path, beside: bool) -> None:
    with (  # noqa: PT012 - it breaks off in the middle
        pytest.raises(EOFError),
        SpoolWriter(tmp_path / "list", beside=beside) as target,
    ):
        target.write(b"1")
        raise EOFError
    assert not spool_threads()
