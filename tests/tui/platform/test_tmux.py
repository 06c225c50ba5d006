"""Inside a real tmux: what most admins have between them and the app."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.real import needed


class Tmux:
    """A tmux of its own, with one window in which a shell script runs."""

    def __init__(self, folder: Path, script: str) -> None:
        self._environ = {**os.environ, "TMUX_TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}
        self._environ.pop("TMUX", None)
        self("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", script)

    def __call__(self, *command: str) -> str:
        done = subprocess.run(
            ["tmux", *command], env=self._environ, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Keys as tmux names them."""
        self("send-keys", *keys)

    def wait_for(self, condition: Callable[[str], bool], what: str) -> str:
        """The screen, once it is as wanted; the limit is only there so that a failing test ends."""
        deadline = time.monotonic() + 30
        while not condition(screen := self("capture-pane", "-p")):
            assert time.monotonic() < deadline, f"waited in vain for {what}:\n{screen}"
            time.sleep(0.05)
        return screen


@pytest.fixture
def tmux(tmp_path: Path, config: Path) -> Iterator[Tmux]:
    """The app, started in a shell that wrote something before and says how it ended."""
    needed("tmux")
    opos = shlex.join([sys.executable, "-m", "tui_app", "-c", str(config)])
    tmux = Tmux(tmp_path, f"echo before; {opos}; echo ended with $?; exec cat")
    yield tmux
    tmux("kill-server")


def test_opens_helps_and_leaves_the_screen_as_it_was(tmux: Tmux) -> None:
    screen = tmux.wait_for(lambda screen: "Quit" in screen, "the first screen")
    assert "before" not in screen
    tmux.press("F1")
    tmux.wait_for(lambda screen: "Run this interface" in screen, "help")
    tmux.press("Escape")
    tmux.wait_for(lambda screen: "Run this interface" not in screen, "the first screen again")
    tmux.press("q")
    screen = tmux.wait_for(lambda screen: "ended with 0" in screen, "the end")
    assert "before" in screen
    assert "Quit" not in screen
