"""The arithmetic of bookings, for any amounts: no cent appears or is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.item import Item
from engine.posting.booking import book_listed, book_payments
from tests.posting.factories import item

cents = st.integers(-500, 500)
tolerances = st.integers(0, 20)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """An invoice or a credit note, paid, part paid or open."""
    amount = draw(cents.filter(bool))
    return item(amount=amount, open=draw(st.integers(min(0, amount), max(0, amount))))


payments = st.lists(st.none() | cents, max_size=6)


@settings(deadline=None)
@given(items(), payments, tolerances)
def test_every_paid_cent_is_booked_or_surplus(
    ours: Item, paid: list[int | None], tolerance: int
) -> None:
    amounts = [amount for amount in paid if amount is not None]
    if len(amounts) == len(paid):
        booking = book_payments(ours, paid, tolerance)
        assert ours.open - booking.open == sum(amounts) - booking.surplus + booking.rest


@settings(deadline=None)
@given(items(), payments, tolerances)
def test_payments_stay_between_zero_and_the_whole(
    ours: Item, paid: list[int | None], tolerance: int
) -> None:
    booking = book_payments(ours, paid, tolerance)
    assert min(0, ours.amount) <= booking.open <= max(0, ours.amount)
    assert abs(booking.rest) <= tolerance


@settings(deadline=None)
@given(items(), payments)
def test_a_payment_of_the_rest_closes(ours: Item, paid: list[int | None]) -> None:
    assert book_payments(ours, [*paid, None], 0).open == 0


@settings(deadline=None)
@given(items(), cents, tolerances)
def test_the_listed_amount_is_what_is_open_but_for_rest_and_surplus(
    ours: Item, listed: int, tolerance: int
) -> None:
    booking = book_listed(ours, listed, tolerance)
    assert booking.open == listed + booking.surplus - booking.rest
    assert booking.open * ours.amount >= 0, "never beyond zero"
    assert abs(booking.rest) <= tolerance


@settings(deadline=None)
@given(items(), tolerances)
def test_a_tolerance_never_closes_what_nobody_paid(ours: Item, tolerance: int) -> None:
    assert book_listed(ours, ours.amount, tolerance).open == ours.amount
