"""What who stays has imported, no run imports again; and however many runs it starts, nothing of
them is left in it.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.common.cancellation import CancelToken
from engine.settings.load import load_settings
from engine.worker import one_run, run_interfaces, watch
from engine.worker.one_run import Ended
from engine.worker.watch import turns
from tests.clock import Clock
from tests.factories import item
from tests.practice import Practice

RUN = """
import sys
from pathlib import Path
from engine.common.cancellation import CancelToken
from engine.settings.load import load_settings
from engine.worker.preload import preload
from engine.worker.run_interfaces import run_now

configuration = load_settings(Path(sys.argv[1]))
preload(configuration.settings)
before = set(sys.modules)
for name in configuration.settings.interfaces:
    list(run_now(configuration, [name], trigger="watch", token=CancelToken()))
print(*sorted(name for name in set(sys.modules) - before if name.startswith("engine.")))
"""
MORNING = datetime(2036, 11, 20, 6, 0, tzinfo=UTC)


def test_a_run_imports_nothing_of_ours_any_more(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    practice.put_list("RE-1 60,00")
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUN, practice.config],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("\n", "")
    assert not list(practice.uploads.iterdir()), "it was imported"


class QuickToken(CancelToken):
    """Its sleep turns the clock instead."""

    def sleep(self, seconds: float) -> None:
        Clock.moment += timedelta(seconds=seconds)


def test_who_stays_does_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Clock.moment = MORNING
    for module in (run_interfaces, one_run, watch):
        monkeypatch.setattr(module, "datetime", Clock)
    practice = Practice(tmp_path / "practice")
    text = practice.config.read_text(encoding="utf-8")
    every_minute = '[interfaces.datev.schedule]\ninterval = "minutes"\nevery_minutes = 1\n'
    practice.config.write_text(text + every_minute, encoding="utf-8")
    practice.hold(item("RE-1"))
    token, ended, sizes = QuickToken(), 0, list[tuple[int, int, int]]()
    for turn in turns(load_settings(practice.config), token):
        ended += sum(isinstance(step, Ended) for step in turn.steps)
        if ended >= (40, 90)[len(sizes)]:
            sizes.append(_size())
        if len(sizes) == 2:
            token.cancel()
    (objects, blocks, descriptors), (more_objects, more_blocks, more_descriptors) = sizes
    assert more_objects <= objects
    assert more_blocks - blocks < 300, "Python keeps some blocks in hand, and more of them at first"
    assert more_descriptors == descriptors


def _size() -> tuple[int, int, int]:
    """Objects that may hold others, blocks of memory, and open files."""
    gc.collect()
    files = sum(1 for _each in Path("/proc/self/fd").iterdir())
    return len(gc.get_objects()), sys.getallocatedblocks(), files
