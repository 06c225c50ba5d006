"""Only what differs is sent, and after it the terminal shows what was drawn."""

from __future__ import annotations

import random
from functools import partial
from io import StringIO

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tests.tui.shown import Shown
from tui_app.platform.painting import Painting

WIDTH, HEIGHT = 30, 4
STYLES = [Style.parse(words) for words in ("", "bold red", "red on blue", "on blue", "dim italic")]
TEXTS = ["importiert", "gescheitert", "Köln ▁▂▇", "漢字かな", "x", "e\u0301tage", "│──│", "  "]


def a_line(chance: random.Random) -> Strip:
    segments = [Segment(chance.choice(TEXTS) + " ", chance.choice(STYLES)) for _piece in range(8)]
    return Strip(segments).crop(0, WIDTH).adjust_cell_length(WIDTH, Style())


def drawn(lines: list[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[line] for line in lines], Region(0, 0, WIDTH, HEIGHT))


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), force_terminal=True, color_system="standard", width=WIDTH)


@pytest.mark.parametrize("seed", range(20))
def test_the_terminal_shows_what_was_drawn(seed: int, console: Console) -> None:
    chance = random.Random(seed)
    painting, screen = Painting(), Shown()
    lines = [a_line(chance) for _line in range(HEIGHT)]
    for _drawing in range(12):
        lines[chance.randrange(HEIGHT)] = a_line(chance)
        painting.draw(drawn(lines))
        if changes := painting.changes(console):
            screen.receive(changes.render_segments(console).encode())
        whole, fresh = Shown(), Painting()
        fresh.draw(drawn(lines))
        everything = fresh.changes(console)
        assert everything is not None
        whole.receive(everything.render_segments(console).encode())
        assert screen.cells == whole.cells


def test_what_is_shown_already_is_not_sent_again(console: Console) -> None:
    painting = Painting()
    lines = [a_line(random.Random(1))] * HEIGHT
    painting.draw(drawn(lines))
    assert painting.changes(console)
    painting.draw(drawn(lines))
    assert painting.changes(console) is None
    painting.forget()
    assert painting.changes(console), "a terminal of which nothing is known is sent everything"


def test_of_a_line_only_the_cells_that_differ_are_sent(console: Console) -> None:
    line = partial(Strip, cell_length=WIDTH)
    painting = Painting()
    painting.draw(drawn([line([Segment("00:01 importiert".ljust(WIDTH))])] * HEIGHT))
    painting.changes(console)
    painting.draw(drawn([line([Segment("00:02 importiert".ljust(WIDTH))])] * HEIGHT))
    changes = painting.changes(console)
    assert changes is not None
    assert changes.render_segments(console) == "".join(f"\x1b[{y};5H2" for y in range(1, 5))


def test_of_another_size_all_is_sent(console: Console) -> None:
    painting = Painting()
    line = Strip([Segment("importiert".ljust(WIDTH))])
    painting.draw(drawn([line] * HEIGHT))
    painting.changes(console)
    smaller = line.crop(0, 20)
    painting.draw(LayoutUpdate([[smaller]] * 2, Region(0, 0, 20, 2)))
    changes = painting.changes(console)
    assert changes is not None
    assert changes.render_segments(console) == "".join(
        f"\x1b[{y};1H{'importiert'.ljust(20)}" for y in (1, 2)
    )
