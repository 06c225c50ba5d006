"""Payments know their direction: what came in, what went back, and what nobody can tell."""

from __future__ import annotations

import pytest

from engine.lists.rows.rows import Content
from engine.messages.row_reasons import RejectReason
from engine.model.message import Code
from tests.lists.reading import read_lines


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
