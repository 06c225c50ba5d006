"""`opos items`: the invoices we hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.cli.commands import Answer, Line
from engine.common.i18n import _, format_amount, format_date, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode
from engine.model.item import Item, Status, to_decimal


def items(found: Iterable[Item]) -> Answer:
    """These items, a line each, and their sum."""
    count = open_cents = 0
    for item in found:
        if not count:
            yield Line(
                _row(
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
        yield Line(_text(item), record(item))
    summary = ngettext("{n} item, {open} open.", "{n} items, {open} open.", count).format(
        n=format_number(count), open=format_amount(open_cents)
    )
    yield Line(summary)
    return ExitCode.OK


def select(
    items: Iterable[Item], *, text: str = "", status: str = "", mandant: str = ""
) -> Iterator[Item]:
    """The items whose number, name or account contains `text` in any case, and that have this
    status and Mandant.
    """
    wanted = text.casefold()
    for item in items:
        if status and item.status != status:
            continue
        if mandant and item.mandant != mandant:
            continue
        if wanted and not any(
            wanted in field.casefold() for field in (item.invoice_no, item.name, item.account)
        ):
            continue
        yield item


def record(item: Item) -> dict[str, Any]:
    """The item with the names of the contract (section 4), which also head the CSV and XLSX
    files.
    """
    return {
        "mandant": item.mandant,
        "invoice_no": item.invoice_no,
        "account": item.account,
        "name": item.name,
        "branch": item.branch,
        "invoice_date": item.invoice_date,
        "due_date": item.due_date,
        "amount": to_decimal(item.amount),
        "open": to_decimal(item.open),
        "currency": item.currency,
        "status": item.status,
        "paid_on": item.paid_on,
        "dunning_level": item.dunning_level,
        "handed_over": item.handed_over,
        "export": item.export,
        "updated_by": item.updated_by,
        "updated_at": item.updated_at,
    }


def status_word(status: Status) -> str:
    """The status as people read it."""
    return {Status.OPEN: _("open"), Status.PART_PAID: _("part paid"), Status.PAID: _("paid")}[
        status
    ]


def _text(item: Item) -> str:
    return _row(
        sanitize(item.mandant),
        sanitize(item.invoice_no),
        sanitize(item.name),
        format_date(item.due_date),
        format_amount(item.amount, item.currency),
        format_amount(item.open, item.currency),
        status_word(item.status),
    )


def _row(
    mandant: str, invoice: str, name: str, due: str, total: str, rest: str, status: str
) -> str:
    return f"{mandant:<8} {invoice:<16} {name[:24]:<24} {due:<10} {total:>14} {rest:>14}  {status}"
