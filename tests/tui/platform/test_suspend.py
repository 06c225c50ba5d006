"""Ctrl+Z gives the terminal back to the shell, and `fg` brings the app back whole."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from tests.tui.terminal import Terminal

ENTER_SCREEN, LEAVE_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
SHELL = ("bash", "--norc", "--noprofile", "-i")


def test_ctrl_z_and_fg(config: Path) -> None:
    with Terminal(program=SHELL, environ={"PS1": "ready> "}) as terminal:
        terminal.wait_for("ready> ")
        terminal.type(shlex.join([sys.executable, "-m", "tui_app", "-c", str(config)]) + "\n")
        terminal.wait_for("Quit")
        before = len(terminal.sent)
        terminal.type("\x1a")
        terminal.wait_for("ready> ", before)
        assert LEAVE_SCREEN in terminal.sent[before:]
        assert b"Stopped" in terminal.sent[before:]

        before = len(terminal.sent)
        terminal.type("echo still $((6 * 7))\n")
        terminal.wait_for("still 42", before)

        before = len(terminal.sent)
        terminal.type("fg\n")
        terminal.wait_for("Quit", before)
        assert ENTER_SCREEN in terminal.sent[before:]

        before = len(terminal.sent)
        terminal.type("q")
        terminal.wait_for("ready> ", before)
        terminal.type("echo ended with $?; exit\n")
        terminal.wait_for("ended with 0", before)
