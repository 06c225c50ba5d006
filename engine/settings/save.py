"""Changing the configuration from inside opos, as carefully as a person would with a text editor.

First `edit`: what the files would say then; refused if that would not load. Then `save`: refused if
somebody else changed a file meanwhile. The former version is kept beside the file as
`config.toml.bak` and `secrets.toml.bak`, until the next save.
"""

from __future__ import annotations

import codecs
import difflib
import fcntl
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from engine.common.atomic_write import sweep_beside, write_atomically
from engine.common.i18n import _
from engine.common.os_errors import os_errors
from engine.common.sanitize import sanitize
from engine.messages.settings import ConfigFileFault
from engine.model.errors import ConfigError
from engine.settings.change_log import note_saved
from engine.settings.layers import Layers
from engine.settings.load import Configuration, checked
from engine.settings.model import Settings
from engine.settings.model_fields import is_password, is_secret
from engine.settings.toml.document import NotToml, TomlFile, content_of, settings_in, toml_file
from engine.settings.toml.edit import TomlValue, with_changes
from engine.settings.toml.statements import KeyPath, statements
from engine.settings.validation.problems import ConfigProblems

Changes = Mapping[str, TomlValue | None]
"""The new value of each changed setting by its key, such as `interfaces.datev.source.port`; None
removes it, or a whole table.
"""


class ConfigChanged(ConfigError):
    """Somebody else changed a file since it was read. Read it again; the same changes can then be
    made to what it says now.
    """


class Edit(msgspec.Struct, frozen=True):
    """Changes that may be saved: what the files say, and what they would say."""

    before: Layers
    after: Layers
    settings: Settings
    """What the files would say."""

    @property
    def configuration(self) -> Configuration:
        """The configuration as it would be."""
        return Configuration(self.settings, self.after)

    @property
    def diff(self) -> str:
        """For people: a unified diff of both files, passwords as `***`. It takes a moment where
        there are many interfaces.
        """
        files = ((self.before.config, self.after.config), (self.before.secrets, self.after.secrets))
        return "\n".join(line for pair in files for line in _diff(*pair))

    @property
    def former_versions(self) -> list[Path]:
        """Where the files as they are now will be found, once this is saved."""
        pairs = ((self.before.config, self.after.config), (self.before.secrets, self.after.secrets))
        return [
            _former(file.path.resolve())
            for file, new in pairs
            if file.content and new.content != file.content
        ]


def edit(configuration: Configuration, changes: Changes) -> Edit:
    """What saving these changes would do; touches nothing. Raises `ConfigError` if the files would
    not load then.
    """
    layers = configuration.layers
    by_key = {tuple(dotted.split(".")): value for dotted, value in changes.items()}
    open_ones = {key: value for key, value in by_key.items() if not is_password(key)}
    hidden = {key: value for key, value in by_key.items() if is_password(key) or value is None}
    return edit_to(
        configuration, _changed(layers.config, open_ones), _changed(layers.secrets, hidden)
    )


def edit_to(configuration: Configuration, config: TomlFile, secrets: TomlFile) -> Edit:
    """What saving these two files would do; touches nothing. Raises `ConfigError` if they would
    not load.
    """
    before = configuration.layers
    after = Layers(config, secrets, before.environment, before.variables)
    return Edit(before, after, checked(after))


def may_save(configuration: Configuration) -> bool:
    """Whether we may put new files in the place of these: what matters is their folder."""
    return os.access(configuration.path.resolve().parent, os.W_OK | os.X_OK)


def save(edit: Edit) -> None:
    """Write what changed. Raises `ConfigChanged`, and `ConfigError` for a file that cannot be
    written and is then as it was.

    Of two files the order is such that opos, started between the two, finds a configuration that
    loads.
    """
    before, after = edit.before, edit.after
    files = [(before.config, after.config), (before.secrets, after.secrets)]
    if _loaded(Layers(after.config, before.secrets, before.environment, before.variables)) is None:
        files.reverse()
    with _no_other_saver(before.config.path.parent):
        refuse_changed(before)
        note_saved(_loaded(before), edit.configuration, edit.diff)
        for file, new in files:
            if new.content != file.content:
                _write(file, new.content, mode=0o600 if file is before.secrets else 0o640)


