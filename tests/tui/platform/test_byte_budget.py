"""What opening, closing and moving cost in bytes, beside one whole repaint of the same screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from tests.tui.conftest import FAILED, IMPORTED, write_run
from tests.tui.terminal import Terminal

DOWN = "\x1b[B"
SIZES = {(80, 24): 1500, (120, 40): 3000}
"""Terminals, with the bytes that a cursor key may cost there."""
QUIET = 0.6


@pytest.fixture(params=SIZES, ids=lambda size: "x".join(map(str, size)))
def terminal(config: Path, data: DataFolder, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """The first screen, with a month of runs, complete."""
    for days in range(30):
        for interface in ("datev", "payments"):
            story = FAILED if days % 7 == 3 else IMPORTED
            write_run(data, interface, story, ago=timedelta(days=days, hours=1))
    size: tuple[int, int] = request.param
    with Terminal("-c", str(config), size=size, environ={"COLORTERM": "truecolor"}) as terminal:
        terminal.wait_for("Quit")
        terminal.read(QUIET)
        yield terminal


def cost(terminal: Terminal, keys: str) -> int:
    terminal.type(keys)
    return len(terminal.read(QUIET))


def whole_repaint(terminal: Terminal) -> int:
    """What all that is shown costs: a terminal of another size is sent everything."""
    width, height = terminal.size
    terminal.resize((width ^ 1, height))
    return len(terminal.read(QUIET))


@pytest.mark.parametrize("key", ["h", "l", "L", "i", "e", "S"])
def test_a_screen_opens_and_closes_with_few_repaints(terminal: Terminal, key: str) -> None:
    first = whole_repaint(terminal)
    opening = cost(terminal, key)
    whole = whole_repaint(terminal)
    assert whole > 1000
    assert opening <= 1.5 * whole
    assert cost(terminal, "\x1b") <= 1.2 * first


@pytest.mark.parametrize("key", ["?", ":", "/"])
def test_a_dialog_costs_less_than_one_repaint(terminal: Terminal, key: str) -> None:
    first = whole_repaint(terminal)
    opening = cost(terminal, key)
    assert 0 < opening <= whole_repaint(terminal)
    assert 0 < cost(terminal, "\x1b") <= first


def test_a_cursor_key_costs_little(terminal: Terminal) -> None:
    at_most = next(most for size, most in SIZES.items() if size[1] == terminal.size[1])
    for keys in ("", "h", "e"):
        if keys:
            cost(terminal, keys)
        for _step in range(3):
            assert cost(terminal, DOWN) <= at_most
        if keys:
            cost(terminal, "\x1b")
