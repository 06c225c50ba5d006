"""The sentences that explain the settings: the docstrings of the model, translated.

They are read from the source when somebody asks. pydantic could collect them while the model is
built, but that costs every start of the program 30 ms, and most starts show none.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec

from engine.common.i18n import _
from engine.settings.table import SettingsTable


class Docstring(msgspec.Struct, frozen=True):
    """What a table says of itself (`field` is empty) or of one of its fields."""

    line: int
    table: str
    field: str
    text: str
    """On one line, however it is wrapped in the source."""


def field_help(table: type[SettingsTable], field: str) -> str:
    """The sentence that explains a field, in the language in use; for a field that is a table, what
    the table says of itself.
    """
    own = (model for model in table.__mro__ if field in vars(model).get("__annotations__", {}))
    declares_it = next(own, table)
    text = _sentences(declares_it.__module__).get((declares_it.__name__, field))
    return _(text) if text else ""


def table_help(table: type[SettingsTable]) -> str:
    """The sentence that explains a table, in the language in use."""
    return field_help(table, "")


def docstrings(source: str) -> Iterator[Docstring]:
    """Every docstring of the classes in a Python source, and of their fields."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            if text := _text_of(node.body[0]):
                yield Docstring(node.body[0].lineno, node.name, "", text)
            for field, below in pairwise(node.body):
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                    and (text := _text_of(below))
                ):
                    yield Docstring(below.lineno, node.name, field.target.id, text)


def _text_of(node: ast.stmt) -> str:
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ):
        return " ".join(node.value.value.split())
    return ""


@cache
def _sentences(module: str) -> dict[tuple[str, str], str]:
    source = Path(sys.modules[module].__file__ or "").read_text("utf-8")
    return {(each.table, each.field): each.text for each in docstrings(source)}
