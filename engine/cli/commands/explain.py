"""`opos explain INVOICE`: why this invoice stands as it does."""

from __future__ import annotations

from argparse import Namespace

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration, zone_of
from engine.cli.printer import Printer
from engine.common.data_folder import DataFolder
from engine.common.i18n import _, render
from engine.common.sanitize import sanitize
from engine.journal.event_message import code_and_params
from engine.journal.reasons import change_reason
from engine.model.errors import ExitCode
from engine.queries.history_text import now_text, step_lines
from engine.queries.invoice_history import HistoryStep, invoice_history
from engine.queries.invoices import item_record
from engine.store.ledger import act_of
from engine.store.opening import fetch_journals, open_archive, open_store


def add_arguments(parser: Parser) -> None:
    parser.add_argument("invoice", metavar=_("INVOICE"))
    parser.add_argument(
        "--mandant", default="", metavar="M", help=_("whose invoice, where several have the number")
    )


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print every change of the invoice, the oldest first, and how it stands now."""
    configuration = asked_configuration(options)
    data, zone = configuration.data, zone_of(configuration)
    fetch_journals(data)
    history = invoice_history(open_store(data), data, options.invoice, options.mandant)
    for step in history.steps:
        heading, *others = step_lines(step, zone)
        printer.line(heading, _record(step, data))
        for text in others:
            printer.line(f"    {text}")
    record = None if history.now is None else {"now": item_record(history.now)}
    printer.line(now_text(history.now), record)
    return ExitCode.OK


def _record(step: HistoryStep, data: DataFolder) -> dict[str, object]:
    entry, change = step.entry, step.change
    reason = change_reason(change)
    return {
        "at": entry.at,
        "run": entry.run,
        "started_by": step.started_by,
        "act": act_of(entry),
        "file": sanitize(step.file),
        "sha256": step.sha256,
        "archived_as": open_archive(data).place_of(step.sha256) if step.sha256 else "",
        "line": change.line,
        "raw": step.raw,
        "sheet": sanitize(change.sheet),
        "kind": change.kind,
        "rule": change.rule,
        "reason": render(reason),
        **code_and_params(reason),
        "before": None if change.before is None else item_record(change.before),
        "after": None if change.after is None else item_record(change.after),
        "undone_by": entry.undone_by,
        "released_by": sanitize(step.released_by),
        "released_because": sanitize(step.released_because),
    }
