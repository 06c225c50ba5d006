"""Whatever stands in a column under a heading that nobody knows: no list makes an invoice more paid
than it is without a word, and what is no money refuses none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lists.cells.harmless import harmless
from engine.lists.cells.headings import normal
from engine.lists.layouts.built_in import COLUMNS, PAYMENT_COLUMNS
from engine.lists.rows.rows import Content, ListFile
from engine.model.errors import ListRefused
from engine.model.item import Cents
from tests.lists.reading import read_lines

CALM = settings(deadline=None, max_examples=60)
KNOWN = {
    word for columns in (COLUMNS, PAYMENT_COLUMNS) for words in columns.values() for word in words
}

Money = Callable[[Cents], str]


class Truth(msgspec.Struct, frozen=True):
    """An invoice of a customer, and how much of it is left."""

    amount: Cents
    left: Cents


def german(cents: Cents) -> str:
    return f"{cents / 100:.2f}".replace(".", ",")


def in_euro(cents: Cents) -> str:
    return f"{german(cents)} €"


def english(cents: Cents) -> str:
    return f"{cents / 100:.2f}"


def dash_for_nothing(cents: Cents) -> str:
    return german(cents) if cents else "-"


def whole(cents: Cents) -> str:
    return str(cents // 100)


unknown_headings = st.one_of(
    st.sampled_from(("Wert", "XYZ", "Was bleibt", "Summe 2", "Spalte7", "Kz Z", "")),
    st.text("abcdefghijklmnoprstuvwzäöü ", min_size=3, max_size=12).map(str.strip),
).filter(lambda word: normal(word) not in KNOWN and not harmless(word))
money = st.sampled_from((german, in_euro, english, dash_for_nothing, whole))
euros = st.integers(1, 5000).map(lambda euro: euro * 100)


@st.composite
def truths(draw: st.DrawFn) -> list[Truth]:
    """Some invoices, in whole euros; at least one of them is paid in part or whole."""
    amounts = draw(st.lists(euros, min_size=1, max_size=8))
    found = [Truth(amount, draw(st.integers(0, amount // 100)) * 100) for amount in amounts]
    return [*found, Truth(10000, 4000)]


def tried(lines: Sequence[str], layout: str, content: Content) -> ListFile | None:
    try:
        return read_lines(lines, layout, content)
    except ListRefused:
        return None


def table(headings: str, invoices: Sequence[Truth], row: Callable[[Truth], str]) -> list[str]:
    return [
        f"Rechnungsnummer;{headings}",
        *(f"RE-{place};{row(one)}" for place, one in enumerate(invoices)),
    ]


@given(invoices=truths(), heading=unknown_headings, spell=money)
@CALM
def test_what_is_open_under_an_unknown_heading(
    invoices: list[Truth], heading: str, spell: Money
) -> None:
    lines = table(
        f"Betrag;{heading}", invoices, lambda one: f"{spell(one.amount)};{spell(one.left)}"
    )
    found = tried(lines, "addison", Content.OPEN)
    if found:
        # Whole numbers that never come up to an amount may be anything.
        assert spell is whole
        assert all(row.open == invoices[int(row.invoice_no[3:])].amount for row in found.rows)


@given(invoices=truths(), heading=unknown_headings, spell=money)
@CALM
def test_payments_under_an_unknown_heading(
    invoices: list[Truth], heading: str, spell: Money
) -> None:
    lines = table(
        f"Zahlungsdatum;{heading}",
        invoices,
        lambda one: f"01.09.2026;{spell(one.amount - one.left)}",
    )
    assert tried(lines, "payments_csv", Content.PAYMENTS) is None


@given(invoices=truths(), heading=unknown_headings, spell=money)
@CALM
def test_what_is_left_of_settled_items_under_an_unknown_heading(
    invoices: list[Truth], heading: str, spell: Money
) -> None:
    lines = table(
        f"Ausgeglichen am;{heading}", invoices, lambda one: f"01.09.2026;{spell(one.left)}"
    )
    assert tried(lines, "addison", Content.SETTLED) is None


@given(
    sides=st.lists(st.booleans(), min_size=1, max_size=8),
    heading=unknown_headings,
    words=st.sampled_from((("S", "H"), ("Soll", "Haben"), ("D", "C"), ("+", "-"), ("s", "h"))),
    content=st.sampled_from((Content.OPEN, Content.PAYMENTS)),
)
@CALM
def test_sides_under_an_unknown_heading(
    sides: list[bool], heading: str, words: tuple[str, str], content: Content
) -> None:
    """Of an open list one line at least is a credit note, of payments one went back."""
    is_open = content is Content.OPEN
    debit, credit = words if is_open or words[0] != "+" else ("-", "+")
    unusual = credit if is_open else debit
    lines = [f"Rechnungsnummer;{'Offen' if is_open else 'Zahlbetrag'};{heading}"]
    cells = [unusual, credit if not is_open else debit]
    cells += [debit if side else credit for side in sides]
    lines += [f"RE-{place};100,00;{cell}" for place, cell in enumerate(cells)]
    assert tried(lines, "addison" if is_open else "payments_csv", content) is None


@given(
    heading=unknown_headings,
    cells=st.lists(
        st.text("abcdefghijklmnopqrstuvwxyzäöü", min_size=3, max_size=12), min_size=2, max_size=6
    ),
    shape=st.sampled_from(
        (
            ("Offen", "addison", Content.OPEN),
            ("Betrag", "addison", Content.OPEN),
            ("Zahlbetrag", "payments_csv", Content.PAYMENTS),
            ("Betrag", "addison", Content.SETTLED),
        )
    ),
)
@CALM
def test_words_refuse_no_list(
    heading: str, cells: list[str], shape: tuple[str, str, Content]
) -> None:
    amount, layout, content = shape
    lines = [f"Rechnungsnummer;{amount};{heading}"]
    lines += [f"RE-{place};100,00;{cell}" for place, cell in enumerate(cells)]
    assert tried(lines, layout, content) is not None
