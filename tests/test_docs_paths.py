"""The map of the house is true: every path that the pages name is there, and every module is in the
map.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAP = ROOT / "docs" / "architecture.md"
PAGES = ("CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md")
TOPS = ("engine", "tui_app", "tests", "docs", "bench", "distribution")
ROOM = re.compile(r"^### `([\w/]+)`")
ROW = re.compile(r"^\| (`[^|]+) \|")
QUOTED = re.compile(r"`([^`]+)`")


def modules() -> set[str]:
    """Every module of the packages that holds more than a room's own docstring."""
    return {
        path.relative_to(ROOT).as_posix()
        for package in ("engine", "tui_app", "distribution")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__init__.py"
    }


def mapped() -> list[str]:
    """The files that the rows of the map name, as paths from the root."""
    room, files = "", []
    for line in MAP.read_text(encoding="utf-8").splitlines():
        if heading := ROOM.match(line):
            room = heading[1]
        elif room and (row := ROW.match(line)):
            files += [f"{room}/{name}" for name in QUOTED.findall(row[1])]
    return files


def test_every_module_is_in_the_map_once() -> None:
    files = [name for name in mapped() if name.endswith(".py")]
    assert [name for name, times in Counter(files).items() if times > 1] == []
    assert modules() - set(files) == set()


def test_the_map_names_only_what_is_there() -> None:
    assert [name for name in mapped() if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    paths = [name.partition(":")[0] for name in QUOTED.findall(text) if name.startswith(TOPS)]
    paths = [path for path in paths if "/" in path]
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, "README.md", "README.de.md", "docs/glossary.md"])
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text)]
    local = [link for link in links if link and "://" not in link]
    assert local
    assert [link for link in local if not (ROOT / page).parent.joinpath(link).exists()] == []
