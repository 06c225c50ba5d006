"""A terminal of 40 columns and 10 lines, one that changes its size, and a paste without end."""

from __future__ import annotations

from pathlib import Path

from tests.tui.terminal import Terminal, opened


def test_forty_by_ten_is_enough_to_look_and_leave(config: Path) -> None:
    with Terminal("-c", str(config), size=(40, 10)) as terminal:
        terminal.wait_for("DATEV")
        before = len(terminal.sent)
        terminal.type("?")
        terminal.wait_for("─ Help ─", before)
        before = len(terminal.sent)
        terminal.type("\x1b")
        terminal.wait_for("DATEV", before)
        terminal.type("q")
        assert terminal.end() == 0


def test_a_new_size_while_a_dialog_is_open(config: Path) -> None:
    with opened(config) as terminal:
        terminal.type("?")
        terminal.wait_for("Run this interface")
        for size in ((40, 10), (10, 3), (90, 30)):
            before = len(terminal.sent)
            terminal.resize(size)
            terminal.read(0.5)
        terminal.wait_for("Run this interface", before)
        before = len(terminal.sent)
        terminal.type("\x1b")
        terminal.wait_for("Quit", before)
        terminal.type("q")
        assert terminal.end() == 0


def test_a_pasted_megabyte_ends_no_line_and_stops_nothing(config: Path) -> None:
    with opened(config) as terminal:
        terminal.type("/")
        terminal.paste("x" * 1_000_000)
        terminal.wait_for("Nothing found")
        before = len(terminal.sent)
        terminal.type("\x1b")
        terminal.wait_for("Quit", before)
        terminal.type("q")
        assert terminal.end() == 0
