"""`opos service systemd|cron`: what makes this very installation run by itself."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration, asked_folder
from engine.cli.printer import Printer
from engine.common.accounts import account_name
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode, UsageError
from engine.settings.load import Configuration, configurations_in, load_settings
from engine.worker.unit_files import (
    Installation,
    crontab_line,
    systemd_text,
    systemd_units,
    writable_by_all,
    writable_folders,
)


def add_arguments(parser: Parser) -> None:
    parser.add_argument("what", choices=["systemd", "cron"], metavar="systemd|cron")


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print the units, or the crontab line, for the user that asks. A folder of configurations has
    one unit for all of them.
    """
    if options.what == "systemd":
        folder = asked_folder(options)
        asked = _of_folder(folder.absolute()) if folder else _of(asked_configuration(options))
        text, record = systemd_text(asked), {"units": systemd_units(asked)}
        printer.line(text.removesuffix("\n"), record)
    else:
        line = crontab_line(_of(asked_configuration(options)))
        printer.line(line.removesuffix("\n"), {"crontab": line})
    return ExitCode.OK


def _of(configuration: Configuration) -> Installation:
    return _installation(configuration.path, [configuration], is_folder=False)


def _of_folder(folder: Path) -> Installation:
    found = [load_settings(path) for path in configurations_in(folder)]
    if not found:
        raise UsageError(
            _("There is no configuration in {folder}.").format(folder=sanitize(str(folder))),
            _("Put one there first, as NAME.toml: the unit names the folders that it writes into."),
        )
    return _installation(folder, found, is_folder=True)


def _installation(path: Path, asked: list[Configuration], *, is_folder: bool) -> Installation:
    folders = [writable_folders(each.settings, each.data_dir) for each in asked]
    return Installation(
        python=Path(sys.executable),
        config=path,
        is_folder=is_folder,
        runs_at_once=max(each.settings.worker.runs_at_once for each in asked),
        user=account_name(),
        home=Path.home(),
        writable=writable_by_all(folders) if is_folder else folders[0],
    )
