"""Invoices and what a bank tells of them, made at random."""

from __future__ import annotations

import msgspec
from hypothesis import strategies as st

from engine.model.item import Item, Key
from engine.settings.interface import Guard
from tests.lists.payments.making import Entry
from tests.posting.factories import held, item

GUARD = Guard(max_settled_percent=100, max_reopened_percent=100, max_small=1_000)


class Books(msgspec.Struct, frozen=True):
    """Invoices, what the bank tells of them, and what is open of them then."""

    items: dict[Key, Item]
    entries: list[Entry]
    true: dict[Key, int]


@st.composite
def books(draw: st.DrawFn) -> Books:
    """A few invoices, paid in full, in part, back again, or not at all."""
    items: list[Item] = []
    entries: list[Entry] = []
    true: dict[Key, int] = {}
    for number in range(1, draw(st.integers(2, 6))):
        amount = draw(st.integers(2, 5_000)) * 7
        before = draw(st.sampled_from([amount, 0]))
        one = item(f"RE-2026-{number:04d}", amount=amount, open=before, account=f"1000{number}")
        items.append(one)
        true[one.key] = before
        for _again in range(draw(st.integers(0, 2))):
            open_ = true[one.key]
            back = draw(st.booleans()) and open_ < amount
            most = amount - open_ if back else open_
            if most:
                paid = draw(st.sampled_from([most, max(1, most // 2)]))
                true[one.key] += paid if back else -paid
                entries.append(
                    Entry(
                        paid=-paid if back else paid,
                        text=f"Rechnung {one.invoice_no}",
                        is_return=back,
                        name=f"Kunde {number}",
                        reference=f"REF{len(entries)}",
                    )
                )
    entries.append(Entry(paid=-2_000_00, text="Miete November", reference="RENT"))
    entries.append(Entry(paid=37_00, text="Danke", reference="THANKS"))
    return Books(held(*items), entries, true)
