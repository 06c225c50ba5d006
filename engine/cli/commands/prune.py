"""`opos prune`: remove originals whose time is over; by hand alone."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_data
from engine.cli.by_hand import print_run, run_by_hand
from engine.cli.printer import Printer
from engine.common.cancellation import CancelToken
from engine.common.i18n import _
from engine.imports.prune_run import prune
from engine.model.errors import ExitCode, UsageError
from engine.store.opening import open_archive, open_store

LEAST_YEARS = 8
"""Posting documents are to be kept for eight years (§ 147 AO); the default of ten is the safe side:
ask the tax adviser.
"""


def add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--years", type=int, default=10, help=_("how many years they are kept; default: 10")
    )
    parser.add_argument("-n", "--dry-run", action="store_true", help=_("only show it"))


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Remove them, or show which it would be. Raises `UsageError` for too few years."""
    data, now, dry_run = asked_data(options), datetime.now(UTC), options.dry_run
    if options.years < LEAST_YEARS:
        raise UsageError(
            _("Originals are kept for {years} years at least.").format(years=LEAST_YEARS),
            _("Give --years {years} or more; what the law demands, the tax adviser knows.").format(
                years=LEAST_YEARS
            ),
        )
    with run_by_hand(data, "archive", "prune", now, dry_run=dry_run) as pruning:
        archive, store = open_archive(data), open_store(data)
        story = prune(
            archive, store, options.years, pruning.name, CancelToken(), now=now, dry_run=dry_run
        )
        return print_run(pruning, story, printer)
