"""One name, one thing: a class, a type or a public function is defined once in engine and app."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
RECURRING = {
    "main": "the entry of each program: the command line, the app, the child that reads workbooks",
    "add_arguments": "each command says what it takes",
    "run": "each command says what it does",
}


def names(source: str) -> Iterator[str]:
    """The names that a module gives to its classes, its types, and its public functions.

    A `TypeVar` is no name of a thing: it holds within the signatures of its module.
    """
    for node in ast.parse(source).body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if not name.startswith("_"):
                    yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if name[:1].isupper() and not name.isupper() and "TypeVar" not in ast.dump(value):
                    yield name


def defined_twice() -> dict[str, list[str]]:
    """By each name that is given more than once, the files that give it."""
    files = defaultdict(list)
    for package in ("engine", "tui_app"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for name in names(path.read_text(encoding="utf-8")):
                files[name].append(str(path.relative_to(ROOT)))
    return {name: where for name, where in files.items() if len(where) > 1}


def test_no_name_means_two_things_and_no_exception_is_idle() -> None:
    twice = defined_twice()
    assert {name: where for name, where in twice.items() if name not in RECURRING} == {}
    assert RECURRING.keys() - twice.keys() == set()
