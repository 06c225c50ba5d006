"""A statement that the bank has split into pages: each stands in the file, in a file of the same
archive, or in one that came beside it, as a statement of its own [V: ISO 20022, `MsgPgntn`,
`StmtPgntn`].

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
            doubts += _doubts(pages, pages)
    payments = [
        msgspec.structs.replace(payment, statement=whole.get(payment.statement, payment.statement))
        for payment in list_file.payments
    ]
    payments.sort(key=lambda payment: payment.statement)
    return msgspec.structs.replace(list_file, payments=payments, doubts=doubts)


def with_pages_beside(list_file: ListFile, beside: Sequence[StatementPage]) -> ListFile:
    """The list without the doubts about pages that add up with those of other files."""
    doubts = list(list_file.doubts)
    for own in _by_statement(list_file.pages):
        others = [page for page in beside if _statement_of(page) == _statement_of(own[0])]
        pages = sorted([*own, *others], key=lambda page: page.number)
        before = _doubts(own, own)
        if others and not _add_up(own) and any(doubt in doubts for doubt in before):
            doubts = [doubt for doubt in doubts if doubt not in before]
            doubts += [] if _add_up(pages) else _doubts(own, pages)
    return msgspec.structs.replace(list_file, doubts=doubts)


def _by_statement(pages: Iterable[StatementPage]) -> Iterator[list[StatementPage]]:
    found: defaultdict[tuple[str, ...], list[StatementPage]] = defaultdict(list)
    for page in pages:
        found[_statement_of(page)].append(page)
    for together in found.values():
        yield sorted(together, key=lambda page: page.number)


def _statement_of(page: StatementPage) -> tuple[str, ...]:
    return page.account, page.currency, page.name


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


def _doubts(own: Sequence[StatementPage], pages: Sequence[StatementPage]) -> list[Doubt]:
    """What does not hold of a file's `own` pages of a statement, of which `pages` are all that
    came. A page alone may hold by itself; pages that lie together must do so together.
    """
    (first, *others) = own
    if not others and not first.doubts:
        return []
    if missing := _missing(pages):
        doubt = _doubt(PaymentDoubt.PAGES_MISSING, first.statement, page=missing)
        return [doubt] if others else [*first.doubts, doubt]
    return [_doubt(PaymentDoubt.PAGES_APART, first.statement)]


def _missing(pages: Sequence[StatementPage]) -> int:
    """The first page that did not come; 0 where all did."""
    numbers = {page.number for page in pages}
    lacking = set(range(1, max(numbers) + 2)) - numbers
    page = min(lacking)
    return 0 if page > max(numbers) and pages[-1].is_last else page


def _doubt(code: PaymentDoubt, statement: int, **params: int) -> Doubt:
    return Doubt(Message.of(code, statement=statement, **params), Reach.LIST)
