"""The first configuration: where it goes, what opos says before there is one, and writing it so
that nothing is overwritten.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from engine.common.i18n import _
from engine.common.os_errors import system_reason
from engine.common.sanitize import sanitize
from engine.messages.settings import ConfigFileFault
from engine.model.errors import ConfigError
from engine.settings.load import Configuration, checked, read_layers


def place_for_it(looked_for: Sequence[Path]) -> Path:
    """Of the places where none was found: the one that was asked for, the machine's for root, the
    user's own for others.
    """
    if len(looked_for) == 1:
        return looked_for[0].absolute()
    return looked_for[-1] if os.geteuid() == 0 else looked_for[-2]


def unwritten(path: Path) -> Configuration:
    """What is in force as long as there is no file at `path`. Raises `ConfigError` for an
    environment that is wrong.
    """
    layers = read_layers(path, os.environ)
    return Configuration(checked(layers), layers)


def write_first(path: Path, text: str) -> None:
    """Write a new config.toml for its owner alone, and its folder if need be. Raises `ConfigError`,
    also where there is one.
    """
    try:
        with suppress(FileExistsError):
            path.parent.mkdir(mode=0o700, parents=True)
        with open(path, "x", encoding="utf-8", opener=_private) as file:
            file.write(text)
    except FileExistsError as error:
        raise ConfigError(
            _("{path} is there by now; it was left as it is.").format(path=sanitize(str(path))),
            _("Start opos again to open it."),
        ) from error
    except OSError as error:
        raise ConfigError(
            ConfigFileFault.NOT_BEGUN, path=str(path), error=system_reason(error)
        ) from error


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
