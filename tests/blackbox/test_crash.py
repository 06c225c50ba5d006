"""Killed or failing at any system call, the next command ends right: nothing lost, nothing twice,
nothing left over, and everything told in words. A sample, other points each day;
`crash_points.py` alone tries all.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.servers.real import needed

SHARE = "24"


@pytest.mark.parametrize("hows", [["kill"], ["ENOSPC", "ENOSPC+"], ["EIO", "EIO+"]], ids="/".join)
def test_interrupted_at_any_system_call(hows: list[str]) -> None:
    needed("strace")
    command = [sys.executable, "-m", "tests.blackbox.crash_points", SHARE, *hows]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    points = sum(map(int, re.findall(r": (\d+) of \d+ points, 0 wrong", ended.stdout)))
    assert points > 40, "strace no longer reaches the calls"
