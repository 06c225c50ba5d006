"""`opos export`: send what waits, or make files of an export again."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration, zone_of
from engine.cli.printer import Printer
from engine.cli.signals import stop_on_signals
from engine.common.atomic_write import write_atomically
from engine.common.i18n import _, format_number, ngettext
from engine.common.os_errors import os_errors
from engine.common.sanitize import sanitize
from engine.exports.delivery import deliver_exports
from engine.exports.export_file import ExportFile, export_file, full_file
from engine.exports.records import ExportRecords
from engine.exports.repeating import send_again
from engine.journal.event_text import render_event
from engine.journal.events import Exported, ExportFailed
from engine.messages.output import OutputFault
from engine.model.errors import ExitCode, UsageError
from engine.queries.export_rows import acts_meant, the_export
from engine.settings.load import Configuration
from engine.store.opening import open_store


def add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "name", nargs="?", default="", metavar="NAME", help=_("which, where there are several")
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--run", default="", metavar=_("RUN"), help=_("the files of this run again"))
    which.add_argument(
        "--number", type=int, default=0, metavar="N", help=_("the file of this number again")
    )
    which.add_argument(
        "--since", type=_day, metavar=_("DATE"), help=_("all files since this day again")
    )
    which.add_argument(
        "--full", action="store_true", help=_("all invoices as they stand, to begin with")
    )
    parser.add_argument(
        "-o",
        "--output",
        default="",
        metavar=_("FILE"),
        help=_("write it here instead of to its target; several files: a folder"),
    )


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Make the files that are asked for again; where none is named, send what waits."""
    configuration = asked_configuration(options)
    export = the_export(configuration, options.name)
    if options.run or options.number or options.since or options.full:
        files = list(_files(configuration, export, options))
        _tell_changed(configuration, export, files, printer)
        if options.output:
            return _write(files, Path(options.output), printer)
        return _tell(send_again(configuration, export, files, stop_on_signals()), printer)
    if options.output:
        raise UsageError(
            _("-o needs to know which file."), _("Give --run, --number, --since or --full.")
        )
    token, now = stop_on_signals(), datetime.now(UTC)
    return _tell(deliver_exports(configuration, token, now, at_once=export), printer)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("must be a day such as 2026-12-01")) from None


def _files(configuration: Configuration, export: str, options: Namespace) -> Iterator[ExportFile]:
    store, settings = open_store(configuration.data), configuration.settings
    if options.full:
        yield full_file(settings, export, store)
        return
    zone, wanted = zone_of(configuration), {"run": options.run, "number": options.number}
    for entry in acts_meant(store, export, zone, since=options.since, **wanted):
        yield export_file(settings, export, entry, store)


def _tell_changed(
    configuration: Configuration, export: str, files: Sequence[ExportFile], printer: Printer
) -> None:
    """Say which files are no longer as they went, because the export is another since."""
    record = ExportRecords(configuration.data).load(export)
    sent = {each.number: each.sha256 for each in record.sent}
    for file in files:
        if file.run and sent.get(file.number, file.sha256) != file.sha256:
            text = _("{name} is another than the one that was sent: the export was changed since.")
            printer.aside(text.format(name=sanitize(file.name)))


def _write(files: Sequence[ExportFile], path: Path, printer: Printer) -> ExitCode:
    if len(files) > 1 and not path.is_dir():
        raise UsageError(
            _("{path} is no folder, and there are several files.").format(path=sanitize(str(path))),
            _("Give a folder that exists, or ask for one file by --number."),
        )
    for file in files:
        place = path / file.name if path.is_dir() else path
        with os_errors(UsageError, OutputFault.TABLE, path=str(place)):
            write_atomically(place, [file.content], mode=0o640)
        n = file.changes
        written = ngettext("{n} line written to {path}.", "{n} lines written to {path}.", n)
        printer.line(
            written.format(n=format_number(n), path=sanitize(str(place))),
            {"written": n, "path": str(place), "number": file.number},
        )
    return ExitCode.OK


def _tell(story: Iterator[Exported | ExportFailed], printer: Printer) -> ExitCode:
    told = failed = 0
    for event in story:
        told += 1
        failed += isinstance(event, ExportFailed)
        printer.line(render_event(event), msgspec.to_builtins(event))
    if not told:
        printer.line(_("Nothing waits."))
    return ExitCode.REPORT_FAILED if failed else ExitCode.OK
