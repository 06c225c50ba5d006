"""The chain of lines, each with the hash of the one before and its own."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from engine.common.hash_chain import HashChain, Link
from engine.common.i18n import render


class Note(Link, frozen=True, kw_only=True, omit_defaults=True):
    text: str


@pytest.fixture
def chain(tmp_path: Path) -> HashChain[Note]:
    chain = HashChain(tmp_path / "notes.jsonl", Note)
    for text in ("one", "two", "three"):
        chain.append(Note(text=text))
    return chain


def texts(chain: HashChain[Note]) -> list[str]:
    return [link.text for link, _hash in chain.links()]


def test_lines_are_numbered_and_follow_each_other(chain: HashChain[Note]) -> None:
    links = list(chain.links())
    assert [link.number for link, _hash in links] == [1, 2, 3]
    assert [link.previous for link, _hash in links] == ["", links[0][1], links[1][1]]
    assert list(chain.problems()) == []
    assert chain.path.stat().st_mode & 0o7 == 0


def test_every_flipped_bit_is_seen(chain: HashChain[Note]) -> None:
    whole = chain.path.read_bytes()
    for place in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        chain.path.write_bytes(flipped)
        assert list(chain.problems()), place


def test_a_line_end_that_is_gone_comes_again(chain: HashChain[Note]) -> None:
    chain.path.write_bytes(chain.path.read_bytes()[:-1])
    assert list(chain.problems()) == []
    chain.append(Note(text="four"))
    assert texts(chain) == ["one", "two", "three", "four"]
    assert list(chain.problems()) == []


def test_a_torn_end_is_told_and_kept(chain: HashChain[Note]) -> None:
    whole = chain.path.read_bytes()
    chain.path.write_bytes(whole[:-20])
    (problem,) = chain.problems()
    assert "ends in the middle of a line" in render(problem)
    chain.append(Note(text="four"))
    assert texts(chain) == ["one", "two", "four"]
    assert whole.endswith(chain.torn.read_bytes() + whole[-20:])


def test_lines_from_before_there_was_a_chain_are_left_as_they_are(tmp_path: Path) -> None:
    chain = HashChain(tmp_path / "notes.jsonl", Note)
    chain.path.write_bytes(b'{"text":"old"}\n{"text":"older"}\n')
    chain.append(Note(text="new"))
    assert list(chain.problems()) == []
    chain.path.write_bytes(chain.path.read_bytes().replace(b"older", b"oldex"))
    assert len(list(chain.problems())) == 1


def test_what_the_disk_does_not_take_leaves_no_half_line(
    chain: HashChain[Note], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = chain.path.read_bytes()

    def full(descriptor: int, content: bytes) -> int:
        os.truncate(chain.path, len(before) + 3)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        chain.append(Note(text="four"))
    assert chain.path.read_bytes() == before
