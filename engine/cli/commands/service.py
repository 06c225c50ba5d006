"""`opos service systemd|cron`: what makes this very installation run by itself."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.cli.commands import Answer, Line
from engine.common.accounts import account_name
from engine.model.errors import ExitCode
from engine.settings.load import Configuration
from engine.worker.unit_files import (
    Installation,
    crontab_line,
    systemd_text,
    systemd_units,
    writable_folders,
)


def service(configuration: Configuration, what: str) -> Answer:
    """The units, or the crontab line, for the user that asks."""
    installation = Installation(
        python=Path(sys.executable),
        config=configuration.path,
        user=account_name(),
        home=Path.home(),
        writable=writable_folders(configuration.settings, configuration.data_dir),
    )
    if what == "systemd":
        yield Line(
            systemd_text(installation).removesuffix("\n"), {"units": systemd_units(installation)}
        )
    else:
        line = crontab_line(installation)
        yield Line(line.removesuffix("\n"), {"crontab": line})
    return ExitCode.OK
