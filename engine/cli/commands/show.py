"""`opos show RUN`: one run, whole."""

from __future__ import annotations

from argparse import Namespace

import msgspec

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration, zone_of
from engine.cli.printer import Printer
from engine.cli.spreadsheet import add_spreadsheet_arguments, export
from engine.common.i18n import _
from engine.journal import journal
from engine.journal.event_text import render_event
from engine.model.errors import ExitCode
from engine.queries.history_text import local_time
from engine.queries.run_changes import run_changes
from engine.store.opening import fetch_journals, open_store


def add_arguments(parser: Parser) -> None:
    parser.add_argument("run", metavar=_("RUN"))
    add_spreadsheet_arguments(
        parser,
        csv=_("write what it changed, or would have, to a CSV file"),
        xlsx=_("the same as an Excel file"),
    )


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print every event of the run's journal, or write what it changed to a file."""
    configuration = asked_configuration(options)
    data, zone = configuration.data, zone_of(configuration)
    fetch_journals(data)
    if options.csv or options.xlsx:
        export(run_changes(open_store(data), data, options.run), options, printer)
        return ExitCode.OK
    for entry in journal.read_journal(journal.find_run(data.journals, options.run)):
        text = f"{local_time(entry.at, zone)}  {render_event(entry.event)}"
        printer.line(text, msgspec.Raw(journal.encode(entry)))
    return ExitCode.OK
