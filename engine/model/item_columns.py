"""An item as a row: the columns of `opos items`, its CSV and its .xlsx, and of the exports."""

from __future__ import annotations

from datetime import date

from engine.model.item import Item
from engine.model.money import Money

Value = Money | date | bool | int | str | None


def item_columns(item: Item) -> dict[str, Value]:
    """Each value by the name that the contract (section 4) gives it."""
    return {
        "mandant": item.mandant,
        "invoice_no": item.invoice_no,
        "account": item.account,
        "name": item.name,
        "branch": item.branch,
        "invoice_date": item.invoice_date,
        "due_date": item.due_date,
        "amount": Money(item.amount),
        "open": Money(item.open),
        "currency": item.currency,
        "status": item.status.value,
        "paid_on": item.paid_on,
        "dunning_level": item.dunning_level,
        "handed_over": item.handed_over,
        "export": item.export,
        "updated_by": item.updated_by,
        "updated_at": item.updated_at,
    }
