"""`opos undo RUN`: take a whole import back."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration
from engine.cli.by_hand import print_run, run_by_hand, send_exports
from engine.cli.printer import Printer
from engine.common.cancellation import CancelToken
from engine.common.i18n import _
from engine.exports.numbering import Exporting
from engine.imports.recorder import Decision
from engine.imports.undo_run import undo, undoable
from engine.model.errors import ExitCode
from engine.store.opening import open_store


def add_arguments(parser: Parser) -> None:
    parser.add_argument("run", metavar=_("RUN"))
    parser.add_argument("-n", "--dry-run", action="store_true", help=_("only show it"))


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Take the run back, or show what that would do."""
    configuration, now, dry_run = asked_configuration(options), datetime.now(UTC), options.dry_run
    data = configuration.data
    entry = undoable(open_store(data), options.run)[0]
    decision = Decision(entry.run)
    with run_by_hand(
        data, entry.interface, "undo", now, dry_run=dry_run, decision=decision
    ) as undoing:
        store, exporting, token = open_store(data), Exporting.of(configuration), CancelToken()
        story = undo(store, options.run, undoing.name, exporting, token, now=now, dry_run=dry_run)
        return print_run(undoing, story, printer, send_exports(configuration, now, undoing))
