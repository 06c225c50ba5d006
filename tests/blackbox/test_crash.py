"""Killed at any step, the next run ends right: nothing lost, nothing twice."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


def test_killed_at_every_step_that_touches_the_disk(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.blackbox.crash_points", str(tmp_path / "practice")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    found = re.search(r"(\d+) points, 0 not healed", ended.stdout)
    assert found is not None
    assert int(found[1]) > 40, "the counting no longer reaches the calls"
