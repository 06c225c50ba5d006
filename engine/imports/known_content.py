"""Content that is not imported again unseen: it was before, or it waits for a release.

An interface passes over what it has dealt with itself, and nobody hears of it: the file simply lies
there still. What another one has dealt with, such as itself under a former name, or what was taken
back, is held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from engine.common.sanitize import sanitize
from engine.imports.job import ImportJob
from engine.journal import events
from engine.journal.event_message import warned
from engine.journal.events import Event, SkipReason
from engine.lists.rows.rows import Content, ListFile, Row
from engine.messages.imports import ImportNotice
from engine.model.message import Message
from engine.posting.change import Change
from engine.posting.guard import HoldReason, list_fingerprint
from engine.posting.guard_rule import GuardRule
from engine.posting.plan import Plan
from engine.sources.fetch import Fetched
from engine.store.ledger import Dropped, HeldImport, Imported
from engine.store.protocol import Store


def skip_reason(job: ImportJob, store: Store, sha256: str) -> SkipReason | None:
    """Why this very content is passed over; None where it is not."""
    if store.dealt_with(job.name, sha256):
        return "already_imported"
    if store.held(job.name, sha256):
        return "waiting_for_release"
    return None


def skip_known(
    job: ImportJob, store: Store, fetched: Fetched, reason: SkipReason
) -> Iterator[Event]:
    """Say that the file is passed over. Warn of an open list that is an earlier one again, byte for
    byte, while another has come since: the later one stands.
    """
    yield events.FileSkipped(name=sanitize(fetched.file.name), reason=reason)
    earlier, last = store.dealt_with(job.name, fetched.sha256), store.last_list(job.name)
    if not isinstance(earlier, Imported) or last is None or last.sha256 == fetched.sha256:
        return
    if (earlier.file, earlier.modified) == (fetched.file.name, fetched.file.modified):
        return  # it did not come again, it lies there still
    if last.content in (Content.OPEN, Content.ALL):
        name = sanitize(fetched.file.name)
        notice = ImportNotice.OLD_LIST_AGAIN
        yield warned(name, Message.of(notice, name=name, run=earlier.run, later=last.run))


def seen_before(
    job: ImportJob, store: Store, sha256: str, list_file: ListFile, plan: Plan
) -> Iterator[HoldReason]:
    """The reason to hold a list that was imported, taken back, dropped or held before: the one that
    tells most, of the last run. None for a list that says how things stand and changes nothing.
    """
    fingerprint = list_fingerprint(list_file)
    if not plan.changes and not fingerprint:
        return
    acts: list[tuple[GuardRule, Imported | Dropped | HeldImport]] = [
        (_rule(act, sha256), act)
        for act in store.acts_on(sha256, fingerprint)
        if act.scope.overlaps(job.scope)
    ]
    acts += [
        (GuardRule.HELD_BEFORE, held)
        for held in store.waiting()
        if held.sha256 == sha256 and held.interface != job.name and held.scope.overlaps(job.scope)
    ]
    if acts:
        order = list(GuardRule)
        rule, last = min(reversed(acts), key=lambda found: order.index(found[0]))
        yield HoldReason(rule, "0", f"{last.run} ({last.interface})")
    elif repeated := store.known_payments(payment_keys_of(list_file, plan.changes)):
        yield HoldReason(GuardRule.REPEATED_PAYMENTS, "0", str(len(repeated)))


def part_payment_keys(list_file: ListFile, plan: Plan) -> tuple[str, ...]:
    """By what the payments are known again in another list that leave their invoices open. What
    was paid in full takes no second payment.
    """
    open_still = [change for change in plan.changes if change.after and change.after.open]
    return (*sorted(payment_keys_of(list_file, open_still)),)


def payment_keys_of(list_file: ListFile, changes: Iterable[Change]) -> set[str]:
    """A key for each row of a payment list that led to one of these changes."""
    if list_file.content is not Content.PAYMENTS:
        return set()
    places = {
        (change.sheet, line) for change in changes for line in (change.line, *change.more_lines)
    }
    return {_payment_key(row) for row in list_file.rows if (row.sheet, row.line) in places}


def _payment_key(row: Row) -> str:
    """The same for the same payment, whatever else its list holds."""
    payment = (row.mandant, row.invoice_no, row.paid, row.paid_on, row.currency, row.text)
    return hashlib.sha256(msgspec.json.encode(payment)).hexdigest()[:16]


def imported_since(job: ImportJob, store: Store, held: HeldImport, fingerprint: str) -> str:
    """The run that imported the content of a held import after it was held; empty: none did."""
    for act in store.acts_on(held.sha256, fingerprint):
        if (
            isinstance(act, Imported)
            and not act.undone_by
            and act.at > held.at
            and act.scope.overlaps(job.scope)
        ):
            return act.run
    return ""


def _rule(act: Imported | Dropped, sha256: str) -> GuardRule:
    if isinstance(act, Dropped):
        return GuardRule.DROPPED_BEFORE
    if act.undone_by:
        return GuardRule.TAKEN_BACK
    return GuardRule.IMPORTED_BEFORE if act.sha256 == sha256 else GuardRule.SAME_PAYMENTS
