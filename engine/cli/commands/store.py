"""`opos store repair`, `fold`, `migrate`, `export`: the store itself, apart from what is in it."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration
from engine.cli.by_hand import print_run, run_by_hand
from engine.cli.printer import Printer
from engine.cli.store_moving import STORE, moving_in, moving_out, shared_at
from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.doctor.verify import verify_problems
from engine.imports.make_ready import make_ready
from engine.imports.store_repair import REPAIR, repair
from engine.messages.database import DatabaseFault
from engine.model.errors import ExitCode, StoreError, UsageError
from engine.settings.load import Configuration
from engine.store.moving import bring_up_to_date
from engine.store.opening import fold_store


def add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "what",
        choices=["repair", "fold", "migrate", "export"],
        metavar=_("repair|fold|migrate|export"),
    )
    parser.add_argument(
        "folder", nargs="?", default="", metavar=_("FOLDER"), help=_("export: a new folder")
    )
    parser.add_argument(
        "--to", default="", metavar="URL", help=_("migrate: the PostgreSQL to move the store to")
    )
    parser.add_argument(
        "--verify", action="store_true", help=_("migrate: read all of it again where it is then")
    )
    parser.add_argument(
        "-n", "--dry-run", action="store_true", help=_("repair: only show what that would change")
    )
    parser.add_argument("--yes", action="store_true", help=_("repair: ask nothing; for scripts"))


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Do what was asked for."""
    configuration = asked_configuration(options)
    if options.what == "repair":
        return _repair(configuration, options, printer)
    if options.what == "fold":
        return _fold(configuration.data, printer)
    if options.what == "export":
        return _export(configuration, options, printer)
    if options.to:
        return _move(configuration, options, printer)
    return _bring_up_to_date(configuration, printer)


def _repair(configuration: Configuration, options: Namespace, printer: Printer) -> ExitCode:
    """Show what it changes, ask, and do it. Raises `UsageError` where nobody can be asked."""
    data, now, dry_run = configuration.data, datetime.now(UTC), options.dry_run
    if data.shared:
        raise UsageError(
            _("A store on PostgreSQL is not repaired by opos."),
            _("Restore a backup of the database; the manual says how."),
        )
    if not (dry_run or options.yes or (sys.stdin is not None and sys.stdin.isatty())):
        raise UsageError(
            _("Without a terminal nobody can be asked."),
            _("`opos store repair -n` shows what it would change, `--yes` does it."),
        )

    def confirmed() -> bool:
        return not dry_run and (options.yes or _agreed(printer))

    with run_by_hand(data, REPAIR, "repair", now, dry_run=dry_run) as repairing:
        story = repair(data, now, CancelToken(), confirmed)
        return print_run(repairing, story, printer)


def _agreed(printer: Printer) -> bool:
    printer.aside(_("Put the rebuilt store in its place? The present file is kept. (y/n)"))
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "j", "ja")


def _fold(data: DataFolder, printer: Printer) -> ExitCode:
    """Make the store one file that any TinyDB opens and sees all of."""
    if data.shared:
        raise UsageError(
            _("A store on PostgreSQL has no file to fold."),
            _("`opos store export FOLDER` brings it into one."),
        )
    make_ready(data, CancelToken())
    folded = fold_store(data, CancelToken())
    said = ngettext(
        "{n} commit of the log was brought into {path}.",
        "{n} commits of the log were brought into {path}.",
        folded,
    )
    path = str(data.store)
    printer.line(
        said.format(n=format_number(folded), path=sanitize(path))
        if folded
        else _("All is in {path} already.").format(path=sanitize(path)),
        {"folded": folded, "path": path},
    )
    return ExitCode.OK


def _bring_up_to_date(configuration: Configuration, printer: Printer) -> ExitCode:
    if not configuration.data.shared:
        raise UsageError(
            _("The store is in the data folder, and up to date by itself."),
            _("`opos store migrate --to postgresql://…` moves it to a PostgreSQL."),
        )
    reached = bring_up_to_date(configuration.data)
    said = ngettext("{n} step was made.", "{n} steps were made.", len(reached))
    printer.line(
        said.format(n=len(reached)) if reached else _("The tables are up to date."),
        {"steps": reached},
    )
    return ExitCode.OK


def _move(configuration: Configuration, options: Namespace, printer: Printer) -> ExitCode:
    moved = shared_at(configuration, options.to)
    with run_by_hand(moved, STORE, "move", datetime.now(UTC)) as moving:
        code = print_run(moving, moving_in(configuration, moved), printer)
    if code is ExitCode.OK and options.verify:
        return _verified(moved, printer)
    return code


def _export(configuration: Configuration, options: Namespace, printer: Printer) -> ExitCode:
    if not (options.folder and configuration.data.shared):
        raise UsageError(
            _("This brings a store from a PostgreSQL into a new folder."),
            _("opos store export FOLDER"),
        )
    target = DataFolder(Path(options.folder).absolute())
    if target.root.exists() and any(target.root.iterdir()):
        raise StoreError(DatabaseFault.FOLDER_IN_USE, folder=str(target.root))
    with run_by_hand(target, STORE, "move", datetime.now(UTC)) as moving:
        code = print_run(moving, moving_out(configuration, target), printer)
    return _verified(target, printer) if code is ExitCode.OK else code


def _verified(data: DataFolder, printer: Printer) -> ExitCode:
    """Read all of it again."""
    problems = list(verify_problems(data))
    for problem in problems:
        printer.line(sanitize(problem), {"problem": problem})
    if not problems:
        printer.line(_("All agree."), {"problems": 0})
    return ExitCode.STORE if problems else ExitCode.OK
