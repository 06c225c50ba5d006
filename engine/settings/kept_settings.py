"""The settings in force, kept in the data folder as they were when they were checked last, so that
a run need not check them again, which takes longer than a small import.

They are used while the files, the program and all else they depend on are as they were (see
`engine.common.idle_cache`). What is secret is not among them: it is read anew. In any doubt the
configuration is read and checked as a whole, and says what is wrong.

The first line is the fingerprint of what they depend on, the second the SHA-256 of the rest.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from engine.common.atomic_write import write_atomically
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.idle_cache import may_leave_settings, settings_fingerprint, settings_place
from engine.common.plain_file import plain
from engine.common.secret import SecretStr
from engine.model.errors import ConfigError
from engine.settings.layers import Layers
from engine.settings.load import (
    Configuration,
    find_config,
    load_settings,
    opos_variables,
    secrets_beside,
)
from engine.settings.model import Settings
from engine.settings.toml.document import TomlFile, TomlTable, content_of
from engine.settings.toml.statements import KeyPath
from engine.settings.validation.permissions import too_open
from engine.settings.values import on_one_line


class _Kept(msgspec.Struct, frozen=True):
    settings: dict[str, Any]
    secrets: list[KeyPath]
    """The keys of what is secret and given."""


_decode = JsonDecoder(_Kept)


def settings_in_force(path: Path | None, *, keep: bool) -> Configuration:
    """The configuration in force, as `load_settings` has it; checked only where it is not kept, and
    then kept if it shall be. Raises `ConfigError`.
    """
    config = find_config(path, os.environ)
    seen = settings_fingerprint(str(config))
    if seen and (configuration := _as_kept(config, seen)):
        return configuration
    configuration = load_settings(config)
    if seen and keep and not configuration.data.is_empty():
        _keep(configuration, seen)
    return configuration


def encoded(settings: Settings) -> bytes:
    """All of the settings but what is secret."""
    from engine.settings.model_fields import effective_settings  # few keep any

    keys = [
        key for key, value in effective_settings(settings) if isinstance(value, SecretStr) and value
    ]
    kept = _Kept(msgspec.to_builtins(settings, enc_hook=lambda _secret: ""), keys)
    return msgspec.json.encode(kept)


def decoded(text: bytes, layers: Layers) -> Settings:
    """The same settings, with what is secret as the files have it. Raises `Damaged` for any
    other text, and `LookupError` or `TypeError` where a secret is gone.
    """
    kept = _decode(text)
    for key in kept.secrets:
        _put(kept.settings, key, layers)
    try:
        return msgspec.convert(kept.settings, Settings, dec_hook=_secret)
    except msgspec.ValidationError as error:
        raise Damaged(str(error)) from error


def _as_kept(config: Path, seen: bytes) -> Configuration | None:
    """What is kept for `seen`; None where it is not, or not for sure."""
    try:
        content = _content(settings_place(str(config)))
        found, checksum, text = content.split(b"\n", 2)
        if found != seen or checksum != _checksum(text):
            return None
        secrets = secrets_beside(config)
        layers = Layers(
            TomlFile(config, content_of(config)),
            TomlFile(secrets, content_of(secrets)),
            {},
            tuple(opos_variables(os.environ)),
        )
        settings = decoded(text, layers)
    except (OSError, ValueError, LookupError, TypeError, ConfigError, Damaged):
        return None
    if any(too_open(config, secrets)) or settings_fingerprint(str(config)) != seen:
        return None
    return Configuration(settings, layers)


def _content(path: str) -> bytes:
    """Raises `OSError` for a file that somebody else wrote or could read."""
    with open(path, "rb", opener=lambda name, flags: plain(name, flags | os.O_NOFOLLOW)) as file:
        found = os.fstat(file.fileno())
        if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) != 0o600:
            raise PermissionError
        return file.read()


def _put(settings: dict[str, Any], key: KeyPath, layers: Layers) -> None:
    """Put a secret where it belongs, as the stronger of the files has it."""
    *above, name = key
    for step in above:
        settings = settings[step]
    try:
        settings[name] = _at(layers.secrets.values, key)
    except KeyError:
        settings[name] = _at(layers.config.values, key)


def _at(values: TomlTable, key: KeyPath) -> object:
    for name in key:
        values = values[name]
    return values


def _secret(kind: type[SecretStr], value: object) -> SecretStr:
    return kind(str(on_one_line(value)))


def _keep(configuration: Configuration, seen: bytes) -> None:
    """Keep its settings, unless something is not as it was `seen`. That they cannot be kept is no
    fault.
    """
    config, text = str(configuration.path), encoded(configuration.settings)
    with suppress(OSError):
        if (
            may_leave_settings(config, str(configuration.data_dir))
            and settings_fingerprint(config) == seen
        ):
            place = Path(settings_place(config))
            place.unlink(missing_ok=True)  # whoever's it was, and wherever it led
            write_atomically(place, [b"\n".join((seen, _checksum(text), text))], 0o600)


def _checksum(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()
