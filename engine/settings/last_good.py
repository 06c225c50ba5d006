"""The last version of the configuration that loads, for looking while its files do not load."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from engine.common.data_folder import DataFolder
from engine.model.errors import ConfigError
from engine.settings.config_history import versions, without_gone_interfaces
from engine.settings.kept_versions import kept_version, put_back
from engine.settings.layers import Layers, environment_layer
from engine.settings.load import (
    SECRETS_NAME,
    Configuration,
    checked,
    data_dir_at,
    opos_variables,
)
from engine.settings.toml.document import TomlFile, as_it_is, content_of
from engine.settings.validation.permissions import too_open


def last_good(config: Path, environ: Mapping[str, str] = os.environ) -> Configuration | None:
    """The newest version kept of config.toml that loads with secrets.toml as it is, or else without
    it; None where none is known.

    Also None where others can change config.toml: the data folder that it names, and the versions
    there, could then be theirs.
    """
    secrets_path = config.with_name(SECRETS_NAME)
    if any(too_open(config, secrets_path)):
        return None
    variables = opos_variables(environ)
    environment = environment_layer(variables)
    said = environment.get("data_dir") or _data_dir_said(config)
    without = TomlFile(secrets_path, b"", {})
    for text in _kept_texts(DataFolder(data_dir_at(config, str(said)))):
        for secrets in (_secrets_at(secrets_path), without):
            with suppress(ConfigError):
                former = put_back(TomlFile(config, b"", {}), text)
                standing = without_gone_interfaces(secrets, former)
                layers = Layers(former, standing, environment, tuple(variables))
                return Configuration(checked(layers), layers)
    return None


def over_the_files(former: Configuration) -> Configuration:
    """A former version's settings with the files as they are, though they do not load: `restored`
    puts a version in their place. Raises `ConfigError` where they cannot be read.
    """
    layers = former.layers
    config, secrets = as_it_is(layers.config.path), as_it_is(layers.secrets.path)
    return Configuration(
        former.settings, Layers(config, secrets, layers.environment, layers.variables)
    )


def _kept_texts(data: DataFolder) -> Iterator[str]:
    """The texts kept, the newest first; none of a folder that cannot be read."""
    with suppress(OSError, ConfigError):
        for version in reversed(versions(data)):
            with suppress(ConfigError):
                if version.text:
                    yield kept_version(data, version.text)


def _data_dir_said(config: Path) -> str:
    """What the file says of `data_dir` in a line of its own, though it may be no TOML as a whole;
    empty where it says nothing.
    """
    with suppress(ConfigError):
        for line in content_of(config).decode("utf-8-sig", "replace").splitlines():
            if line.startswith("["):
                break
            with suppress(tomllib.TOMLDecodeError):
                said = tomllib.loads(line).get("data_dir")
                if isinstance(said, str):
                    return said
    return ""


def _secrets_at(path: Path) -> TomlFile:
    """What secrets.toml says; nothing where it cannot be read."""
    with suppress(ConfigError):
        return as_it_is(path)
    return TomlFile(path, b"", {})
