"""Payments find their invoice, or wait for a person; never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import pytest

from engine.lists.rows.payments import Payment, payment_keys
from engine.lists.rows.rows import Content
from engine.messages.clearing import ClearingReason
from engine.model.item import Item
from engine.posting.clearing import payer_mark
from engine.posting.plan import Plan
from engine.posting.plan_import import plan_import
from tests.posting.factories import TODAY, carried_out, codes, held, item, listing, policy


def payment(text: str = "", paid: int = 100_00, **fields: Any) -> Payment:
    """A payment of the bank's statement."""
    defaults: dict[str, Any] = {
        "line": 1,
        "currency": "EUR",
        "day": TODAY,
        "texts": (text,),
        "source": "DE1",
        "booked": paid,
        "statement": 1,
    }
    return Payment(paid=paid, **{**defaults, **fields})


def plan(
    items: Iterable[Item], *payments: Payment, known: Sequence[str] = (), **of_policy: Any
) -> Plan:
    """The plan for a statement with these payments."""
    numbered = [
        payment if payment.line > 1 else _at_line(payment, number)
        for number, payment in enumerate(payments, 1)
    ]
    file = listing(Content.PAYMENTS, payments=numbered)
    return plan_import(held(*items), file, policy(**of_policy), known)


def _at_line(payment: Payment, line: int) -> Payment:
    return Payment(**{
        **{name: getattr(payment, name) for name in Payment.__struct_fields__}, "line": line,
    })  # fmt: skip


def opens(items: Sequence[Item], made: Plan) -> list[int]:
    after = carried_out(held(*items), made.changes)
    return [after[one.key].open for one in items]


def reasons(made: Plan) -> list[ClearingReason]:
    by_value = {code.value: code for code in ClearingReason}
    return [by_value[entry.reason] for entry in made.clearing]


A, B = item("RE-1"), item("RE-2", amount=50_00, open=50_00)


@pytest.mark.parametrize(
    ("text", "paid", "after"),
    [
        ("RE-1", 100_00, [0, 50_00]),
        ("RE-1", 40_00, [60_00, 50_00]),
        ("re 1", 40_00, [60_00, 50_00]),
        ("RE-1 und RE-2", 150_00, [0, 0]),
    ],
)
def test_a_payment_goes_to_what_it_names(text: str, paid: int, after: list[int]) -> None:
    made = plan([A, B], payment(text, paid))
    assert (opens([A, B], made), reasons(made)) == (after, [])


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (payment("Miete"), ClearingReason.NO_NUMBER),
        (payment("RE-1", 100_01), ClearingReason.MORE_THAN_OPEN),
        (payment("RE-1 RE-2", 149_00), ClearingReason.SEVERAL_NUMBERS),
        (payment("RE-1 RE-2", 100_00), ClearingReason.SEVERAL_NUMBERS),
        (payment("RE-1-A"), ClearingReason.WEAK_NUMBER),
        (payment("RE-1", -100_00, is_return=True), ClearingReason.MORE_THAN_PAID),
        (payment("RE-1", -100_00), ClearingReason.WRONG_DIRECTION),
        (payment("Miete", -100_00, is_return=True), ClearingReason.NO_NUMBER),
        (payment(paid=-100_00, texts=()), ClearingReason.NO_NUMBER),
        (payment("RE-1", currency="USD"), ClearingReason.OTHER_CURRENCY),
        (payment("RE-1", unclear=ClearingReason.NO_DETAILS), ClearingReason.NO_DETAILS),
        (payment("", unclear=ClearingReason.NO_DETAILS), ClearingReason.NO_DETAILS),
    ],
)
def test_all_else_waits_for_a_person(one: Payment, reason: ClearingReason) -> None:
    made = plan([A, B], one)
    if reason is ClearingReason.WEAK_NUMBER:
        made = plan([A, B], payment("RE-1-A", 90_00))
    assert (opens([A, B], made), reasons(made)) == ([100_00, 50_00], [reason])
    assert "clearing" in codes(made)


def test_what_goes_out_and_names_no_invoice_is_none_of_ours() -> None:
    made = plan([A], payment("Gehalt", -2_000_00), payment("Büro", -5_00))
    assert (made.outgoing, made.clearing, made.changes) == (2, [], [])


def test_a_return_opens_what_was_paid_again() -> None:
    paid = item("RE-1", open=0)
    made = plan([paid], payment("RE-1", -100_00, is_return=True))
    assert (opens([paid], made), reasons(made)) == ([100_00], [])


def test_a_refund_settles_a_credit_note() -> None:
    note = item("GS-1", amount=-30_00, open=-30_00)
    made = plan([note], payment("GS-1", -30_00))
    assert (opens([note], made), reasons(made)) == ([0], [])
    assert reasons(plan([note], payment("GS-1", -31_00))) == [ClearingReason.MORE_THAN_OPEN]
    assert reasons(plan([note], payment("GS-1", 30_00))) == [ClearingReason.MORE_THAN_OPEN]


