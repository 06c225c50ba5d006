"""A statement that the bank has split into pages: each stands in the file, or in a file of the same
archive, as a statement of its own [V: ISO 20022, `MsgPgntn`, `StmtPgntn`].

| a page's balances | what must hold |
| --- | --- |
| those of the page | they follow from those of the page before |
| those of the whole statement | they are the same on each page |
| none, between the first and the last page | the others come to the same |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from engine.lists.rows.rows import Doubt, ListFile, Reach, StatementPage
from engine.messages.payment_files import PaymentDoubt
from engine.model.message import Message


def with_pages_joined(list_file: ListFile) -> ListFile:
    """The list with the doubts about its pages; pages that belong together and add up are one
    statement, in which all entries are entries of their own.
    """
    if not list_file.pages:
        return list_file
    doubts = list(list_file.doubts)
    whole: dict[int, int] = {}
    for pages in _by_statement(list_file.pages):
        if len(pages) > 1 and _add_up(pages):
            whole |= {page.statement: pages[0].statement for page in pages}
        else:
            doubts += _doubts(pages)
    payments = [
        msgspec.structs.replace(payment, statement=whole.get(payment.statement, payment.statement))
        for payment in list_file.payments
    ]
    payments.sort(key=lambda payment: payment.statement)
    return msgspec.structs.replace(list_file, payments=payments, doubts=doubts, pages=[])


def _by_statement(pages: Iterable[StatementPage]) -> Iterator[list[StatementPage]]:
    found: defaultdict[tuple[str, ...], list[StatementPage]] = defaultdict(list)
    for page in pages:
        found[page.account, page.currency, page.name].append(page)
    for together in found.values():
        yield sorted(together, key=lambda page: page.number)


def _add_up(pages: Sequence[StatementPage]) -> bool:
    """Whether these pages are all there are from the first to the last balance."""
    if any(after.number != before.number + 1 for before, after in pairwise(pages)):
        return False
    if not _sums_hold(pages):
        return False
    opening, closing = pages[0].opening, pages[-1].closing
    if opening is None or closing is None:
        return not any(page.has_balances for page in pages)
    running = opening
    for page in pages:
        if page.opening not in (None, running, opening):
            return False
        running += page.counted
        if page.closing not in (None, running, closing):
            return False
    return running == closing


def _sums_hold(pages: Sequence[StatementPage]) -> bool:
    """Whether the bank's own counts and sums are those of each page, or of all of them."""
    entries, summed = sum(page.entries for page in pages), sum(page.summed for page in pages)
    return all(
        page.printed_entries in (None, page.entries, entries)
        and page.printed_sum in (None, page.summed, summed)
        for page in pages
    )


def _doubts(pages: Sequence[StatementPage]) -> Iterator[Doubt]:
    """A page alone may hold by itself; pages that lie together must do so together."""
    (first, *others) = pages
    if others:
        yield _doubt(PaymentDoubt.PAGES_APART, first)
    elif first.doubts:
        yield from first.doubts
        yield _doubt(PaymentDoubt.PAGES_MISSING, first)


def _doubt(code: PaymentDoubt, page: StatementPage) -> Doubt:
    return Doubt(Message.of(code, statement=page.statement), Reach.LIST)
