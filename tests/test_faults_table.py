"""The table of faults is whole, and every test that it names is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "lists" / "golden"
ROW = re.compile(r"\| (?P<number>[0-9]+) \| [^|]+ \| [^|]+ \| (?P<tests>[^|]+) \|")
TEST = re.compile(
    r"`(?P<path>tests/[\w/]+\.py)::(?P<name>(?:Test\w+::)?test_\w+)(?:\[(?P<list>[^\]]+)\])?`"
)

ROWS = [
    row
    for line in (ROOT / "docs" / "faults.md").read_text(encoding="utf-8").splitlines()
    if (row := ROW.fullmatch(line))
]


@cache
def names_in(path: Path) -> set[str]:
    """The tests of a file, those in a class with its name."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {
            prefix + each.name
            for each in inner
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        }
    return found


def test_every_fault_has_its_row_once() -> None:
    assert [int(row["number"]) for row in ROWS] == list(range(1, 148))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_it_is_shown_by_tests_that_are_there(row: re.Match[str]) -> None:
    named = row["tests"].split("<br>")
    tests = [test for name in named if (test := TEST.fullmatch(name))]
    assert len(tests) == len(named), "as pytest takes them, in backticks"
    for test in tests:
        assert (ROOT / test["path"]).is_file(), test[0]
        assert test["name"] in names_in(ROOT / test["path"]), test[0]
        assert test["list"] is None or (GOLDEN / test["list"]).is_file(), test[0]
