"""On which line of a TOML file each key stands, which `tomllib` does not tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

Key = tuple[str, ...]
"""The way to a setting: `("interfaces", "datev", "source", "port")`."""


def key_lines(text: str) -> dict[Key, int]:
    """For every table and key of a valid TOML text its line, counted from 1; of a table in several pieces, the first.

    The text is cut into statements: lines that make sense to tomllib together with the heading above them.
    """
    lines: dict[Key, int] = {}
    heading = statement = ""
    first = 1
    for number, line in enumerate(text.split("\n"), start=1):
        statement += line + "\n"
        try:
            values = tomllib.loads(heading + statement)
        except tomllib.TOMLDecodeError:
            continue
        if statement.lstrip().startswith("["):
            heading = statement
            values = tomllib.loads(heading)
        for key in _keys(values, ()):
            lines.setdefault(key, first)
        statement = ""
        first = number + 1
    return lines


def _keys(values: dict[str, Any], above: Key) -> Iterator[Key]:
    for name, value in values.items():
        yield (*above, name)
        if isinstance(value, dict):
            yield from _keys(value, (*above, name))
