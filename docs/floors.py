#!/usr/bin/env python3
"""The picture of the floors in docs/architecture.md: every room of the app and of the engine in the
order that the `layers` contracts of pyproject.toml demand, and a dot for each lower room that it
really imports.

.venv/bin/python docs/floors.py docs/floors.svg
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
COLOURS = {"tui_app": "#2f6f9f", "engine": "#7a5195"}
ROW, STEP = 22, 17
"""Pixels from floor to floor, and from one column of dots to the next."""
TOP, DOTS = 120, 590
"""Pixels above the highest floor, and left of the first column."""


def main(target: Path) -> None:
    target.write_text(picture(), encoding="utf-8")


def picture() -> str:
    """The picture as SVG; the same code always gives the same bytes."""
    rooms = floors()
    used = imports(rooms)
    width, height = DOTS + STEP * (len(rooms) + 4), TOP + ROW * len(rooms) + 12
    shapes = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        '<text x="12" y="26" font-size="16" fill="#222222">The floors of opos</text>',
        '<text x="12" y="48" fill="#555555">A dot: the room imports the one of that column.</text>',
        '<text x="12" y="66" fill="#555555">No dot is left of a square: nobody looks up.</text>',
    ]
    for row, room in enumerate(rooms):
        shapes += floor(row, room)
        shapes += (
            dot(row, column, room) for column, lower in enumerate(rooms) if lower in used[room]
        )
    return "\n".join([*shapes, "</svg>", ""])


def floors() -> list[str]:
    """Every room, the highest first, as the contracts name them."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = {
        contract["containers"][0]: contract["layers"]
        for contract in config["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    }
    return [f"{house}.{room}" for house in ("tui_app", "engine") for room in layers[house]]


def imports(rooms: list[str]) -> dict[str, set[str]]:
    """For each room the others that it imports, not counting what only a type checker reads."""
    graph = grimp.build_graph(
        "tui_app", "engine", exclude_type_checking_imports=True, cache_dir=None
    )
    for room in rooms:
        graph.squash_module(room)
    return {room: graph.find_modules_directly_imported_by(room) for room in rooms}


def floor(row: int, room: str) -> Iterator[str]:
    """The bar with the room's name and what it is for, its own square, and the head of its
    column.
    """
    house, name = room.split(".")
    y, colour = TOP + ROW * row, COLOURS[house]
    x = DOTS + STEP * row
    yield (
        f'<rect x="12" y="{y}" width="{x - 2}" height="{ROW - 2}" rx="3" fill="{colour}"'
        ' fill-opacity="0.15"/>'
    )
    yield f'<text x="20" y="{y + 14}" font-weight="bold" fill="{colour}">{name}</text>'
    yield f'<text x="120" y="{y + 14}" fill="#222222">{escape(purpose(room))}</text>'
    yield f'<rect x="{x}" y="{y + 5}" width="10" height="10" fill="{colour}"/>'
    yield (
        f'<text transform="translate({x + 6} {TOP - 8}) rotate(-60)" fill="{colour}">{name}</text>'
    )


def dot(row: int, column: int, room: str) -> str:
    x, y = DOTS + STEP * column + 5, TOP + ROW * row + 10
    return f'<circle cx="{x}" cy="{y}" r="4" fill="{COLOURS[room.split(".")[0]]}"/>'


def purpose(room: str) -> str:
    """The beginning of the room's docstring, up to its first stop."""
    path = ROOT / room.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = file.read_text(encoding="utf-8").split('"""')[1]
    return re.split(r"[.:;]\s|[.:;]$", " ".join(text.split()))[0].replace("`", "")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
