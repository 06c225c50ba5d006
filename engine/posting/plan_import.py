"""Items and a list go in, a plan comes out: every change the list asks for, and an account of every
row that asks for none.

Start reading here. Which item a row speaks of is in `matching`, what it makes of the open amount in
`booking`, what the list's silence means in `unlisted_items`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta

import msgspec

from engine.lists.rows.rows import ListFile
from engine.messages.posting import PlanNotice
from engine.model.item import Item, Key
from engine.model.message import Message
from engine.posting import notices
from engine.posting.assigned_payments import Assigned, assign_payments
from engine.posting.doubts import leave_doubtful
from engine.posting.handover import handover_of, handover_problems
from engine.posting.listed_items import post_rows
from engine.posting.matching import match_rows
from engine.posting.plan import Plan
from engine.posting.plan_builder import PlanBuilder
from engine.posting.policy import Policy
from engine.posting.unlisted_items import post_silence, unlisted_items

_ROUND_MIDNIGHT = timedelta(days=1)
"""A server's clock may be of another zone, so that its day is the one before ours."""


def plan_import(
    items: Mapping[Key, Item],
    list_file: ListFile,
    policy: Policy,
    known: Collection[str] = frozenset(),
    governed: Counter[str] | None = None,
) -> Plan:
    """What `list_file` means for `items` under `policy`. `known` are the keys of its payments that
    earlier imports brought; `governed` says how many open items of each Mandant the interface may
    change, where `items` are not all.

    Raises `ListRefused` when the list speaks of a Mandant that this interface may not change.
    """
    assigned = None
    if list_file.payments:
        assigned = assign_payments(items, list_file, policy.mandants, known)
        list_file = msgspec.structs.replace(list_file, rows=[*assigned.rows])
    matching = match_rows(items, list_file, policy.mandants)
    builder = PlanBuilder(list_file, policy, matching)
    post_rows(builder, list_file.rows, matching)
    key_date = min(filter(None, (list_file.key_date, policy.key_date)), default=None)
    handover = None
    if policy.silence_counts(list_file.content):
        if key_date is None:
            builder.note(Message(PlanNotice.NO_KEY_DATE))
        else:
            if list_file.key_date and key_date < list_file.key_date - _ROUND_MIDNIGHT:
                builder.note(
                    Message.of(PlanNotice.WRITTEN_EARLIER, day=list_file.key_date, written=key_date)
                )
            unlisted = unlisted_items(items, matching, policy)
            handover = handover_of(unlisted, list_file.rows, key_date, list_file.standing.newest)
            if policy.require_handover != "ignore":
                builder.note(*handover_problems(handover))
            clear = leave_doubtful(builder, unlisted, list_file, matching)
            post_silence(builder, clear, matching, key_date)
    if governed is None:
        governed = policy.governed(items.values())
    plan = builder.build(governed=governed, key_date=key_date, handover=handover)
    return plan if assigned is None else _with_payments(plan, assigned)


def _with_payments(plan: Plan, assigned: Assigned) -> Plan:
    """The plan with an account of the payments that became no row."""
    return msgspec.structs.replace(
        plan,
        clearing=assigned.clearing,
        known=assigned.known,
        outgoing=assigned.outgoing,
        notices=[*plan.notices, *notices.of_clearing(assigned.clearing)],
    )
