"""A TOML text cut into its statements, so that one can be found, and changed, while all others stay
as they are.

A statement is what ends with a line: a heading, a key with its value over as many lines as that
takes, a comment, a blank line.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import msgspec

KeyPath = tuple[str, ...]
"""The way to a setting: `("interfaces", "datev", "source", "port")`."""


class Statement(msgspec.Struct, frozen=True):
    """One statement; the texts of all of them make the whole text again."""

    line: int
    """Its first line, counted from 1."""
    text: str
    table: KeyPath
    """The heading it stands below, or its own if it is one; empty at the top of the file."""
    keys: tuple[KeyPath, ...]
    """Every key and table it sets or opens, the whole way from the top; empty for comments and
    blank lines.
    """

    @property
    def is_heading(self) -> bool:
        return self.text.lstrip().startswith("[")


def statements(text: str) -> Iterator[Statement]:
    """Cut a valid TOML text: a statement is as many lines as tomllib needs to make sense of the
    first.
    """
    import tomllib  # slow to import, and most runs look at no statement

    statement = ""
    table: KeyPath = ()
    first = 1
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        statement += line
        try:
            keys = tuple(_keys(tomllib.loads(statement), ()))
        except tomllib.TOMLDecodeError:
            continue
        if statement.lstrip().startswith("["):
            table = keys[-1]
            yield Statement(first, statement, table, keys)
        else:
            yield Statement(first, statement, table, tuple((*table, *key) for key in keys))
        statement, first = "", number + 1


def key_lines(text: str) -> dict[KeyPath, int]:
    """For every table and key of a valid TOML text its line; of a table in several pieces, the
    first.
    """
    lines: dict[KeyPath, int] = {}
    for statement in statements(text):
        for key in statement.keys:
            lines.setdefault(key, statement.line)
    return lines


def _keys(values: dict[str, Any], above: KeyPath) -> Iterator[KeyPath]:
    for name, value in values.items():
        yield (*above, name)
        if isinstance(value, dict):
            yield from _keys(value, (*above, name))
