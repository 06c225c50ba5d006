"""The text of config.toml as it was at each change, under its SHA-256 in the data folder, so that
`settings.jsonl` covers it.

What is secret is never kept: its value is `***` there.
"""

from __future__ import annotations

import hashlib

from engine.common.atomic_write import sweep_temporary_files, sync_folder, write_atomically
from engine.common.data_folder import DataFolder
from engine.common.os_errors import os_errors
from engine.common.plain_file import read_plain
from engine.messages.settings import VersionFault
from engine.model.errors import ConfigError
from engine.settings.model_fields import is_secret
from engine.settings.toml.document import NotToml, TomlFile, settings_in, toml_file
from engine.settings.toml.edit import with_changes
from engine.settings.toml.statements import KeyPath

_HIDDEN = "***"


def text_without_secrets(config: TomlFile) -> str:
    """The file's text without what is secret."""
    return with_changes(config.text, dict.fromkeys(hidden(config), _HIDDEN))


def keep_version(data: DataFolder, text: str) -> str:
    """Keep this text, durable when this returns; returns its SHA-256. Raises `OSError`."""
    content = text.encode()
    sha256 = hashlib.sha256(content).hexdigest()
    path = data.kept_configuration(sha256)
    if not path.exists() or read_plain(path) != content:
        if not path.parent.exists():
            path.parent.mkdir(mode=0o770, exist_ok=True)
            sync_folder(data.root)
        sweep_temporary_files(path.parent)
        write_atomically(path, [content], 0o640)
    return sha256


def kept_version(data: DataFolder, sha256: str) -> str:
    """The text that was kept. Raises `ConfigError` where it is lost or was changed."""
    path = data.kept_configuration(sha256)
    with os_errors(ConfigError, VersionFault.UNREADABLE, path=str(path)):
        content = read_plain(path)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ConfigError(VersionFault.CHANGED, path=str(path))
    return content.decode()


def put_back(present: TomlFile, text: str) -> TomlFile:
    """The file as it was, with what is secret as it is now; a secret that is gone now stays away.
    Raises `ConfigError` where the text is no TOML.
    """
    secrets = {key: value for key, value in settings_in(present.values) if is_secret(key)}
    try:
        former = toml_file(present.path, text.encode())
        now = {key: secrets.get(key) for key in hidden(former)}
        kept = {key: secret if isinstance(secret, str) else None for key, secret in now.items()}
        text = with_changes(text, kept)
        return toml_file(present.path, text.encode())
    except NotToml as error:
        raise ConfigError(VersionFault.CHANGED, path=str(present.path)) from error


def hidden(former: TomlFile) -> list[KeyPath]:
    """The keys of what is secret and given."""
    return [key for key, value in settings_in(former.values) if value and is_secret(key)]