def test_payments_of_one_file_count_one_after_the_other() -> None:
    made = plan([A], payment("RE-1", 60_00), payment("RE-1", 40_00), payment("RE-1", 1_00))
    assert (opens([A], made), reasons(made)) == ([0], [ClearingReason.MORE_THAN_OPEN])
    back = plan([A], payment("RE-1"), payment("RE-1", -100_00, is_return=True), payment("RE-1"))
    assert (opens([A], back), reasons(back)) == ([0], [])


def test_the_tolerance_closes_a_rest() -> None:
    made = plan([A], payment("RE-1", 98_00), tolerance=3_00)
    assert opens([A], made) == [0]


def test_one_number_of_two_mandanten_is_two_invoices() -> None:
    other = item("RE-1", mandant="002")
    made = plan([A, other], payment("RE-1"), mandants=frozenset({"001", "002"}))
    assert reasons(made) == [ClearingReason.SEVERAL_NUMBERS]
    assert reasons(plan([A, other], payment("RE-1"))) == []


def test_the_end_to_end_id_may_name_the_invoice() -> None:
    made = plan([A], payment("", end_to_end="RE-1"))
    assert opens([A], made) == [0]
    both = plan([A, B], payment("RE-1", end_to_end="RE-2"))
    assert reasons(both) == [ClearingReason.SEVERAL_NUMBERS]


def test_a_payment_that_was_imported_before_is_passed_over() -> None:
    one = payment("RE-1", 10_00, reference="R1")
    made = plan([A], one, known=payment_keys([one]))
    assert (made.known, made.changes, made.clearing) == (1, [], [])


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (payment("x", 10_00), payment("RE-1", 10_00)),
        (payment("x", 10_00), payment("RE-1", 10_00, reference="R1")),
        (payment("x", 10_00, reference="R1"), payment("RE-1", 10_00)),
        (
            payment("x", 10_00, reference="R1", day=TODAY.replace(day=1)),
            payment("RE-1", 10_00, reference="R1"),
        ),
    ],
)
def test_one_that_may_have_been_imported_before_waits(before: Payment, now: Payment) -> None:
    made = plan([A], now, known=payment_keys([before]))
    assert (opens([A], made), reasons(made)) == ([100_00], [ClearingReason.MAY_BE_KNOWN])


def test_another_reference_is_another_payment() -> None:
    before = payment("x", 10_00, reference="R1")
    made = plan([A], payment("RE-1", 10_00, reference="R2"), known=payment_keys([before]))
    assert opens([A], made) == [90_00]


def test_within_one_statement_two_alike_are_two() -> None:
    one = payment("RE-1", 10_00, reference="R1")
    assert opens([A], plan([A], one, one)) == [80_00]
    again = payment("RE-1", 10_00, reference="R1", statement=2)
    made = plan([A], one, again)
    assert (opens([A], made), made.known) == ([90_00], 1)


def numbered(number: str = "RE-1", paid: int = 100_00, **fields: Any) -> Payment:
    """A posting of a batch, which has a field for the number."""
    return payment("Zahlung", paid, number=number, account="10001", **fields)


def test_a_posting_goes_to_its_belegfeld() -> None:
    made = plan([A, B], numbered(), numbered("RE2", 20_00))
    assert opens([A, B], made) == [0, 30_00]
    assert "other_spelling" in codes(made)


def test_a_posting_of_an_invoice_that_is_not_held_is_told() -> None:
    made = plan([A, *(item(f"X-{n}") for n in range(9))], numbered("Z-9"))
    assert ([row.invoice_no for row in made.unknown], made.clearing) == (["Z-9"], [])


def test_a_posting_that_speaks_of_another_invoice_waits() -> None:
    other = item("RE-1", account="20002", invoice_date=None)
    assert reasons(plan([other], numbered(paid=37_00))) == [ClearingReason.NOT_FOR_SURE]
    named = plan([A], numbered("Z-9", texts=("zu RE-1",)))
    assert reasons(named) == [ClearingReason.NOT_FOR_SURE]
    dollars = plan([A], numbered(currency="USD"))
    assert reasons(dollars) == [ClearingReason.OTHER_CURRENCY]


def test_an_entry_tells_what_a_person_needs() -> None:
    one = payment("RE-1 RE-2", 60_00, name="Anna Müller", iban="DE2", sheet="S.xml")
    (entry,) = plan([A, B], one).clearing
    assert (entry.paid, entry.paid_on, entry.payer) == (60_00, TODAY, payer_mark("DE2"))
    assert (entry.numbers, entry.sheet) == (("RE-1", "RE-2"), "S.xml")
    assert not re.search("RE-1 RE-2|Anna|DE2", msgspec.json.encode(entry).decode())
