"""Rows about invoices that we do not hold: created from an open list, else only reported."""

from __future__ import annotations

from engine.items import Item, Key
from engine.language import _
from engine.lists.rows import Content, Row
from engine.plain import plain
from engine.posting.draft import Draft


def post_unknown(draft: Draft, key: Key, rows: list[Row]) -> None:
    """Create the item if this list may create it and says enough of it.

    Only a row that names an open amount creates: a payment or a settled item says nothing of an invoice we could hold.
    """
    row = rows[0]
    if draft.policy.unknown == "report" or draft.content not in (Content.OPEN, Content.ALL) or row.settled or not row.open:
        draft.unknown += rows
    elif not key[0]:
        draft.unknown += rows
        text = _("Line {line}: {number} is not created, since the list does not say of which Mandant it is.")
        draft.notice("mandant_unclear", text.format(line=row.line, number=plain(row.invoice_no)))
    elif (branch := _branch_of(draft, row)) is None:
        draft.unknown += rows
        text = _("Line {line}: {number} is not created, since the list does not say of which branch it is.")
        draft.notice("branch_unclear", text.format(line=row.line, number=plain(row.invoice_no)))
    elif draft.policy.branches and branch not in draft.policy.branches:
        draft.outside += len(rows)
    else:
        draft.create(_item_of(draft, key[0], branch, row), row)


def _branch_of(draft: Draft, row: Row) -> str | None:
    """The row's branch, or the interface's only one; None if it may be any of several."""
    branches = draft.policy.branches
    if row.branch or not branches:
        return row.branch
    return next(iter(branches)) if len(branches) == 1 else None


def _item_of(draft: Draft, mandant: str, branch: str, row: Row) -> Item:
    """The invoice as bookkeeping tells of it: it is handed over, and must not be exported back."""
    open_ = row.open or 0
    # A balance on the other side of zero is the customer's money, not a rest of the invoice.
    amount = row.amount if row.amount is not None and row.amount * open_ > 0 else open_
    return Item(
        mandant=mandant, invoice_no=row.invoice_no, account=row.account, name=row.name, branch=branch,
        invoice_date=row.doc_date, due_date=row.due_date, amount=amount, open=open_, currency=row.currency or "EUR",
        dunning_level=row.dunning_level or 0, handed_over=True, export=False,
        updated_by=draft.policy.run, updated_at=draft.policy.at,
    )  # fmt: skip
