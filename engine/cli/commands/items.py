"""`opos items`: the invoices we hold."""

from __future__ import annotations

from collections.abc import Iterable

from engine.cli.commands import Answer, Line
from engine.common.i18n import _, format_amount, format_date, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode
from engine.model.item import Item
from engine.queries.invoices import item_record, status_word


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
        yield Line(_text(item), item_record(item))
    summary = ngettext("{n} item, {open} open.", "{n} items, {open} open.", count).format(
        n=format_number(count), open=format_amount(open_cents)
    )
    yield Line(summary)
    return ExitCode.OK


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
