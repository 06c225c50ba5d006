"""Short ways to make what tests speak of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from engine.model.item import Item
from engine.posting.change import Change, ChangeKind, Rule
from engine.store.ledger import Imported, Loaded

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


def item(number: str = "RE-1", **fields: Any) -> Item:
    """An open invoice of Mandant 001 over 100.00, handed over."""
    defaults: dict[str, Any] = {
        "mandant": "001",
        "invoice_no": number,
        "account": "10001",
        "amount": 100_00,
        "open": 100_00,
        "invoice_date": date(2026, 10, 1),
        "due_date": date(2026, 10, 15),
        "handed_over": True,
    }
    return Item(**{**defaults, **fields})


def created(*items: Item) -> list[Change]:
    """The changes that bring these items into a store."""
    return [
        Change(kind=ChangeKind.CREATED, rule=Rule.NOT_HELD, before=None, after=item)
        for item in items
    ]


def entry(run: str = "20261120T070000Z-datev", **fields: Any) -> Imported:
    """A ledger entry of an import."""
    defaults: dict[str, Any] = {
        "run": run,
        "at": NOW,
        "interface": "datev",
        "file": "OPOS.csv",
        "sha256": "ab" * 32,
    }
    return Imported(**{**defaults, **fields})


def loaded(run: str = "20261120T060000Z-load") -> Loaded:
    """The ledger entry of invoices that are loaded right now."""
    return Loaded(run=run, at=datetime.now(UTC), interface="load", file="invoices.csv")
