"""Items and a list go in, a plan comes out: every change the list asks for, and an account of every
row that asks for none.

Start reading here. Which item a row speaks of is in `matching`, what it makes of the open amount in
`booking`, what the list's silence means in `unlisted`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import msgspec

from engine.lists.rows.rows import ListFile, Rejected, Row
from engine.messages.posting import PlanNotice
from engine.model.counts import Counts
from engine.model.item import Cents, Item, Key
from engine.model.message import Message
from engine.posting.change import Change
from engine.posting.counting import count_changes
from engine.posting.handover import Handover, handover_of, handover_problems
from engine.posting.listed_items import post_rows
from engine.posting.matching import match_rows
from engine.posting.plan_builder import PlanBuilder
from engine.posting.policy import Policy
from engine.posting.unlisted_items import leave_doubtful, post_silence, unlisted_items


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would do. Nothing has happened yet."""

    changes: list[Change]
    """In the order of the list, then the unlisted in the order of the items."""
    counts: Counts
    unknown: list[Row]
    """Rows about invoices that we do not hold and that are not created."""
    rejected: list[Rejected]
    """Rows that can be read and cannot be applied; the reader's own rejected rows are in the
    `ListFile`.
    """
    notices: list[Message]
    outside: int
    """Rows about invoices of branches that this interface may not change."""
    surplus: Cents
    """Money that no invoice can take and that is not booked, of all currencies; a return beyond an
    invoice counts negative.
    """
    governed: Counter[str]
    """Open items this interface may change, before the import, by Mandant: what the guard's
    percentages are of. Paid ones do not count, or years of history would make every percentage
    small.
    """
    key_date: date | None
    """The day the list speaks of, or the one the policy assumes."""
    handover: Handover | None
    """What of the unlisted seems not to have reached bookkeeping; None where the list's silence
    does not count.
    """


def plan_import(items: Mapping[Key, Item], list_file: ListFile, policy: Policy) -> Plan:
    """What `list_file` means for `items` under `policy`.

    Raises `ListRefused` when the list speaks of a Mandant that this interface may not change.
    """
    matching = match_rows(items, list_file, policy.mandants)
    draft = PlanBuilder(list_file, policy, matching)
    post_rows(draft, list_file.rows, matching)
    key_date = list_file.key_date or policy.key_date
    handover = None
    if policy.silence_counts(list_file.content):
        if key_date is None:
            draft.notices.append(Message(PlanNotice.NO_KEY_DATE))
        else:
            unlisted = unlisted_items(items, matching, policy)
            handover = handover_of(unlisted, list_file.rows, key_date)
            if policy.require_handover != "ignore":
                draft.notices += handover_problems(handover)
            clear = leave_doubtful(draft, unlisted, list_file.doubts)
            post_silence(draft, clear, matching, key_date)
    draft.tell_sums()
    return Plan(
        changes=draft.changes,
        counts=count_changes(draft.changes, unchanged=draft.unchanged, unknown=len(draft.unknown)),
        unknown=draft.unknown,
        rejected=draft.rejected,
        notices=draft.notices,
        outside=draft.outside,
        surplus=draft.surplus,
        governed=Counter(
            item.mandant for item in items.values() if item.open and policy.governs(item)
        ),
        key_date=key_date,
        handover=handover,
    )
