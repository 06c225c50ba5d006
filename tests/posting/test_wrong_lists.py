"""No wrong list pays more than is true unseen, and no right one is held: any practice, any list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.lists.rows.rows import Content, Doubt, ListFile, Reach, Row
from engine.messages.list_notices import ListNotice
from engine.model.item import Item
from engine.model.message import Message
from engine.posting.guard import hold_reasons
from engine.posting.plan_import import plan_import
from engine.settings.interface import Guard
from tests.posting.factories import KEY_DATE, carried_out, held, item, listing, policy, row

LIMITS = Guard(max_settled_percent=100, max_deleted_percent=100, max_reopened_percent=100)
"""What a right list may do however few its rows are."""
SCHEMES = ("RE-{n}", "RE-2026-{n:04}", "1{n:04}", "{n:06}", "R{n:05}", "RE{n}/26", "{n}-26")
SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda number: number.removeprefix("RE-"),
    lambda number: number.removeprefix("RE-2026-"),
    lambda number: number.lstrip("0"),
    lambda number: f"{number}.0",
    lambda number: f"RE {number}",
    lambda number: number.split("/")[0],
    lambda number: number.replace("-", " ").lower(),
)
often = settings(max_examples=150, deadline=None)


class Practice(msgspec.Struct, frozen=True):
    """What is held before a list comes, and what is true of each invoice."""

    scheme: str
    items: list[Item]
    true: dict[str, int]
    """What is open in truth, by number."""
    tells: frozenset[str]
    """What the list says of an invoice besides its number and what is open."""

    @property
    def listed(self) -> list[Item]:
        """What bookkeeping names as open."""
        return [one for one in self.items if self.true[one.invoice_no]]

    def row(self, one: Item, line: int, **other: Any) -> Row:
        """What a right list says of an invoice."""
        says = {"doc_date": one.invoice_date, "amount": one.amount, "account": one.account}
        told = {field: value for field, value in says.items() if field in self.tells}
        return row(one.invoice_no, line, **{"open": self.true[one.invoice_no], **told, **other})

    def right_list(self, **fields: Any) -> ListFile:
        """Every open invoice, once."""
        rows = [self.row(one, line) for line, one in enumerate(self.listed, start=2)]
        return listing(Content.OPEN, *rows, **fields)

    def is_more_paid_by(self, list_file: ListFile) -> bool:
        """Whether the list makes an invoice more paid than in truth, and nobody looks at it."""
        ours = held(*self.items)
        of = policy(unlisted="mark_paid", unknown="create")
        plan = plan_import(ours, list_file, of)
        if hold_reasons(plan, list_file, of, LIMITS, None):
            return False
        after = carried_out(ours, plan.changes)
        return any(
            abs(after[one.key].open) < min(abs(self.true[one.invoice_no]), abs(one.open))
            for one in self.items
        )


@st.composite
def practices(draw: st.DrawFn) -> Practice:
    scheme, start = draw(st.sampled_from(SCHEMES)), draw(st.integers(1, 90))
    items, true = [], {}
    for n in range(draw(st.integers(4, 10))):
        amount = draw(st.sampled_from([100_00, 100_00, 50_00, 89_90, -20_00]))
        one = item(
            scheme.format(n=start + 3 * n),
            amount=amount,
            open=draw(st.sampled_from([amount, amount // 2])),
            account=str(10_001 + draw(st.integers(0, 3))),
            invoice_date=KEY_DATE - timedelta(days=draw(st.integers(5, 8))),
        )
        items.append(one)
        true[one.invoice_no] = 0 if n > 1 and draw(st.integers(0, 3)) == 0 else one.open
    tells = draw(st.sets(st.sampled_from(["doc_date", "amount", "account"])))
    return Practice(scheme, items, true, frozenset(tells))


@often
@given(practices(), st.integers(0, 5))
def test_a_right_list_is_carried_out_to_the_cent(practice: Practice, new: int) -> None:
    right = practice.right_list()
    handful = [
        row(practice.scheme.format(n=500 + n), line=90 + n, open=100_00, doc_date=KEY_DATE)
        for n in range(min(new, len(right.rows)))
    ]
    list_file = replace(right, rows=[*right.rows, *handful])
    ours, of = held(*practice.items), policy(unlisted="mark_paid")
    plan = plan_import(ours, list_file, of)
    assert hold_reasons(plan, list_file, of, LIMITS, None) == []
    assert plan.notices == []
    assert {
        number: one.open for (_mandant, number), one in carried_out(ours, plan.changes).items()
    } == practice.true | {row.invoice_no: row.open for row in handful}


@often
@given(practices(), st.sampled_from(SPELLINGS), st.data())
def test_numbers_that_lost_or_gained_a_part(
    practice: Practice, spelt: Callable[[str], str], data: st.DataObject
) -> None:
    right = practice.right_list()
    changed = data.draw(st.sets(st.sampled_from(range(len(right.rows))), min_size=1))
    rows = [
        replace(row, invoice_no=spelt(row.invoice_no)) if place in changed else row
        for place, row in enumerate(right.rows)
    ]
    assert not practice.is_more_paid_by(replace(right, rows=rows))


@often
@given(practices(), st.sampled_from(["1,23E+05", "Dez 26", "01.12.2026", "#NAME?"]), st.data())
def test_numbers_that_a_spreadsheet_ruined(
    practice: Practice, ruin: str, data: st.DataObject
) -> None:
    right = practice.right_list()
    place = data.draw(st.integers(0, len(right.rows) - 1))
    rows = [*right.rows]
    rows[place] = replace(rows[place], invoice_no=ruin)
    if practice.listed[place].open == practice.true[practice.listed[place].invoice_no]:
        assert not practice.is_more_paid_by(replace(right, rows=rows))


@often
@given(practices(), st.data())
def test_another_companys_list(practice: Practice, data: st.DataObject) -> None:
    right = practice.right_list()
    most = len(right.rows) // 2 + 1
    count = data.draw(st.integers(most, len(right.rows)))
    rows = [
        replace(row, invoice_no=f"A{900 + place}", doc_date=date(2026, 1, 1), account="77001")
        if place < count
        else row
        for place, row in enumerate(right.rows)
    ]
    assert not practice.is_more_paid_by(replace(right, rows=rows))


@often
@given(practices())
def test_credit_notes_without_their_minus(practice: Practice) -> None:
    right = practice.right_list()
    rows = [
        replace(row, open=abs(row.open or 0), amount=row.amount and abs(row.amount))
        for row in right.rows
    ]
    assert not practice.is_more_paid_by(replace(right, rows=rows))


@often
@given(practices(), st.sampled_from(Reach), st.data())
def test_a_line_that_was_not_understood(
    practice: Practice, reach: Reach, data: st.DataObject
) -> None:
    right = practice.right_list()
    one = data.draw(st.sampled_from(practice.listed))
    spelt = data.draw(st.sampled_from(SPELLINGS))
    about = {Reach.ITEM: spelt(one.invoice_no), Reach.ACCOUNT: one.account}
    rows = [row for row in right.rows if row.invoice_no != one.invoice_no]
    doubts = [Doubt(Message.of(ListNotice.DRAFTS, n=1), reach, about.get(reach, ""))]
    assert not practice.is_more_paid_by(replace(right, rows=rows, doubts=doubts))


@often
@given(practices(), st.integers(30, 700), st.sampled_from([3_33, 250_00]), st.data())
def test_an_invoice_of_another_year_has_a_number_of_ours(
    practice: Practice, days: int, amount: int, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(practice.listed))
    assert one.invoice_date is not None
    other = {"doc_date": one.invoice_date - timedelta(days=days), "amount": amount}
    right = practice.right_list()
    rows = [row for row in right.rows if row.invoice_no != one.invoice_no]
    stray = practice.row(one, 90, **other, open=amount)
    assert not practice.is_more_paid_by(replace(right, rows=[*rows, stray]))
    settled = replace(stray, open=None, settled=True)
    assert not practice.is_more_paid_by(listing(Content.SETTLED, settled))
    beside = [
        practice.row(each, 2 + n, open=None, settled=True) for n, each in enumerate(rest(practice))
    ]
    assert not practice.is_more_paid_by(listing(Content.SETTLED, *beside, settled))


def rest(practice: Practice) -> list[Item]:
    """The invoices that are truly paid."""
    return [one for one in practice.items if not practice.true[one.invoice_no]]


@often
@given(practices(), st.data())
def test_a_payment_or_settled_item_of_another_debtor(
    practice: Practice, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(practice.listed))
    stray = row(one.invoice_no, account="10099", paid=data.draw(st.sampled_from([one.open, 10_00])))
    beside = [
        row(each.invoice_no, 2 + n, account=each.account, paid=each.open)
        for n, each in enumerate(rest(practice))
    ]
    assert not practice.is_more_paid_by(listing(Content.PAYMENTS, *beside, stray))
    settled = [replace(each, paid=None, settled=True) for each in (*beside, stray)]
    assert not practice.is_more_paid_by(listing(Content.SETTLED, *settled))


@often
@given(practices(), st.data())
def test_sides_that_are_turned(practice: Practice, data: st.DataObject) -> None:
    right = practice.right_list()
    turned = data.draw(st.sets(st.sampled_from(range(len(right.rows))), min_size=1))
    rows = [
        replace(row, open=-(row.open or 0), amount=row.amount and -row.amount)
        if place in turned and (row.amount or row.open == practice.listed[place].open)
        else row
        for place, row in enumerate(right.rows)
    ]
    assert not practice.is_more_paid_by(replace(right, rows=rows))


@often
@given(practices(), st.sampled_from([(1, 100), (1, 1000), (100, 119), (100, 107)]))
def test_amounts_of_another_unit_or_without_tax(
    practice: Practice, fraction: tuple[int, int]
) -> None:
    part, whole = fraction
    right = practice.right_list()
    rows = [
        replace(
            row,
            open=round((row.open or 0) * part / whole),
            amount=row.amount and round(row.amount * part / whole),
        )
        for row in right.rows
    ]
    if len(rows) > 2:
        assert not practice.is_more_paid_by(replace(right, rows=rows))


@often
@given(practices(), st.integers(0, 30), st.data())
def test_a_number_that_lost_a_digit(practice: Practice, cut: int, data: st.DataObject) -> None:
    right = practice.right_list()
    place = data.draw(st.integers(0, len(right.rows) - 1))
    ours = practice.listed[place]
    cut %= len(ours.invoice_no)
    short = ours.invoice_no[:cut] + ours.invoice_no[cut + 1 :]
    whole = {"doc_date": ours.invoice_date, "amount": ours.amount, "account": ours.account}
    rows = [*right.rows]
    rows[place] = replace(rows[place], invoice_no=short, **whole)
    if ours.open == practice.true[ours.invoice_no] and short not in practice.true:
        assert not practice.is_more_paid_by(replace(right, rows=rows))


@often
@given(practices(), st.sampled_from(["0", "000", "0,00", "-0"]), st.data())
def test_zero_is_no_number(practice: Practice, zero: str, data: st.DataObject) -> None:
    right = practice.right_list()
    rows = [*right.rows]
    place = data.draw(st.integers(0, len(rows) - 1))
    rows[place] = replace(rows[place], invoice_no=zero)
    assert not practice.is_more_paid_by(replace(right, rows=rows))
