"""Rows about invoices that we do not hold: created from an open list, else only reported."""

from __future__ import annotations

from engine.lists.rows.rows import Content, Row
from engine.messages.posting import PlanNotice
from engine.model.item import Item, Key
from engine.posting.booking import is_rest
from engine.posting.plan_builder import PlanBuilder


def post_unknown(builder: PlanBuilder, key: Key, rows: list[Row]) -> None:
    """Create the item if this list may create it and says enough of it.

    Only a row that names an open amount creates: a payment or a settled item says nothing of an
    invoice we could hold.
    """
    policy, row = builder.policy, rows[0]
    branch = row.branch or policy.branch_of_new
    if builder.content == Content.PAYMENTS:
        builder.leave_unknown(rows, PlanNotice.UNKNOWN)
    elif builder.content == Content.SETTLED or row.settled or not row.open:
        builder.leave_unknown(rows)
    elif policy.unknown == "report":
        builder.leave_unknown(rows, PlanNotice.UNKNOWN)
    elif not key[0]:
        builder.leave_unknown(rows, PlanNotice.MANDANT_UNCLEAR)
    elif policy.branches and not branch:
        builder.leave_unknown(rows, PlanNotice.BRANCH_UNCLEAR)
    elif policy.branches and branch not in policy.branches:
        builder.pass_over(rows)
    elif is_rest(row.open, _amount_of(row), policy.tolerance):
        builder.leave_unknown(rows)
    else:
        builder.create(_item_of(builder, key[0], branch, row), row)


def _item_of(builder: PlanBuilder, mandant: str, branch: str, row: Row) -> Item:
    """The invoice as bookkeeping tells of it: it is handed over, and must not be exported back."""
    return Item(
        mandant=mandant, invoice_no=row.invoice_no, account=row.account, name=row.name,
        branch=branch,
        invoice_date=row.doc_date, due_date=row.due_date,
        amount=_amount_of(row), open=row.open or 0, currency=row.currency or "EUR",
        dunning_level=row.dunning_level or 0, handed_over=True, export=False,
        updated_by=builder.policy.run, updated_at=builder.policy.at,
    )  # fmt: skip


def _amount_of(row: Row) -> int:
    """The invoice's own amount. A balance on the other side of zero is the customer's money, not a
    rest of the invoice.
    """
    open_ = row.open or 0
    return row.amount if row.amount is not None and row.amount * open_ > 0 else open_
