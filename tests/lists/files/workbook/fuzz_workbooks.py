"""Breaks the workbooks of the fixtures in every way and reads them: nothing but tables or a refusal
may come out.

`python -m tests.lists.files.workbook.fuzz_workbooks SECONDS [SEED]`, for minutes by hand. Prints
what failed, and ends with 1 if anything did. Calamine ends its process where a broken number asks
for a terabyte, as it may in the child: so each input is read in a fork.
"""

from __future__ import annotations

import io
import os
import random
import signal
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from engine.common.i18n import advice_of, cause_of
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook import html, spreadsheetml, xls, xlsx
from engine.lists.files.workbook.child import confine, read_in_child
from engine.lists.files.workbook.workbooks import workbook_kind
from engine.model.errors import ListRefused

# Loaded before the forks, which would each load them again.
READERS = (html, spreadsheetml, xls, xlsx)
SOURCES = sorted(
    path for path in Path(__file__).with_name("workbooks").iterdir() if path.suffix != ".ods"
)
LIMITS = FileLimits(workbook_memory_bytes=600_000_000, workbook_cpu_seconds=5)
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


def main(seconds: float, seed: int) -> int:
    first, end = seed, time.monotonic() + seconds
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "broken"
        while time.monotonic() < end:
            chance = random.Random(seed)
            source = chance.choice(SOURCES)
            path.write_bytes(broken(source.read_bytes(), chance))
            if finding := read_in_a_fork(path):
                sys.stdout.write(f"seed {seed}, {source.name}: {finding}\n")
                failures += 1
            seed += 1
    sys.stdout.write(f"{seed - first} inputs from seed {first}, {failures} failures\n")
    return 1 if failures else 0


def broken(content: bytes, chance: random.Random) -> bytes:
    """`content` with a few bytes or numbers changed; of a zip, now and then within one of its
    parts.
    """
    if not content.startswith(b"PK") or chance.random() < 0.2:
        return mutated(content, chance)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        victim = chance.choice(archive.namelist())
        for name in archive.namelist():
            part = archive.read(name)
            copy.writestr(name, mutated(part, chance) if name == victim else part)
    return target.getvalue()


def mutated(content: bytes, chance: random.Random) -> bytes:
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


def read_in_a_fork(path: Path) -> str:
    """What came out that may not; empty if all is well."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        confine(LIMITS)
        os.write(into, attempt(path).encode("utf-8", "replace")[:2000])
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        finding = pipe.read().decode()
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) not in EXPECTED_ENDS:
        return f"signal {os.WTERMSIG(status)}"
    return finding


def attempt(path: Path) -> str:
    kind = workbook_kind(path.read_bytes()[:4096])
    if kind in ("text", "ods"):
        return ""
    try:
        read_in_child(path, kind, LIMITS)
    except ListRefused as refused:
        return "" if cause_of(refused) and advice_of(refused) else "a refusal without words"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return ""


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
