"""What comes from paramiko's thread, in whichever pieces it is asked for."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from engine.sources.sftp.sftp_client import Pipe

SIZES = st.lists(st.integers(1, 9))


@given(pieces=st.lists(st.binary(min_size=1)), sizes=SIZES)
def test_what_comes_is_read_in_order_and_once(pieces: list[bytes], sizes: list[int]) -> None:
    pipe, came = Pipe(), b""
    for piece in pieces:
        pipe.feed(piece)
    pipe.close()
    for size in [*sizes, 10_000]:
        block = pipe.read(size)
        assert len(block) <= size
        came += block
    assert came == b"".join(pieces)
    assert pipe.read(1) == b""


def test_who_reads_waits_for_what_comes() -> None:
    pipe = Pipe()
    threading.Timer(0.05, pipe.feed, [b"1;2,00"]).start()
    assert pipe.read(3, timeout=20) == b"1;2"
    assert pipe.read(9, timeout=20) == b",00"
