"""Which invoices are meant, and how one is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.common.i18n import _
from engine.model.item import Item, Status
from engine.model.item_columns import item_columns
from engine.model.money import with_decimals


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
    """The item as JSON, CSV and XLSX show it: money as decimal text."""
    return with_decimals(item_columns(item))


def status_word(status: Status) -> str:
    """The status as people read it."""
    return {Status.OPEN: _("open"), Status.PART_PAID: _("part paid"), Status.PAID: _("paid")}[
        status
    ]
