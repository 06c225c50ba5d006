"""One TOML file as it was read: its bytes, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from engine.common.i18n import _
from engine.common.os_errors import os_errors
from engine.common.plain_file import read_plain
from engine.messages.settings import ConfigFileFault
from engine.model.errors import ConfigError
from engine.settings.toml.statements import KeyPath, statements

TomlTable = dict[str, Any]
"""Tables within tables, as TOML has them."""


class TomlFile(msgspec.Struct, frozen=True, dict=True):
    """A file and its values; a file that does not exist is empty."""

    path: Path
    content: bytes
    known: TomlTable | None = None
    """Its values where they were read already; else they are when they are asked for."""
    is_toml: bool = True
    """Else it says nothing, and is only there to be replaced."""

    def __repr__(self) -> str:
        """Never the content: it may hold passwords."""
        return f"TomlFile({self.path})"

    @property
    def text(self) -> str:
        return self.content.decode("utf-8-sig")

    @cached_property
    def values(self) -> TomlTable:
        if self.known is not None:
            return self.known
        import tomllib  # slow to import, and most runs ask for no values

        return tomllib.loads(self.text)


def settings_in(values: TomlTable, above: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    """Every value that is no table, with its key."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from settings_in(value, (*above, name))
        else:
            yield (*above, name), value


class NotToml(Exception):
    """The file cannot be understood at all; `line` and `column` count from 1."""

    def __init__(self, path: Path, line: int, column: int, text: str) -> None:
        super().__init__(text)
        self.path, self.line, self.column, self.text = path, line, column, text


def read_toml_file(path: Path) -> TomlFile:
    """Raises `NotToml`, or `ConfigError` for a file that is there and cannot be read."""
    return toml_file(path, content_of(path))


def as_it_is(path: Path) -> TomlFile:
    """The file, though it may be no TOML. Raises `ConfigError` where it cannot be read."""
    content = content_of(path)
    try:
        return toml_file(path, content)
    except NotToml:
        return TomlFile(path, content, {}, is_toml=False)


def content_of(path: Path) -> bytes:
    """The bytes of a file, none if it is not there. Raises `ConfigError` if it cannot be read."""
    with os_errors(ConfigError, ConfigFileFault.UNREADABLE, path=str(path)):
        try:
            return read_plain(path)
        except FileNotFoundError:
            return b""


def toml_file(path: Path, content: bytes) -> TomlFile:
    """What `content` would say as the content of `path`; raises `NotToml`."""
    import tomllib

    try:
        text = content.decode("utf-8-sig")
        return TomlFile(path, content, tomllib.loads(text))
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise NotToml(
            path, line, column, _("is not UTF-8 from here on: save the file in that encoding.")
        ) from None
    except tomllib.TOMLDecodeError as error:
        line, column = _position(str(error), text)
        raise NotToml(path, line, column, _in_our_words(str(error))) from None


def _position(message: str, text: str) -> tuple[int, int]:
    found = re.search(r"\(at line (\d+), column (\d+)\)$", message)
    if found:
        return int(found[1]), int(found[2])
    # At the end of the file: something was never closed, and it stands where the last statement
    # begins.
    whole = sum(statement.text.count("\n") for statement in statements(text))
    return min(whole, text.rstrip("\n").count("\n")) + 1, 1


def _in_our_words(message: str) -> str:
    """What tomllib says, without what it found: that may be part of a password."""
    for words, signs in (
        (
            _("this key is there a second time: keep one of the two."),
            ("Cannot overwrite a value", "Duplicate inline table key"),
        ),
        (
            _("this table is there a second time: put all its keys below one heading."),
            ("Cannot declare", "Cannot redefine"),
        ),
        (
            _("this table was closed above: put all its keys in one place."),
            ("Cannot mutate immutable",),
        ),
        (
            _("within quotes a backslash is written twice, within single quotes once."),
            ("Unescaped '\\'", "Invalid hex value"),
        ),
        (
            _("the closing quote is missing."),
            ("Unterminated", "Illegal character", "Found invalid character", 'Expected "\'"'),
        ),
        (_("the closing bracket is missing, or a comma between two values."), ("Unclosed array",)),
        (
            _("the closing brace is missing, or a comma between two values."),
            ("Unclosed inline table",),
        ),
        (_("the bracket at the end of the heading is missing: [name]."), ("Expected ']",)),
        (
            _("something follows the value: put a text in quotes, write a point before decimals."),
            ("Expected newline or end",),
        ),
        (
            _("this is no value: put a text in quotes; a switch is true or false."),
            ("Invalid value",),
        ),
        (_("there is no such day or time."), ("Invalid date or datetime",)),
        (
            _(
                "a line is key = value, and a key without quotes is made of a to z, A to Z, digits,"
                " - and _."
            ),
            ("Expected '=' after a key", "Invalid statement", "Invalid initial"),
        ),
    ):
        if message.startswith(signs):
            return words
    return _("this is not TOML.")
