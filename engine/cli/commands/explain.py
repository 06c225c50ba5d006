"""`opos explain INVOICE`: why this invoice stands as it does."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from engine.cli.commands import Answer, Line
from engine.common.data_folder import DataFolder
from engine.common.sanitize import sanitize
from engine.journal.reasons import change_reason
from engine.model.errors import ExitCode
from engine.queries.history_text import now_text, step_lines
from engine.queries.invoice_history import HistoryStep, invoice_history
from engine.queries.invoices import item_record
from engine.store.archive import Archive
from engine.store.ledger import act_of
from engine.store.protocol import Store


def explain(
    store: Store, data: DataFolder, zone: ZoneInfo, invoice_no: str, mandant: str = ""
) -> Answer:
    """Every change of the invoice, the oldest first. Raises `UsageError` where none or several are
    meant.
    """
    history = invoice_history(store, data, invoice_no, mandant)
    for step in history.steps:
        heading, *others = step_lines(step, zone)
        yield Line(heading, _record(step, data))
        yield from (Line(f"    {text}") for text in others)
    record = None if history.now is None else {"now": item_record(history.now)}
    yield Line(now_text(history.now), record)
    return ExitCode.OK


def _record(step: HistoryStep, data: DataFolder) -> dict[str, object]:
    entry, change = step.entry, step.change
    return {
        "at": entry.at,
        "run": entry.run,
        "started_by": step.started_by,
        "act": act_of(entry),
        "file": sanitize(step.file),
        "sha256": step.sha256,
        "archived_as": Archive(data.archive).place_of(step.sha256) if step.sha256 else "",
        "line": change.line,
        "raw": step.raw,
        "sheet": sanitize(change.sheet),
        "kind": change.kind,
        "rule": change.rule,
        "reason": change_reason(change),
        "before": None if change.before is None else item_record(change.before),
        "after": None if change.after is None else item_record(change.after),
        "undone_by": entry.undone_by,
        "released_by": sanitize(step.released_by),
        "released_because": sanitize(step.released_because),
    }
