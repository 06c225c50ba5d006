"""The configuration as it was: who saved what and when, the difference of any two versions, and one
of them in force again.

A version is a line of `settings.jsonl`, by its number there.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from engine.common.data_folder import DataFolder
from engine.common.sanitize import sanitize
from engine.messages.settings import VersionFault
from engine.model.errors import ConfigError, UsageError
from engine.settings.change_log import SettingsChanged, settings_chain
from engine.settings.kept_versions import kept_version, put_back
from engine.settings.load import Configuration
from engine.settings.model import Settings
from engine.settings.model_fields import fields_of, named_tables
from engine.settings.save import Changes, Edit, edit, edit_to
from engine.settings.toml.document import TomlFile, TomlTable, settings_in, toml_file
from engine.settings.toml.edit import with_changes
from engine.settings.toml.statements import KeyPath, statements


def versions(data: DataFolder, interface: str = "") -> list[SettingsChanged]:
    """Every version, or those that changed this interface; the oldest first."""
    every = settings_chain(data).readable()
    return [version for version in every if not interface or interface in version.interfaces]


def created(data: DataFolder, interface: str) -> SettingsChanged | None:
    """The version in which this interface came, or came again; None where that was not noted."""
    came: SettingsChanged | None = None
    for each in versions(data, interface):
        came = (came or each) if each.interfaces[interface] else None
    return came


def version(data: DataFolder, number: int) -> SettingsChanged:
    """The version with this number. Raises `UsageError`."""
    for each in versions(data):
        if each.number == number:
            return each
    raise UsageError(VersionFault.UNKNOWN, number=number)


def what_changed(data: DataFolder, number: int, table: KeyPath = ()) -> list[str]:
    """What this version changed, as the lines of a unified diff: in all, as it was noted, passwords
    as `***`; in one table, from the version before. Raises `UsageError`, `ConfigError`.
    """
    changed = version(data, number)
    if changed.diff and not table:
        return changed.diff.splitlines()
    return difference(data, number - 1, number, table)


def difference(data: DataFolder, old: int, new: int, table: KeyPath = ()) -> list[str]:
    """The difference of two versions as the lines of a unified diff, in all of config.toml or in
    one table; before the first there was nothing. Raises `UsageError`, `ConfigError`.
    """
    before = [] if old == 0 else _lines(text_at(data, old), table)
    after = _lines(text_at(data, new), table)
    names = ("config.toml", "config.toml")
    return [sanitize(line) for line in difflib.unified_diff(before, after, *names, lineterm="")]


def text_at(data: DataFolder, number: int) -> str:
    """The text of config.toml in this version, what is secret as `***`. Raises `UsageError`, and
    `ConfigError` where it was not kept, or is not as it was.
    """
    found = version(data, number)
    if not found.text:
        raise ConfigError(VersionFault.NOT_KEPT, number=number)
    return kept_version(data, found.text)


def restored(configuration: Configuration, number: int, table: KeyPath = ()) -> Edit:
    """What saving would do that puts this version in force again, in all or in one table such as
    `("interfaces", "datev")`; touches nothing. What is secret stays as it is now.

    Raises `UsageError` for a version that is unknown or in force, and `ConfigError` for one that
    was not kept or would not load, and where a file is no TOML of which something has to stay.
    """
    secrets = configuration.layers.secrets
    if not secrets.is_toml:
        raise ConfigError(VersionFault.PASSWORDS_UNREADABLE, path=str(secrets.path))
    if table and not configuration.layers.config.is_toml:
        raise ConfigError(VersionFault.REST_UNREADABLE, path=str(configuration.path))
    text = text_at(configuration.data, number)
    config = put_back(configuration.layers.config, text)
    if table:
        changes = _changes_to(configuration.layers.config, config, table)
        edited = edit(configuration, changes)
    else:
        edited = edit_to(configuration, config, without_gone_interfaces(secrets, config))
    if not edited.diff:
        raise UsageError(VersionFault.NOTHING_TO_RESTORE, number=number)
    return edited


def _lines(text: str, table: KeyPath) -> list[str]:
    return [
        line
        for statement in statements(text)
        if statement.table[: len(table)] == table
        or any(key[: len(table)] == table for key in statement.keys)
        for line in statement.text.splitlines()
    ]


def tables_that_differ(configuration: Configuration, number: int) -> list[KeyPath]:
    """The tables that this version has otherwise than what is in force, such as `("smtp",)` or
    `("interfaces", "datev")`; none where only all of it can be put back. Raises as `text_at` does.
    """
    if not configuration.layers.config.is_toml:
        return []
    now = configuration.layers.config.values
    then = put_back(configuration.layers.config, text_at(configuration.data, number)).values
    keys = [key for values in (now, then) for key in _tables(values)]
    return [key for key in dict.fromkeys(keys) if _at(now, key) != _at(then, key)]


def _tables(values: TomlTable) -> Iterator[KeyPath]:
    for name, value in values.items():
        field = fields_of(Settings).get(name)
        if isinstance(value, dict) and field and named_tables(field):
            yield from ((name, own) for own in value)
        else:
            yield (name,)


def _at(values: TomlTable, key: KeyPath) -> object:
    for name in key:
        values = values.get(name, {})
    return values


def _changes_to(present: TomlFile, former: TomlFile, table: KeyPath) -> Changes:
    """What must be set or removed so that the table is as it was."""
    now, then = (_settings(file.values, table) for file in (present, former))
    if not then:
        return {".".join(table): None} if now else {}
    return {".".join(key): None for key in now if key not in then} | {
        ".".join(key): value for key, value in then.items() if now.get(key) != value
    }


def _settings(values: TomlTable, table: KeyPath) -> dict[KeyPath, Any]:
    return {key: value for key, value in settings_in(values) if key[: len(table)] == table}


def without_gone_interfaces(secrets: TomlFile, config: TomlFile) -> TomlFile:
    """secrets.toml without the passwords of interfaces that are no longer there, which would not
    load.
    """
    there = config.values.get("interfaces", {})
    gone = [name for name in secrets.values.get("interfaces", {}) if name not in there]
    text = with_changes(secrets.text, {("interfaces", name): None for name in gone})
    return toml_file(secrets.path, text.encode()) if gone else secrets
