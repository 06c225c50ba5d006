"""One list, posted on the items as they are held, and what must hold of the result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import msgspec
from hypothesis import assume
from hypothesis import strategies as st

from engine.lists.cells.tables import Table
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.child import read_in_child
from engine.lists.read import read_list
from engine.lists.rows.rows import Content
from engine.model.errors import ListRefused
from engine.model.item import Item, Key
from engine.posting.guard import hold_reasons
from engine.posting.plan_import import plan_import
from engine.posting.policy import Policy
from engine.settings.interface import Guard
from tests.lists.distortions.books import OUT_OF_REACH, Books, Dice, Fate, books
from tests.lists.distortions.distort import distort
from tests.lists.distortions.draft import Draft
from tests.lists.distortions.honest import honest_draft, open_afterwards
from tests.lists.distortions.write import honest_dress, suffix, write
from tests.posting.factories import carried_out

TODAY = date(2026, 11, 20)
CHILD = "engine.lists.files.workbook.workbooks.read_workbook"
"""Workbooks are read in this process: a child for each takes longer than all else together."""
GUARD = Guard(
    max_settled_percent=100, max_deleted_percent=100, max_reopened_percent=100, min_rows_percent=0
)
"""Limits of percentage that do not bite."""


class Held(msgspec.Struct, frozen=True):
    """An invoice: how it is held before, and what is true of it."""

    item: Item
    true: int
    """What is open in truth; of one that is out of the list's reach what was open before."""
    in_reach: bool
    goes: bool = False
    """Whether a right list that deletes what it does not name deletes it."""


class Trial(msgspec.Struct, frozen=True):
    """See the module. All that is needed to try it again."""

    layout: str
    content: Content
    unlisted: str
    name: str
    written: date
    distortions: list[str]
    """What was done to the list; empty: it is honest, and must be understood."""
    held: list[Held]
    new: dict[str, int]
    """What is open of invoices that the list names rightly and that are not held."""
    spellings: list[str] = []
    """Other numbers under which a distorted list names a true invoice: one may be created."""
    data: bytes = b""


class Outcome(msgspec.Struct, frozen=True):
    """What came of a trial."""

    kind: str
    """imported, held or refused."""
    why: str = ""
    faults: list[str] = []


@st.composite
def trials(draw: st.DrawFn) -> Trial:
    """Any list, honest or with one or two distortions."""
    dice = Dice(draw)
    true = books(dice)
    assume(any(invoice.amount > 0 for invoice in true.of(Fate.OPEN)))
    draft = honest_draft(dice, true)
    dress = honest_dress(dice, draft)
    truth = _truth(true, draft)
    distort(dice, draft, true, dress, at_most=dice.one_of((1, 1, 0, 2)))
    return Trial(
        layout=draft.layout, content=Content(draft.content), unlisted=draft.unlisted,
        name=draft.name + suffix(dress), written=draft.written,
        distortions=draft.distortions, held=truth,
        new={one.number: one.open for one in true.of(Fate.NEW) if draft.content == "open"},
        spellings=draft.spellings,
        data=write(draft, dress),
    )  # fmt: skip


def _truth(true: Books, draft: Draft) -> list[Held]:
    return [
        Held(
            Item(
                mandant="002" if invoice.fate is Fate.OTHER_MANDANT else "001",
                invoice_no=invoice.number, account=invoice.account, name=invoice.name,
                invoice_date=invoice.day, due_date=invoice.due, amount=invoice.amount,
                open=invoice.before, handed_over=invoice.fate is not Fate.NOT_HANDED_OVER,
            ),
            true=open_afterwards(invoice, draft), in_reach=invoice.fate not in OUT_OF_REACH,
            goes=draft.unlisted == "delete" and invoice.fate is Fate.PAID
            and not draft.names(invoice),
        )
        for invoice in true.invoices
        if invoice.fate is not Fate.NEW
    ]  # fmt: skip


def outcome(trial: Trial, folder: Path) -> Outcome:
    """Read the list and plan its import, as a run would; then compare with the truth."""
    path = folder / trial.name
    path.write_bytes(trial.data)
    items = {held.item.key: held.item for held in trial.held}
    policy = Policy(
        run="this-run", at="2026-11-20T07:00:00Z", paid_on=TODAY, mandants=frozenset({"001"}),
        unlisted=msgspec.convert(trial.unlisted, str), key_date=trial.written,
        require_handover="ignore",
    )  # fmt: skip
    try:
        with patch(CHILD, _read_here):
            read = read_list(
                path, trial.name, type=trial.layout, content=trial.content, today=TODAY
            )
        plan = plan_import(items, read, policy)
    except ListRefused as refused:
        return _stopped(trial, "refused", str(refused))
    held_by = hold_reasons(plan, read, policy, GUARD, None)
    if held_by:
        return _stopped(trial, "held", ", ".join(reason.rule for reason in held_by))
    after = carried_out(items, plan.changes)
    faults = _dishonest(trial, after) if trial.distortions else _inexact(trial, after)
    return Outcome("imported", faults=faults)


def _read_here(path: Path, kind: str, limits: FileLimits, _token: object) -> list[Table]:
    return read_in_child(path, kind, limits)


def _stopped(trial: Trial, kind: str, why: str) -> Outcome:
    return Outcome(kind, why, [] if trial.distortions else [f"an honest list is {kind}: {why}"])


def _dishonest(trial: Trial, after: dict[Key, Item]) -> list[str]:
    """No item may be more paid than in truth, turned round, or changed out of reach; none may be
    invented.
    """
    faults = []
    for held in trial.held:
        found = after.get(held.item.key)
        open_ = found.open if found else 0
        if not held.in_reach and found != held.item:
            faults.append(f"{held.item.invoice_no} is out of reach and changed")
        elif abs(open_) < min(abs(held.item.open), abs(held.true)) or open_ * held.true < 0:
            faults.append(_fault(held.item.invoice_no, held.true, open_ if found else None))
    true = {held.item.invoice_no for held in trial.held} | {*trial.new, *trial.spellings}
    faults += [f"{key[1]} is invented" for key in after if key[1] not in true]
    return faults


def _inexact(trial: Trial, after: dict[Key, Item]) -> list[str]:
    """The result of an honest list is the truth."""
    faults = []
    expected = {held.item.key: None if held.goes else held.true for held in trial.held}
    expected |= {("001", number): open_ for number, open_ in trial.new.items()}
    for key, true in expected.items():
        found = after[key].open if key in after else None
        if found != true:
            faults.append(_fault(key[1], true, found))
    faults += [f"{key[1]} is invented" for key in after if key not in expected]
    return faults


def _fault(number: str, true: int | None, found: int | None) -> str:
    def euro(cents: int | None) -> str:
        return "nothing" if cents is None else str(Decimal(cents) / 100)

    return f"{number}: {euro(true)} is open in truth, {euro(found)} afterwards"
