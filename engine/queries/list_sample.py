"""What the reader makes of one file: line by line as a record and in words. Touches no store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from engine.common.i18n import (
    _,
    format_amount,
    format_date,
    format_number,
    ngettext,
    render,
    render_in_full,
)
from engine.common.sanitize import sanitize
from engine.imports import plan_events
from engine.journal import event_text
from engine.journal.event_message import event_advice
from engine.lists.rows.payments import Payment
from engine.lists.rows.rows import Content, ListFile, Reach, Row
from engine.model.errors import UsageError
from engine.model.item import to_decimal
from engine.model.message import Message

_SHOWN = 5
"""So many invoices and accounts are named; the rest is counted."""


class SampleLine(msgspec.Struct, frozen=True):
    """One line of the file that the reader has something to say about."""

    kind: Literal["row", "payment", "rejected", "ignored", "doubt", "notice"]
    text: str
    fields: dict[str, object]
    """The same for programs; money is text."""


def require_list(path: Path) -> None:
    """Raise `UsageError` where there is no such file."""
    if not path.is_file():
        raise UsageError(
            _("There is no file {path}.").format(path=sanitize(str(path))),
            _("Give the path of a list."),
        )


def sample_lines(name: str, found: ListFile, *, ignored: bool) -> Iterator[SampleLine]:
    """Rows, rejected rows and their reasons, the lines that were `ignored` if they are wanted,
    doubts and notices.
    """
    for row in found.rows:
        yield SampleLine("row", _row_text(row), _row_fields(row))
    for payment in found.payments:
        yield SampleLine("payment", _payment_text(payment), _payment_fields(payment))
    for rejected, event in zip(
        found.rejected, plan_events.rejected(name, found.rejected), strict=True
    ):
        fields = {**_fields(rejected), "value": sanitize(rejected.value), "reason": event.reason,
                  "advice": event_advice(event)}  # fmt: skip
        yield SampleLine("rejected", f"  {event_text.render_event(event)}", fields)
    for line in found.ignored if ignored else ():
        reason = render(line.reason)
        text = _("ignored, line {line}: {reason}").format(line=line.line, reason=reason)
        yield SampleLine("ignored", f"  {text}", {**_fields(line), "reason": reason})
    for doubt in found.doubts:
        text = render_in_full(doubt.message)
        fields = {
            "code": doubt.message.code.value, "reach": doubt.reach, "about": sanitize(doubt.about),
            "line": doubt.line, "sheet": sanitize(doubt.sheet), "text": text,
        }  # fmt: skip
        yield SampleLine("doubt", f"  {text}", fields)
    for notice in found.notices:
        text = render_in_full(notice)
        yield SampleLine("notice", f"  {text}", {"code": notice.code.value, "text": text})


def file_fields(name: str, found: ListFile) -> dict[str, object]:
    """The file as one object."""
    return {
        "name": sanitize(name),
        "layout": found.layout,
        "content": found.content,
        "format": found.format,
        "encoding": found.encoding,
        "columns": {field: sanitize(heading) for field, heading in found.columns.items()},
        "unread": [sanitize(heading) for heading in found.unread],
        "lines": found.lines,
        "rows": len(found.rows) + len(found.payments),
        "merged": found.merged,
        "rejected": len(found.rejected),
        "ignored": len(found.ignored),
        "total": to_decimal(found.total),
        "control_total": None if found.control_total is None else to_decimal(found.control_total),
        "key_date": found.key_date,
        "key_date_text": found.key_date_text,
    }


def file_text(name: str, found: ListFile) -> str:
    """How the file is written."""
    return _("{name}: {layout}, {content}, {format} {encoding}").format(**file_fields(name, found))


def columns_text(found: ListFile, *, called: Callable[[str], str] = str) -> str:
    """Which heading was taken for which field, each as it is `called`."""
    columns = (f"{called(field)} = {sanitize(heading)}" for field, heading in found.columns.items())
    text = _("columns: {columns}").format(columns=", ".join(columns))
    if found.unread:
        unread = ", ".join(map(sanitize, found.unread))
        text += "\n  " + _("not read: {columns}").format(columns=unread)
    return text


def silence_text(found: ListFile) -> str:
    """For which invoices the silence of the list would not count, and why; empty where it would
    count for all, or means nothing anyway.
    """
    if found.content not in (Content.OPEN, Content.ALL) or not found.doubts:
        return ""
    whole = (Reach.LIST, Reach.ROWS)
    why = next((doubt.message for doubt in found.doubts if doubt.reach in whole), None)
    if why:
        text = _("Silence would not count, because the list was not understood as a whole: {why}")
        return text.format(why=render(why))
    abouts = list(dict.fromkeys(sanitize(doubt.about) for doubt in found.doubts))
    shown = ", ".join(abouts[:_SHOWN])
    if (more := len(abouts) - _SHOWN) > 0:
        shown = _("{shown} and {more} more").format(shown=shown, more=format_number(more))
    return _("Silence would not count for {about}.").format(about=shown)


def totals_text(found: ListFile) -> str:
    """How many lines of which kind, and what they add up to."""
    rows = len(found.rows) + len(found.payments)
    text = ngettext(
        "{rows} row, {merged} merged, {rejected} rejected, {ignored} ignored; total {total}",
        "{rows} rows, {merged} merged, {rejected} rejected, {ignored} ignored; total {total}",
        rows,
    ).format(
        rows=format_number(rows),
        merged=format_number(found.merged),
        rejected=format_number(len(found.rejected)),
        ignored=format_number(len(found.ignored)),
        total=format_amount(found.total),
    )
    if found.control_total is not None:
        text += ", " + _("printed total {total}").format(total=format_amount(found.control_total))
    if found.key_date is not None:
        day = format_date(found.key_date)
        text += ", " + _("as of {day} by “{text}”").format(day=day, text=found.key_date_text)
    return text + "."


def _row_text(row: Row) -> str:
    cents = row.paid if row.open is None else row.open
    amount = _("the rest") if cents is None else format_amount(cents, row.currency or "EUR")
    if row.settled:
        amount = _("settled")
    when = format_date(row.paid_on or row.due_date)
    return (
        f"{row.line:>7}  {sanitize(row.invoice_no):<18} {amount:>14}  {when:<10} "
        f" {sanitize(row.name)}".rstrip()
    )


def _payment_text(payment: Payment) -> str:
    who = payment.name or payment.iban or payment.account
    why = f"  [{render(Message(payment.unclear))}]" if payment.unclear else ""
    return (
        f"{payment.line:>7}  {sanitize(payment.number) or '–':<18} "
        f"{format_amount(payment.paid, payment.currency):>14}  {format_date(payment.day):<10} "
        f" {sanitize(who)}  {sanitize(payment.text)}{why}".rstrip()
    )


def _payment_fields(payment: Payment) -> dict[str, object]:
    fields = _fields(payment)
    for name in ("paid", "booked"):
        fields[name] = to_decimal(getattr(payment, name))
    unclear = payment.unclear
    return fields | {"unclear": "" if unclear is None else unclear.value}


def _row_fields(row: Row) -> dict[str, object]:
    fields = _fields(row)
    for name in ("amount", "open", "paid"):
        if fields[name] is not None:
            fields[name] = to_decimal(getattr(row, name))
    return fields


def _fields(record: msgspec.Struct) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}
