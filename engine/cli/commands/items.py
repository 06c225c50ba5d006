"""`opos items`: the invoices in the store; `opos items load FILE`: invoices of the billing program
into it.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration
from engine.cli.by_hand import print_run, run_by_hand, send_exports
from engine.cli.printer import Printer
from engine.cli.spreadsheet import add_spreadsheet_arguments, export
from engine.common.cancellation import CancelToken
from engine.common.i18n import _, format_amount, format_date, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.exports.numbering import Exporting
from engine.imports.load_run import load
from engine.journal.journal import LOAD
from engine.model.errors import ExitCode, UsageError
from engine.model.item import Item
from engine.queries.invoices import item_record, select_items, status_word
from engine.settings.load import Configuration
from engine.store.opening import open_store

_LINE = "{:<8} {:<16} {:<24.24} {:<10} {:>14} {:>14}  {}"


def add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar=_("TEXT"),
        help=_("part of a number, name or account; or: load FILE"),
    )
    parser.add_argument(
        "--status",
        choices=["open", "part_paid", "paid"],
        default="",
        help=_("only those that stand so"),
    )
    parser.add_argument(
        "--mandant",
        default="",
        metavar="M",
        help=_("only this Mandant's; with load: whose they are where the file tells none"),
    )
    add_spreadsheet_arguments(
        parser, csv=_("write them to a CSV file"), xlsx=_("write them to an Excel file")
    )


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print the items that are asked for, or write them to a file, or load others."""
    configuration = asked_configuration(options)
    if options.words[:1] == ["load"]:
        if len(options.words) != 2:
            options.parser.error(_("`opos items load` takes one file."))
        if not options.mandant.isprintable():
            options.parser.error(_("--mandant holds control characters."))
        return _load(configuration, Path(options.words[1]), options.mandant, printer)
    found = select_items(
        open_store(configuration.data).items().values(),
        text=" ".join(options.words),
        status=options.status,
        mandant=options.mandant,
    )
    if options.csv or options.xlsx:
        export(map(item_record, found), options, printer)
    else:
        _print(found, printer)
    return ExitCode.OK


def _load(configuration: Configuration, path: Path, mandant: str, printer: Printer) -> ExitCode:
    """Load the invoices of this file; `mandant` is whose they are where it tells none."""
    if not path.is_file():
        raise UsageError(
            _("There is no file {path}.").format(path=sanitize(str(path))),
            _("Give the path of a file with invoices."),
        )
    data, now = configuration.data, datetime.now(UTC)
    with run_by_hand(data, LOAD, "load", now) as loading:
        exporting, token = Exporting.of(configuration), CancelToken()
        story = load(open_store(data), path, mandant, loading.name, exporting, token, now=now)
        return print_run(loading, story, printer, send_exports(configuration, now, loading))


def _print(found: Iterable[Item], printer: Printer) -> None:
    """These items, a line each, and their sum."""
    count = open_cents = 0
    for item in found:
        if not count:
            printer.line(
                _LINE.format(
                    _("Mandant"),
                    _("Invoice"),
                    _("Name"),
                    _("Due"),
                    _("Amount"),
                    _("Open"),
                    _("Status"),
                )
            )
        count += 1
        open_cents += item.open
        printer.line(_text(item), item_record(item))
    summary = ngettext("{n} item, {open} open.", "{n} items, {open} open.", count)
    printer.line(summary.format(n=format_number(count), open=format_amount(open_cents)))


def _text(item: Item) -> str:
    return _LINE.format(
        sanitize(item.mandant),
        sanitize(item.invoice_no),
        sanitize(item.name),
        format_date(item.due_date),
        format_amount(item.amount, item.currency),
        format_amount(item.open, item.currency),
        status_word(item.status),
    )
