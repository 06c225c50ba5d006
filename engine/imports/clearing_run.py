"""A payment of the clearing list, assigned to an invoice by a person or dropped: a run of its own,
guarded like an import and taken back like one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.sanitize import sanitize
from engine.imports import plan_events
from engine.imports.committing import commit
from engine.imports.in_turn import in_turn
from engine.imports.job import ImportJob
from engine.imports.planning import policy_of
from engine.imports.release import demand_second_person
from engine.journal import events
from engine.journal.events import Event
from engine.lists.rows.rows import Content, ListFile, Row
from engine.messages.clearing import ClearingFault
from engine.model.errors import ReleaseRefused, UsageError
from engine.model.item import Cents, Item
from engine.posting.change import Change, Rule
from engine.posting.guard import hold_reasons
from engine.posting.plan_import import plan_import
from engine.store.clearing import WaitingPayment
from engine.store.ledger import Cleared
from engine.store.protocol import Store


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decides about a payment."""

    entry: str
    """The entry's name, or how it begins."""
    invoice_no: str = ""
    """Empty: it is for no invoice, and dropped."""
    mandant: str = ""
    """Whose invoice it is, where several have this number."""
    by: str
    reason: str


def waiting_payment(store: Store, name: str) -> WaitingPayment:
    """The payment on the clearing list called `name`, or the only one whose name begins so. Raises
    `UsageError`.
    """
    waiting = store.clearing()
    found = [one for one in waiting if one.entry.id == name] or [
        one for one in waiting if name and one.entry.id.startswith(name)
    ]
    if len(found) == 1:
        return found[0]
    raise UsageError(
        ClearingFault.SEVERAL if found else ClearingFault.NOT_WAITING, entry=sanitize(name)
    )


def bookable(
    job: ImportJob, assignment: Assignment, store: Store
) -> tuple[WaitingPayment, Item, Cents]:
    """The payment, the invoice, and how much of the one the other can take. Raises `UsageError`
    where that is nothing.
    """
    waiting, item = waiting_payment(store, assignment.entry), _invoice(job, assignment, store)
    if item.currency != waiting.entry.currency:
        raise UsageError(
            ClearingFault.OTHER_CURRENCY,
            invoice=item.invoice_no,
            ours=item.currency,
            theirs=waiting.entry.currency,
        )
    if not (paid := _what_it_takes(item, waiting.entry.paid)):
        raise UsageError(ClearingFault.NOTHING_TO_BOOK, invoice=item.invoice_no)
    return waiting, item, paid


def assign(
    job: ImportJob, assignment: Assignment, store: Store, token: CancelToken
) -> Iterator[Event]:
    """Book the payment on the invoice, as far as that can take it; the rest waits on. In a dry run
    only show it. Raises `UsageError`, and `ReleaseRefused` beyond a limit of the guard, or where it
    takes another person.
    """
    if not job.dry_run:
        demand_second_person(job, waiting_payment(store, assignment.entry).imported.started_by)
    act = partial(_assign, job, assignment)
    yield from act(store) if job.dry_run else in_turn(store, job.mandants, token, act)


def drop_payment(
    job: ImportJob, assignment: Assignment, store: Store, token: CancelToken
) -> Iterator[Event]:
    """Take the payment off the list: it is for no invoice. Raises `UsageError`."""
    if not job.dry_run:
        yield from in_turn(store, job.mandants, token, partial(_drop, job, assignment))


def _assign(job: ImportJob, assignment: Assignment, store: Store) -> Generator[Event, None, None]:
    waiting, item, paid = bookable(job, assignment, store)
    name = sanitize(waiting.imported.file)
    policy = policy_of(job)
    list_file = _as_list(waiting, item, paid)
    plan = plan_import(store.items(), list_file, policy)
    for held in hold_reasons(plan, list_file, policy, job.interface.guard, None):
        raise ReleaseRefused(
            ClearingFault.BEYOND_LIMIT, rule=held.rule, actual=held.actual, limit=held.limit
        )
    yield from plan_events.planned(name, plan)
    if job.dry_run:
        yield from plan_events.items_planned(name, plan.changes)
        return
    changes = [msgspec.structs.replace(change, rule=Rule.ASSIGNED) for change in plan.changes]
    yield from _commit(job, assignment, waiting, paid, store, changes, item)


def _drop(job: ImportJob, assignment: Assignment, store: Store) -> Generator[Event, None, None]:
    waiting = waiting_payment(store, assignment.entry)
    yield from _commit(job, assignment, waiting, waiting.entry.paid, store, [], None)


def _commit(
    job: ImportJob,
    assignment: Assignment,
    waiting: WaitingPayment,
    paid: Cents,
    store: Store,
    changes: list[Change],
    item: Item | None,
) -> Iterator[Event]:
    imported = waiting.imported
    act = Cleared(
        run=job.run,
        at=job.now,
        interface=imported.interface,
        file=imported.file,
        sha256=imported.sha256,
        source_run=imported.run,
        entry=waiting.entry.id,
        paid=paid,
        payer=waiting.entry.payer,
        mandant=item.mandant if item else "",
        invoice_no=item.invoice_no if item else "",
        decided_by=assignment.by,
        reason=assignment.reason,
    )
    commit(store, changes, act, job.exporting)
    yield events.Committed(name=sanitize(imported.file), changes=len(changes))


def _invoice(job: ImportJob, assignment: Assignment, store: Store) -> Item:
    """The invoice that is meant, among those that this interface may change."""
    policy = policy_of(job)
    found = [
        item
        for item in store.items().values()
        if item.invoice_no == assignment.invoice_no
        and assignment.mandant in ("", item.mandant)
        and policy.governs(item)
    ]
    invoice = sanitize(assignment.invoice_no)
    if not found:
        raise UsageError(ClearingFault.NO_INVOICE, invoice=invoice)
    if len(found) > 1:
        mandants = sorted(item.mandant for item in found)
        raise UsageError(ClearingFault.SEVERAL_MANDANTEN, invoice=invoice, mandants=mandants)
    return found[0]


def _what_it_takes(item: Item, paid: Cents) -> Cents:
    """How much of a payment an invoice can take: what is open, or of a return what was paid; of a
    credit note the same turned round.
    """
    whole = max(item.amount, item.open, key=abs)
    lowest, highest = sorted((item.open, item.open - whole))
    return min(max(paid, lowest), highest)


def _as_list(waiting: WaitingPayment, item: Item, paid: Cents) -> ListFile:
    """The payment as the only row of a list that names the invoice."""
    entry = waiting.entry
    row = Row(
        line=entry.line,
        invoice_no=item.invoice_no,
        mandant=item.mandant,
        paid=paid,
        paid_on=entry.paid_on,
        currency=entry.currency,
        sheet=entry.sheet,
    )
    return ListFile(
        layout="clearing", content=Content.PAYMENTS, format="", encoding="", lines=1, rows=[row]
    )
