"""Which invoices are meant, and how one is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.common.i18n import _
from engine.model.item import Item, Status, to_decimal


def select_items(
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


def item_record(item: Item) -> dict[str, Any]:
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
