"""Reads the workbooks of the tests, and says what is in their cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.lists.cells.tables import Cell, Shown, Table
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.child import read_in_child
from engine.lists.files.workbook.kind import workbook_kind
from tests.lists.files.workbook.workbook_content import HEADINGS

FOLDER = Path(__file__).with_name("workbooks")


def tables(path: Path) -> list[Table]:
    return read_in_child(path, workbook_kind(path.read_bytes()[:4096]), FileLimits())


def the_list(path: Path) -> list[tuple[int, list[Cell]]]:
    return next(
        table.lines for table in tables(path) if table.name in ("Offene Posten", "Liste", "1")
    )


def texts(cells: list[Cell]) -> list[str]:
    return [cell.text if isinstance(cell, Shown) else cell for cell in cells]


def values(cells: list[Cell]) -> list[Any]:
    return [cell.value if isinstance(cell, Shown) else cell for cell in cells]


def padded(line: list[Any]) -> list[Any]:
    return line + [""] * (1 + len(HEADINGS) - len(line))
