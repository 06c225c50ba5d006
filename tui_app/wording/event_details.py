"""Everything the journal says of one event, a line each, in words: an event's own names are for
programs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.common.i18n import _, format_amount, format_date, format_number
from engine.common.sanitize import sanitize
from engine.journal.event_text import act_word, outcome_word
from engine.journal.journal import JournalEntry
from engine.model.item import from_decimal
from tui_app.wording.plan_text import kind_word

_MONEY = {"total", "control_total", "settled_amount", "reopened_amount", "before", "after"}
_TOLD_BEFORE = {"cause", "advice", "text"}
"""What the sentence above says already."""


def details(entry: JournalEntry, zone: ZoneInfo) -> Iterator[str]:
    """The event's fields that say something."""
    yield _line(_("Time"), f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M:%S}")
    yield _line(_("Name of the run"), entry.run)
    labels = _labels()
    for name in entry.event.__struct_fields__:
        value = getattr(entry.event, name)
        if value not in ("", None, 0, "0.00") and name not in _TOLD_BEFORE:
            yield _line(labels.get(name, name), _said(name, value, zone))


def _line(label: str, value: str) -> str:
    return f"{label:<16} {sanitize(value)}"


def _said(name: str, value: Any, zone: ZoneInfo) -> str:
    """The value as people read it."""
    match value:
        case bool():
            return _("yes")
        case datetime():
            return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        case date():
            return format_date(value)
        case int() if name not in ("pid", "line"):
            return format_number(value)
        case str() if name in _MONEY:
            return format_amount(from_decimal(value))
        case str() if name == "kind":
            return kind_word(value)
        case str() if name == "outcome":
            return outcome_word(value)
    return act_word(value) if name == "act" else str(value)


def _labels() -> Mapping[str, str]:
    return {
        "act": _("Act"),
        "actual": _("Actual"),
        "address": _("Server"),
        "after": _("after"),
        "archived_as": _("Archived as"),
        "archived_at": _("Archived on"),
        "before": _("Open before"),
        "branch": _("Branch"),
        "changed": _("Changed"),
        "changes": _("Changed"),
        "code": _("Code"),
        "column": _("Column"),
        "control_total": _("Printed total"),
        "created": _("New"),
        "customer": _("Name"),
        "deleted": _("Deleted"),
        "done": _("Done"),
        "dry_run": _("Dry run"),
        "due": _("Due"),
        "encoding": _("Encoding"),
        "exit_code": _("Exit code"),
        "files": _("Files"),
        "format": _("Format"),
        "host": _("Machine"),
        "how": _("How"),
        "ignored": _("Ignored"),
        "invoice_no": _("Invoice"),
        "key_date": _("As of"),
        "kind": _("What"),
        "limit": _("Limit"),
        "line": _("Row"),
        "mandant": _("Mandant"),
        "modified": _("Written"),
        "name": _("File"),
        "outcome": _("Outcome"),
        "paid": _("Paid"),
        "part_paid": _("Part paid"),
        "pid": _("Process"),
        "protocol": _("Protocol"),
        "reason": _("Reason"),
        "rejected": _("Rejected"),
        "reopened": _("Reopened"),
        "reopened_amount": _("Reopened, amount"),
        "rows": _("Rows"),
        "rule": _("Rule"),
        "seconds": _("Seconds"),
        "settled_amount": _("Settled, amount"),
        "sheet": _("Sheet"),
        "size": _("Bytes"),
        "step": _("Step"),
        "to": _("To"),
        "total": _("Total"),
        "trigger": _("Started by"),
        "unchanged": _("Unchanged"),
        "unknown": _("Unknown"),
        "user": _("User"),
        "value": _("Value"),
    }
