"""What was read and what is planned, retold as events. Whatever came from outside is made harmless
here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import asdict

from engine.common.i18n import render
from engine.common.sanitize import sanitize
from engine.journal import events
from engine.journal.event_message import code_and_params, noted, warned
from engine.journal.events import Event
from engine.journal.reasons import change_reason
from engine.lists.rows.rows import ListFile, Rejected
from engine.messages.posting import PlanNotice
from engine.model.item import Item
from engine.model.message import Message
from engine.model.money import Money
from engine.posting.change import Change
from engine.posting.counting import count_by_branch
from engine.posting.guard import HoldReason
from engine.posting.plan import Plan


def list_read(name: str, list_file: ListFile) -> Iterator[Event]:
    """The file at a glance, then each row that could not be read, then what is worth a warning."""
    yield events.ListRead(
        name=name,
        format=list_file.layout,
        encoding=list_file.encoding,
        rows=list_file.row_count + len(list_file.payments),
        rejected=len(list_file.rejected),
        ignored=len(list_file.ignored),
        total=Money(list_file.total),
        control_total=None if list_file.control_total is None else Money(list_file.control_total),
        key_date=list_file.key_date,
    )
    yield from rejected(name, list_file.rejected)
    yield from (warned(name, doubt.message) for doubt in list_file.doubts)
    yield from (warned(name, notice) for notice in list_file.notices)


def planned(name: str, plan: Plan) -> Iterator[Event]:
    """Each row that cannot be applied, what is worth a warning, then the figures."""
    yield from rejected(name, plan.rejected)
    yield from (warned(name, notice) for notice in plan.notices)
    for code, n in (
        (PlanNotice.KNOWN_PAYMENTS, plan.known),
        (PlanNotice.OUTGOING, plan.outgoing),
    ):
        if n:
            yield noted(name, Message.of(code, n=n))
    yield events.Planned(name=name, **asdict(plan.counts))
    for (mandant, branch), part in count_by_branch(plan.changes).items():
        yield events.PlannedFor(
            name=name, mandant=sanitize(mandant), branch=sanitize(branch), **asdict(part)
        )


def items_planned(name: str, changes: Iterable[Change]) -> Iterator[events.ItemPlanned]:
    """Each change, before and after, and why."""
    for change in changes:
        reason = change_reason(change)
        yield events.ItemPlanned(
            name=name,
            mandant=sanitize(change.item.mandant),
            invoice_no=sanitize(change.item.invoice_no),
            customer=sanitize(change.item.name),
            kind=change.kind,
            rule=change.rule,
            before=_open(change.before),
            after=_open(change.after),
            line=change.line,
            reason=render(reason),
            **code_and_params(reason),
        )


def held(name: str, reasons: Iterable[HoldReason]) -> Iterator[Event]:
    """Each limit of the guard that the import goes beyond."""
    return (
        events.GuardHeld(name=name, rule=why.rule, limit=why.limit, actual=why.actual)
        for why in reasons
    )


def rejected(name: str, rows: Iterable[Rejected]) -> Iterator[events.RowRejected]:
    """Each row that cannot be read or applied, and why."""
    for row in rows:
        yield events.RowRejected(
            name=name,
            line=row.line,
            sheet=sanitize(row.sheet),
            column=sanitize(row.column),
            value=sanitize(row.value),
            reason=render(row.reason),
            **code_and_params(row.reason),
        )


def _open(item: Item | None) -> Money | None:
    return None if item is None else Money(item.open)
