"""Killed, without power or failing at any system call, the next command ends right: nothing lost,
nothing twice, nothing left over, and everything told in words. A sample, other points each day;
`crash_points.py` alone tries all.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.servers.real import needed

SHARE = "120"
HOWS = (
    ["kill", "power"],
    ["ENOSPC", "ENOSPC+", "EDQUOT"],
    ["EIO", "EIO+", "EIO-read"],
    ["EROFS", "EROFS+", "EMFILE", "EMFILE+", "ENOLCK"],
)


@pytest.mark.parametrize("hows", HOWS, ids="/".join)
def test_interrupted_at_any_system_call(hows: list[str]) -> None:
    needed("strace")
    command = [sys.executable, "-m", "tests.blackbox.crash_points", SHARE, *hows]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    points = sum(map(int, re.findall(r": (\d+) of \d+ points, 0 wrong", ended.stdout)))
    assert points > 20, "strace no longer reaches the calls"


BROKEN = {
    "never synced": ("os.fsync = lambda descriptor: None", "power", "3"),
    "written in place": (
        "atomic_write.write_atomically = lambda path, blocks, mode=0, **more:"
        " Path(path).write_bytes(b''.join(blocks))",
        "kill",
        "3",
    ),
    "never swept": ("atomic_write.sweep_temporary_files = lambda folder: None", "kill", "3"),
    "name never synced": ("atomic_write.sync_folder = lambda folder: None", "power", "1"),
}
"""Writers that are careless in one way each, what must find them, and at what share of points."""


@pytest.mark.parametrize("way", BROKEN)
def test_a_careless_writer_is_found(way: str) -> None:
    needed("strace")
    broken, how, share = BROKEN[way]
    program = (
        "import os, sys; from pathlib import Path; from engine.common import atomic_write; "
        f"{broken}; from tests.blackbox.crash_points import main_loop; "
        f"sys.exit(main_loop([{share!r}, {how!r}, 'import']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert re.search(r"[1-9]\d* wrong$", ended.stdout.strip()), ended.stdout + ended.stderr
