"""The history of an invoice in words, as `opos explain` and the app show it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from engine.common.i18n import _, format_amount, format_date, render
from engine.common.sanitize import sanitize
from engine.journal.reasons import change_reason
from engine.model.item import Item
from engine.queries.invoice_history import HistoryStep
from engine.queries.invoices import status_word


def local_time(at: datetime, zone: tzinfo) -> str:
    """A moment as people read it, in the practice's zone: 19 characters."""
    local = at.astimezone(zone)
    return f"{format_date(local.date())} {local:%H:%M:%S}"


def step_lines(step: HistoryStep, zone: tzinfo) -> Iterator[str]:
    """One change: a heading, then what it came from, why it was made and what it did."""
    entry, change = step.entry, step.change
    yield f"{local_time(entry.at, zone)}  {sanitize(entry.run)}  {step.started_by}"
    if step.file:
        place = _("{file}, line {line}") if change.line else "{file}"
        yield place.format(file=sanitize(step.file), line=change.line)
    if step.raw:
        yield f"| {step.raw}"
    yield render(change_reason(change))
    yield f"{_standing(change.before)} → {_standing(change.after)}"
    if step.released_by:
        yield _("Released by {who}: {reason}").format(
            who=sanitize(step.released_by), reason=sanitize(step.released_because)
        )
    if entry.undone_by:
        yield _("Taken back by run {run}.").format(run=entry.undone_by)


def now_text(item: Item | None) -> str:
    """How the invoice stands now."""
    if item is None:
        return _("It is no longer held.")
    return _("Now: {open} open of {amount}, {status}.").format(
        open=format_amount(item.open, item.currency),
        amount=format_amount(item.amount, item.currency),
        status=status_word(item.status),
    )


def _standing(item: Item | None) -> str:
    if item is None:
        return _("not held")
    return f"{format_amount(item.open, item.currency)}, {status_word(item.status)}"
