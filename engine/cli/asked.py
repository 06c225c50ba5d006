"""What most commands need: the configuration that was asked for, and what it names."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.common.data_folder import DataFolder
from engine.common.i18n import _, use_language
from engine.common.sanitize import sanitize
from engine.model.errors import UsageError
from engine.settings.kept_settings import settings_in_force
from engine.settings.load import Configuration


def asked_configuration(options: Namespace, *, keep: bool = False) -> Configuration:
    """The configuration that was named or found, kept for the next start if it shall be; its
    language holds unless another was asked for. Raises `ConfigError`, and `UsageError` for a
    folder.
    """
    refuse_folder(options)
    named = Path(options.config) if options.config else None
    configuration = settings_in_force(named, keep=keep)
    if not options.lang:
        use_language(configuration.settings.language)
    return configuration


def refuse_folder(options: Namespace) -> None:
    """Raise `UsageError` where a folder was named: one command works with one configuration."""
    if folder := asked_folder(options):
        named = sanitize(str(folder))
        raise UsageError(
            _("{folder} is a folder.").format(folder=named),
            _(
                "`opos --headless --watch -c {folder}` runs every configuration in it; for one of"
                " them, name its file."
            ).format(folder=named),
        )


def asked_folder(options: Namespace) -> Path | None:
    """The folder that was named in place of a configuration, if one was."""
    named = options.config or os.environ.get("OPOS_CONFIG")
    return Path(named) if named and Path(named).is_dir() else None


def asked_data(options: Namespace) -> DataFolder:
    """The data folder that the configuration names."""
    return asked_configuration(options).data


def zone_of(configuration: Configuration) -> ZoneInfo:
    """The practice's time zone."""
    return ZoneInfo(configuration.settings.timezone)
