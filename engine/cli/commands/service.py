"""`opos service systemd|cron`: what makes this very installation run by itself."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration
from engine.cli.printer import Printer
from engine.common.accounts import account_name
from engine.model.errors import ExitCode
from engine.worker.unit_files import (
    Installation,
    crontab_line,
    systemd_text,
    systemd_units,
    writable_folders,
)


def add_arguments(parser: Parser) -> None:
    parser.add_argument("what", choices=["systemd", "cron"], metavar="systemd|cron")


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print the units, or the crontab line, for the user that asks."""
    configuration = asked_configuration(options)
    installation = Installation(
        python=Path(sys.executable),
        config=configuration.path,
        user=account_name(),
        home=Path.home(),
        writable=writable_folders(configuration.settings, configuration.data_dir),
    )
    if options.what == "systemd":
        text, record = systemd_text(installation), {"units": systemd_units(installation)}
        printer.line(text.removesuffix("\n"), record)
    else:
        line = crontab_line(installation)
        printer.line(line.removesuffix("\n"), {"crontab": line})
    return ExitCode.OK
