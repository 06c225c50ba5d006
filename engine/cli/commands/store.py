"""`opos store repair`: rebuild a damaged or lost store from its versions and the acts after them.

The store itself, apart from what is in it.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import UTC, datetime

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_data
from engine.cli.by_hand import print_run, run_by_hand
from engine.cli.printer import Printer
from engine.common.cancellation import CancelToken
from engine.common.i18n import _
from engine.imports.store_repair import REPAIR, repair
from engine.model.errors import ExitCode, UsageError


def add_arguments(parser: Parser) -> None:
    parser.add_argument("what", choices=["repair"], metavar="repair")
    parser.add_argument(
        "-n", "--dry-run", action="store_true", help=_("only show what that would change")
    )
    parser.add_argument("--yes", action="store_true", help=_("ask nothing; for scripts"))


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Show what it changes, ask, and do it. Raises `UsageError` where nobody can be asked."""
    data, now, dry_run = asked_data(options), datetime.now(UTC), options.dry_run
    if not (dry_run or options.yes or (sys.stdin is not None and sys.stdin.isatty())):
        raise UsageError(
            _("Without a terminal nobody can be asked."),
            _("`opos store repair -n` shows what it would change, `--yes` does it."),
        )

    def confirmed() -> bool:
        return not dry_run and (options.yes or _agreed(printer))

    with run_by_hand(data, REPAIR, "repair", now, dry_run=dry_run) as repairing:
        story = repair(data, now, CancelToken(), confirmed)
        return print_run(repairing, story, printer, dry_run=dry_run)


def _agreed(printer: Printer) -> bool:
    printer.aside(_("Put the rebuilt store in its place? The present file is kept. (y/n)"))
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "j", "ja")
