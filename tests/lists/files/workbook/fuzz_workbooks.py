"""Breaks the workbooks of the tests in every way and reads them: nothing but tables or a refusal
may come out, and a small one may not cost much. `python3 dev.py fuzz xls xlsx html xml` tries them
for as long as you like.

Calamine ends its process where a broken number asks for a terabyte, as it may in the child: so each
input is read in a fork.
"""

from __future__ import annotations

import io
import os
import random
import signal
import zipfile
from functools import cache
from pathlib import Path

from engine.common.i18n import advice_of, cause_of
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook import html, spreadsheetml, xls, xlsx
from engine.lists.files.workbook.child import confine, read_in_child
from engine.lists.files.workbook.kind import workbook_kind
from engine.model.errors import ListRefused

# Loaded before the forks, which would each load them again.
READERS = (html, spreadsheetml, xls, xlsx)
LISTS = Path(__file__).parents[2]
PIECES = [
    b"0",
    b"-1",
    b"65536",
    b"1048576",
    b"99999999999",
    b"1e999",
    b"NaN",
    b"",
    b"XFD1048576",
    b"A0",
    b"\xff",
    b"<",
    b"</",
    b"&",
]
EXPECTED_ENDS = (signal.SIGABRT, signal.SIGKILL, signal.SIGXCPU)
MOST_SECONDS, MOST_BYTES = 5.0, 250_000_000
"""What a small workbook may cost; of the memory a half is Python and its libraries."""


@cache
def sources(kind: str) -> list[bytes]:
    """Every small workbook of this kind among the lists of the tests."""
    files = (*LISTS.rglob("*.xls*"), *LISTS.rglob("workbooks/list_*"))
    contents = [path.read_bytes() for path in sorted(files) if path.suffix != ".json"]
    return [each for each in contents if len(each) < 60_000 and workbook_kind(each[:4096]) == kind]


def try_workbook(kind: str, seed: int, folder: Path) -> None:
    """Read one that is broken; raise `AssertionError` for what may not come of it."""
    chance, path = random.Random(seed), folder / "broken"
    path.write_bytes(_broken(chance.choice(sources(kind)), chance))
    finding, seconds, memory = _read_in_a_fork(path)
    assert not finding, finding
    assert seconds < MOST_SECONDS, f"{seconds:.1f} s of the processor"
    assert memory < MOST_BYTES, f"{memory:,} bytes of memory"


def _broken(content: bytes, chance: random.Random) -> bytes:
    """`content` with a few bytes or numbers changed; of a zip, now and then within one of its
    parts.
    """
    if not content.startswith(b"PK") or chance.random() < 0.2:
        return _mutated(content, chance)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        victim = chance.choice(archive.namelist())
        for name in archive.namelist():
            part = archive.read(name)
            copy.writestr(name, _mutated(part, chance) if name == victim else part)
    return target.getvalue()


def _mutated(content: bytes, chance: random.Random) -> bytes:
    for _time in range(chance.randint(1, 4)):
        place = chance.randrange(len(content) + 1)
        until = place + chance.choice((0, 1, 1, 2, 4, 50))
        match chance.randrange(4):
            case 0:
                new = chance.randbytes(until - place)
            case 1:
                new = chance.choice(PIECES)
            case 2:
                new = content[until : until + chance.randint(1, 200)]
            case _:
                digits = [
                    index
                    for index in range(place, min(len(content), place + 500))
                    if content[index : index + 1].isdigit()
                ]
                place = until = digits[0] if digits else place
                new = chance.choice(PIECES)
        content = content[:place] + new + content[until:]
    return content


def _read_in_a_fork(path: Path) -> tuple[str, float, int]:
    """What came out that may not, empty if all is well; the seconds and bytes it took."""
    limits = FileLimits().for_workbook(path.stat().st_size)
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a panic of calamine's Rust speaks there
        confine(limits)
        os.write(into, _attempt(path, limits).encode("utf-8", "replace")[:2000])
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        finding = pipe.read().decode()
    _pid, status, used = os.wait4(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) not in EXPECTED_ENDS:
        finding = f"signal {os.WTERMSIG(status)}"
    return finding, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def _attempt(path: Path, limits: FileLimits) -> str:
    kind = workbook_kind(path.read_bytes()[:4096])
    if kind in ("text", "ods"):
        return ""
    try:
        read_in_child(path, kind, limits)
    except ListRefused as refused:
        return "" if cause_of(refused) and advice_of(refused) else "a refusal without words"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return ""
