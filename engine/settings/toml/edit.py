"""Changing keys of a TOML text and nothing else: comments, order and blanks stay as somebody
wrote them.

tomlkit does it within a statement. Across statements it would put a new key behind the comment that
belongs to the next table, and would take that comment away with a table that is removed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from msgspec import structs

from engine.settings.toml.statements import KeyPath, Statement, statements
from engine.settings.values import PrivateAddresses

TomlValue = str | int | bool | dt.date | list[str] | dict[str, str | list[str]]
"""What a setting can be in a file; times and amounts are texts there."""


def with_changes(text: str, changes: Mapping[KeyPath, TomlValue | None]) -> str:
    """The text with each key set, or removed where its value is None; a whole table may be removed.
    The text is cut once, however many changes there are.
    """
    found = list(statements(text))
    for key, value in changes.items():
        found = _without(found, key) if value is None else _with_value(found, key, value)
    return "".join(statement.text for statement in found)


def _with_value(found: list[Statement], key: KeyPath, value: TomlValue) -> list[Statement]:
    """With `key` set: where it stands already, else at the end of its table, else in a new one."""
    index = _statement_of(found, key)
    if index is not None:
        edited = _edited(found[index], key, value)
        return [*found[:index], *edited, *found[index + 1 :]]
    assignment = _assignment(key[-1], value)
    index = _last_of_table(found, key[:-1])
    if index is not None:
        return _inserted(found, index + 1, assignment, key[:-1])
    if len(key) == 1:
        return _inserted(found, 0, assignment, ())
    return _inserted(
        found, _end_of_relatives(found, key[:-1]), f"\n{_heading(key[:-1])}{assignment}", ()
    )


def _without(found: list[Statement], key: KeyPath) -> list[Statement]:
    """Without `key`; if it is a table, without all of it. Comments outside the table stay."""
    gone = [bool(statement.keys) and statement.table[: len(key)] == key for statement in found]
    kept: list[Statement] = []
    for index, statement in enumerate(found):
        if gone[index] or (not statement.keys and _lies_between(found, gone, index)):
            continue
        sets_it = key in statement.keys and not statement.is_heading
        kept += _edited(statement, key, None) if sets_it else [statement]
    return kept


def _statement_of(found: list[Statement], key: KeyPath) -> int | None:
    """The statement that sets the key, or a table above it without a heading: `source = {…}`,
    `source.host = …`.
    """
    for length in range(len(key), 0, -1):
        for index, statement in reversed(list(enumerate(found))):
            if not statement.is_heading and key[:length] in statement.keys:
                return index
    return None


def _last_of_table(found: list[Statement], table: KeyPath) -> int | None:
    """The last key below the table's heading, or that heading; what follows are comments that
    belong to the next table.
    """
    return max(
        (
            index
            for index, statement in enumerate(found)
            if statement.keys and statement.table == table
        ),
        default=None,
    )


def _end_of_relatives(found: list[Statement], table: KeyPath) -> int:
    """Where a new table goes: behind the tables that it shares most names with; else behind
    everything.
    """
    for length in range(len(table) - 1, 0, -1):
        relatives = [
            n
            for n, statement in enumerate(found)
            if statement.keys and statement.table[:length] == table[:length]
        ]
        if relatives:
            return relatives[-1] + 1
    return len(found)


def _lies_between(found: list[Statement], gone: list[bool], index: int) -> bool:
    """Whether a comment or blank line stands among the keys of a table that goes, and so goes with
    it.
    """
    before = next((n for n in range(index, -1, -1) if found[n].keys), None)
    after = next((n for n in range(index, len(found)) if found[n].keys), None)
    return before is not None and after is not None and gone[before] and gone[after]


def _inserted(found: list[Statement], index: int, lines: str, table: KeyPath) -> list[Statement]:
    """With the lines at this place, below the heading of the `table` unless they have their own."""
    before, after = found[:index], found[index:]
    if before and not before[-1].text.endswith("\n"):
        before[-1] = structs.replace(before[-1], text=before[-1].text + "\n")
    if any("\r\n" in statement.text for statement in found):
        lines = lines.replace("\n", "\r\n")
    return [*before, *_cut(lines, table), *after]


def _edited(statement: Statement, key: KeyPath, value: TomlValue | None) -> list[Statement]:
    import tomlkit

    document = tomlkit.parse(statement.text)
    table: Any = document
    *above, name = key[len(statement.table) :]
    for step in above:
        table = table[step]
    if value is None:
        del table[name]
    else:
        table[name] = _item(value)
    return _cut(document.as_string(), statement.table)


def _cut(text: str, table: KeyPath) -> list[Statement]:
    """The statements of a piece that stands below the heading of the table."""
    return [
        each
        if each.table
        else structs.replace(each, table=table, keys=tuple((*table, *key) for key in each.keys))
        for each in statements(text)
    ]


def toml_value(value: object) -> TomlValue:
    """A setting's value as a file has it: times and amounts as texts, lists as lists."""
    match value:
        case dt.time():
            return f"{value:%H:%M}"
        case tuple():
            return [str(entry) for entry in value]
        case PrivateAddresses():
            return str(value).split()
        case dict():
            return {
                name: entries if isinstance(entries, str) else [str(entry) for entry in entries]
                for name, entries in value.items()
            }
        case str() | int() | dt.date():
            return value
        case _:
            return str(value)


def toml_text(value: object) -> str:
    """A setting's value as it is written in a file: texts in quotes, lists in brackets."""
    import tomlkit

    return str(tomlkit.item(_item(toml_value(value))).as_string())


def _assignment(name: str, value: TomlValue) -> str:
    import tomlkit

    return tomlkit.dumps({name: _item(value)})


def _heading(table: KeyPath) -> str:
    import tomlkit

    return "[" + ".".join(tomlkit.key(name).as_string() for name in table) + "]\n"


def _item(value: TomlValue) -> Any:
    import tomlkit

    if not isinstance(value, dict):
        return value
    table = tomlkit.inline_table()
    table.update(value)
    return table