def refuse_changed(read: Layers) -> None:
    """Raise `ConfigChanged` where a file says something else than when it was read."""
    for file in (read.config, read.secrets):
        if content_of(file.path) != file.content:
            raise ConfigChanged(
                _("{path} was changed by someone else since it was read.").format(
                    path=sanitize(str(file.path))
                ),
                _("Read it again and make the changes anew; nothing was saved."),
            )


def _changed(file: TomlFile, changes: Mapping[KeyPath, TomlValue | None]) -> TomlFile:
    """The file with these changes, read again: a text that says anything else is never used."""
    if not changes:
        return file
    mark = codecs.BOM_UTF8 if file.content.startswith(codecs.BOM_UTF8) else b""
    text = with_changes(file.text, changes)
    try:
        changed = toml_file(file.path, mark + text.encode())
    except NotToml:
        changed = file
    expected = dict(settings_in(file.values))
    for key, value in changes.items():
        expected = {each: kept for each, kept in expected.items() if each[: len(key)] != key}
        if value is not None:
            expected |= dict(settings_in({key[-1]: value}, key[:-1]))
    if dict(settings_in(changed.values)) != expected:
        raise ConfigError(
            _("{path}: {key} cannot be changed here.").format(
                path=sanitize(str(file.path)),
                key=sanitize(", ".join(".".join(key) for key in changes)),
            ),
            _("Change it with a text editor."),
        )
    return changed


def _loaded(layers: Layers) -> Configuration | None:
    """The configuration that the layers make; None where they do not load."""
    try:
        return Configuration(checked(layers), layers)
    except ConfigProblems:
        return None


def _diff(before: TomlFile, after: TomlFile) -> Iterator[str]:
    if before.content == after.content:
        return iter(())
    name = before.path.name
    new = list(_shown(after, dict(settings_in(before.values))))
    old = list(_shown(before, {}) if before.is_toml else _unreadable(before, new))
    return (sanitize(line) for line in difflib.unified_diff(old, new, name, name, lineterm=""))


def _unreadable(file: TomlFile, known: Collection[str]) -> Iterator[str]:
    """The lines of a file that is no TOML; of those that are not known, and may be secret, only
    where they stand.
    """
    lines = file.content.decode("utf-8-sig", "replace").splitlines()
    for number, line in enumerate(lines, 1):
        yield line if line in known else _("(line {n} of the file)").format(n=number)


def _shown(file: TomlFile, former: dict[KeyPath, object]) -> Iterator[str]:
    """The lines of a file for the diff; of a password only whether it is new."""
    values = dict(settings_in(file.values))
    for statement in statements(file.text):
        secrets = [key for key in statement.keys if is_secret(key)]
        for key in secrets:
            yield f'{key[-1]} = "***"' + (
                " (new)" if former and former.get(key) != values[key] else ""
            )
        if not secrets:
            yield from statement.text.splitlines()


@contextmanager
def _no_other_saver(folder: Path) -> Iterator[None]:
    """Two who save at the same moment come one after the other, and the second sees what the first
    wrote.
    """
    with os_errors(ConfigError, ConfigFileFault.FOLDER_UNUSABLE, path=str(folder)):
        descriptor = os.open(folder, os.O_RDONLY)
    try:
        with os_errors(ConfigError, ConfigFileFault.FOLDER_UNUSABLE, path=str(folder)):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _former(path: Path) -> Path:
    return path.with_name(path.name + ".bak")


def _write(file: TomlFile, content: bytes, mode: int) -> None:
    path = file.path.resolve()
    former = _former(path)
    with os_errors(ConfigError, ConfigFileFault.NOT_SAVED, path=str(path)):
        sweep_beside(path)
        former.unlink(missing_ok=True)
        if file.content:
            write_atomically(former, [file.content], path.stat().st_mode & 0o777)
        write_atomically(path, [content], mode)
