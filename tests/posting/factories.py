"""Short ways to make lists and policies, and to see what a plan does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine.lists.rows.rows import Content, ListFile, Row
from engine.model.item import Item, Key
from engine.posting.change import Change
from engine.posting.plan import Plan
from engine.posting.plan_import import plan_import
from engine.posting.policy import Policy

KEY_DATE = date(2026, 11, 19)
TODAY = date(2026, 11, 20)


def policy(**fields: Any) -> Policy:
    """The policy of an interface for Mandant 001, everything else as the settings' defaults."""
    defaults: dict[str, Any] = {
        "run": "this-run",
        "at": "2026-11-20T07:00:00Z",
        "paid_on": TODAY,
        "mandants": frozenset({"001"}),
        "require_handover": "ignore",
    }
    return Policy(**{**defaults, **fields})


def item(number: str = "RE-1", **fields: Any) -> Item:
    """An open invoice of Mandant 001 over 100.00, handed over, and nothing else known of it."""
    defaults: dict[str, Any] = {
        "mandant": "001",
        "invoice_no": number,
        "amount": 100_00,
        "open": 100_00,
        "invoice_date": date(2026, 10, 1),
        "handed_over": True,
    }
    return Item(**{**defaults, **fields})


def row(number: str = "RE-1", line: int = 2, **fields: Any) -> Row:
    return Row(line=line, invoice_no=number, **fields)


def listing(content: Content, *rows: Row, **fields: Any) -> ListFile:
    """A list of these rows, with a key date."""
    defaults: dict[str, Any] = {
        "layout": "datev_csv",
        "format": "csv",
        "encoding": "cp1252",
        "lines": len(rows) + 1,
        "key_date": KEY_DATE,
    }
    return ListFile(content=content, rows=list(rows), **{**defaults, **fields})


def held(*items: Item) -> dict[Key, Item]:
    """What a store holds."""
    return {item.key: item for item in items}


def plan_open(items: Iterable[Item], *rows: Row, **of_policy: Any) -> Plan:
    """The plan for an open list with these rows."""
    return plan_import(held(*items), listing(Content.OPEN, *rows), policy(**of_policy))


def plan_payments(items: Iterable[Item], *rows: Row, **of_policy: Any) -> Plan:
    """The plan for a payment list with these rows."""
    return plan_import(held(*items), listing(Content.PAYMENTS, *rows), policy(**of_policy))


def the_change(plan: Plan) -> Change:
    """The only change of a plan."""
    assert len(plan.changes) == 1
    return plan.changes[0]


def change_and_after(plan: Plan) -> tuple[Change, Item]:
    """The only change of a plan, and the item as it becomes."""
    change = the_change(plan)
    assert change.after is not None
    return change, change.after


def item_after(plan: Plan) -> Item:
    """The item of the only change, as it becomes."""
    _change, after = change_and_after(plan)
    return after


def carried_out(items: Mapping[Key, Item], changes: Iterable[Change]) -> dict[Key, Item]:
    """The items once `changes` are made, each of which must begin at what is held."""
    after = dict(items)
    for change in changes:
        assert after.get(change.key) == change.before
        if change.after is None:
            del after[change.key]
        else:
            after[change.key] = change.after
    return after


def codes(plan: Plan) -> list[str]:
    """The codes of a plan's notices."""
    return [notice.code.value for notice in plan.notices]
