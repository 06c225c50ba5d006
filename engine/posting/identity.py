"""Whether a row and an item can be one invoice, by what both say of it besides the number.

Numbers begin anew each year, and two debtors may have the same one; so a number alone is not proof.
But one difference alone is no other invoice: bookkeeping may post it a day later, or add a fee.
Each comparison is None where one of the two does not say, or what they say cannot be compared.
"""

from __future__ import annotations

import re
from datetime import timedelta

from engine.lists.rows.rows import Row
from engine.messages.posting import RowConflict
from engine.model.item import Cents, Item
from engine.model.message import Message

_FAR_APART = timedelta(days=92)
"""Days of two invoices, where no amount says that they are one [our default, not evidenced]."""
_FAR_MORE = 40_00
"""Three times the invoice is far more only from here on: below it may be a fee for dunning [V: BGB
§ 288 (5), a lump sum of 40 euro].
"""
_DIGIT = re.compile(r"[0-9]")
_WORD = re.compile(r"\w+")


def same_date(row: Row, item: Item) -> bool | None:
    """Whether the days of the invoice agree."""
    if row.doc_date is None or item.invoice_date is None:
        return None
    return row.doc_date == item.invoice_date


def same_amount(row: Row, item: Item) -> bool | None:
    """Whether the amounts agree; without the invoice's own, whether what is open or paid is just
    ours, or more than the invoice can be.
    """
    ours = {abs(item.amount), abs(item.open)}
    if row.amount:
        return abs(row.amount) == abs(item.amount)
    if row.open:
        return True if abs(row.open) in ours else False if abs(row.open) > max(ours) else None
    return True if row.paid and abs(row.paid) in ours else None


def same_account(row: Row, item: Item) -> bool | None:
    """Whether the accounts agree. A customer's number and a debtor's account look unlike, and
    cannot be compared.
    """
    theirs, ours = bare_account(row.account), bare_account(item.account)
    if not theirs or not ours:
        return None
    if theirs == ours:
        return True
    return False if _DIGIT.sub("0", theirs) == _DIGIT.sub("0", ours) else None


def same_name(row: Row, item: Item) -> bool | None:
    """Whether the names have a word in common."""
    theirs, ours = (set(_WORD.findall(name.casefold())) for name in (row.name, item.name))
    return bool(theirs & ours) if theirs and ours else None


def may_be_one(row: Row, item: Item) -> bool:
    """Whether nothing speaks against it."""
    return (
        same_date(row, item) is not False
        and same_amount(row, item) is not False
        and same_account(row, item) is not False
    )


def agree(row: Row, item: Item) -> bool:
    """Whether day and amount say that the two are one."""
    return bool(same_date(row, item) and same_amount(row, item)) and may_be_one(row, item)


def is_twin(row: Row, item: Item) -> bool:
    """Whether account, day and amounts are all the same, so that only the number speaks against
    it.
    """
    return bool(
        same_account(row, item)
        and same_date(row, item)
        and row.amount in (None, item.amount)
        and row.open == item.open
    )


def another_invoice(row: Row, item: Item) -> Message | None:
    """Why a row with our very number is about another invoice; None if it is about ours."""
    date, amount = same_date(row, item), same_amount(row, item)
    if same_account(row, item) is False and not (date and amount):
        return Message.of(
            RowConflict.ANOTHER_DEBTOR,
            ours=item.invoice_no,
            theirs_account=row.account,
            ours_account=item.account,
        )
    if date is False and (amount is False or (amount is None and _far_apart(row, item))):
        return Message.of(
            RowConflict.ANOTHER_INVOICE,
            ours=item.invoice_no,
            theirs_date=row.doc_date,
            ours_date=item.invoice_date,
            amount=item.amount,
            currency=item.currency,
        )
    if date is None and _is_far_more(row, item):
        return Message.of(
            RowConflict.FAR_MORE, ours=item.invoice_no, amount=item.amount, currency=item.currency
        )
    return None


def contradiction(row: Row, item: Item) -> Message | None:
    """Why a row that is not exactly ours by Mandant and number must be another invoice; None if
    nothing speaks against it.
    """
    if same_date(row, item) is False:
        return Message.of(
            RowConflict.DATES_DIFFER,
            ours=item.invoice_no,
            theirs_date=row.doc_date,
            ours_date=item.invoice_date,
        )
    if row.amount and abs(row.amount) != abs(item.amount):
        return Message.of(RowConflict.AMOUNTS_DIFFER, ours=item.invoice_no)
    return another_invoice(row, item)


def bare_account(account: str) -> str:
    """The account without what a spreadsheet adds or takes away; empty if it has no digit."""
    return account.strip().removesuffix(".0").lstrip("0") if _DIGIT.search(account) else ""


def _far_apart(row: Row, item: Item) -> bool:
    return bool(
        row.doc_date and item.invoice_date and abs(row.doc_date - item.invoice_date) > _FAR_APART
    )


def _is_far_more(row: Row, item: Item) -> bool:
    """Whether the row names far more than the invoice can be; what went back pays nothing."""
    paid = abs(row.paid) if row.paid and row.paid * item.amount > 0 else 0
    theirs: Cents = max(abs(row.amount or 0), abs(row.open or 0), paid)
    ours = max(abs(item.amount), abs(item.open))
    return theirs > 3 * ours and theirs - ours > _FAR_MORE
