"""A balance that is not the invoice's: it runs on from line to line, or is the account's on every
line.

Taken for what is open of each invoice it would be far too much, or nothing. Soll and Haben, or the
amounts, show it: added up they are just what is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, groupby

from engine.lists.cells.headings import Headings, ListField
from engine.lists.rows.invoices import Invoices
from engine.lists.rows.lines import Lines
from engine.lists.rows.rows import Row
from engine.messages.list_refusals import ListRefusal
from engine.messages.row_reasons import RejectReason
from engine.model.errors import ListRefused
from engine.model.item import Cents


def refuse_running_balance(lines: Lines, invoices: Invoices, headings: Headings) -> None:
    """Raise `ListRefused` where some balance is not its invoice's, and all of them are explained by
    the lines above or by the account.
    """
    if not lines.may_contradict:
        return
    rows = lines.rows
    if lines.debits and lines.credits:
        if not any(one.reason.code is RejectReason.BALANCE_DIFFERS for one in invoices.rejected):
            return
        own = [(d or 0) - (c or 0) for d, c in zip(lines.debits, lines.credits, strict=True)]
        odd = [place for place, row in enumerate(rows) if abs(row.open or 0) != abs(own[place])]
    else:
        own = [row.amount or 0 for row in rows]
        odd = [place for place, row in enumerate(rows) if 0 < abs(own[place]) < abs(row.open or 0)]
    accounts = _accounts(rows)
    ways = (_running([range(len(rows))], own), _running(accounts, own), _of_accounts(accounts, own))
    if odd and [abs(row.open or 0) for row in rows] in ways:
        column, line = headings.name(ListField.OPEN), rows[odd[0]].line
        raise ListRefused(ListRefusal.RUNNING_BALANCE, column=column, line=line)


def _accounts(rows: Sequence[Row]) -> list[range]:
    """The places of each account's, or customer's, lines, as they stand together."""
    groups = groupby(range(len(rows)), key=lambda place: rows[place].account or rows[place].name)
    return [range(places[0], places[-1] + 1) for _whose, group in groups if (places := [*group])]


def _running(parts: Sequence[range], own: Sequence[Cents]) -> list[Cents]:
    return [
        abs(total) for part in parts for total in accumulate(own[part.start : part.stop])
    ]  # fmt: skip


def _of_accounts(accounts: Sequence[range], own: Sequence[Cents]) -> list[Cents]:
    return [
        abs(sum(own[part.start : part.stop])) for part in accounts for _place in part
    ]  # fmt: skip
