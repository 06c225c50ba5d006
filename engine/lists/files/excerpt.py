"""A line of an archived list as a person would see it there, for `opos explain`."""

from __future__ import annotations

from pathlib import Path

from engine.lists.cells.word_cells import seen
from engine.lists.files.limits import FileLimits
from engine.lists.files.opened_file import open_file
from engine.model.errors import ListRefused


def excerpt(path: Path, line: int, sheet: str = "") -> str:
    """The text of one line, its cells with semicolons between them; empty where the file cannot be
    read any more.

    From outside: escape it before showing.
    """
    try:
        tables = open_file(path, "auto", frozenset(), FileLimits()).sheets
    except (ListRefused, OSError):
        return ""
    for table in tables:
        if sheet in ("", table.name):
            for numbers, lines in table.blocks():
                if line in numbers:
                    return "; ".join(map(seen, lines[list(numbers).index(line)]))
    return ""
