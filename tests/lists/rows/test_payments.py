"""Payments know their direction: what came in, what went back, and what nobody can tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lists.rows.rows import Content
from engine.messages.row_reasons import RejectReason
from engine.model.message import Code
from tests.lists.reading import read_lines, refusal


def paid(*lines: str) -> dict[str, int | Code | None]:
    """What was paid by each invoice, in cents, or why its row is rejected."""
    found = read_lines(lines, "payments_csv", Content.PAYMENTS)
    numbers = {line: text.split(";")[0] for line, text in enumerate(lines, 1)}
    return {row.invoice_no: row.paid for row in found.rows} | {
        numbers[rejected.line]: rejected.reason.code for rejected in found.rejected
    }


def test_h_came_in_and_s_went_back() -> None:
    assert paid("Rechnungsnummer;Betrag;S/H", "RE-1;100,00;H", "RE-2;50,00;S", "RE-3;1,00;") == {
        "RE-1": 10000,
        "RE-2": -5000,
        "RE-3": RejectReason.SIDE_MISSING,
    }


def test_a_letter_behind_the_amount_is_its_side() -> None:
    lines = ("Rechnungsnummer;Zahlbetrag", "RE-1;100,00 H", "RE-2;50,00 S", "RE-3;1,00")
    assert paid(*lines) == {"RE-1": 10000, "RE-2": -5000, "RE-3": 100}


def test_haben_came_in_and_soll_went_back() -> None:
    lines = (
        "Rechnungsnummer;Soll;Haben",
        "RE-1;;100,00",
        "RE-2;50,00;",
        "RE-3;1,00;2,00",
        "RE-4;;",
    )
    assert paid(*lines) == {
        "RE-1": 10000,
        "RE-2": -5000,
        "RE-3": RejectReason.SOLL_AND_HABEN,
        "RE-4": RejectReason.CELL_EMPTY,
    }


def test_soll_and_haben_beside_the_payment_are_accounts() -> None:
    assert paid("Rechnungsnummer;Betrag;Soll;Haben", "RE-1;100,00;1200;10001") == {"RE-1": 10000}


def test_the_rest_on_the_side_of_what_went_back_is_no_payment() -> None:
    lines = ("Rechnungsnummer;Zahlbetrag;S/H", "RE-1;;S", "RE-2;;H", "RE-3;1,00;H")
    assert paid(*lines) == {"RE-1": RejectReason.CELL_EMPTY, "RE-2": None, "RE-3": 100}


@pytest.mark.parametrize(
    "word",
    ["Rücklastschrift", "RÜCKLASTSCHRIFT", "Rueckls", "Retoure 17", "Storno", "Lastschriftrückgabe",
     "Rück-Lastschrift", "Chargeback", "Rückzahlung", "Erstattung", "Korrektur", "Refund"],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["Buchungstext", "Verwendungszweck", "Vorgang", "Notiz"])
def test_words_of_a_return_need_a_minus(heading: str, word: str) -> None:
    lines = (
        f"Rechnungsnummer;Betrag;{heading}", f"RE-1;100,00;{word}", f"RE-2;-50,00;{word}",
        "RE-3;1,00;Zahlung",
    )  # fmt: skip
    assert paid(*lines) == {"RE-1": RejectReason.RETURN_UNSIGNED, "RE-2": -5000, "RE-3": 100}


def test_without_an_amount_a_return_is_not_the_whole_rest() -> None:
    assert paid("Rechnungsnummer;Text", "RE-1;Retoure", "RE-2;") == {
        "RE-1": RejectReason.RETURN_UNSIGNED,
        "RE-2": None,
    }


def test_a_customer_s_name_is_no_return() -> None:
    assert paid("Rechnungsnummer;Kunde;Betrag", "RE-1;Retour GmbH;1,00") == {"RE-1": 100}


@pytest.mark.parametrize("heading", ["Status", "Referenz", "Vorgang"])
@pytest.mark.parametrize(
    "word", ["offen", "Nicht bezahlt", "PENDING", "abgelehnt", "vorgemerkt", "RLS", "geplatzt"]
)
def test_what_did_not_come_is_no_payment(heading: str, word: str) -> None:
    lines = [f"Rechnungsnummer;Zahlbetrag;{heading}", "RE-1;10,00;gebucht", f"RE-2;20,00;{word}"]
    found = read_lines(lines, "payments_csv", Content.PAYMENTS)
    assert [row.invoice_no for row in found.rows] == ["RE-1"]


@pytest.mark.parametrize(
    "text", ["offene Rechnung RE-2", "Ratenzahlung", "Ihre Mahnung", "Karlsruhe"]
)
def test_what_payers_write_is_no_status(text: str) -> None:
    lines = ["Rechnungsnummer;Zahlbetrag;Referenz", "RE-1;10,00;", f"RE-2;20,00;{text}"]
    assert len(read_lines(lines, "payments_csv", Content.PAYMENTS).rows) == 2


@pytest.mark.parametrize(
    ("heading", "cells", "is_refused"),
    [
        ("Gebucht", "ja nein", True),
        ("Freigegeben", "1 0", True),
        ("Storniert", "nein ja", True),
        ("Rücklastschrift", "0 1", True),
        ("Gebucht", "ja ja", False),
        ("Storniert", "nein nein", False),
        ("Lastschrift", "ja nein", False),
    ],
)
def test_a_mark_tells_whether_there_was_a_payment(
    heading: str, cells: str, is_refused: bool
) -> None:
    first, second = cells.split()
    lines = [f"Rechnungsnummer;Zahlbetrag;{heading}", f"RE-1;10,00;{first}", f"RE-2;20,00;{second}"]
    assert (refusal(lines, "payments_csv", Content.PAYMENTS) is not None) is is_refused


@pytest.mark.parametrize("content", [Content.PAYMENTS, Content.SETTLED])
def test_no_payment_is_of_a_day_far_ahead(content: Content) -> None:
    days = ["29.10.2026", "24.11.2026", "31.12.2026", "29.10.2062"]
    lines = ["Rechnungsnummer;Zahlbetrag;Zahlungsdatum"]
    lines += [f"RE-{n};10,00;29.10.2026" for n in range(10, 30)]
    lines += [f"RE-{n};10,00;{day}" for n, day in enumerate(days)]
    found = read_lines(lines, "payments_csv", content)
    assert [one.value for one in found.rejected] == days[2:]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=8, unique=True), st.data())
def test_payments_again_in_their_order_are_a_file_behind_another(
    numbers: list[int], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(numbers) - 2))
    end = data.draw(st.integers(start + 2, len(numbers)))
    heading = "Rechnungsnummer;Zahlbetrag"
    again = [*numbers, *numbers[start:end]]
    lines = [heading, *(f"RE-{n};10,00" for n in again)]
    for one in (lines, [*lines[: len(numbers) + 1], heading, *lines[len(numbers) + 1 :]]):
        found = read_lines(one, "payments_csv", Content.PAYMENTS)
        assert [doubt.message.code.value for doubt in found.doubts] == ["rows_again"]


def test_payments_alike_may_be_several() -> None:
    lines = ["Rechnungsnummer;Zahlbetrag", *(f"RE-{n};10,00" for n in (1, 1, 1, 2, 2, 3, 1))]
    found = read_lines(lines, "payments_csv", Content.PAYMENTS)
    assert (len(found.rows), found.doubts) == (7, [])
