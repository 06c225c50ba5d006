"""`opos clearing`: payments that name no invoice for sure; `assign ENTRY INVOICE` says which it is,
`drop ENTRY` that it is none.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration
from engine.cli.by_hand import print_run, run_by_hand, send_exports
from engine.cli.printer import Printer
from engine.cli.spreadsheet import add_spreadsheet_arguments, export
from engine.common.accounts import user_name
from engine.common.cancellation import CancelToken
from engine.common.i18n import _, format_amount, format_date, ngettext
from engine.common.sanitize import sanitize
from engine.imports.clearing_run import Assignment, assign, bookable, drop_payment, waiting_payment
from engine.imports.job import configured, import_job
from engine.imports.recorder import Decision
from engine.model.errors import ExitCode, UsageError
from engine.queries.clearing import ClearingLine, clearing_list, clearing_record
from engine.settings.change_log import note_outside_changes
from engine.settings.load import Configuration
from engine.store.opening import open_store


def add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar=_("TEXT"),
        help=_("part of a name, text or amount; or: assign ENTRY INVOICE; or: drop ENTRY"),
    )
    parser.add_argument(
        "--reason", default="", metavar=_("TEXT"), help=_("why; kept with the payment")
    )
    parser.add_argument(
        "--mandant", default="", metavar="M", help=_("whose invoice, where several have the number")
    )
    parser.add_argument("-n", "--dry-run", action="store_true", help=_("only show it"))
    add_spreadsheet_arguments(
        parser, csv=_("write them to a CSV file"), xlsx=_("write them to an Excel file")
    )


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print the payments that wait, or write them to a file, or decide about one."""
    configuration = asked_configuration(options)
    match options.words:
        case ["assign", entry, invoice]:
            return _decide(configuration, options, printer, entry, invoice)
        case ["drop", entry]:
            return _decide(configuration, options, printer, entry, "")
        case ["assign" | "drop", *_others]:
            options.parser.error(
                _("`opos clearing assign` takes an entry and an invoice, `drop` an entry.")
            )
    found = clearing_list(configuration, options.words)
    if options.csv or options.xlsx:
        export(map(clearing_record, found), options, printer)
    else:
        _print(found, printer)
    return ExitCode.OK


def _decide(
    configuration: Configuration, options: Namespace, printer: Printer, entry: str, invoice: str
) -> ExitCode:
    """Assign the payment to the invoice; without one, drop it."""
    if not options.reason and not options.dry_run:
        raise UsageError(
            _("A decision about a payment needs its reason."),
            _('Give it with --reason "…"; it is kept with the payment.'),
        )
    waiting = waiting_payment(open_store(configuration.data), entry)
    name = waiting.imported.interface
    if configured(configuration, waiting.imported).guard.second_person:
        note_outside_changes(configuration)
    now, dry_run = datetime.now(UTC), options.dry_run
    assignment = Assignment(
        entry=waiting.entry.id,
        invoice_no=invoice,
        mandant=options.mandant,
        by=user_name(),
        reason=sanitize(options.reason, 2000),
    )
    if invoice:
        job = import_job(configuration, name, "", now, dry_run=True)
        bookable(job, assignment, open_store(configuration.data))
    decision = Decision(waiting.imported.run, waiting.imported.file, assignment.reason)
    with run_by_hand(
        configuration.data, name, "clear", now, dry_run=dry_run, decision=decision
    ) as deciding:
        job = import_job(configuration, name, deciding.name, now, dry_run=dry_run)
        decide = assign if invoice else drop_payment
        story = decide(job, assignment, open_store(configuration.data), CancelToken())
        return print_run(deciding, story, printer, send_exports(configuration, now, deciding))


def _print(found: Sequence[ClearingLine], printer: Printer) -> None:
    """These payments, two lines each, and how many there are."""
    for line in found:
        entry = line.waiting.entry
        who, text = sanitize(line.payer, 40), sanitize(line.words.text, 140)
        head = (
            f"{entry.id}  {format_date(entry.paid_on):<10} "
            f"{format_amount(entry.paid, entry.currency):>14}  {who}  {text}"
        )
        offered = ", ".join(sanitize(item.invoice_no) for item in line.offers)
        offer = " " + _("Perhaps: {invoices}.").format(invoices=offered) if offered else ""
        printer.line(f"{head.rstrip()}\n            {line.why}{offer}", clearing_record(line))
    summary = ngettext("{n} payment waits.", "{n} payments wait.", len(found))
    printer.line(summary.format(n=len(found)))
