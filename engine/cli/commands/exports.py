"""`opos exports`: what of the exports went, what waits, and why."""

from __future__ import annotations

from argparse import Namespace

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration, zone_of
from engine.cli.printer import Printer
from engine.common.i18n import _, format_number, ngettext, render, render_in_full
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode
from engine.queries.export_rows import ExportRow, export_rows
from engine.queries.history_text import local_time


def add_arguments(_parser: Parser) -> None:
    """It takes none."""


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print every file, the oldest first, and how many wait."""
    configuration = asked_configuration(options)
    zone = zone_of(configuration)
    waiting = 0
    for row in export_rows(configuration):
        waiting += row.state == "waiting"
        where = f"{row.export:<16} {row.number:>8}"
        text = f"{where}  {local_time(row.at, zone)}  {_what(row)}"
        printer.line(text, _record(row))
    summary = ngettext("{n} file waits.", "{n} files wait.", waiting)
    printer.line(summary.format(n=format_number(waiting)))
    return ExitCode.OK


def _what(row: ExportRow) -> str:
    if row.state == "sent":
        lines = ngettext("{n} line", "{n} lines", row.changes).format(n=format_number(row.changes))
        return f"{row.file}, {lines} ({sanitize(row.run)})"
    words = _("waits") + f" ({sanitize(row.run)})"
    return f"{words}: {render_in_full(row.why)}" if row.why else words


def _record(row: ExportRow) -> dict[str, object]:
    return {
        "export": row.export,
        "number": row.number,
        "state": row.state,
        "run": row.run,
        "at": row.at,
        "file": row.file,
        "changes": row.changes,
        "sha256": row.sha256,
        "code": row.why.code.value if row.why else "",
        "cause": render(row.why) if row.why else "",
    }
