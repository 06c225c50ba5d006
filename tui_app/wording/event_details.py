"""Everything the journal says of one event, a line each, in words: an event's own names are for
programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.common.i18n import _, format_amount, format_date, format_number, language
from engine.common.sanitize import sanitize
from engine.journal.event_text import act_word, outcome_word
from engine.journal.journal import JournalEntry
from engine.model.message import N_
from engine.model.money import Money
from engine.posting.change import ChangeKind
from engine.queries.history_text import local_time
from tui_app.wording.plan_text import kind_word

LABELS = {
    "act": N_("Act"),
    "actual": N_("Actual"),
    "address": N_("Server"),
    "after": N_("after"),
    "archived_as": N_("Archived as"),
    "archived_at": N_("Archived on"),
    "before": N_("Open before"),
    "branch": N_("Branch"),
    "changed": N_("Changed"),
    "changes": N_("Changed"),
    "code": N_("Code"),
    "column": N_("Column"),
    "control_total": N_("Printed total"),
    "created": N_("New"),
    "customer": N_("Name"),
    "deleted": N_("Deleted"),
    "done": N_("Done"),
    "dry_run": N_("Dry run"),
    "due": N_("Due"),
    "encoding": N_("Encoding"),
    "exit_code": N_("Exit code"),
    "export": N_("Export"),
    "file": N_("File"),
    "files": N_("Files"),
    "format": N_("Format"),
    "host": N_("Machine"),
    "how": N_("How"),
    "ignored": N_("Ignored"),
    "invoice_no": N_("Invoice"),
    "key_date": N_("As of"),
    "kind": N_("What"),
    "limit": N_("Limit"),
    "line": N_("Row"),
    "mandant": N_("Mandant"),
    "modified": N_("Written"),
    "name": N_("File"),
    "of_file": N_("Of the file"),
    "of_run": N_("Of the run"),
    "number": N_("Number"),
    "outcome": N_("Outcome"),
    "paid": N_("Paid"),
    "part_paid": N_("Part paid"),
    "pid": N_("Process"),
    "protocol": N_("Protocol"),
    "rejected": N_("Rejected"),
    "reopened": N_("Reopened"),
    "reopened_amount": N_("Reopened, amount"),
    "rows": N_("Rows"),
    "rule": N_("Rule"),
    "seconds": N_("Seconds"),
    "settled_amount": N_("Settled, amount"),
    "sha256": "SHA-256",
    "sheet": N_("Sheet"),
    "size": N_("Bytes"),
    "step": N_("Step"),
    "to": N_("To"),
    "total": N_("Total"),
    "trigger": N_("Started by"),
    "unchanged": N_("Unchanged"),
    "unknown": N_("Unknown"),
    "user": N_("User"),
    "value": N_("Value"),
}
"""What people call an event's fields."""
SAID_BEFORE = {"cause", "advice", "text", "reason", "params"}
"""What the sentence above says already."""


def details(entry: JournalEntry, zone: ZoneInfo) -> Iterator[str]:
    """Return the event's fields that say something."""
    yield _line(_("Time"), local_time(entry.at, zone))
    yield _line(_("Name of the run"), entry.run)
    for name in entry.event.__struct_fields__:
        value = getattr(entry.event, name)
        if value not in ("", None, 0) and name not in SAID_BEFORE:
            yield _line(_(LABELS[name]), _said(name, value, zone))


def _line(label: str, value: str) -> str:
    return f"{label:<16} {sanitize(value)}"


def _said(name: str, value: Any, zone: ZoneInfo) -> str:
    """Return the value as people read it."""
    match value:
        case bool():
            return _("yes")
        case datetime():
            return local_time(value, zone)
        case date():
            return format_date(value)
        case Money():
            return format_amount(value)
        case int() if name not in ("pid", "line"):
            return format_number(value)
        case float() if language() == "de":
            return str(value).replace(".", ",")
        case ChangeKind():
            return kind_word(value)
        case str() if name == "outcome":
            return outcome_word(value)
    return act_word(value) if name == "act" else str(value)
