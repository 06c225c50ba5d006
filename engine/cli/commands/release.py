"""`opos release RUN`: carry out an import that the guard held, or drop it; or carry out again one
that was taken back.
"""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration
from engine.cli.by_hand import print_run, run_by_hand, send_exports
from engine.cli.printer import Printer
from engine.common.cancellation import CancelToken
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.imports.job import configured, import_job
from engine.imports.recorder import Decision
from engine.imports.release import held_import, reject, release
from engine.journal.events import Act
from engine.model.errors import ExitCode, UsageError
from engine.settings.change_log import note_outside_changes
from engine.store.opening import open_store


def add_arguments(parser: Parser) -> None:
    parser.add_argument("run", metavar=_("RUN"))
    parser.add_argument(
        "file", nargs="?", default="", metavar=_("FILE"), help=_("which, where a run has several")
    )
    parser.add_argument(
        "--reason", default="", metavar=_("TEXT"), help=_("why; kept with the import")
    )
    parser.add_argument("--reject", action="store_true", help=_("drop it instead"))
    parser.add_argument("-n", "--dry-run", action="store_true", help=_("only show it"))


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Carry out the held import of this run, drop it, or show what it would do now."""
    configuration = asked_configuration(options)
    if not options.reason and not options.dry_run:
        raise UsageError(
            _("A release needs its reason."),
            _('Give it with --reason "…"; it is kept with the import.'),
        )
    data = configuration.data
    held = held_import(open_store(data), options.run, options.file)
    name, interface = held.interface, configured(configuration, held)
    if held.second_person or interface.guard.second_person:
        note_outside_changes(configuration)
    now, dry_run = datetime.now(UTC), options.dry_run
    act: Act = "reject" if options.reject else "release"
    decide = reject if options.reject else release
    decision = Decision(held.run, held.file, sanitize(options.reason, 2000))
    with run_by_hand(data, name, act, now, dry_run=dry_run, decision=decision) as deciding:
        job = import_job(configuration, name, deciding.name, now, dry_run=dry_run)
        story = decide(job, decision, open_store(data), CancelToken())
        return print_run(deciding, story, printer, send_exports(configuration, now, deciding))
