"""Broken lists for the reader, by random changes to the golden ones: what comes of one must be a
list or a refusal. `python3 dev.py fuzz lists` tries them for as long as you like.
"""

from __future__ import annotations

import random
from pathlib import Path

from engine.common.i18n import advice_of, cause_of
from engine.lists.files.limits import FileLimits
from engine.lists.layouts.built_in import BUILT_IN
from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile
from engine.model.errors import ListRefused
from tests.lists.make_lists import CASES, TODAY

CORPUS = [case.data for case in CASES if not case.name.endswith((".xls", ".xlsx"))]
_TYPES = ("", *(name for name, layout in BUILT_IN.items() if layout.containers == ("csv",)))
_PIECES = (
    b";", b",", b"\t", b'"', b"\r\n", b"\n", b"\r", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"EXTF;",
    b"Summe", b"1.200", b"-", b"(",
    b"H", b"1e9", b"\xd9\xa1", b"=1+1", b"#REF!", b"A" * 60_000, b"9" * 5_000, b";" * 500,
    b"Saldo;", b"01/02/2026", b"\xc3",
    b"\x81", b"\x85",
)  # fmt: skip


def read_anything(
    data: bytes,
    path: Path,
    type: str,  # noqa: A002 - what the setting is called
    content: Content | None,
) -> ListFile | None:
    """What is read of `data`, or None where it is refused; any other error is a bug and goes up."""
    path.write_bytes(data)
    try:
        found = read_list(
            path,
            path.name,
            type=type,
            content=content,
            limits=FileLimits(file_bytes=1_000_000),
            today=TODAY,
        )
    except ListRefused as refused:
        if not (cause_of(refused) and advice_of(refused)):
            raise AssertionError("A refusal without a cause or an advice") from refused
        return None
    assert len(found.rows) + found.merged + len(found.rejected) + len(found.ignored) == found.lines
    return found


def changed(chance: random.Random) -> bytes:
    """One of the golden lists with a few changes."""
    data = bytearray(chance.choice(CORPUS))
    for _ in range(chance.randint(1, 6)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice((0, 1, 1, 2, 5, 40)))
        match chance.randrange(5):
            case 0:
                data[start:end] = chance.choice(_PIECES)
            case 1:
                data[start:end] = bytes(chance.randrange(256) for _ in range(end - start))
            case 2:
                del data[start:end]
            case 3:
                data[start:start] = data[start:end] * chance.randint(1, 5)
            case _:
                other = chance.choice(CORPUS)
                place = chance.randint(0, len(other))
                data[start:end] = other[place : place + chance.randint(0, 200)]
    return bytes(data)


def try_one(seed: int, folder: Path) -> None:
    """One changed list, read in one of the ways it may be configured."""
    chance = random.Random(seed)
    read_anything(
        changed(chance), folder / "list.csv", chance.choice(_TYPES), chance.choice((None, *Content))
    )
